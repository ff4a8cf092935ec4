/* Days and times as the page's language says them. */

const languages = () => [document.documentElement.lang, "en"];

/**
 * “yesterday”, or the day of the week with its date.
 * @param {string} date
 * @param {number} daysAgo
 */
export function dayWord(date, daysAgo) {
  if (daysAgo === 1) return new Intl.RelativeTimeFormat(languages(), { numeric: "auto" }).format(-1, "day");
  return new Intl.DateTimeFormat(languages(), { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" })
    .format(new Date(`${date}T00:00:00Z`));
}

/**
 * A time of day, with its place where that is another than the page's.
 * @param {{ time: string, zone: string }} found
 * @param {string} zone the page's
 */
export function timeIn(found, zone) {
  return found.zone === zone ? found.time : `${found.time} (${found.zone.split("/").at(-1).replaceAll("_", " ")})`;
}
