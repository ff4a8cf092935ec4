/* The agents' own pages: filters, what is due now, what changed lately, which review is overdue.
   A long list lies on several sheets, pages of their own; their rows are fetched and join this page's. Apart from
   that, everything is in the page already: this script hides, marks and counts. Nothing leaves the browser. */

import { all, one } from "../../../../browser_code/elements.js";
import { fold } from "../../../../browser_code/folding.js";
import { countedWord } from "../../../../browser_code/plurals.js";
import { startChanges } from "../../../agent_pages/page/changes.js";
import { openTimetable } from "../../../agent_pages/page/timetable.js";

const SOON_DAYS = 14; /* as kb/reports/freshness.py */
let isWaiting = false; /* for rows of other sheets: what is counted now would soon be wrong */

function isoDay(date) {
  const pad = function (number) { return (number < 10 ? "0" : "") + number; };
  return date.getFullYear() + "-" + pad(date.getMonth() + 1) + "-" + pad(date.getDate());
}

function daysAgo(days) {
  const date = new Date();
  date.setDate(date.getDate() - days);
  return isoDay(date);
}

/* ---- filters ------------------------------------------------------------------------- */

/* Control's name -> does this row pass? Others compare their value with the row's data attribute. */
const TESTS = {
  text: function (row, value) {
    if (row.kbText === undefined) { row.kbText = fold(row.textContent + " " + (row.dataset.words || "")); }
    return fold(value).split(/\s+/).every(function (word) { return row.kbText.indexOf(word) >= 0; });
  },
  days: function (row, value) { return row.dataset.on > daysAgo(Number(value)); }
};

function passes(row, name, value) {
  if (TESTS[name]) { return TESTS[name](row, value); }
  const held = row.dataset[name] || "";
  return held === value || held.split(" ").indexOf(value) >= 0;
}

function chosen(form) {
  const wanted = {};
  all("[data-kb-by]", form).forEach(function (control) {
    const counts = control.type === "radio" || control.type === "checkbox" ? control.checked : true;
    if (counts && control.value.trim()) { wanted[control.dataset.kbBy] = control.value.trim(); }
  });
  return wanted;
}

function apply(form) {
  const wanted = chosen(form);
  if (form.hasAttribute("data-kb-columns")) { showColumns(wanted.variant || ""); return; }
  let shown = 0;
  all("[data-kb-row]").forEach(function (row) {
    row.hidden = !Object.keys(wanted).every(function (name) { return passes(row, name, wanted[name]); });
    if (!row.hidden) { shown += 1; }
  });
  all("[data-kb-group]").forEach(function (group) {
    const isEmpty = !all("[data-kb-row]", group).some(function (row) { return !row.hidden; });
    const gap = group.querySelector("[data-kb-gap]");
    if (gap) { gap.hidden = !isEmpty; } else { group.hidden = isEmpty; }
  });
  all("[data-kb-none]").forEach(function (none) { none.hidden = shown > 0 || isWaiting; });
  all("[data-kb-count]", form).forEach(function (count) {
    count.textContent = isWaiting ? "" : countedWord(count.dataset.word, shown);
  });
}

function showColumns(variant) {
  all("[data-kb-column]").forEach(function (cell) {
    cell.hidden = Boolean(variant) && cell.dataset.kbColumn !== variant;
  });
}

/* The choice stands in the fragment, so that a filtered list can be linked and "back" keeps it. */
function remember(form) {
  const parts = [];
  all("[data-kb-by]", form).forEach(function (control) {
    const isBox = control.type === "radio" || control.type === "checkbox";
    if (isBox ? control.checked && !control.defaultChecked : control.value) {
      parts.push(control.name + "=" + encodeURIComponent(control.value));
    }
  });
  try { history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname); } catch { /* framed */ }
}

function recall(form) {
  let found = false;
  new URLSearchParams(location.hash.slice(1)).forEach(function (value, name) {
    all("[data-kb-by]", form).forEach(function (control) {
      if (control.name !== name) { return; }
      if (control.type === "radio" || control.type === "checkbox") {
        if (control.value === value) { control.checked = true; found = true; }
      } else if (control.tagName !== "SELECT" || all("option", control).some(function (option) { return option.value === value; })) {
        control.value = value;
        found = true;
      }
    });
  });
  return found;
}

