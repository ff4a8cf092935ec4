/* The search box: a field with a list below it (the combobox pattern of ARIA), on a phone a sheet over the page. What
   searching needs is fetched while the page is idle, or when a box is first touched. */

import { make, marked } from "./elements.js";
import { forgetSearch, noteSearch } from "./failed_searches.js";
import { keepPlace, keptPlace, whenLeft } from "./kept_place.js";
import { LEAST, PAUSE, SHORTEST, ask, badges, countOf, deskWith, elsewhere, failure, hasText, help, inManual, isUnsure, linkTo, resultsOf, site, smallTalk, textOf, toPeople, warm, whatIsSent, withQuery, words } from "./site_search.js";
import { steadyOrder } from "./steady_order.js";
import { toolsFor } from "./tool_search.js";

const IN_BOX = 6;
/** Where the list would lie behind the keyboard. */
const PHONE = matchMedia("(max-width: 37.5em)");

/** Give `place` these children; those that are there and alike stay. */
function fillWith(place, children) {
  children.forEach((child, at) => {
    const there = place.children[at];
    if (!there) place.append(child);
    else if (there !== child && !there.isEqualNode(child)) there.replaceWith(child);
  });
  while (place.children.length > children.length) place.lastElementChild.remove();
}

/** Have the `number`th form of a page, and the place for results after it, search while one types. */
export function startBox(form, number) {
  const field = form.querySelector("input");
  const panel = form.parentElement.querySelector("[data-kb-results]");
  const status = make("p", { class: "kb-visually-hidden", role: "status" });
  const listId = `kb-results-${number}`;
  panel.id ||= `${listId}-panel`;
  let active = -1;
  let timer = 0;
  let before = { query: "", hits: [], isPartial: false }; // what is shown
  // Closed by the person: an answer that was still on its way must not open the panel again.
  let isDismissed = false;
  form.after(status);
  const sheet = startSheet(form, field, () => dismiss());
  for (const [key, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list", "aria-haspopup": "listbox",
  })) field.setAttribute(key, value);

  const options = () => Array.from(panel.querySelectorAll("[role=option]"));
  const open = (isWanted) => {
    const isOpen = isWanted && !isDismissed;
    panel.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    field.setAttribute("aria-controls", options().length ? listId : panel.id);
    if (!isOpen) move(-1);
  };
  const dismiss = () => { isDismissed = true; open(false); sheet.close(); };
  const reopen = () => { isDismissed = false; open(true); };
  const move = (to) => {
    const found = options();
    active = found.length ? Math.max(-1, Math.min(to, found.length - 1)) : -1;
    found.forEach((one, at) => one.setAttribute("aria-selected", String(at === active)));
    if (active < 0) field.removeAttribute("aria-activedescendant");
    else { field.setAttribute("aria-activedescendant", found[active].id); found[active].scrollIntoView({ block: "nearest" }); }
  };

  function show(answer) {
    const query = field.value.trim();
    if (answer.query !== undefined && answer.query !== field.value) return;
    if (answer.type === "kb-failed") { panel.replaceChildren(failure()); open(true); return; }
    const tools = toolsFor(query);
    const talk = smallTalk(answer, true);
    if (talk) {
      panel.replaceChildren(talk.box);
      if (!answer.isPartial) status.textContent = talk.text;
      open(true);
      return;
    }
    if (!answer.hits.length && !tools.length) {
      if (answer.isPartial) return;
      noteSearch(query, true);
      panel.replaceChildren(help(query, answer.meant, elsewhere(query).others), ...whatIsSent());
      status.textContent = withQuery(words.none, query);
      open(true);
      return;
    }
    if (!answer.isPartial) noteSearch(query, false);
    // What is shown stays until as much of the new is there.
    const isLess = before.hits.some(hasText) && !(answer.hits.length && answer.hits.every(hasText));
    if (answer.isPartial && !panel.hidden && options().length && isLess) return;
    // The order of a partial answer is a guess, to which the whole one does not keep.
    const goesOn = answer.query.startsWith(before.query) && (answer.isPartial || !before.isPartial);
    const hits = steadyOrder(answer.hits, before.hits, goesOn);
    before = { query: answer.query, hits, isPartial: answer.isPartial };
    const items = [...tools.map(toolOption), ...hits.flatMap(hitOptions)];
    items.forEach((item, at) => { item.id = `${listId}-${at}`; });
    const rows = panel.querySelector("[role=listbox]") ?? make("div", { role: "listbox", id: listId, "aria-label": words.results });
    fillWith(rows, items);
    const all = make("a", { class: "kb-results__all", href: resultsOf(query) }, words.all);
    const isDoubtful = !answer.isPartial && isUnsure(answer);
    const found = countOf(tools.length + hits.length, answer.total === undefined ? undefined : tools.length + answer.total);
    // One line above the rows, always: whatever it says, no row moves. What comes later stands below them.
    const head = make("p", { class: "kb-results__head" }, make("span", {}, isDoubtful ? words.maybe : found || words.results), ...toPeople());
    const parts = [head, rows, all, ...whatIsSent()];
    const more = answer.isPartial ? [] : [...(isDoubtful ? [elsewhere(query).others] : []), ...inManual(query)];
    if (!more.length && panel.children[1] === rows) fillWith(panel, parts);
    else panel.replaceChildren(...parts, ...more);
    if (!answer.isPartial) status.textContent = [found || words.results, isDoubtful ? words.unsure : ""].filter(Boolean).join(". ");
    open(true);
    move(active);
  }

  function changed() {
    clearTimeout(timer);
    const query = field.value;
    if (query.trim().length < SHORTEST) { before = { query: "", hits: [], isPartial: false }; panel.replaceChildren(); status.textContent = ""; open(false); return; }
    timer = setTimeout(() => ask(site.language, query, { limit: IN_BOX, least: LEAST, isTyping: true }, show), PAUSE);
  }

  field.value ||= keptPlace(listId) ?? "";
  const keep = () => { if (field.value || keptPlace(listId)) keepPlace(listId, field.value); };
  whenLeft(keep);
  field.addEventListener("input", () => { active = -1; isDismissed = false; sheet.open(); changed(); });
  field.addEventListener("pointerdown", warm);
  field.addEventListener("focus", () => { warm(); sheet.open(); if (panel.childElementCount) reopen(); else if (field.value) changed(); });
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
    if (!query) return;
    keep();
    forgetSearch(); // it goes on there
    location.assign(resultsOf(query));
  });
  document.addEventListener("click", (event) => {
    if (!form.parentElement.contains(event.target)) dismiss();
  });
  // The way to a person lies on this page, below the list or the sheet.
  panel.addEventListener("click", (event) => { if (event.target.closest("a[href^='#']")) dismiss(); });
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !panel.contains(event.relatedTarget) && event.relatedTarget !== field) dismiss();
  });
}

