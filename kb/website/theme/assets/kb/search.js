/* The search box, on every page, and the page of results. The worker (search/<language>/worker.js) is
   loaded when a box is first used. Everything from the index becomes text nodes, never markup. */

import { make, marked, one } from "../../../../browser_code/elements.js";
import { countedWord } from "../../../../browser_code/plurals.js";
import { toolsFor } from "../../../../browser_code/tool_search.js";
import RANKING from "../../../../search/shared/ranking.json" with { type: "json" };

const settings = one("[data-kb-search-settings]");
const { root, language, page, list } = settings.dataset;
const words = JSON.parse(settings.dataset.words);
const languages = JSON.parse(settings.dataset.languages);
const isAgents = "agents" in settings.dataset;
const { manual, manualName } = settings.dataset; /* the root of this language's pages of the manual; its label */
const { desk, use } = settings.dataset; /* the agents' desk, and what the links that take a reply there are called */
const MANUAL_LANGUAGE = "en";
const SHORTEST = 2;
const PAUSE = 60;
const IN_BOX = 6;
const PATIENCE = 8000;
const ON_PAGE = 20;

/** One worker a language, made when first asked; a newer question of the same asker drops the older. */
const workers = new Map();
function ask(code, query, options, onAnswer) {
  if (!workers.has(code)) {
    const worker = new Worker(new URL(`${root}search/${code}/worker.js`, location.href));
    const made = { worker, last: 0, asked: new Map() };
    worker.onmessage = ({ data }) => made.asked.get(data.id)?.(data);
    worker.onerror = () => made.asked.forEach((answer, id) => answer({ type: "kb-failed", id }));
    workers.set(code, made);
  }
  const made = workers.get(code);
  made.last += 1;
  made.asked.clear();
  made.asked.set(made.last, onAnswer);
  made.worker.postMessage({ type: "kb-search", id: made.last, query, ...options });
}

const count = (number) => countedWord(words.count, number);
const INTERNAL = new Set(["script", "procedure", "training", "internal", "tool"]);

function badges(hit) {
  const found = [];
  if (isAgents && INTERNAL.has(hit.kind)) found.push(make("span", { class: "kb-badge kb-badge--internal" }, words.internal));
  if (hit.isFallback) found.push(make("span", { class: "kb-badge" }, languages[hit.language] ?? words.fallback));
  return found;
}

function linkTo(path) { return root + path; }

/** For agents, the address of the desk with a saved reply that was found; "" for any other hit. */
function deskWith(hit) {
  return isAgents && hit.kind === "script" ? `${desk}#script=${hit.id.split("/").map(encodeURIComponent).join("/")}` : "";
}

/** Text of the page that a hit is, below its title; for a page of the agents' own there is none. */
const textOf = (hit) => (hit.answer === undefined ? "\u00a0" : marked(hit.answer || hit.passage, hit.answer ? hit.answerMarks : hit.marks));

/** A place that fills with what other languages know of `query`; it stays empty where they know nothing. */
function elsewhere(query) {
  const others = make("div", { class: "kb-results__others" });
  for (const [code, name] of Object.entries(languages)) {
    if (code === language) continue;
    fill(others, code, query, words.in_language.replace("{language}", name), (hit) => ({ href: linkTo(hit.url), lang: code }));
  }
  return others;
}

/** A place that fills with the pages of the product's manual that know of `query`; none where there is no manual. */
function inManual(query) {
  if (manual === undefined || query.length < SHORTEST) return [];
  const place = make("div", { class: "kb-results__others kb-results__manual" });
  fill(place, "manual", query, manualName, (hit) => ({ href: manual + hit.url, lang: MANUAL_LANGUAGE }));
  return [place];
}

/** Append to `place` what the index `name` finds, under `label`, if that is likely enough. */
function fill(place, name, query, label, attributesOf) {
  ask(name, query, { limit: 3, isTyping: false }, (answer) => {
    if (answer.type !== "kb-results" || answer.isPartial || !answer.hits.length || !place.isConnected) return;
    if (answer.hits[0].confidence < RANKING.likely) return;
    const items = answer.hits.map((hit) => make("li", {}, make("a", attributesOf(hit), hit.title)));
    place.append(make("p", {}, label), make("ul", {}, ...items));
  });
}

function help(query) {
  const box = make("div", { class: "kb-results__help" });
  box.append(make("p", {}, make("strong", {}, words.none.replace("{query}", query))), make("p", {}, words.none_tips));
  box.append(elsewhere(query), ...inManual(query));
  const links = make("p", { class: "kb-results__ways" }, make("a", { href: list }, words.list));
  if (document.getElementById("kb-contact")) links.append(" · ", make("a", { href: "#kb-contact" }, words.contact));
  box.append(links);
  return box;
}

