/* What pages do beyond being read. Every part works on what it finds and is silent where it finds nothing;
   without this file pages still say everything. No part asks another host for anything, but for what the shop
   has chosen: a video that is clicked, a chat whose button is pressed, statistics. */

import { startContents } from "../../../../browser_code/contents.js";
import { all, make, one } from "../../../../browser_code/elements.js";
import { fold } from "../../../../browser_code/folding.js";
import { startHelped } from "../../../../browser_code/helped.js";
import { startHours } from "../../../../browser_code/hours_shown.js";
import { startChat, startStatistics } from "../../../../browser_code/outside_scripts.js";
import { countedWord } from "../../../../browser_code/plurals.js";
import { wallClock } from "../../../../browser_code/opening_hours.js";
import { startQuizzes } from "../../../../browser_code/quizzes.js";
import { startTrees } from "../../../../browser_code/trees.js";
import { startVideos } from "../../../../browser_code/videos.js";

/** The browser's memory; everything works without it, for the time of one page. */
const memory = {
  get(key) { try { return localStorage.getItem("kb." + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem("kb." + key, value); } catch { /* private mode */ } },
};

/* --- light and dark ---------------------------------------------------------------- */
function startTheme() {
  const root = document.documentElement;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.getAttribute("data-kb-theme") || (prefersDark.matches ? "dark" : "light")) === "dark";
  for (const button of all("button[data-kb-theme]")) {
    button.hidden = false;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    show();
    prefersDark.addEventListener("change", show);
    button.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      root.setAttribute("data-kb-theme", next);
      memory.set("theme", next);
      show();
    });
  }
}

/* --- menus: one open at a time, closed by Escape and by a click elsewhere -------------- */
function startDrops() {
  const drops = all("[data-kb-drop]");
  const close = (except) => drops.forEach((drop) => { if (drop !== except) drop.open = false; });
  drops.forEach((drop) => {
    drop.addEventListener("toggle", () => { if (drop.open) close(drop); });
    drop.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && drop.open) { drop.open = false; one("summary", drop).focus(); }
    });
    drop.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !drop.contains(event.relatedTarget)) drop.open = false;
    });
  });
  if (drops.length) document.addEventListener("click", (event) => close(/** @type {Element} */ (event.target).closest("[data-kb-drop]")));
}

/* --- what begins to hold on a day: the page may have been made before it, and be read after -- */
function startDays() {
  for (const note of all("[data-kb-day]")) {
    let here = "";
    try { here = wallClock(note.dataset.zone || Intl.DateTimeFormat().resolvedOptions().timeZone, new Date()).date; } catch { continue; }
    const hasBegun = here >= note.dataset.kbDay;
    one("[data-kb-before]", note).hidden = hasBegun;
    one("[data-kb-after]", note).hidden = !hasBegun;
    note.classList.toggle("kb-time--over", hasBegun && !note.hasAttribute("data-kb-own"));
  }
}

/* --- languages: remember a choice, offer the visitor's own ----------------------------- */
function startLanguages() {
  const links = all("[data-kb-language]");
  links.forEach((link) => link.addEventListener("click", () => memory.set("language", link.dataset.kbLanguage)));
  if (memory.get("language") || !links.length || one("[data-kb-missing]")) return;
  const here = document.documentElement.lang;
  const codes = links.map((link) => link.dataset.kbLanguage);
  const wanted = (navigator.languages || [navigator.language]).map((code) => code.toLowerCase());
  let best = null;
  for (const code of wanted) {
    best = codes.find((have) => have.toLowerCase() === code) ||
      codes.find((have) => have.toLowerCase() === code.split("-")[0]) || null;
    if (best) break;
  }
  const link = best && best !== here && links.find((other) => other.dataset.kbLanguage === best);
  if (!link || !link.dataset.offer) return;
  const accept = make("a", { class: "kb-button kb-button--main", href: link.href, hreflang: best }, link.dataset.accept);
  const dismiss = make("button", { class: "kb-button", type: "button" }, link.dataset.dismiss);
  const bar = make("aside", { class: "kb-offer", lang: best, "aria-label": link.dataset.offer },
    make("div", { class: "md-grid kb-offer__inner" }, make("p", {}, link.dataset.offer), accept, dismiss));
  accept.addEventListener("click", () => memory.set("language", best));
  dismiss.addEventListener("click", () => { memory.set("language", here); bar.remove(); });
  const container = one(".md-container");
  if (container) container.prepend(bar);
}

