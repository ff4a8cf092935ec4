// What an agent wrote into a reply, kept for the place where it was written: a channel, a form, a class of customer, a
// day and a market of the order, with what else was added to the reply. Elsewhere the reply says something else, so the text is offered there, not put in.

const MOST = 12;
const MOST_OFFERED = 3;

/** One place as a key. */
export function placeKey({ channel, form, variant, day, market, isShort = false, added }) {
  return JSON.stringify([channel, form, variant, day, market, isShort, ...added]);
}

/**
 * `texts` with `text` for the place `key` as the latest; `isAside` where the agent put it away there. The rows are
 * {key, channel, text, isAside}.
 */
export function withText(texts, { key, channel, text, isAside = false }) {
  return [...texts.filter((one) => one.key !== key && one.text !== text), { key, channel, text, isAside }].slice(-MOST);
}

/** The text that belongs to the place `key`; null for none. */
export function textFor(texts, key) {
  return texts.find((one) => one.key === key && !one.isAside)?.text ?? null;
}

/** What may be brought back where `shown` is the text now: the latest first. */
export function offered(texts, shown) {
  return texts.filter(({ text }) => text !== shown && text.trim()).reverse().slice(0, MOST_OFFERED);
}
