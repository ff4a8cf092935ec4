// Two scripts as one: a reply that answers two questions greets once, closes once and asks for each value once. What comes
// out is a script like any other, so it is filled in, judged and counted as one text.

import { choosePart } from "./render.js";

const MOST_BEFORE_NAME = 4; // words of a greeting: “Dạ chào bạn Mai, …”
const MOST_AFTER_NAME = 4; // letters: “Mai ơi, …”
const MOST_GREETING = 6;
const MOST_SIGNATURE = 12;
const AFTER_NAME = new RegExp(`^[^,!.:，、]{0,${MOST_AFTER_NAME}}[,!:，、]\\s*`, "u");
const GREETING_END = /[,!:，、]\s*$/u;

const lettersOf = (inlines) => inlines.map((one) => (one[0] === "t" || one[0] === "c" ? one[1] : one[0] === "br" ? "\n" : one[0] === "hole" ? "\ufffc" : lettersOf(one.at(-1)))).join("");
const countWords = (text) => text.split(/[\s\ufffc]+/u).filter(Boolean).length;
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** A first paragraph that only greets: “Hello Mai,”. */
function isGreeting([kind, inlines]) {
  if (kind !== "p") return false;
  const letters = lettersOf(inlines);
  return !letters.includes("\n") && GREETING_END.test(letters.replaceAll("\ufffc", "")) && countWords(letters) <= MOST_GREETING;
}

/** A last paragraph that only closes: short lines below one another, “Kind regards,” or the name of who writes. */
function isClosing([kind, inlines], names) {
  if (kind !== "p") return false;
  const letters = lettersOf(inlines);
  const [first, ...rest] = letters.split("\n");
  const isSigned = inlines.some((one) => one[0] === "hole" && names.has(one[1]));
  return rest.length > 0 && (isSigned || /[,，]\s*$/u.test(first)) && countWords(letters) <= MOST_SIGNATURE;
}

/** The first paragraph without “Hi Mai, ” in front; as it is where it does not begin so. `names` are the placeholders of names. */
function withoutGreeting(block, names) {
  if (block[0] !== "p") return block;
  const [lead, name, next, ...rest] = block[1][0]?.[0] === "hole" ? [["t", ""], ...block[1]] : block[1];
  if (lead?.[0] !== "t" || name?.[0] !== "hole" || !names.has(name[1]) || next?.[0] !== "t") return block;
  const after = AFTER_NAME.exec(next[1]);
  if (!after || /[,.!?:]/.test(lead[1]) || countWords(lead[1]) > MOST_BEFORE_NAME) return block;
  const text = next[1].slice(after[0].length);
  return ["p", [["t", text && String.fromCodePoint(text.codePointAt(0)).toUpperCase() + text.slice(String.fromCodePoint(text.codePointAt(0)).length)], ...rest]];
}

/** {greeting, body, closing} of blocks; the first and last are [] where there is none. */
function partsOf(blocks, names) {
  const greeting = blocks.length > 1 && isGreeting(blocks[0]) ? [blocks[0]] : [];
  const rest = blocks.slice(greeting.length);
  const closing = rest.length > 1 && isClosing(rest.at(-1), names) ? [rest.at(-1)] : [];
  return { greeting, body: closing.length ? rest.slice(0, -1) : rest, closing };
}

function joinBlocks(first, second, names) {
  if (!first.length || !second.length) return [...first, ...second];
  const [one, other] = [partsOf(first, names), partsOf(second, names)];
  const hasSameEnd = !one.closing.length && one.body.length > 1 && isSame(one.body.at(-1), other.body.at(-1));
  const body = other.greeting.length || !other.body.length ? other.body : [withoutGreeting(other.body[0], names), ...other.body.slice(1)];
  const greeting = one.greeting.length || other.body !== body ? one.greeting : other.greeting;
  return [...greeting, ...(hasSameEnd ? one.body.slice(0, -1) : one.body), ...body, ...(one.closing.length ? one.closing : other.closing)];
}

/**
 * `scripts`, in the order in which they answer, as one script for a channel and a class of customer. It is in the
 * language of the first, and meant for the channels that all of them are meant for.
 */
export function joinScripts(scripts, { channelId, variant = "" }) {
  const [first] = scripts;
  const parts = scripts.map((script) => choosePart(script.parts, channelId, variant)).filter(Boolean);
  const placeholders = new Map();
  for (const one of scripts.flatMap((script) => script.placeholders)) {
    const before = placeholders.get(one.name);
    placeholders.set(one.name, before ? { ...before, required: before.required || one.required } : one);
  }
  const names = new Set([...placeholders.values()].filter(({ type }) => type === "name").map(({ name }) => name));
  const meant = scripts.map(({ channels }) => channels).filter((channels) => channels.length);
  const strictest = meant.find((channels) => !channels.includes(channelId)) ?? meant.reduce((held, own) => held.filter((id) => own.includes(id)), meant[0] ?? []);
  const isAll = (name, value) => parts.every((part) => part[name] === value);
  return {
    ...first,
    channels: strictest,
    placeholders: [...placeholders.values()],
    images: [...new Set(scripts.flatMap(({ images }) => images))],
    parts: parts.length ? [{
      variant: isAll("variant", variant) ? variant : "",
      channel: isAll("channel", channelId) ? channelId : "",
      blocks: parts.map(({ blocks }) => blocks).reduce((held, next) => joinBlocks(held, next, names)),
      lacks: [...new Set(parts.flatMap(({ lacks = [] }) => lacks))],
    }] : [],
  };
}
