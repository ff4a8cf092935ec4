// Searches that found nothing, or nothing that was opened: the last one of a page is told to the shop when the page is left.
// Never while one types, never twice, and only where the shop asked for it and the browser does not object.

import { asksForPrivacy, sayable, sendEvent } from "./events.js";
import { site } from "./site_search.js";

/** Links that answer a search. */
const FOUND = "[role=option], .kb-hit a, .kb-results__others a";
/** Links that ask the same again on the page of results. */
const GOES_ON = ".kb-results__all";

/** @type {{query: string, outcome: string} | null} */
let last = null;
let isSent = false;

/** What was found for `query` is shown: `isNothing` or not. */
export function noteSearch(query, isNothing) {
  last = { query, outcome: isNothing ? "nothing" : "no_click" };
}

/** The last search goes on elsewhere, or was answered. */
export function forgetSearch() { last = null; }

/** Start to tell of searches, where the shop asked for it. */
export function startFailedSearches() {
  const url = site.events;
  if (!url || asksForPrivacy()) return;
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest?.(`${FOUND}, ${GOES_ON}`)) forgetSearch();
  }, true);
  addEventListener("pagehide", () => {
    const query = last && !isSent ? sayable(last.query) : "";
    if (!query) return;
    isSent = true;
    sendEvent(url, { kind: "search", language: site.language, query, outcome: last.outcome });
  });
}