function failure() {
  return make("p", { class: "kb-results__help", role: "alert" }, words.failed + " ", make("a", { href: list }, words.list));
}

/** What stands above results that may not fit: a word about it, and other languages that know more. */
function unsure(hits, query) {
  if (!hits.length || hits[0].confidence >= RANKING.likely) return [];
  return [make("p", { class: "kb-results__unsure" }, words.unsure), elsewhere(query)];
}

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
      panel.replaceChildren(help(query));
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
        ...(deskWith(hit) ? [option(deskWith(hit), { class: "kb-result kb-result--use", "aria-label": `${use}: ${hit.title}` }, use)] : []),
      ]),
    ];
    items.forEach((item, at) => { item.id = `${listId}-${at}`; });
    const rows = make("div", { role: "listbox", id: listId, "aria-label": words.results }, ...items);
    const all = make("a", { class: "kb-results__all", href: `${page}?q=${encodeURIComponent(query)}` }, words.all);
    panel.replaceChildren(...unsure(answer.isPartial ? [] : answer.hits, query), rows, all, ...(answer.isPartial ? [] : inManual(query)));
    if (!answer.isPartial) status.textContent = count(tools.length + answer.hits.length);
    open(true);
    move(active);
  }

  function changed() {
    clearTimeout(timer);
    const query = field.value;
    if (query.trim().length < SHORTEST) { panel.replaceChildren(); status.textContent = ""; open(false); return; }
    timer = setTimeout(() => ask(language, query, { limit: IN_BOX, isTyping: true }, show), PAUSE);
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
    if (query) location.assign(`${page}?q=${encodeURIComponent(query)}`);
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
  ask(language, "", { limit: 1, isTyping: true }, () => {});
}

/* --- the page of results, with an address of its own ---------------------------------------- */
function startPage(place) {
  const form = place.querySelector("[data-kb-search]");
  const field = form.querySelector("input");
  const output = place.querySelector("[data-kb-page-results]");
  const status = place.querySelector("[data-kb-page-status]");
  let timer = 0;

  function show(answer) {
    if (answer.query !== undefined && answer.query !== field.value) return;
    if (answer.isPartial) return;
    draw(answer);
    release();
  }

  function draw(answer) {
    if (answer.type === "kb-failed") { output.replaceChildren(failure()); status.textContent = ""; return; }
    const query = field.value.trim();
    const tools = toolsFor(query).map((tool) => make("li", { class: "kb-hit" },
      make("h2", { class: "kb-hit__title" }, make("a", { href: tool.href }, tool.title), ...badges({ kind: "tool" }))));
    if (!answer.hits.length && !tools.length) { output.replaceChildren(help(query)); status.textContent = ""; return; }
    status.textContent = count(tools.length + answer.hits.length);
    const items = answer.hits.map((hit) => {
      const item = make("li", { class: "kb-hit" },
        make("h2", { class: "kb-hit__title" }, make("a", { href: linkTo(hit.url) }, marked(hit.title, hit.titleMarks)), ...badges(hit)));
      if (hit.answer) item.append(make("p", { class: "kb-hit__answer" }, marked(hit.answer, hit.answerMarks)));
      if (hit.passage && hit.passage !== hit.answer) {
        const lead = hit.anchor && hit.heading ? [make("a", { href: `${linkTo(hit.url)}#${hit.anchor}` }, hit.heading), ": "] : [];
        item.append(make("p", { class: "kb-hit__passage" }, ...lead, marked(hit.passage, hit.marks)));
      }
      if (deskWith(hit)) item.append(make("p", { class: "kb-hit__use" }, make("a", { href: deskWith(hit) }, use)));
      return item;
    });
    output.replaceChildren(...unsure(answer.hits, query), make("ol", { class: "kb-hits" }, ...tools, ...items), ...inManual(query));
  }

  function run(isTyping) {
    const query = field.value;
    document.title = (query.trim() ? query.trim() + " · " : "") + place.dataset.title;
    if (query.trim().length < SHORTEST) { output.replaceChildren(); status.textContent = ""; release(); return; }
    ask(language, query, { limit: ON_PAGE, isTyping }, show);
  }

  const address = () => {
    const query = field.value.trim();
    history.replaceState(history.state, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  };
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { address(); run(true); }, PAUSE); });
  form.addEventListener("submit", (event) => { event.preventDefault(); address(); run(false); });
  run(false);
  // With a question in the address one came to read: a keyboard would cover the results of a phone.
  if (!field.value.trim()) field.focus();
  setTimeout(release, PATIENCE);
}

/** What stands below the results is shown: they are there, or late enough for a person to be asked instead. */
function release() { document.documentElement.classList.remove("kb-asked"); }

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
