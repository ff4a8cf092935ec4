// Which texts a reply says: those of the day of the order, else of today, by the shop's clock, and of its market. A desk that was
// built before a change and is open after it says what holds then.

import { wallClock } from "../../browser_code/opening_hours.js";
import { orderDay } from "../../replies/browser/order_day.js";

/** `data`: what desk_data exported, with `zone`, and `days` once replies can be written. */
export function makeDays(data) {
  const times = () => data.days ?? [];
  const timeOf = (day) => times().find(({ first, last }) => first <= day && (!last || day <= last));
  const today = () => {
    try { return wallClock(data.zone || Intl.DateTimeFormat().resolvedOptions().timeZone, new Date()).date; } catch { return new Date().toISOString().slice(0, 10); }
  };
  const inMarket = (time, market) => (market ? (time ? time.markets : data.markets.texts)[market] : undefined);
  const keyOf = (script) => `${script.id} ${script.language}`;

  return {
    today,
    /** The day that an order number among `values` carries; "" for none. Only Shopee's numbers do. */
    dayIn(values, channel) {
      if (channel !== "shopee") return "";
      return Object.values(values).map((value) => orderDay(String(value).trim(), today())).find(Boolean) ?? "";
    },
    /** The script as it was, or will be, on `day` ("": today), for an order of `market` ("": of any). */
    script(script, day, market) {
      const time = timeOf(day || today());
      const parts = inMarket(time, market)?.scripts[keyOf(script)] ?? time?.scripts[keyOf(script)];
      return parts ? { ...script, parts } : script;
    },
    /** Id → article in `language`, as on `day`, for an order of `market`. */
    links(language, day, market) {
      const time = timeOf(day || today());
      return { ...data.links[language], ...time?.links[language], ...inMarket(time, market)?.links[language] };
    },
    /** Whether another day would make `script` (or the article `id`) say something else. */
    isDated(script, language, id) {
      return times().some((one) => (script ? keyOf(script) in one.scripts : id in (one.links[language] ?? {})));
    },
    /** The first day since which everything is as it is today. */
    since: () => timeOf(today())?.first ?? data.since ?? "",
  };
}
