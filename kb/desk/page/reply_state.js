// The reply that is open, without its looks: which answer, on which channel, for whose order, with which values, and
// the text that follows. What was typed into another answer for the same customer waits here until it is opened again.

import { joinScripts } from "../../replies/browser/joining.js";
import { choosePart } from "../../replies/browser/render.js";
import { agentsPieces } from "./agents_pieces.js";
import { articleScript, formsOf } from "./articles.js";
import { htmlFromText } from "./copying.js";
import { makeDays } from "./days.js";
import { foundValues } from "./fields.js";
import { consentKey, isRefused, judge } from "./judging.js";
import { makeMarkets } from "./markets.js";
import { offered, placeKey, textFor, withText } from "./own_texts.js";

const SHARED_TYPES = new Set(["name", "code"]);
/** Of a value of these types the customer has one, whichever answer asks for it; a day or a sum is each answer's own. */
const isShared = ({ type }) => SHARED_TYPES.has(type);

/** `context`: {desk, data, settings, memory, message()}. The state of a reply, and what can be asked about it while one is open. */
export function makeReplyState({ desk, data, settings, memory, message }) {
  const days = makeDays(data);
  const markets = makeMarkets(data, settings);
  const pieces = agentsPieces(memory);
  /** @type {any} */
  let chosen = null;
  /** @type {Map<string, any>} */
  let drafts = new Map(); // answer → what was chosen and typed there
  let shared = {}; // what the customer's names and codes are
  let orderedOn = ""; // of one customer: typed; an order number in a field says it too
  let market = null; // of one customer: chosen; null where the desk is to know it

  const scriptOf = (answer) => (answer.kind === "article" ? null : desk.script(answer.id, answer.language));
  const draftKey = ({ kind, id, indexLanguage }) => [kind, id, indexLanguage].join(" ");

  function knownValues(script, given) {
    const wanted = script?.placeholders ?? [];
    const known = { agent_name: memory.get("agentName"), ...given };
    const rows = wanted.map((one) => [one.name, (isShared(one) && Object.hasOwn(shared, one.name) ? shared[one.name] : "") || (Object.hasOwn(known, one.name) ? known[one.name] : "")]);
    return { ...Object.fromEntries(rows.filter(([, value]) => value)), ...pieces.address(script, shared) };
  }

  function channelFor(script, wanted) {
    if (wanted && Object.hasOwn(data.channels, wanted)) return wanted;
    const own = (script?.channels ?? []).filter((id) => data.channels[id]);
    return own.find((id) => settings.channels.includes(id)) ?? own[0] ?? (data.channels.livechat ? "livechat" : Object.keys(data.channels)[0]);
  }

  const channel = () => data.channels[chosen.channel];
  const dayNow = () => orderedOn || days.dayIn(chosen.values, chosen.channel);
  const marketNow = () => markets.find(market, { values: chosen.values, channel: chosen.channel, language: chosen.answer.indexLanguage });
  const target = (code = marketNow(), answer = chosen.answer) => days.links(answer.indexLanguage, dayNow(), code)[answer.id];
  const options = () => ({ channelId: chosen.channel, variant: chosen.variant, values: chosen.values, isShort: Boolean(chosen.isShort) && hasShort(), today: days.today() });
  // Of two answers together nobody wrote a short form.
  const hasShort = () => !chosen.added.length && Boolean(chosen.script && choosePart(chosen.script.parts, chosen.channel, chosen.variant, true)?.short);
  const all = () => [chosen.answer, ...chosen.added];
  const isDated = () => all().some((one) => days.isDated(scriptOf(one), one.indexLanguage, one.id));
  const isOfMarket = () => all().some((one) => markets.isDependent(scriptOf(one), one.indexLanguage, one.id));

  function scriptOfAnswer(answer, code) {
    const script = scriptOf(answer);
    if (script) return days.script(script, dayNow(), code);
    const linked = target(code, answer);
    const forms = formsOf(linked, channel());
    const form = forms.includes(chosen.form) ? chosen.form : (forms[0] ?? "");
    return articleScript(answer, linked, form);
  }

  function scriptIn(code) {
    const scripts = all().map((answer) => scriptOfAnswer(answer, code));
    return scripts.length > 1 ? joinScripts(scripts, options()) : scripts[0];
  }

  /** What an order of the market `code` is answered. */
  function replyIn(code) {
    const script = scriptIn(code);
    const reply = desk.reply(script, options(), days.links(script.language, dayNow(), code));
    return { script, reply: pieces.sign(reply, { channel: channel(), isWanted: chosen.isSigned }) };
  }

  // ---- the agent's own text ------------------------------------------------------------------------

  const placeNow = () => placeKey({ added: chosen.added.map(({ id }) => id), channel: chosen.channel, form: chosen.form, variant: chosen.variant, day: isDated() ? orderedOn : "", market: isOfMarket() ? market : null, isShort: options().isShort });
  const written = () => replyIn(marketNow()).reply.text;

  /** Keep the text that stands here; `isAside` where it is to stand here no more. */
  function keepText(isAside = false) {
    if (chosen.edited === null) return;
    chosen.texts = withText(chosen.texts, { key: placeNow(), channel: chosen.channel, text: chosen.edited, isAside });
  }

  /**
   * Let `change` put the reply into another place. There stands what the agent wrote for it, else the reply as it is
   * written; where that is the same as before, the text stays. True where a text of the agent is left behind.
   */
  function move(change) {
    const before = chosen.edited === null ? "" : written();
    keepText();
    change();
    const { edited } = chosen;
    chosen.edited = textFor(chosen.texts, placeNow()) ?? (edited !== null && written() === before ? edited : null);
    return edited !== null && chosen.edited !== edited;
  }

  const turnTo = (changes) => move(() => {
    Object.assign(chosen, changes);
    chosen.channel = channelFor(chosen.script, chosen.channel);
  });

  return {
    days,
    markets,
    replyIn,
    channel,
    dayNow,
    marketNow,
    target,
    options,
    isDated,
    isOfMarket,
    channelName: (id) => data.channels[id]?.names[settings.language] ?? data.channels[id]?.names.en ?? id,
    isOpen: () => chosen !== null,
    hasShort,
    /** The agent's signature in the reply's language; "" for none. */
    signature: () => pieces.signature(chosen.answer.indexLanguage, channel()),
    isSigned: () => pieces.isSigned(chosen.answer.indexLanguage, channel(), chosen.isSigned),
    /** What the agent set for all replies is another. */
    knowAgain: () => Object.assign(chosen.values, pieces.address(scriptIn(marketNow()), shared)),
    /** {answer, added, script, values, edited, texts, consent, form, channel, variant} of the reply that is open. */
    chosen: () => chosen,
    script: () => scriptIn(marketNow()),
    orderedOn: () => orderedOn,
    /**
     * Begin with an answer (or a kept reply), or go on with it; `given` are values known already. False for an answer
     * that is no more.
     */
    open(answer, { channel: wanted, variant, given = {} }) {
      const script = scriptOf(answer);
      if (answer.kind !== "article" && !script) return false;
      const asked = { channel: wanted, variant };
      const key = draftKey(answer);
      if (chosen) keepText();
      if (drafts.has(key)) {
        chosen = drafts.get(key);
        chosen.values = { ...knownValues(script, given), ...Object.fromEntries(Object.entries(chosen.values).filter(([, value]) => value)), ...pieces.address(script, shared) };
        const { asked: before } = chosen;
        chosen.asked = asked;
        // What the desk's pickers say meanwhile holds here too; a channel that was chosen for this reply alone stays.
        turnTo({ ...(before.channel !== wanted && wanted && { channel: wanted }), variant });
      } else {
        const found = script ? foundValues(script, message()) : {};
        chosen = { answer, added: [], script, values: { ...found, ...knownValues(script, given) }, edited: null, texts: [], consent: "", form: "", channel: channelFor(script, wanted), variant, asked };
        drafts.set(key, chosen);
      }
      return true;
    },
    /** Answer another question in the same reply. True where a text of the agent is left behind. */
    add(answer, given) {
      const script = scriptOf(answer);
      if (all().some(({ kind, id }) => kind === answer.kind && id === answer.id)) return false;
      return move(() => {
        chosen.added = [...chosen.added, answer];
        chosen.values = { ...(script && foundValues(script, message())), ...knownValues(script, given), ...chosen.values };
      });
    },
    takeOut: (answer) => move(() => { chosen.added = chosen.added.filter((one) => one !== answer); }),
    /** Is this one of the answers that the reply gives? */
    holds: (id) => chosen !== null && all().some((one) => one.id === id),
    languageOf: (answer) => scriptOf(answer)?.language ?? answer.indexLanguage,
    /** A value was typed. */
    fill(name, value) {
      chosen.values[name] = value;
      const placeholder = scriptIn(marketNow()).placeholders.find((one) => one.name === name);
      if (placeholder && isShared(placeholder)) shared[name] = value;
      pieces.note(placeholder, scriptIn(marketNow()), value, shared);
      const isName = !value || new RegExp(data.placeholder_types.name, "u").test(value); // what looks odd is not to be signed for the next customer
      if (name === "agent_name" && isName) memory.set("agentName", value.slice(0, 80));
    },
    edit(text) {
      if (text === null) keepText(true);
      chosen.edited = text;
    },
    /** Put a text in that was written elsewhere. */
    bringBack(text) {
      keepText();
      chosen.edited = text;
    },
    /** The agent's own texts that are not shown, latest first: [{channel, text}, …]. */
    offered: (shown) => offered(chosen.texts, shown),
    /** Another channel, form or class. Each of these three says whether a text of the agent is left behind. */
    turn: turnTo,
    orderOn: (day) => move(() => { orderedOn = day && day <= days.today() ? day : ""; }),
    chooseMarket: (code) => move(() => { market = code; }),
    /** The text as it stands, and what is wrong with it. */
    current() {
      const { script, reply } = replyIn(marketNow());
      const isEdited = chosen.edited !== null;
      const text = isEdited ? chosen.edited : reply.text;
      const judged = judge(text, { reply, isEdited: isEdited || reply.isSigned, channel: channel(), script, book: data.rules, leftovers: data.leftovers,
        values: chosen.values, today: days.today(), form: data.date_forms[script.language] ?? data.date_forms.en });
      const html = isEdited ? htmlFromText(text) : reply.html;
      return { script, reply, text, html, isEdited, judged, key: consentKey(text, judged) };
    },
    isAllowed: ({ text, key, judged }) => Boolean(text.trim()) && !isRefused(judged) && (!key || chosen.consent === key),
    /** All of this customer's replies as plain data; null where none was opened. */
    save() {
      if (!drafts.size) return null;
      const rows = [...drafts.values()].map((draft) => ({ ...draft, script: undefined }));
      return structuredClone({ open: chosen && draftKey(chosen.answer), drafts: rows, shared, orderedOn, market });
    },
    /** Go on with what `save` gave, in this build or an earlier one; what is no more is left out. */
    restore(saved) {
      ({ shared, orderedOn, market } = saved);
      const rows = structuredClone(saved.drafts).map((draft) => ({ ...draft, script: scriptOf(draft.answer), added: (draft.added ?? []).filter((one) => scriptOf(one) || one.kind === "article") }))
        .filter(({ answer, script, channel: id }) => (script || answer.kind === "article") && Object.hasOwn(data.channels, id));
      drafts = new Map(rows.map((draft) => [draftKey(draft.answer), draft]));
      chosen = drafts.get(saved.open) ?? null;
    },
    clear() {
      chosen = null;
      drafts = new Map();
      shared = {};
      orderedOn = "";
      market = null;
    },
  };
}
