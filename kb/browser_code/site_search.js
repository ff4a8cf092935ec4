/* What the search box and the page of results share: the workers that search, and how what they found is shown.
   Everything from an index becomes text nodes, never markup. */

import RANKING from "../search/shared/ranking.json" with { type: "json" };
import { make, marked, one } from "./elements.js";
import { countedWord } from "./plurals.js";

/* Addresses of the site (`root`, the `worker`, the `page` of results, the `list` of all articles), the page's `language`; for agents also
   their `desk` and what the links there are called (`use`), the root of this language's `manual` and its label. */
export const site = one("[data-kb-search-settings]").dataset;
export const words = JSON.parse(site.words);
const languages = JSON.parse(site.languages);
const isAgents = "agents" in site;
const MANUAL_LANGUAGE = "en";
export const SHORTEST = 2;
/** Milliseconds without a key until what was typed is searched. */
export const PAUSE = 60;
/** Milliseconds after which a page that is never idle is taken for idle. */
const PATIENCE = 2000;
/** "no" may go on as "not yet", "okay" hardly: letters from which on a word of agreement is taken for one while it is typed. */
const LONGEST_BEGINNING = 4;
/** A hit is shown if its score is at least this share of the best one's, per cent. */
export const LEAST = 25;

/** One worker an index, made when first asked. */
const workers = new Map();

/** The worker of the index `code`; its script and the first file of its index are fetched side by side. */
function workerOf(code) {
  if (!workers.has(code)) {
    const worker = new Worker(new URL(site.worker, location.href));
    const made = { worker, last: 0, asked: new Map() };
    worker.onmessage = ({ data }) => made.asked.get(data.id)?.(data);
    const lose = () => {
      workers.delete(code); // the next question tries again: the network may be back
      made.asked.forEach((answer, id) => answer({ type: "kb-failed", id }));
      worker.terminate();
    };
    worker.onerror = lose;
    workers.set(code, made);
    const folder = new URL(`${site.root}search/${code}/`, location.href).href;
    fetchFirst(folder).then((first) => worker.postMessage({ type: "kb-open", folder, first }), lose);
  }
  return workers.get(code);
}

async function fetchFirst(folder) {
  const answer = await fetch(`${folder}first.json`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`first.json: ${answer.status}`);
  return answer.text();
}

/** Have at hand what a first question in the page's language needs. */
export function warm() { workerOf(site.language); }

/**
 * Do so once the page is there and its reader reads, unless they save data: a connection of a second's delay, or bytes that are
 * paid for, carry only what was asked for.
 */
export function warmWhenIdle() {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  const idle = /** @type {any} */ (window).requestIdleCallback ?? ((start) => setTimeout(start, PATIENCE));
  const wait = () => idle(warm, { timeout: PATIENCE });
  if (document.readyState === "complete") wait();
  else addEventListener("load", wait);
}

/** Search the index `code`; a newer question to it drops the older. `options` and what `onAnswer` gets are the worker's. */
export function ask(code, query, options, onAnswer) {
  const made = workerOf(code);
  made.last += 1;
  made.asked.clear();
  made.asked.set(made.last, onAnswer);
  made.worker.postMessage({ type: "kb-search", id: made.last, query, ...options });
}

/** "8 results", or "Showing 8 of 23"; "" where nobody counted all of them. */
export function countOf(shown, total) {
  if (total === undefined) return "";
  return shown < total ? words.shown.replace("{shown}", shown).replace("{n}", total) : countedWord(words.count, total);
}

const INTERNAL = new Set(["script", "procedure", "training", "internal", "tool"]);

/** What stands beside the title of a hit: that it is internal, which language it is in. */
export function badges(hit) {
  const found = [];
  if (isAgents && INTERNAL.has(hit.kind)) found.push(make("span", { class: "kb-badge kb-badge--internal" }, words.internal));
  if (hit.isFallback) found.push(make("span", { class: "kb-badge" }, languages[hit.language] ?? words.fallback));
  return found;
}

/** The address of a page from the page that one is on. */
export function linkTo(path) { return site.root + path; }

/** For agents, the address of the desk with a saved reply that was found; "" for any other hit. */
export function deskWith(hit) {
  return isAgents && hit.kind === "script" ? `${site.desk}#script=${hit.id.split("/").map(encodeURIComponent).join("/")}` : "";
}

/** Text of the page that a hit is, below its title; for a page of the agents' own there is none. */
export const textOf = (hit) => (hasText(hit) ? marked(hit.answer || hit.passage, hit.answer ? hit.answerMarks : hit.marks) : "\u00a0");

/** Whether what stands below the title of a hit is there yet. */
export const hasText = (hit) => hit.answer !== undefined;

/**
 * What other languages know of `query`: a place that fills with it and stays empty where they know nothing, and a promise
 * that is kept when all have answered.
 */
