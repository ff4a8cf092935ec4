/* The timetable: what is due now, what was left open, and the day as a text for whoever comes next. Times go by the
   shop's clock, wherever the device is; ticks are this machine's alone. */

import { all, make, one } from "../../../browser_code/elements.js";
import { clockIn, minutesOf, occurrencesOf } from "../../../browser_code/duties.js";
import { instantOf } from "../../../browser_code/opening_hours.js";
import { dayWord, timeIn } from "./day_words.js";
import { startHandOver } from "./hand_over.js";
import { openTicks } from "./ticks.js";

const REFRESH = 20_000;

/**
 * The timetable of this page; null where there is none.
 * @param {() => boolean} isWaiting whether rows of other sheets are still to come
 */
export function openTimetable(isWaiting) {
  const panel = one("[data-kb-now]");
  if (!panel) return null;
  const schedules = JSON.parse(panel.dataset.schedules);
  const ticks = openTicks(/** @type {any} */ (window).__md_scope.pathname, () => show());
  const seen = new Set(); /* ticked on this visit: they stay in the list, so that a slip can be mended */

  function rowsNow() {
    const instant = new Date();
    return all("[data-kb-duty]").map((row) => {
      const { kbDuty: key, day, time, zone, hours } = row.dataset;
      const duty = { key, day, time, zone, schedules: (hours || "").split(" ").filter(Boolean).map((place) => schedules[place]) };
      const { current, before, isDayOff } = occurrencesOf(duty, instant);
      const isTicked = Boolean(current && current.state !== "later" && ticks.get(current.id));
      const state = !current ? (isDayOff ? "off" : "other") : isTicked ? "done" : current.state;
      return { row, duty, current, before, state, link: one("a", row) || one(".kb-duty__what", row).firstChild };
    });
  }

  /** What the rows that are shown hold: due now, left open (the oldest first), done, to come. */
  function dayOf(rows) {
    const shown = rows.filter(({ row }) => !row.hidden);
    const entries = (pick) => shown.map((each) => ({ ...each, found: pick(each) })).filter(({ found }) => found)
      .sort((first, second) => momentOf(first.found) - momentOf(second.found));
    const isOpen = (found) => !ticks.get(found.id);
    return {
      due: entries(({ current, state }) => state === "now" && current),
      open: [
        ...entries(({ before }) => before && (isOpen(before) || seen.has(before.id)) && before),
        ...entries(({ current }) => current?.state === "missed" && (isOpen(current) || seen.has(current.id)) && current),
      ],
      done: entries(({ current, state }) => state === "done" && ticks.get(current.id) === "done" && current),
      later: entries(({ current }) => current?.state === "later" && current),
    };
  }

  function showRow({ row, current, state }, next) {
    const shown = state === "later" && momentOf(current) === next ? "next" : state;
    const word = shown === "done" && ticks.get(current.id) === "handed" ? "handed" : shown;
    const mark = one("[data-kb-state]", row);
    row.dataset.state = shown;
    mark.hidden = !panel.dataset[word];
    mark.className = "kb-mark kb-mark--" + shown;
    mark.textContent = panel.dataset[word] || "";
    const box = one("[data-kb-done]", row);
    box.checked = state === "done";
    box.closest("label").hidden = !current || state === "later";
  }

  function show() {
    if (isWaiting()) return;
    const rows = rowsNow();
    const day = dayOf(rows);
    const next = day.later.length ? momentOf(day.later[0].found) : 0;
    for (const each of rows) showRow(each, next);
    showLists(day);
    showClock();
    handOver.refresh();
  }

  /** Rewritten only when it says something else: a reader is among its links, and a status is read aloud. */
  function showLists({ due, open, later }) {
    const left = open.filter(({ found }) => !ticks.get(found.id)).length;
    const { now, open: openWord, next, nothing } = panel.dataset;
    const said = [
      due.length ? `${now}: ${due.length}` : nothing,
      left && `${openWord}: ${left}`,
      later.length && `${next}: ${timeIn(later[0].found, panel.dataset.zone)}`,
    ].filter(Boolean).join(" · ");
    const put = (holder, value) => { if (holder.textContent !== value) holder.textContent = value; };
    put(one("[data-kb-now-text]", panel), said);
    fill(one("[data-kb-now-list]", panel), due, (entry) => [lineOf(entry, false)]);
    fill(one("[data-kb-open-list]", panel), open, (entry) => [lineOf(entry, true), tickOf(entry)]);
    one("[data-kb-open]", panel).hidden = !open.length;
    panel.hidden = false;
  }

  function fill(list, entries, partsOf) {
    const key = entries.map(({ found }) => found.id).join("\n");
    list.hidden = !entries.length;
    if (list.dataset.shown !== key) {
      list.dataset.shown = key;
      list.replaceChildren(...entries.map((entry) => make("li", {}, ...partsOf(entry))));
    }
    for (const box of all("input", list)) box.checked = Boolean(ticks.get(box.dataset.id));
  }

  function lineOf({ found, link }, isDated) {
    const title = link.nodeType === Node.ELEMENT_NODE ? link.cloneNode(true) : link.textContent;
    const when = [isDated && found.days ? dayWord(found.date, found.days) : "", timeIn(found, panel.dataset.zone)];
    return make("span", {}, make("span", { class: "kb-now__time" }, when.filter(Boolean).join(" ")), " ", title);
  }

  function tickOf({ found, link }) {
    const box = make("input", { type: "checkbox", "data-id": found.id, "aria-label": `${panel.dataset.done}: ${link.textContent}` });
    box.addEventListener("change", () => tick(found.id, box.checked));
    return make("label", { class: "kb-duty__done" }, box, " " + panel.dataset.done);
  }

  function tick(id, isDone) {
    seen.add(id);
    ticks.set([id], isDone ? "done" : "");
    show();
  }

  function showClock() {
    const clock = one("[data-kb-clock]");
    const { zone, yours } = panel.dataset;
    const here = clockIn("", new Date());
    const there = clockIn(zone, new Date());
    const form = new Intl.DateTimeFormat([document.documentElement.lang, "en"], { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
    const say = ({ date }) => form.format(new Date(`${date}T00:00:00Z`));
    const time = ({ minutes }) => [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
    const isSame = here.date === there.date && here.minutes === there.minutes;
    const own = (here.date === there.date ? "" : say(here) + ", ") + time(here);
    clock.textContent = `${say(there)}, ${time(there)}` + (isSame ? "" : ` (${yours.replace("{time}", own)})`);
  }

  const handOver = startHandOver(panel, {
    day: () => dayOf(rowsNow()),
    isOpen: (id) => !ticks.get(id),
    giveAway: (ids) => {
      ticks.set(ids, "handed");
      show();
    },
  });

  return {
    show,
    start() {
      document.addEventListener("change", ({ target }) => {
        const row = /** @type {HTMLElement} */ (target).closest("[data-kb-duty]");
        const found = row && rowsNow().find((each) => each.row === row)?.current;
        if (found) tick(found.id, /** @type {HTMLInputElement} */ (target).checked);
      });
      for (const form of all("[data-kb-filter]")) form.addEventListener("input", show);
      show();
      setInterval(show, REFRESH);
    },
  };
}

/** Milliseconds at which an occurrence begins: those of several zones have one order. */
function momentOf({ zone, date, time }) {
  return instantOf(zone || Intl.DateTimeFormat().resolvedOptions().timeZone, { date, minutes: minutesOf(time) }).getTime();
}
