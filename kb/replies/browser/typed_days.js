// A day that an agent typed: whether it exists, and whether it lies where the field's days lie. The twin of
// kb/replies/typed_days.py.

import SHARED from "../shared/typed_days.json" with { type: "json" };

const FIGURES = new RegExp(SHARED.figures, "g");
const SHORT_MONTH = new RegExp(SHARED.short_month);
const DAY = 86_400_000; // milliseconds

/**
 * What is wrong with the days that `typed` names: `none` (there is no such day), `past`, `coming`, `far`; "" for nothing.
 * `when`: where the field's days lie; `today`: 2026-11-25, or "" to judge nothing by it; `months`: the twelve names.
 */
export function dayFault(typed, { when, today, months }) {
  for (const readings of daysIn(typed.toLowerCase(), months.map((month) => month.toLowerCase()))) {
    const real = readings.find(([year, month, day]) => dateOf(year || SHARED.leap_year, month, day) !== null);
    if (!real) return "none";
    const fault = today ? byToday(real, when, today) : "";
    if (fault) return fault;
  }
  return "";
}

/**
 * Each day that `text` names, as [[year or 0, month, day], …]: day before month, else month before day.
 * @returns {[number, number, number][][]}
 */
function daysIn(text, months) {
  /** @type {[number, number, number][][]} */
  const found = [...text.matchAll(FIGURES)].map((match) => {
    if (match[1]) return [[Number(match[1]), Number(match[2]), Number(match[3])]];
    const [first, second] = [Number(match[4] ?? match[8]), Number(match[6] ?? match[9] ?? match[10])];
    const typed = Number(match[7] ?? 0);
    const year = typed + (match[7] && typed < 100 ? SHARED.century : 0);
    return [[year, second, first], [year, first, second]];
  });
  for (const [month, shape] of monthShapes(months)) {
    for (const match of text.matchAll(shape)) found.push([[Number(match[2] ?? 0), month, Number(match[1])]]);
  }
  return found;
}

/** @returns {[number, RegExp][]} */
function monthShapes(months) {
  const shorts = months.map((name) => (SHORT_MONTH.test(name) ? name.slice(0, SHARED.short) : ""));
  return months.flatMap((name, place) => {
    const isOnly = shorts[place] && shorts.filter((one) => one === shorts[place]).length === 1;
    const said = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + (isOnly ? `|${shorts[place]}` : "");
    return [SHARED.day_first, SHARED.month_first].map((form) => [place + 1, new RegExp(form.replace("{month}", () => said), "g")]);
  });
}

/** Days since 1970 of a day that exists, else null. */
function dateOf(year, month, day) {
  const read = new Date(0);
  read.setUTCFullYear(year, month - 1, day);
  return year > 0 && read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? Math.round(read.getTime() / DAY) : null;
}

function byToday([year, month, day], when, today) {
  const [now, ...rest] = today.split("-").map(Number);
  const years = year ? [year] : [now, now - 1, now + 1];
  const away = years.map((each) => dateOf(each, month, day)).filter((one) => one !== null).map((one) => one - dateOf(now, rest[0], rest[1]));
  const nearest = away.reduce((best, one) => (Math.abs(one) < Math.abs(best) ? one : best), away[0] ?? 0);
  if (when === "coming" && nearest < 0) return "past";
  if (when === "past" && nearest > 0) return "coming";
  return Math.abs(nearest) > SHARED.far ? "far" : "";
}
