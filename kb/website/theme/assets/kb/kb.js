/* What pages do beyond being read. Every part works on what it finds and is silent where it finds nothing;
   without this file pages still say everything. No part asks another host for anything, but for what the shop
   has chosen: a video that is clicked, a chat whose button is pressed, statistics. */

import { startContents } from "../../../../browser_code/contents.js";
import { all, make, one } from "../../../../browser_code/elements.js";
import { fold } from "../../../../browser_code/folding.js";
import { startHeadingLinks } from "../../../../browser_code/heading_links.js";
import { startHelped } from "../../../../browser_code/helped.js";
import { startHours } from "../../../../browser_code/hours_shown.js";
import { memory } from "../../../../browser_code/memory.js";
import { startChat, startStatistics } from "../../../../browser_code/outside_scripts.js";
import { startPictures } from "../../../../browser_code/pictures.js";
import { countedWord } from "../../../../browser_code/plurals.js";
import { wallClock } from "../../../../browser_code/opening_hours.js";
import { startSearch } from "../../../../browser_code/page_search.js";
import { startQuizzes } from "../../../../browser_code/quizzes.js";
import { startTheme } from "../../../../browser_code/themes.js";
import { startTrees } from "../../../../browser_code/trees.js";
import { startVideos } from "../../../../browser_code/videos.js";

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

/* --- languages: remember a choice -------------------------------------------------------- */
function startLanguages() {
  for (const link of all("[data-kb-language]")) {
    link.addEventListener("click", () => memory.set("language", link.dataset.kbLanguage));
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

/* --- wide tables and lines of code take the keyboard only where there is something to scroll --- */
function startTables() {
  for (const box of all(".kb-table, pre > code")) {
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
    line.replaceChildren(line.dataset.kbPrint, " · ", make("bdi", { dir: "ltr" }, location.href), " · ", day);
  });
}

/* Material's own inline script for content tabs that an address names. */
function startTabs() {
  const target = /** @type {HTMLInputElement} */ (document.getElementById(location.hash.slice(1)));
  if (target && target.name && target.name.startsWith("__tabbed_")) target.checked = true;
}

[startSearch, startTheme, startDrops, startMissing, startLanguages, startDays, startHours, () => startHelped(memory), startTrees, () => startQuizzes(memory), startList,
  startTables, startPrint, startTabs, startContents, startVideos, startPictures, startHeadingLinks, startStatistics, startChat].forEach((start) => {
  try { start(); } catch (error) { console.error(error); } // one broken part leaves the others working
});
