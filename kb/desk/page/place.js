// Where on the page the desk stands, and what it was given there: the frame is kb/tools/desk.html.

import { one } from "../../browser_code/elements.js";

/** The desk's own element. */
export const place = one("[data-kb-desk]");
/** What kb/website/agent_pages/desk.py says: names and words in the page's language. */
export const settings = JSON.parse(one("[data-kb-desk-settings]").textContent);
/** The customer's message. */
export const field = place.querySelector("textarea");
/** Is the desk a panel in a helpdesk? */
export const isFramed = window.parent !== window;

/** The part of the frame that is called `name`. */
export function part(name) {
  return one(`[data-kb-desk-${name}]`, place);
}
