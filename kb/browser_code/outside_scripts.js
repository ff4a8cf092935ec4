// Scripts of others that the shop has chosen: statistics, where the reader does not object, and a chat, once its button
// is pressed. Pages of a shop that has chosen none of them hold nothing for this file to find.

import { make, one } from "./elements.js";
import { memory } from "./memory.js";

/**
 * @typedef {{ src: string, attributes: Record<string, string>, integrity: string }} OutsideScript
 * @typedef {OutsideScript & { service: string, id: string, host: string, asks: boolean }} Statistics
 */

/** Not the name that an earlier version had for all shops of a host: a yes to one of them is none to another. */
const KEY = "counted";

/** Load a script of another host. @param {OutsideScript} script @param {() => void} [then] */
function load(script, then = () => {}) {
  const element = make("script", { ...script.attributes, src: script.src, integrity: script.integrity,
    crossorigin: script.integrity ? "anonymous" : "" });
  element.async = true;
  element.addEventListener("load", then);
  document.head.append(element);
}

/** What a service wants to find when its script runs; its manual gives it as a script in the page. */
const QUEUES = {
  /** @param {Statistics} settings */
  ga4(settings) {
    const own = /** @type {any} */ (window);
    own.dataLayer = own.dataLayer || [];
    own.gtag = function gtag() { own.dataLayer.push(arguments); };
    own.gtag("js", new Date());
    own.gtag("config", settings.id);
  },
  /** @param {Statistics} settings */
  matomo(settings) {
    const own = /** @type {any} */ (window);
    own._paq = own._paq || [];
    own._paq.push(...(settings.asks ? [] : [["disableCookies"]]), ["setTrackerUrl", settings.host + "/matomo.php"],
      ["setSiteId", settings.id], ["trackPageView"], ["enableLinkTracking"]);
  },
};

/** Whether the browser says that its reader wants to be counted by nobody. */
function objects() {
  const browser = /** @type {any} */ (navigator);
  return browser.doNotTrack === "1" || browser.globalPrivacyControl === true;
}

/** Count the visit as the shop has chosen, after asking where it has chosen to ask. */
export function startStatistics() {
  const element = one("[data-kb-statistics]");
  if (!element || objects() || ["localhost", "127.0.0.1"].includes(location.hostname)) return;
  /** @type {Statistics} */
  const settings = JSON.parse(element.dataset.kbStatistics);
  const begin = () => { (QUEUES[settings.service] || (() => {}))(settings); load(settings); };
  const said = memory.get(KEY); // in private mode nothing: asked on each page
  if (!settings.asks || said === "yes") { begin(); return; }
  if (said === "no") return;
  const bar = make("aside", { class: "kb-offer kb-ask", "aria-label": element.dataset.ask });
  const answer = (/** @type {string} */ word) => {
    memory.set(KEY, word);
    bar.remove();
    if (word === "yes") begin();
  };
  const yes = make("button", { class: "kb-button", type: "button" }, element.dataset.yes);
  const no = make("button", { class: "kb-button", type: "button" }, element.dataset.no);
  yes.addEventListener("click", () => answer("yes"));
  no.addEventListener("click", () => answer("no"));
  bar.append(make("div", { class: "md-grid kb-offer__inner" }, make("p", {}, element.dataset.ask), yes, no));
  const container = one(".md-container");
  if (container) container.prepend(bar);
}

/** Load the chat when its button is pressed, and tell the shop's own scripts (`kb-chat`) when it is there. */
export function startChat() {
  const button = one("button[data-kb-chat]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    load(JSON.parse(button.dataset.kbChat), () => {
      button.hidden = true;
      document.dispatchEvent(new Event("kb-chat"));
    });
  }, { once: true });
}
