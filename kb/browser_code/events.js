// Events that the shop has asked for beside votes, and what is kept from being one. The format: manual/insights-events.md.

import { fold } from "./folding.js";
import { looksPersonal } from "./personal.js";

const VERSION = 1;
/** The version of a desk's event that tells words of the message. */
export const WITH_WORDS = 2;
const MOST_QUERY = 80;

/** Whether this browser asks not to be followed (Do Not Track, Global Privacy Control). */
export const asksForPrivacy = () => navigator.doNotTrack === "1" || /** @type {any} */ (navigator).globalPrivacyControl === true;

/**
 * Send an event to `url`, even from a page that is being left. Nobody reads the answer.
 * @param {string} url
 * @param {Record<string, string | number>} event
 */
export function sendEvent(url, event) {
  const body = JSON.stringify({ v: VERSION, ...event });
  if (!("keepalive" in Request.prototype)) { // Firefox before 133 would drop it with the page
    navigator.sendBeacon(url, new Blob([body], { type: "text/plain" }));
    return;
  }
  fetch(url, { method: "POST", body, mode: "no-cors", keepalive: true, credentials: "omit", headers: { "Content-Type": "text/plain" } }).catch(() => {});
}

/**
 * What may be said of `query`: its words without case and marks, at most 80 signs; "" where it may hold a person's number.
 * @param {string} query
 */
export function sayable(query) {
  if (looksPersonal(query)) return "";
  const folded = fold(query).normalize("NFC").replace(/\s+/g, " ").trim();
  return looksPersonal(folded) ? "" : Array.from(folded).slice(0, MOST_QUERY).join("").trim();
}