/* --- notices: between their dates, until closed ---------------------------------------- */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function startNotices() {
  const day = today();
  for (const box of all("[data-kb-notices]")) {
    for (const notice of all("[data-kb-notice]", box)) {
      const key = "closed." + notice.dataset.kbNotice;
      const isDue = notice.dataset.from <= day && day <= notice.dataset.until;
      if (!isDue || memory.get(key) === notice.dataset.until) continue;
      notice.hidden = box.hidden = false;
      one("[data-kb-close]", notice).addEventListener("click", () => {
        notice.hidden = true;
        memory.set(key, notice.dataset.until);
        box.hidden = all("[data-kb-notice]:not([hidden])", box).length === 0;
      });
    }
  }
}

/* --- the list of everything: filtered by what was asked ---------------------------------- */
function startList() {
  const list = one("[data-kb-list]");
  if (!list) return;
  const form = one("[data-kb-search]", list);
  const field = one("input", form);
  const found = one("[data-kb-found]", list);
  const items = all(".kb-list > li", list).map((element) => ({ element, text: fold(element.textContent) }));
  const groups = all("[data-kb-group]", list);
  const show = () => {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const item of items) {
      const fits = wanted.every((word) => item.text.includes(word));
      item.element.hidden = !fits;
      if (fits) count += 1;
    }
    groups.forEach((group) => { group.hidden = wanted.length > 0 && !one(".kb-list > li:not([hidden])", group); });
    found.textContent = !wanted.length ? "" : count ? countedWord(found.dataset.count, count) : found.dataset.none;
  };
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = field.value.trim();
    history.replaceState(history.state, "", query ? "?q=" + encodeURIComponent(query) : location.pathname);
    show();
  });
  if (field.value) show();
}

/* --- an address that does not exist: the language that it asks for ------------------------ */
function startMissing() {
  const parts = all("[data-kb-missing]");
  if (!parts.length) return;
  const path = location.pathname;
  const fits = parts.filter((part) => !("default" in part.dataset) && path.startsWith(new URL(part.dataset.home, location.href).pathname));
  const shown = fits[0] || parts.find((part) => "default" in part.dataset) || parts[0];
  parts.forEach((part) => { part.hidden = part !== shown; });
  const { lang, dir } = document.documentElement;
  if (shown.lang !== lang) { // what stands around the parts stays in the language that it was written in
    for (const around of all(".md-skip, .kb-header, .kb-agentbar, .kb-notices, .kb-footer")) {
      around.lang = lang;
      around.dir = document.body.dir || dir || "ltr";
    }
  }
  document.documentElement.lang = shown.lang;
  document.body.dir = shown.dir;
  document.title = one("h1", shown).textContent;
  const brand = one(".kb-brand");
  if (brand) {
    brand.href = shown.dataset.start;
    brand.lang = shown.lang;
    one(".kb-brand__name", brand).textContent = shown.dataset.name;
  }
  for (const current of all("[data-kb-language][aria-current]")) current.removeAttribute("aria-current");
  for (const link of all("[data-kb-language]")) {
    if (link.dataset.kbLanguage === shown.lang) link.setAttribute("aria-current", "true");
  }
  const contact = one(".kb-contact", shown);
  if (contact) contact.id = "kb-contact"; // where every “ask us” leads
}

/* --- wide tables take the keyboard only where there is something to scroll ------------------ */
function startTables() {
  for (const box of all(".kb-table")) {
    const settle = () => {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    };
    settle();
    addEventListener("resize", settle, { passive: true });
  }
}

/* --- on paper: whose page this is, where it lies, and on which day it was printed ----------- */
function startPrint() {
  const line = one("[data-kb-print]");
  if (!line) return;
  addEventListener("beforeprint", () => {
    const day = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "long" }).format(new Date());
    line.textContent = [line.dataset.kbPrint, location.href, day].join(" · ");
  });
}

/* Material's own inline script for content tabs that an address names. */
function startTabs() {
  const target = /** @type {HTMLInputElement} */ (document.getElementById(location.hash.slice(1)));
  if (target && target.name && target.name.startsWith("__tabbed_")) target.checked = true;
}

[startTheme, startDrops, startMissing, startLanguages, startNotices, startDays, startHours, () => startHelped(memory), startTrees, () => startQuizzes(memory), startList,
  startTables, startPrint, startTabs, startContents, startVideos, startStatistics, startChat].forEach((start) => {
  try { start(); } catch (error) { console.error(error); } // one broken part leaves the others working
});
