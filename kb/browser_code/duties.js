// Which occurrence of a duty is due, by the clock of the place whose time it names: today's, one that began before
// midnight and is still in its time, and the last one before today, which may be left open. Arithmetic of that clock alone.

import { dayAfter, hoursOn, wallClock } from "./opening_hours.js";

const DAY = 1440;
const HOUR = 60;
const DUE_MINUTES = 120; // so long a duty counts as due now
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const WEEKLY_DAYS_BACK = 6; // on the seventh it is due again
const DAILY_DAYS_BACK = 14; // over holidays back to the last day of work

/**
 * @typedef {import("./opening_hours.js").Schedule} Schedule
 * @typedef {{ key: string, day: string, time: string, zone: string, schedules: Schedule[] }} Duty
 * `day`: one of `DAYS`, empty for every day; `time`: `08:00`; `zone`: of the IANA, empty for the device's own.
 * @typedef {{ id: string, date: string, time: string, zone: string, state: "later" | "now" | "missed", days: number }} Occurrence
 * `days`: how many days ago.
 */

/**
 * What a clock in `zone` shows; the device's own for no zone and for one that the browser does not know.
 * @param {string} zone
 * @param {Date} instant
 */
export function clockIn(zone, instant) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return wallClock(zone || own, instant);
  } catch {
    return wallClock(own, instant);
  }
}

/** @param {string} time */
export const minutesOf = (time) => Number(time.slice(0, -3)) * HOUR + Number(time.slice(-2));

/**
 * Whether all who answer on its channels are off: closed that day, or closed earlier than on other days, before `time`.
 * @param {Duty} duty
 * @param {string} date
 */
function isOff({ schedules, time }, date) {
  const closing = (/** @type {number[][]} */ spans) => Math.max(0, ...spans.map(([, closes]) => closes));
  return schedules.length > 0 && schedules.every((schedule) => {
    const last = closing(hoursOn(schedule, date));
    const usual = closing(hoursOn({ ...schedule, special: [] }, date));
    return last === 0 || (last <= minutesOf(time) && minutesOf(time) < usual);
  });
}

/**
 * The occurrence that a row of the timetable shows (null: none today), and the one before it that is over.
 * @param {Duty} duty
 * @param {Date} instant
 * @returns {{ current: Occurrence | null, before: Occurrence | null, isDayOff: boolean }}
 */
export function occurrencesOf(duty, instant) {
  const now = clockIn(duty.zone, instant);
  /** @type {Occurrence | null} */
  let current = null;
  /** @type {Occurrence | null} */
  let before = null;
  let isDayOff = false;
  for (let days = 0; days <= (duty.day ? WEEKLY_DAYS_BACK : DAILY_DAYS_BACK); days += 1) {
    const date = dayAfter(now.date, -days);
    if (duty.day && DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] !== duty.day) continue;
    if (isOff(duty, date)) {
      isDayOff = isDayOff || days === 0;
      continue;
    }
    const since = days * DAY + now.minutes - minutesOf(duty.time);
    const state = since < 0 ? "later" : since < DUE_MINUTES ? "now" : "missed";
    const found = { id: `${duty.key}@${date}`, date, time: duty.time, zone: duty.zone, state, days };
    if (days === 0 || state === "now") current = /** @type {Occurrence} */ (found);
    else before = /** @type {Occurrence} */ (found);
    if (days > 0) break; // what is older has had its turn again since
  }
  return { current, before, isDayOff };
}
