/* What pages do beyond being read. Every part works on what it finds and is silent where it finds nothing;
   without this file pages still say everything. No part asks another host for anything, but for what the shop
   has chosen: a video that is clicked, a chat whose button is pressed, statistics. */

import { startContents } from "../../../../browser_code/contents.js";
import { all, make, one } from "../../../../browser_code/elements.js";
import { fold } from "../../../../browser_code/folding.js";
import { startHours } from "../../../../browser_code/hours_shown.js";
import { memory } from "../../../../browser_code/memory.js";
import { startChat, startStatistics } from "../../../../browser_code/outside_scripts.js";
import { countedWord } from "../../../../browser_code/plurals.js";
import { wallClock } from "../../../../browser_code/opening_hours.js";
import { startQuizzes } from "../../../../browser_code/quizzes.js";
import { startTheme } from "../../../../browser_code/themes.js";
import { startVideos } from "../../../../browser_code/videos.js";

/** The element that a fragment names; null for a fragment that is no name (`#%`). */
function named(hash) {
  try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch { return null; }
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

/* --- languages: remember a choice -------------------------------------------------------- */
function startLanguages() {
  for (const link of all("[data-kb-language]")) {
    link.addEventListener("click", () => memory.set("language", link.dataset.kbLanguage));
  }
}

/* --- did this help? -------------------------------------------------------------------- */
function startHelped() {
  for (const box of all("[data-kb-helped]")) {
    const key = "helped." + box.dataset.kbHelped;
    const said = one(".kb-helped__said", box);
    const form = one(".kb-helped__form", box);
    const contact = one(".kb-helped__contact", box);
    const buttons = all("[data-kb-answer]", box);
    const show = (answer) => {
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.kbAnswer === answer)));
      said.textContent = Object.hasOwn(said.dataset, answer || "") ? said.dataset[answer] : "";
      if (contact) contact.hidden = answer !== "no";
      if (form) form.hidden = answer !== "no";
    };
    const send = (answer, text) => {
      if (!box.dataset.url) return; // no address configured: it stays in the browser
      const body = JSON.stringify({ page: box.dataset.kbHelped, language: document.documentElement.lang, answer, text: text || "" });
      fetch(box.dataset.url, { method: "POST", body, keepalive: true, credentials: "omit", headers: { "Content-Type": "text/plain" } })
        .catch(() => { /* the reader has said it; that it did not arrive helps nobody to know */ });
    };
    show(memory.get(key));
    buttons.forEach((button) => button.addEventListener("click", () => {
      const answer = button.dataset.kbAnswer;
      if (memory.get(key) !== answer) send(answer);
      memory.set(key, answer);
      show(answer);
    }));
    if (form) form.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = one("textarea", form);
      if (field.value.trim()) send("no", field.value.trim().slice(0, 1000));
      field.value = "";
      form.hidden = true;
      said.textContent = said.dataset.sent;
    });
    box.hidden = false;
  }
}

/* --- trees: one step at a time ---------------------------------------------------------- */
function startTrees() {
  const words = one("[data-kb-words]");
  const word = (name, fallback) => (words && words.dataset[name]) || fallback;
  for (const tree of all("[data-kb-tree]")) {
    const steps = all(".kb-tree__step", tree);
    if (steps.length < 2) continue;
    const first = one(".kb-tree__step--first", tree) || steps[0];
    let trail = [first];
    const back = make("button", { class: "kb-button", type: "button" }, word("back", "Back"));
    const again = make("button", { class: "kb-button", type: "button" }, word("again", "Start again"));
    const bar = make("p", { class: "kb-tree__bar" }, back, again);
    const show = (moveFocus) => {
      const current = trail[trail.length - 1];
      steps.forEach((step) => { step.hidden = step !== current; });
      bar.hidden = trail.length < 2;
      if (moveFocus) {
        current.focus({ preventScroll: true });
        const top = tree.getBoundingClientRect().top;
        if (top < 0 || top > innerHeight * 0.6) tree.scrollIntoView({ block: "start" });
      }
    };
    const keepHash = () => {
      const current = trail[trail.length - 1];
      history.replaceState(history.state, "", trail.length > 1 ? "#" + current.id : location.pathname + location.search);
    };
    /** The way from the first step to one that a link names. */
    const trailTo = (target) => {
      const queue = [[first]];
      const seen = new Set([first]);
      while (queue.length) {
        const way = queue.shift();
        const last = way[way.length - 1];
        if (last === target) return way;
        for (const choice of all(".kb-tree__choice", last)) {
          const next = named(choice.hash);
          if (next && !seen.has(next) && tree.contains(next)) { seen.add(next); queue.push([...way, next]); }
        }
      }
      return [first];
    };
    const fromHash = () => {
      const target = named(location.hash);
      return target && steps.includes(target) ? trailTo(target) : null;
    };
    tree.addEventListener("click", (event) => {
      const choice = event.target.closest(".kb-tree__choice");
      if (!choice) return;
      const next = named(choice.hash);
      if (!next || !steps.includes(next)) return;
      event.preventDefault();
      trail.push(next);
      keepHash();
      show(true);
    });
    back.addEventListener("click", () => { trail.pop(); keepHash(); show(true); });
    again.addEventListener("click", () => { trail = [first]; keepHash(); show(true); });
    addEventListener("hashchange", () => { const way = fromHash(); if (way) { trail = way; show(true); } });
    tree.classList.add("kb-tree--live");
    tree.setAttribute("role", "group");
    tree.setAttribute("aria-label", word("label", "Step-by-step help"));
    tree.append(bar);
    trail = fromHash() || trail;
    show(false);
    if (trail.length > 1) tree.scrollIntoView({ block: "center" });
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
  document.documentElement.lang = shown.lang;
  document.body.dir = shown.dir;
  document.title = one("h1", shown).textContent;
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

/* Material's own inline script for content tabs that an address names. */
function startTabs() {
  const target = /** @type {HTMLInputElement} */ (document.getElementById(location.hash.slice(1)));
  if (target && target.name && target.name.startsWith("__tabbed_")) target.checked = true;
}

[startTheme, startDrops, startLanguages, startDays, startHours, startHelped, startTrees, () => startQuizzes(memory), startList,
  startMissing, startTables, startTabs, startContents, startVideos, startStatistics, startChat].forEach((start) => {
  try { start(); } catch (error) { console.error(error); } // one broken part leaves the others working
});
