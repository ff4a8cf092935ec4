// For which market's order a reply is filled: as the agent chose, else as its numbers, the channel or the language says.

import { marketOf } from "../../replies/browser/order_market.js";
import { choosePart } from "../../replies/browser/render.js";
import { fill, select } from "./elements.js";

/** `data`: what desk_data exported, with `markets`, and `days` and the markets' `texts` once replies can be written; `settings` and its words are the page's. */
export function makeMarkets(data, settings) {
  const { names, of_languages: ofLanguages, signs } = data.markets;
  const { words } = settings;
  const layers = () => [data.markets.texts ?? {}, ...(data.days ?? []).map((one) => one.markets)].flatMap((one) => Object.values(one));
  const nameOf = (code) => names[code]?.[settings.language] ?? code;
  const lacksIn = (script, { channelId, variant, isShort }) => choosePart(script.parts, channelId, variant, isShort)?.lacks ?? [];

  return {
    /** Whether the market makes `script` (or the article `id`) say something else. */
    isDependent: (script, language, id) =>
      layers().some((one) => (script ? `${script.id} ${script.language}` in one.scripts : id in (one.links[language] ?? {}))),
    /** The order's market; "" where nothing says it. `chosen` is null where the agent left it to the desk. */
    find: (chosen, { values, channel, language }) => chosen ?? marketOf(signs, { values: Object.values(values).map(String), channel, language }),
    /** The field in which the agent sees and chooses the market; `onChange(code)`. */
    pick(market, onChange) {
      const choices = [["", words.any_market], ...Object.keys(names).map((code) => [code, nameOf(code)])];
      const made = select(words.market, choices, market, onChange, { "data-kb-desk-market": "true", title: words.market_hint });
      return { node: made, show: (code) => (made.querySelector("select").value = code) };
    },
    /** What the agent must know: `replyIn(code)` gives the {script, reply} of one market. */
    notes(market, { options, replyIn }) {
      const now = replyIn(market);
      const differs = ({ script, reply }) => reply.text !== now.reply.text || reply.html !== now.reply.html || lacksIn(script, options).length > 0;
      if (!Object.keys(names).some((code) => differs(replyIn(code)))) return [];
      if (!market) return [words.no_market];
      const home = ofLanguages[now.script.language] ?? [];
      const lacks = lacksIn(now.script, options);
      return [
        ...(home.length && !home.includes(market) ? [fill(words.other_market, { markets: home.map(nameOf).join(", ") })] : []),
        ...(lacks.length ? [fill(words.not_in_market, { market: nameOf(market), names: lacks.join(", ") })] : []),
      ];
    },
  };
}
