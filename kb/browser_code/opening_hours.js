// Open or closed at an instant, by the clock of the place that answers. Times are minutes from midnight there; a shift
// over midnight closes after 1440. All of it is arithmetic of that clock, so a change to summer time moves no hour.

const DAY = 1440;
const HOUR = 60;
const MILLISECONDS = 60_000; // of a minute
const AHEAD = 8;

/**
 * @typedef {{ zone: string, week: number[][][], special: [string, string, number[][]][] }} Schedule
 * `week`: Monday first; `special`: first day, last day (`12-25` each year, `2026-12-24` once), hours.
 * @typedef {{ date: string, minutes: number }} Wall
 */

/**
 * What a clock in `zone` shows at `instant`.
 * @param {string} zone
 * @param {Date} instant
 * @returns {Wall}
 */
export function wallClock(zone, instant) {
  /** @type {Record<string, string>} */
  const parts = {};
  const format = new Intl.DateTimeFormat("en-CA-u-ca-gregory-nu-latn", { year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  for (const part of format.formatToParts(instant)) parts[part.type] = part.value;
  return { date: `${parts.year}-${parts.month}-${parts.day}`, minutes: Number(parts.hour) * HOUR + Number(parts.minute) };
}

/**
 * The day `days` after `date`.
 * @param {string} date
 * @param {number} days
 */
export function dayAfter(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY * MILLISECONDS).toISOString().slice(0, 10);
}

/**
 * The hours that hold on a day: of the first special day that fits, else of the weekday.
 * @param {Schedule} schedule
 * @param {string} date
 */
export function hoursOn(schedule, date) {
  for (const [first, last, spans] of schedule.special) {
    const day = first.length === 5 ? date.slice(5) : date;
    if (first <= last ? first <= day && day <= last : day >= first || day <= last) return spans;
  }
  return schedule.week[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7];
}

/**
 * Whether it is open at `instant`, and when that changes next; `change` is null where it does not within a week.
 * @param {Schedule} schedule
 * @param {Date} instant
 * @returns {{ isOpen: boolean, change: Wall | null, days: number }} `days` from today to the change
 */
export function stateAt(schedule, instant) {
  const now = wallClock(schedule.zone, instant);
  /** @type {number[][]} */
  const open = [];
  for (let day = -1; day <= AHEAD; day += 1) {
    for (const [opens, closes] of hoursOn(schedule, dayAfter(now.date, day))) {
      const last = open[open.length - 1];
      if (last && day * DAY + opens <= last[1]) last[1] = Math.max(last[1], day * DAY + closes);
      else open.push([day * DAY + opens, day * DAY + closes]);
    }
  }
  const current = open.find(([opens, closes]) => opens <= now.minutes && now.minutes < closes);
  const next = current ? current[1] : (open.find(([opens]) => opens > now.minutes) || [Infinity])[0];
  if (next >= AHEAD * DAY) return { isOpen: Boolean(current), change: null, days: AHEAD };
  const days = Math.floor(next / DAY);
  return { isOpen: Boolean(current), change: { date: dayAfter(now.date, days), minutes: next - days * DAY }, days };
}

/**
 * The instant at which a clock in `zone` shows `wall`; where it never does (the hour that summer time takes), the
 * instant at which it would have.
 * @param {string} zone
 * @param {Wall} wall
 */
export function instantOf(zone, wall) {
  const wanted = Date.parse(`${wall.date}T00:00:00Z`) + wall.minutes * MILLISECONDS;
  let instant = wanted;
  for (let turn = 0; turn < 2; turn += 1) {
    const shown = wallClock(zone, new Date(instant));
    instant += wanted - (Date.parse(`${shown.date}T00:00:00Z`) + shown.minutes * MILLISECONDS);
  }
  return new Date(instant);
}
