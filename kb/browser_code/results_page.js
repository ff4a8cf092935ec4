/* The page of search results: the best few first, more when asked for, nothing that jumps, an address of its own. */

import { all, make, marked, one } from "./elements.js";
import { noteSearch } from "./failed_searches.js";
import { keepPlace, keptPlace, whenLeft } from "./kept_place.js";
import { LEAST, PAUSE, SHORTEST, ask, badges, countOf, deskWith, doubt, elsewhere, failure, help, inManual, isUnsure, linkTo, site, smallTalk, unsure, withQuery, words } from "./site_search.js";
import { toolsFor } from "./tool_search.js";

/** Hits that are shown at first: at least FEW, and at most MANY of those that come near the best one (per cent of its score). */
const FEW = 5;
const MANY = 8;
const NEAR = 50;
/** Milliseconds after which ways to a person are shown even if no result has come, and those for other languages' answers. */
const PATIENCE = 8000;
const PATIENCE_ELSEWHERE = 3000;

/** What is kept of the page in the history. */
const NAME = "results";

const PHONE = matchMedia("(max-width: 37.5em)");

/** How many of `hits`, which are all if there are `total`, to show at first; a button takes the room of the one that it would add. */
function firstOf(hits, total) {
  const near = hits.filter(({ score }) => score * 100 >= hits[0].score * NEAR).length;
  const first = Math.min(hits.length, Math.max(FEW, Math.min(near, MANY)));
  return hits.length === total && total === first + 1 ? total : first;
}

function itemOf(hit) {
  const item = make("li", { class: "kb-hit" },
    make("h2", { class: "kb-hit__title" }, make("a", { href: linkTo(hit.url) }, marked(hit.title, hit.titleMarks)), ...badges(hit)));
  if (hit.answer) item.append(make("p", { class: "kb-hit__text" }, marked(hit.answer, hit.answerMarks)));
  else if (hit.passage) {
    const lead = hit.anchor && hit.heading ? [make("a", { href: `${linkTo(hit.url)}#${hit.anchor}` }, hit.heading), ": "] : [];
    item.append(make("p", { class: "kb-hit__text" }, ...lead, marked(hit.passage, hit.marks)));
  }
  if (deskWith(hit)) item.append(make("p", { class: "kb-hit__use" }, make("a", { href: deskWith(hit) }, site.use)));
  return item;
}

/**
 * Fill the page of results, `place`, from its address, and again while one types.
 * @param {any} place
 */
