// Days to choose for a date: today and the shop's next working days, by its hours and holidays in the market of the order.

import { dayAfter, hoursOn, wallClock } from "../../browser_code/opening_hours.js";
import { fill } from "./elements.js";

const AHEAD = [1, 2, 3]; // working days
const LONGEST = 366; // days that are looked at: a shop may be closed for good

/** The day after `today` on which the shop works for the `count`th time; "" where it never does. */
function workingDayAfter(calendar, today, count) {
  let left = count;
  for (let days = 1; days <= LONGEST; days += 1) {
    const day = dayAfter(today, days);
    if (hoursOn(calendar, day).length && (left -= 1) === 0) return day;
  }
  return "";
}

/** [{value, label}, …] for a field of type date; none for days that are past. `data.calendars`: market → schedule. */
export function daysToChoose({ when }, { data, market, words, language }) {
  const calendar = data.calendars?.[market] ?? data.calendars?.[""];
  if (!calendar) return [];
  const today = calendar.zone ? wallClock(calendar.zone, new Date()).date : wallClock(Intl.DateTimeFormat().resolvedOptions().timeZone, new Date()).date;
  const named = AHEAD.map((count) => [workingDayAfter(calendar, today, count), count === 1 ? words.next_working_day : fill(words.in_working_days, { n: count })]);
  const short = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString(language, { weekday: "short", day: "numeric", month: "numeric", timeZone: "UTC" });
  return [[today, words.today], ...(when === "past" ? [] : named)].filter(([day]) => day)
    .map(([day, said]) => ({ value: day, label: `${said} · ${short(day)}` }));
}