/* Arrow keys walk from the search box through the list and back. */
function walk(form) {
  const box = form.querySelector("input[type=search]");
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") { return; }
    const links = all("[data-kb-row]").filter(function (row) { return !row.hidden; })
      .map(function (row) { return row.querySelector("a"); }).filter(Boolean);
    const place = links.indexOf(document.activeElement);
    if (place < 0 && document.activeElement !== box) { return; }
    const next = place + (event.key === "ArrowDown" ? 1 : -1);
    if (next >= links.length) { return; }
    event.preventDefault();
    if (next < 0) { if (box) { box.focus(); } } else { links[next].focus(); }
  });
}

function startFilters() {
  all("[data-kb-filter]").forEach(function (form) {
    form.hidden = !form.querySelector("[data-kb-by]");
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function () { apply(form); remember(form); });
    window.addEventListener("hashchange", function () { if (recall(form)) { apply(form); } });
    recall(form);
    apply(form);
    if (form.hasAttribute("data-kb-keys")) { walk(form); }
  });
}

/* ---- reviews ------------------------------------------------------------------------- */

function markReviews() {
  const table = one("[data-kb-reviews]");
  if (!table) { return; }
  const today = isoDay(new Date());
  const soon = daysAgo(-SOON_DAYS);
  all("[data-due]", table).forEach(function (row) {
    const due = row.dataset.due;
    const state = !due ? "never" : due < today ? "overdue" : due <= soon ? "soon" : "later";
    row.dataset.state = state;
    const mark = row.querySelector("[data-kb-state]");
    mark.hidden = state === "later";
    mark.className = "kb-mark kb-mark--" + state;
    mark.textContent = table.dataset[state];
  });
}

/* ---- sheets -------------------------------------------------------------------------- */

/* The rows of another sheet, their links as they are from here; an error where that page holds none. */
function fetchSheet(address) {
  return fetch(address, { cache: "no-cache" }).then(function (answer) {
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return answer.text();
  }).then(function (text) {
    const holder = new DOMParser().parseFromString(text, "text/html").querySelector("[data-kb-sheet]");
    if (!holder) { throw new Error("no rows"); }
    all("a[href]", holder).forEach(function (link) {
      link.href = new URL(link.getAttribute("href"), address).href;
    });
    return Array.from(holder.children);
  });
}

/* `child` goes to the end of `holder`, or to its start; a part that is cut in two becomes one again. */
function join(holder, child, isAfter) {
  const near = isAfter ? holder.lastElementChild : holder.firstElementChild;
  if (!near || !child.dataset.kbPart || child.dataset.kbPart !== near.dataset.kbPart) {
    holder.insertBefore(child, isAfter ? null : holder.firstElementChild);
    return;
  }
  all("[data-kb-lines]", child).forEach(function (list) {
    const own = all("[data-kb-lines]", near).find(function (lines) { return lines.dataset.kbLines === list.dataset.kbLines; });
    const start = own.firstElementChild;
    Array.prototype.slice.call(list.children).forEach(function (row) {
      own.insertBefore(row, isAfter ? null : start);
      own.closest("[data-kb-group], section").hidden = false;
    });
  });
}

function target() {
  try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
}

function startSheets() {
  const links = one("[data-kb-sheets]");
  const holder = one("[data-kb-sheet]");
  if (!links || !holder || !window.fetch || !location.protocol.startsWith("http")) { return; }
  const first = new URL(links.dataset.first, location.href).href;
  const here = Number(links.dataset.number);
  const sheets = [];
  for (let number = 1; number <= Number(links.dataset.kbSheets); number += 1) {
    sheets.push(number === here ? [] : fetchSheet(number === 1 ? first : first + number + "/"));
  }
  isWaiting = true;
  Promise.all(sheets).then(function (found) {
    const hadTarget = target();
    found.slice(here).forEach(function (children) {
      children.forEach(function (child) { join(holder, child, true); });
    });
    found.slice(0, here).reverse().forEach(function (children) {
      children.reverse().forEach(function (child) { join(holder, child, false); });
    });
    links.remove();
    return hadTarget ? null : target();
  }).catch(function () { return null; /* the links to the other sheets stay */ }).then(function (sought) {
    isWaiting = false;
    refresh();
    if (sought) { sought.scrollIntoView(); }
  });
}

function refresh() {
  markReviews();
  all("[data-kb-filter]").forEach(apply);
  if (timetable) { timetable.show(); }
}

const timetable = openTimetable(function () { return isWaiting; });
startSheets();
markReviews();
startFilters();
if (timetable) { timetable.start(); }
startChanges();