/** An option of the list; `attributes` come over the usual ones. */
function option(href, attributes, ...children) {
  return make("a", { role: "option", class: "kb-result", href, tabindex: "-1", "aria-selected": "false", ...attributes }, ...children);
}

function toolOption(tool) {
  return option(tool.href, { class: "kb-result kb-result--short" }, make("span", { class: "kb-result__title" }, tool.title, ...badges({ kind: "tool" })));
}

function hitOptions(hit) {
  const found = [option(linkTo(hit.url), {},
    make("span", { class: "kb-result__title" }, marked(hit.title, hit.titleMarks), ...badges(hit)),
    make("span", { class: "kb-result__text" }, textOf(hit)))];
  if (deskWith(hit)) found.push(option(deskWith(hit), { class: "kb-result kb-result--short kb-result--use", "aria-label": `${site.use}: ${hit.title}` }, site.use));
  return found;
}

/**
 * On a phone the box becomes a sheet over the page while it is used: the field at the top, results between it and the
 * keyboard, and a button that closes it.
 */
function startSheet(form, field, onClose) {
  const place = form.parentElement;
  const close = make("button", { type: "button", class: "kb-sheet__close" }, words.close);
  const fit = () => place.style.setProperty("--kb-visible", `${visualViewport.height}px`);
  form.after(close);
  close.addEventListener("click", () => { onClose(); field.blur(); });
  return {
    open() {
      if (!PHONE.matches || place.classList.contains("kb-sheet")) return;
      place.classList.add("kb-sheet");
      fit();
      visualViewport.addEventListener("resize", fit);
    },
    close() {
      place.classList.remove("kb-sheet");
      visualViewport.removeEventListener("resize", fit);
    },
  };
}
