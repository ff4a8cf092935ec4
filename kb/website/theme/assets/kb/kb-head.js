/* Runs before the page is drawn: what Material writes into pages as inline scripts, the colours that the reader
   chose, so that nothing flashes, the bars above the page, so that nothing moves, and what must come before every other
   listener. Material's bundle calls the __md_ functions. */

import { offerLanguage, showNotices, whenRead } from "../../../../browser_code/before_paint.js";
import { applyTheme } from "../../../../browser_code/themes.js";

// Keys that belong to an input method (Enter takes a word, arrows walk its list) are none of the page's. No handler of
// ours or Material's hears them: this listener comes before all others. Safari ends the composition before it tells
// of the key that ended it, and gives it away by the code 229 alone.
addEventListener("keydown", function (event) {
  if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
}, true);
const page = /** @type {any} */ (window);
const root = document.documentElement;
root.classList.remove("no-js");
root.classList.add("js");
const scope = new URL(document.currentScript.getAttribute("data-base") || ".", location.href);
page.__md_scope = scope;
page.__md_hash = function (text) {
  return Array.from(text).reduce(function (sum, one) { return (sum << 5) - sum + one.charCodeAt(0); }, 0);
};
page.__md_get = function (key, storage, at) {
  try { return JSON.parse((storage || localStorage).getItem((at || scope).pathname + "." + key)); } catch { return null; }
};
page.__md_set = function (key, value, storage, at) {
  try { (storage || localStorage).setItem((at || scope).pathname + "." + key, JSON.stringify(value)); } catch { /* private mode */ }
};
// Material's bundle asks for a sitemap beside every language link in the head, to stay on the same page when
// a reader changes language. Our links already lead to the same page: for the moment at which the bundle
// looks, the links are something else, and no page load costs sitemaps.
document.addEventListener("DOMContentLoaded", function () {
  const links = Array.prototype.slice.call(document.querySelectorAll("link[rel=alternate][hreflang]"));
  links.forEach(function (link) { link.rel = "kb-alternate"; });
  setTimeout(function () { links.forEach(function (link) { link.rel = "alternate"; }); });
});
// A page that will show results holds back what stands below them (search.css), so that nothing jumps when they
// come. Where the search script did not come, nothing is held back.
if (/[?&]q=[^&]/.test(location.search)) {
  root.classList.add("kb-asked");
  document.addEventListener("DOMContentLoaded", function () {
    if (!root.hasAttribute("data-kb-searches")) root.classList.remove("kb-asked");
  });
}
applyTheme();
whenRead("[data-kb-offer]", offerLanguage);
whenRead("[data-kb-notices-end]", showNotices);
