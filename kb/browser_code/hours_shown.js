// “Open now” beside the opening hours of a page, and when that changes.

import { all, make, one } from "./elements.js";
import { dayAfter, instantOf, stateAt, wallClock } from "./opening_hours.js";

const DAY = 1440;
const HOUR = 60;
const REFRESH = 60_000;

/**
 * A clock's time, with its day where that is another than today.
 * @param {{ date: string, minutes: number }} wall
 * @param {number} days from today
 */
function timeText(wall, days) {
  const ofDay = wall.minutes % DAY;
  const time = [Math.floor(ofDay / HOUR), ofDay % HOUR].map((part) => String(part).padStart(2, "0")).join(":");
  if (!days) return time;
  /** @type {Intl.DateTimeFormatOptions} */
  const form = days < 7 ? { weekday: "short" } : { day: "numeric", month: "short" };
  const shown = new Intl.DateTimeFormat([document.documentElement.lang, "en"], { ...form, timeZone: "UTC" });
  return shown.format(new Date(`${wall.date}T00:00:00Z`)) + " " + time;
}

/**
 * The same moment by the reader's own clock; empty where both clocks show the same.
 * @param {string} zone
 * @param {{ date: string, minutes: number }} wall
 */
function yourTime(zone, wall) {
  const instant = instantOf(zone, wall);
  const here = wallClock(Intl.DateTimeFormat().resolvedOptions().timeZone, instant);
  const there = wallClock(zone, instant);
  if (here.date === there.date && here.minutes === there.minutes) return "";
  return timeText(here, here.date === there.date ? 0 : 1);
}

/** Take away days that are over: pages are made once and read for months. */
function forgetPastDays() {
  const yesterday = dayAfter(new Date().toISOString().slice(0, 10), -1); // it may still be that day somewhere
  for (const row of all("tr[data-kb-until]")) if (row.dataset.kbUntil < yesterday) row.remove();
  for (const box of all(".kb-hours__special")) if (!one("tr", box)) box.remove();
}

/** Say beside each table of hours whether it is open now, every minute anew. */
export function startHours() {
  forgetPastDays();
  for (const element of all("[data-kb-hours]")) {
    const state = make("span", { class: "kb-state" });
    const more = make("span", { class: "kb-state__more" });
    const line = make("span", { class: "kb-hours__now" }, state, " ", more);
    const show = () => {
      const schedules = JSON.parse(element.dataset.kbHours);
      const states = schedules.map((schedule) => stateAt(schedule, new Date()));
      // Open in one market, closed in the other: the hours say it.
      line.hidden = !states.length || states.some((found) => found.isOpen !== states[0].isOpen);
      if (line.hidden) return;
      const { isOpen, change, days } = states[0];
      state.className = "kb-state kb-state--" + (isOpen ? "open" : "closed");
      state.textContent = element.dataset[isOpen ? "open" : "closed"];
      more.textContent = "";
      // In markets of several zones a time is told where it is the same on each one's clock.
      const times = states.map((found) => (found.change ? timeText(found.change, found.days) : ""));
      if (!change || times.some((time) => time !== times[0])) return;
      const yours = schedules.length > 1 ? "" : yourTime(schedules[0].zone, change);
      more.textContent = "· " + element.dataset[isOpen ? "until" : "opens"].replace("{time}", timeText(change, days)) +
        (yours ? " (" + element.dataset.yours.replace("{time}", yours) + ")" : "");
    };
    try { show(); } catch { continue; } // a browser that does not know the zone: the hours stand there
    const before = one(".kb-hours__daily", element) || one(".kb-way__whose", element);
    if (before) before.after(" ", line); else element.prepend(line);
    setInterval(show, REFRESH);
  }
  anyTimeFirst();
}

/** Where nobody answers now, the ways that need nobody to be there (e-mail) come first. */
function anyTimeFirst() {
  for (const block of all(".kb-contact")) {
    if (all(".kb-way__hours", block).some((hours) => !one(".kb-state--closed", hours))) continue;
    if (!one(".kb-way__hours", block)) continue;
    const list = one(".kb-contact__list", block);
    list.prepend(...all("[data-kb-any-time]", list));
  }
}
