/* Search on every page: its box (browser_code/search_box.js) and, on one, the page of results (results_page.js). */

import { one } from "../../../../browser_code/elements.js";
import { release, startPage } from "../../../../browser_code/results_page.js";
import { startBox } from "../../../../browser_code/search_box.js";

document.documentElement.setAttribute("data-kb-searches", "");
const results = document.querySelector("[data-kb-search-page]");
if (results) startPage(results);
else release();
document.querySelectorAll("[data-kb-search]").forEach((form, number) => {
  const isFilter = form.closest("[data-kb-list], [data-kb-search-page]");
  if (!isFilter && form.parentElement.querySelector("[data-kb-results]")) startBox(form, number);
});

/* “/” goes to the box, as on many sites; not while one is typing. */
document.addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  const typing = target.closest && target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = one("[data-kb-search] input");
  if (field) { event.preventDefault(); field.focus(); }
});