export function elsewhere(query) {
  const others = make("div", { class: "kb-results__others" });
  const answered = Object.entries(languages).filter(([code]) => code !== site.language).map(([code, name]) =>
    fill(others, code, query, words.in_language.replace("{language}", name), (hit) => ({ href: linkTo(hit.url), lang: code })));
  return { others, answered: Promise.all(answered) };
}

/** A place that fills with the pages of the product's manual that know of `query`; none where there is no manual. */
export function inManual(query) {
  if (site.manual === undefined || query.length < SHORTEST) return [];
  const place = make("div", { class: "kb-results__others kb-results__manual" });
  fill(place, "manual", query, site.manualName, (hit) => ({ href: site.manual + hit.url, lang: MANUAL_LANGUAGE }));
  return [place];
}

/** Append to `place` what the index `name` finds, under `label`, if that is likely enough; done when it has answered. */
function fill(place, name, query, label, attributesOf) {
  return new Promise((done) => {
    ask(name, query, { limit: 3, isTyping: false }, (answer) => {
      if (answer.isPartial) return;
      if (answer.type === "kb-results" && answer.hits[0]?.confidence >= RANKING.likely) {
        const items = answer.hits.map((hit) => make("li", {}, make("a", attributesOf(hit), hit.title)));
        place.append(make("p", {}, label), make("ul", {}, ...items));
      }
      done(undefined);
    });
  });
}

/** A link to the ways to a person; none on a page without them. */
export function toPeople() {
  return document.getElementById("kb-contact") ? [make("a", { href: "#kb-contact" }, words.contact)] : [];
}

/** What the shop is told of searches, where it is. */
export const whatIsSent = () => (site.events ? [make("p", { class: "kb-results__sent" }, words.sent)] : []);

/** The address of the page of results for `query`. */
export const resultsOf = (query) => `${site.page}?${new URLSearchParams({ q: query })}`; // takes half an emoji too

/** `word` with the query in its place. */
export const withQuery = (word, query) => word.replace("{query}", () => query);

/** The same as nodes; the query may be written in another direction than the sentence. */
function aroundQuery(word, query) {
  const [before, after = ""] = word.split("{query}");
  return [before, make("bdi", {}, query), after];
}

/** What stands where nothing is found; `meant` is the query as it may have been meant, `others` what other languages know. */
export function help(query, meant, others) {
  const said = [make("p", {}, make("strong", {}, ...aroundQuery(words.none, query)))];
  if (meant) said.push(make("p", { class: "kb-results__meant" }, make("a", { href: resultsOf(meant) }, ...aroundQuery(words.meant, meant))));
  return leadOn([...said, make("p", {}, words.none_tips), others, ...inManual(query)]);
}

/**
 * What stands in place of results where `answer` is for small talk, and null where it is not. A short word of agreement may
 * be the beginning of a question (`isTyping`).
 */
export function smallTalk({ query, talk }, isTyping) {
  if (!talk || (isTyping && talk === "noted" && query.trim().length < LONGEST_BEGINNING)) return null;
  const greeting = { greeting: words.hello, thanks: words.welcome }[talk];
  return { text: [greeting, words.talk].filter(Boolean).join(" "),
    box: leadOn([...(greeting ? [make("p", {}, make("strong", {}, greeting))] : []), make("p", {}, words.talk)]) };
}

/** `children`, then the topics, and the ways to a person and to all articles. */
function leadOn(children) {
  const topics = one("[data-kb-topics]");
  const links = [...toPeople(), make("a", { href: site.list }, words.list)];
  return make("div", { class: "kb-results__help" }, ...children, ...(topics ? [topics.content.cloneNode(true)] : []),
    make("p", { class: "kb-results__ways" }, ...links.flatMap((link, at) => (at ? [" · ", link] : [link]))));
}

/** What stands where search does not work. */
export function failure() {
  return make("p", { class: "kb-results__help", role: "alert" }, words.failed + " ", make("a", { href: site.list }, words.list));
}

/** What is said where results may not fit, as text. */
export const doubt = (missing) => [...(isAgents ? [] : missing.slice(0, 1)).map((word) => withQuery(words.missing, word)), words.unsure].join(" ");

/**
 * Whether what was found may not be what was asked for: it fits little, a word of the question is in no article, or it asks
 * nothing (a word of agreement, as far as it is typed).
 */
export function isUnsure({ hits, missing, talk }) {
  if (talk && hits.length) return true;
  return hits.length > 0 && hits[0].confidence < (missing.length ? RANKING.sure : RANKING.likely);
}

/**
 * What stands above results that may not fit: a word about it, the words that no article has, the way to a person, what
 * other languages know.
 */
export function unsure(missing, others) {
  const [word] = isAgents ? [] : missing;
  const said = word ? [...aroundQuery(words.missing, word), " "] : [];
  return [make("p", { class: "kb-results__unsure" }, ...said, words.unsure, ...toPeople().flatMap((link) => [" ", link])), others];
}
