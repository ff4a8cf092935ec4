// The reply that is open, without its looks: which answer, on which channel, for whose order, with which values, and
// the text that follows.

import { articleScript, formsOf } from "./articles.js";
import { htmlFromText } from "./copying.js";
import { makeDays } from "./days.js";
import { consentKey, isRefused, judge } from "./judging.js";
import { makeMarkets } from "./markets.js";

/** `context`: {desk, data, settings, memory}. The state of a reply, and what can be asked about it while one is open. */
export function makeReplyState({ desk, data, settings, memory }) {
  const days = makeDays(data);
  const markets = makeMarkets(data, settings);
  /** @type {any} */
  let chosen = null;
  let orderedOn = ""; // of one customer: typed; an order number in a field says it too
  let market = null; // of one customer: chosen; null where the desk is to know it

  function knownValues(script, given) {
    const known = { agent_name: memory.get("agentName"), ...given };
    return Object.fromEntries(script.placeholders.filter(({ name }) => Object.hasOwn(known, name) && known[name]).map(({ name }) => [name, known[name]]));
  }

  function channelFor(script, wanted) {
    if (wanted && Object.hasOwn(data.channels, wanted)) return wanted;
    const own = (script?.channels ?? []).filter((id) => data.channels[id]);
    return own.find((id) => settings.channels.includes(id)) ?? own[0] ?? (data.channels.livechat ? "livechat" : Object.keys(data.channels)[0]);
  }

  const channel = () => data.channels[chosen.channel];
  const dayNow = () => orderedOn || days.dayIn(chosen.values, chosen.channel);
  const marketNow = () => markets.find(market, { values: chosen.values, channel: chosen.channel, language: chosen.answer.indexLanguage });
  const target = (code = marketNow()) => days.links(chosen.answer.indexLanguage, dayNow(), code)[chosen.answer.id];
  const options = () => ({ channelId: chosen.channel, variant: chosen.variant, values: chosen.values });

  function scriptIn(code) {
    if (chosen.script) return days.script(chosen.script, dayNow(), code);
    const forms = formsOf(target(code), channel());
    const form = forms.includes(chosen.form) ? chosen.form : (forms[0] ?? "");
    return articleScript(chosen.answer, target(code), form);
  }

  /** What an order of the market `code` is answered. */
  function replyIn(code) {
    const script = scriptIn(code);
    return { script, reply: desk.reply(script, options(), days.links(script.language, dayNow(), code)) };
  }

  return {
    days,
    markets,
    replyIn,
    channel,
    dayNow,
    marketNow,
    target,
    options,
    channelName: (id) => data.channels[id]?.names[settings.language] ?? data.channels[id]?.names.en ?? id,
    isOpen: () => chosen !== null,
    /** {answer, script, values, edited, consent, form, channel, variant} of the reply that is open. */
    chosen: () => chosen,
    script: () => scriptIn(marketNow()),
    orderedOn: () => orderedOn,
    isDated: () => days.isDated(chosen.script, chosen.answer.indexLanguage, chosen.answer.id),
    isOfMarket: () => markets.isDependent(chosen.script, chosen.answer.indexLanguage, chosen.answer.id),
    /** Begin with an answer (or a kept reply); `given` are values known already. False for an answer that is no more. */
    open(answer, { channel: wanted, variant, given = {} }) {
      const script = answer.kind === "article" ? null : desk.script(answer.id, answer.language);
      if (answer.kind !== "article" && !script) return false;
      chosen = { answer, script, values: script ? knownValues(script, given) : {}, edited: null, consent: "", form: "", channel: channelFor(script, wanted), variant };
      return true;
    },
    edit(text) {
      chosen.edited = text;
    },
    /** Another channel, form or class: what was edited said something else. */
    turn(changes) {
      Object.assign(chosen, changes, { edited: null });
      chosen.channel = channelFor(chosen.script, chosen.channel);
    },
    orderOn(day) {
      orderedOn = day && day <= days.today() ? day : "";
      chosen.edited = null; // what was edited said what held on another day
    },
    chooseMarket(code) {
      market = code;
      chosen.edited = null; // what was edited said what holds in another market
    },
    /** The text as it stands, and what is wrong with it. */
    current() {
      const { script, reply } = replyIn(marketNow());
      const isEdited = chosen.edited !== null;
      const text = isEdited ? chosen.edited : reply.text;
      const judged = judge(text, { reply, isEdited, channel: channel(), script, book: data.rules, leftovers: data.leftovers });
      const html = isEdited ? htmlFromText(text) : reply.html;
      return { script, reply, text, html, isEdited, judged, key: consentKey(text, judged) };
    },
    isAllowed: ({ text, key, judged }) => Boolean(text.trim()) && !isRefused(judged) && (!key || chosen.consent === key),
    save: () => chosen && { ...chosen, values: { ...chosen.values }, orderedOn, market },
    restore(saved) {
      chosen = saved;
      ({ orderedOn, market } = saved);
    },
    clear() {
      chosen = null;
      orderedOn = "";
      market = null;
    },
  };
}