export function startPage(place) {
  const form = one("[data-kb-search]", place);
  const field = one("input", form);
  const output = one("[data-kb-page-results]", place);
  const counted = one("[data-kb-page-status]", place);
  const status = make("p", { class: "kb-visually-hidden", role: "status" });
  let timer = 0;
  place.append(status);
  /** What is said above the results and, with more to it if need be, to screen readers. */
  const say = (text, more = "") => { counted.textContent = text; status.textContent = [text, more].filter(Boolean).join(". "); };
  const { title } = document;
  let drawn = 0; // hits that are drawn
  let kept = keptPlace(NAME); // of an earlier visit to this very page, until it stands again
  let isTyped = false; // and not asked for with Enter or by the address
  let newest = 0; // of the answers that wait for what other languages know

  async function show(answer) {
    if (answer.query !== undefined && answer.query !== field.value) return;
    if (answer.isPartial) return;
    const order = ++newest;
    const query = field.value.trim();
    if (answer.type === "kb-failed") { output.replaceChildren(failure()); say(""); release(); return; }
    const tools = toolsFor(query).map((tool) => make("li", { class: "kb-hit" },
      make("h2", { class: "kb-hit__title" }, make("a", { href: tool.href }, tool.title), ...badges({ kind: "tool" }))));
    const talk = smallTalk(answer, isTyped);
    if (talk) { output.replaceChildren(talk.box); say("", talk.text); standing(); return; }
    const isNothing = !answer.hits.length && !tools.length;
    noteSearch(query, isNothing);
    let others = null;
    if (isNothing || isUnsure(answer)) {
      // Drawn when other languages have answered, so that their answers push nothing down.
      const elsewhereNow = elsewhere(query);
      await Promise.race([elsewhereNow.answered, new Promise((done) => setTimeout(done, PATIENCE_ELSEWHERE))]);
      if (order !== newest || query !== field.value.trim()) return;
      others = elsewhereNow.others;
    }
    if (isNothing) {
      output.replaceChildren(help(query, answer.meant, others));
      say("", withQuery(words.none, query));
    } else draw(answer, tools, query, others);
    standing();
  }

  /** All is there: show what stands below, and, to who comes back, the place that was left. */
  function standing() {
    release();
    if (kept) scrollTo(0, kept.scrolled);
    kept = undefined;
  }

  function draw(answer, tools, query, others) {
    const shown = kept ? Math.min(kept.shown, answer.hits.length) : firstOf(answer.hits, answer.total);
    drawn = shown;
    const rows = make("ol", { class: others ? "kb-hits kb-hits--maybe" : "kb-hits" }, ...tools, ...answer.hits.slice(0, shown).map(itemOf));
    const tell = (hits) => {
      const total = answer.total === undefined ? undefined : tools.length + answer.total;
      say(countOf(tools.length + hits, total), others ? doubt(answer.missing) : "");
    };
    output.replaceChildren(...(others ? unsure(answer.missing, others) : []), rows);
    if (shown < (answer.total ?? Infinity) && answer.hits.length) output.append(moreOf(answer, rows, shown, tell));
    output.append(...inManual(query));
    tell(shown);
  }

  /** A button that adds the next hits to `rows`, and goes when there are no more. */
  function moreOf(answer, rows, shown, tell) {
    const button = make("button", { type: "button", class: "kb-results__more" }, words.more);
    let at = shown;
    button.addEventListener("click", () => {
      const wanted = { limit: at + MANY, least: LEAST, isTyping: false };
      ask(site.language, answer.query, wanted, (longer) => {
        if (longer.isPartial || longer.type !== "kb-results" || !rows.isConnected) return;
        const items = longer.hits.slice(at).map(itemOf);
        rows.append(...items);
        drawn = at = Math.max(at, longer.hits.length);
        tell(at);
        if (at < wanted.limit || at === longer.total) button.remove();
        if (items.length) one("a", items[0]).focus();
      });
    });
    return button;
  }

  function run(isTyping) {
    const query = field.value;
    isTyped = isTyping;
    document.title = [query.trim(), title].filter(Boolean).join(" · ");
    if (kept?.query !== query.trim()) kept = undefined;
    drawn = 0;
    if (query.trim().length < SHORTEST) { newest += 1; output.replaceChildren(); say(""); release(); return; }
    ask(site.language, query, { limit: Math.max(MANY, kept?.shown ?? 0), least: LEAST, isTyping }, show);
  }

  /** The question goes along to the page of results of another language. */
  const toOtherLanguages = () => all("a[data-kb-language], .kb-offer a").forEach((link) => {
    link.search = new URLSearchParams(field.value.trim() ? { q: field.value.trim() } : {}).toString();
  });
  const address = () => {
    const query = field.value.trim();
    toOtherLanguages();
    try {
      history.replaceState(history.state, "", query ? `?${new URLSearchParams({ q: query })}` : location.pathname);
    } catch { /* too often, or in a frame that may not: what is found matters more */ }
  };
  field.value = (new URLSearchParams(location.search).get("q") || "").slice(0, field.maxLength);
  toOtherLanguages();
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { address(); run(true); }, PAUSE); });
  // On a phone results are to be seen between the field and the keyboard.
  field.addEventListener("focus", () => { if (PHONE.matches && field.value.trim()) form.parentElement.scrollIntoView(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); address(); run(false); });
  whenLeft(() => keepPlace(NAME, { query: field.value.trim(), isTyped, shown: drawn, scrolled: scrollY }));
  run(kept?.isTyped ?? false);
  // With a question in the address one came to read: a keyboard would cover the results of a phone.
  if (!field.value.trim()) field.focus();
  setTimeout(release, PATIENCE);
}

/** Show what stands below the results: they are there, or so late that a person can be asked instead. */
export function release() {
  document.documentElement.classList.remove("kb-asked");
}
