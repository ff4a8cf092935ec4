// The bars above a page: the offer of another language, and notices that are due. They stand there before what follows
// them is drawn, so that nothing a reader looks at moves.

import { all, make, one } from "./elements.js";
import { memory } from "./memory.js";

/**
 * Call `act` with the element that `selector` finds as soon as the browser has read it. It runs before anything that
 * follows the element can be drawn: watchers hear of elements before the browser paints them.
 * @param {string} selector
 * @param {(element: any) => void} act
 */
export function whenRead(selector, act) {
  const watcher = new MutationObserver(look);
  function look() {
    const found = one(selector);
    if (!found) return;
    watcher.disconnect();
    act(found);
  }
  watcher.observe(document, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => { look(); watcher.disconnect(); }, { once: true });
}

/** The language of `codes` that the browser asks for first; "" where it asks for none of them. */
function wantedLanguage(codes) {
  for (const wanted of (navigator.languages || [navigator.language]).map((code) => code.toLowerCase())) {
    const found = codes.find((code) => code.toLowerCase() === wanted) ||
      codes.find((code) => code.toLowerCase() === wanted.split("-")[0]);
    if (found) return found;
  }
  return "";
}

/** Put the offer of the reader's own language in the place of `place`; the header above it has the links. */
export function offerLanguage(place) {
  const links = all("[data-kb-language]");
  const here = document.documentElement.lang;
  const best = memory.get("language") ? "" : wantedLanguage(links.map((link) => link.dataset.kbLanguage));
  const link = best && best !== here && links.find((other) => other.dataset.kbLanguage === best);
  if (!link || !link.dataset.offer) { place.remove(); return; }
  const accept = make("a", { class: "kb-button kb-button--main", href: link.href, hreflang: best }, link.dataset.accept);
  const dismiss = make("button", { class: "kb-button", type: "button" }, link.dataset.dismiss);
  const bar = make("aside", { class: "kb-offer", lang: best, dir: "auto", "aria-label": link.dataset.offer },
    make("div", { class: "md-grid kb-offer__inner" }, make("p", {}, link.dataset.offer), accept, dismiss));
  accept.addEventListener("click", () => memory.set("language", best));
  dismiss.addEventListener("click", () => { memory.set("language", here); bar.remove(); });
  place.replaceWith(bar);
}

/** The day by the reader's clock. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Show the notices before `end` that are due and were not closed. Those of other days stay templates, no part of the page. */
export function showNotices(end) {
  const day = today();
  const box = end.parentElement;
  for (const template of all("template[data-kb-from]", box)) {
    const until = template.dataset.until;
    const isDue = template.dataset.kbFrom <= day && day <= until;
    const notice = template.content.firstElementChild;
    const key = "closed." + notice.dataset.kbNotice;
    if (!isDue || memory.get(key) === until) continue;
    one("[data-kb-close]", notice).addEventListener("click", () => {
      notice.remove();
      memory.set(key, until);
      box.hidden = !one("[data-kb-notice]", box);
    });
    template.replaceWith(notice);
    box.hidden = false;
  }
}
