/* Search on a page: its boxes (search_box.js) and, on one page, the results (results_page.js). */

import { all, one } from "./elements.js";
import { startFailedSearches } from "./failed_searches.js";
import { release, startPage } from "./results_page.js";
import { startBox } from "./search_box.js";
import { warmWhenIdle } from "./site_search.js";

/** Start what searches on this page. */
export function startSearch() {
  document.documentElement.setAttribute("data-kb-searches", "");
  const results = one("[data-kb-search-page]");
  if (results) startPage(results);
  else release();
  all("[data-kb-search]").forEach((form, number) => {
    const isFilter = form.closest("[data-kb-list], [data-kb-search-page]");
    if (!isFilter && form.parentElement.querySelector("[data-kb-results]")) startBox(form, number);
  });
  startFailedSearches();
  document.addEventListener("keydown", goToBox);
  warmWhenIdle();
}

/** “/” goes to the box, as on many sites; not while one is typing. */
function goToBox(event) {
  const target = /** @type {Element} */ (event.target);
  const typing = target.closest && target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = one("[data-kb-search] input");
  if (field) { event.preventDefault(); field.focus(); }
}
