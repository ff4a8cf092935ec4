/* Runs before the page is drawn: what Material writes into pages as inline scripts, the colours that the reader
   chose, so that nothing flashes, and what must come before every other listener. Material's bundle calls the
   __md_ functions. */
(function () {
  "use strict";
  // Keys that belong to an input method (Enter takes a word, arrows walk its list) are none of the page's. No handler of
  // ours or Material's hears them: this listener comes before all others. Safari ends the composition before it tells
  // of the key that ended it, and gives it away by the code 229 alone.
  addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
  }, true);
  var root = document.documentElement;
  root.classList.remove("no-js");
  root.classList.add("js");
  var scope = new URL(document.currentScript.getAttribute("data-base") || ".", location.href);
  window.__md_scope = scope;
  window.__md_hash = function (text) {
    return Array.from(text).reduce(function (sum, one) { return (sum << 5) - sum + one.charCodeAt(0); }, 0);
  };
  window.__md_get = function (key, storage, at) {
    try { return JSON.parse((storage || localStorage).getItem((at || scope).pathname + "." + key)); } catch (_) { return null; }
  };
  window.__md_set = function (key, value, storage, at) {
    try { (storage || localStorage).setItem((at || scope).pathname + "." + key, JSON.stringify(value)); } catch (_) { /* private mode */ }
  };
  // A word with a number in it, in the form that the number asks for in the page's language (CLDR): `text` is a word, or
  // the JSON of its plural forms by category, as kb/ui_strings/plurals.py writes them.
  window.kbCounted = function (text, n) {
    var forms = { other: text };
    try { if (text.charAt(0) === "{") forms = JSON.parse(text); } catch (_) { /* a word that begins with its number */ }
    var form = "other";
    try { form = new Intl.PluralRules([root.lang, "en"]).select(n); } catch (_) { /* a code that browsers do not take */ }
    return (forms[form] || forms.other).replace("{n}", function () { return String(n); });
  };
  // Material's bundle asks for a sitemap beside every language link in the head, to stay on the same page when
  // a reader changes language. Our links already lead to the same page: for the moment at which the bundle
  // looks, the links are something else, and no page load costs sitemaps.
  document.addEventListener("DOMContentLoaded", function () {
    var links = Array.prototype.slice.call(document.querySelectorAll("link[rel=alternate][hreflang]"));
    links.forEach(function (link) { link.rel = "kb-alternate"; });
    setTimeout(function () { links.forEach(function (link) { link.rel = "alternate"; }); });
  });
  try {
    var theme = localStorage.getItem("kb.theme");
    if (theme === "light" || theme === "dark") root.setAttribute("data-kb-theme", theme);
  } catch (_) { /* storage switched off: the system's colours */ }
})();
