// The day that a field of kind date names, as agents type it in a language.

import { dayAfter } from "../../browser_code/opening_hours.js";

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const FIGURES = /^(\d{1,4})[/.-](\d{1,2})(?:[/.-](\d{1,4}))?\.?$/;
const LONG_AGO = 60; // days: a day without a year that is longer over is one of next year
const WEEK = 7;
const LEAST_OF_MONTH = 3; // letters: “Nov”

/** The day `year-month-day` as an ISO date; "" where there is no such day. */
function dayOf(year, month, day) {
  const made = new Date(Date.UTC(year, month - 1, day));
  const isReal = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isReal ? made.toISOString().slice(0, 10) : "";
}

/** The day and month of this year or, where that is long over, of the next one. */
function nearest(month, day, today) {
  const year = Number(today.slice(0, 4));
  const found = dayOf(year, month, day);
  return found && found > dayAfter(today, -LONG_AGO) ? found : dayOf(year + 1, month, day);
}

const whole = (year) => (year < 100 ? 2000 + year : year);

function inFigures(typed, pattern, today) {
  const found = FIGURES.exec(typed);
  if (!found) return "";
  const [first, second, third] = found.slice(1).map((one) => (one === undefined ? undefined : Number(one)));
  if (first > 31) return third === undefined ? "" : dayOf(first, second, third);
  const isMonthFirst = pattern.indexOf("{M") < pattern.indexOf("{d");
  const [month, day] = isMonthFirst ? [first, second] : [second, first];
  return third === undefined ? nearest(month, day, today) : dayOf(whole(third), month, day);
}

/** Figures between the signs of the language's own pattern, with or without the year: “12月5日”. */
function inPattern(typed, pattern, today) {
  const signs = new Set(pattern.replace(/\{\w+\}/g, ""));
  const rest = [...typed.replace(/\d+/g, "")];
  const numbers = typed.match(/\d+/g)?.map(Number) ?? [];
  if (!rest.length || !rest.every((sign) => signs.has(sign))) return "";
  const fields = (pattern.match(/\{\w/g) ?? []).map((field) => field[1]).filter((field) => field !== "y" || numbers.length === 3);
  if (numbers.length !== fields.length) return "";
  const of = (field) => numbers[fields.indexOf(field)];
  return numbers.length === 3 ? dayOf(whole(of("y")), of("M"), of("d")) : nearest(of("M"), of("d"), today);
}

function inWords(typed, months, today) {
  const names = months.map((name, place) => [name.toLocaleLowerCase(), place + 1]).sort(([a], [b]) => b.length - a.length);
  const short = (name) => (/\d/.test(name) ? name : name.slice(0, LEAST_OF_MONTH));
  const hit = names.find(([name]) => typed.includes(name)) ?? names.find(([name]) => typed.includes(short(name)));
  if (!hit) return "";
  const [name, month] = hit;
  const rest = (typed.includes(name) ? typed.replace(name, " ") : typed).match(/\d+/g)?.map(Number) ?? [];
  const day = rest.find((one) => one >= 1 && one <= 31);
  const year = rest.find((one) => one > 1000);
  if (!day) return "";
  return year ? dayOf(year, month, day) : nearest(month, day, today);
}

/** “Tomorrow”, “Friday” in the language's own words. */
function byName(typed, language, today) {
  const said = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  for (let ahead = 1; ahead <= WEEK; ahead += 1) {
    const day = dayAfter(today, ahead);
    const names = [said.format(ahead, "day"), weekday.format(new Date(`${day}T00:00:00Z`))];
    if (names.some((name) => name.toLocaleLowerCase(language) === typed)) return day;
  }
  return "";
}

/**
 * `typed` as an ISO date, "" where it names no day. `form` is [pattern, months] of the `language` (kb/text/written_dates.py),
 * `today` an ISO date.
 */
export function promisedDay(typed, { language, form, today }) {
  const [pattern, months] = form ?? ["", []];
  const text = typed.trim().toLocaleLowerCase(language).replace(/\s+/g, " ");
  const iso = ISO.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  return inFigures(text, pattern, today) || inPattern(text, pattern, today) || inWords(text, months, today) || byName(text, language, today);
}
