/* The search box, on every page; browser_code/results_page.js is the page of results. The worker
   (search/<language>/worker.js) is loaded when a box is first used. */

import { make, marked, one } from "../../../../browser_code/elements.js";
import { release, startPage } from "../../../../browser_code/results_page.js";
import { LEAST, PAUSE, SHORTEST, ask, badges, countOf, deskWith, elsewhere, failure, help, inManual, isUnsure, linkTo, site, textOf, unsure, words } from "../../../../browser_code/site_search.js";
import { toolsFor } from "../../../../browser_code/tool_search.js";

const IN_BOX = 6;

/* --- a box with a list below it: the combobox pattern of ARIA ------------------------------ */
function startBox(form, number) {
  const field = form.querySelector("input");
  const panel = form.parentElement.querySelector("[data-kb-results]");
  const status = make("p", { class: "kb-visually-hidden", role: "status" });
  const listId = `kb-results-${number}`;
  let active = -1;
  let timer = 0;
  // Closed by the person: an answer that was still on its way must not open the panel again.
  let isDismissed = false;
  form.after(status);
  for (const [key, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", "aria-haspopup": "listbox",
  })) field.setAttribute(key, value);

  const options = () => Array.from(panel.querySelectorAll("[role=option]"));
  const open = (isWanted) => {
    const isOpen = isWanted && !isDismissed;
    panel.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen && options().length > 0));
    if (!isOpen) move(-1);
  };
  const dismiss = () => { isDismissed = true; open(false); };
  const reopen = () => { isDismissed = false; open(true); };
  const move = (to) => {
    const found = options();
    active = found.length ? Math.max(-1, Math.min(to, found.length - 1)) : -1;
    found.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else { field.setAttribute("aria-activedescendant", found[active].id); found[active].scrollIntoView({ block: "nearest" }); }
  };

  function show(answer) {
    const query = field.value.trim();
    if (answer.query !== undefined && answer.query !== field.value) return;
    if (answer.type === "kb-failed") { panel.replaceChildren(failure()); open(true); return; }
    const tools = toolsFor(query);
    if (!answer.hits.length && !tools.length) {
      if (answer.isPartial) return;
      panel.replaceChildren(help(query, elsewhere(query).others));
      status.textContent = words.none.replace("{query}", query);
      open(true);
      return;
    }
    const option = (href, attributes, ...children) => make("a", {
      role: "option", class: "kb-result", href, tabindex: "-1", "aria-selected": "false", ...attributes,
    }, ...children);
    const items = [
      ...tools.map((tool) => option(tool.href, {}, make("span", { class: "kb-result__title" }, tool.title, ...badges({ kind: "tool" })))),
      ...answer.hits.flatMap((hit) => [
        option(linkTo(hit.url), {},
          make("span", { class: "kb-result__title" }, marked(hit.title, hit.titleMarks), ...badges(hit)),
          make("span", { class: "kb-result__text" }, textOf(hit))),
        ...(deskWith(hit) ? [option(deskWith(hit), { class: "kb-result kb-result--use", "aria-label": `${site.use}: ${hit.title}` }, site.use)] : []),
      ]),
    ];
    items.forEach((item, at) => { item.id = `${listId}-${at}`; });
    const rows = make("div", { role: "listbox", id: listId, "aria-label": words.results }, ...items);
    const all = make("a", { class: "kb-results__all", href: `${site.page}?q=${encodeURIComponent(query)}` }, words.all);
    panel.replaceChildren(...(answer.isPartial || !isUnsure(answer.hits) ? [] : unsure(elsewhere(query).others)), rows, all, ...(answer.isPartial ? [] : inManual(query)));
    if (!answer.isPartial) {
      const found = countOf(tools.length + answer.hits.length, answer.total === undefined ? undefined : tools.length + answer.total);
      status.textContent = [found || words.results, isUnsure(answer.hits) ? words.unsure : ""].filter(Boolean).join(". ");
    }
    open(true);
    move(active);
  }

  function changed() {
    clearTimeout(timer);
    const query = field.value;
    if (query.trim().length < SHORTEST) { panel.replaceChildren(); status.textContent = ""; open(false); return; }
    timer = setTimeout(() => ask(site.language, query, { limit: IN_BOX, least: LEAST, isTyping: true }, show), PAUSE);
  }

  field.addEventListener("input", () => { active = -1; isDismissed = false; changed(); });
  field.addEventListener("focus", () => { warm(); if (panel.childElementCount) reopen(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options().length) return;
      event.preventDefault();
      if (panel.hidden) reopen();
      move(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape" && field.value && !isDismissed) {
      event.preventDefault(); // a field of type "search" would lose its words
      dismiss();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = field.value.trim();
    if (query) location.assign(`${site.page}?q=${encodeURIComponent(query)}`);
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target) && !panel.contains(event.target)) dismiss();
  });
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !panel.contains(event.relatedTarget) && event.relatedTarget !== field) dismiss();
  });
}

let isWarm = false;
function warm() {
  if (isWarm) return;
  isWarm = true;
  ask(site.language, "", { limit: 1, isTyping: true }, () => {});
}

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
