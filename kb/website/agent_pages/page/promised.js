/* What was promised at the desk of this machine, as lines of the hand-over: the desk keeps day, reply and order number. */

import { shopKey } from "../../../browser_code/shop_key.js";

const NAME = "kb.desk.promises"; /* kb/desk/page/promises.js */

/**
 * @param {(id: string) => string} titleOf what a reply is called
 * @returns {string[]} the nearest day first
 */
export function promisedLines(titleOf) {
  const rows = read().filter((row) => row && ["day", "id", "order"].every((name) => typeof row[name] === "string"));
  rows.sort((one, other) => (one.day < other.day ? -1 : 1));
  return rows.map(({ day, id, order }) => `- ${dayText(day)} ${titleOf(id)}${order ? ` · ${order}` : ""}`);
}

function read() {
  try {
    const key = shopKey(NAME, /** @type {any} */ (window).__md_scope.pathname, localStorage);
    const held = JSON.parse(localStorage.getItem(key) || "[]");
    return Array.isArray(held) ? held : [];
  } catch {
    return [];
  }
}

function dayText(day) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat([document.documentElement.lang, "en"], { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(date);
}
