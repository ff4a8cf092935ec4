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

/**
 * The first paragraph without “Hi Mai, ” in front; as it is where it does not begin so. `names` are the placeholders of
 * names, `honorifics` those of what stands before a name, or alone: “Dạ chào anh Nam, ”, “Dạ chào anh, ”.
 */
function withoutGreeting(block, names, honorifics) {
  if (block[0] !== "p") return block;
  const isHoleOf = (known, one) => one?.[0] === "hole" && known.has(one[1]);
  const [lead, ...said] = block[1][0]?.[0] === "hole" ? [["t", ""], ...block[1]] : block[1];
  const isCalled = isHoleOf(honorifics, said[0]);
  const isCalledByName = isCalled && said[1]?.[0] === "t" && !said[1][1].trim() && isHoleOf(names, said[2]);
  const [name, next, ...rest] = isCalledByName ? said.slice(2) : said;
  if (lead?.[0] !== "t" || !(isHoleOf(names, name) || isHoleOf(honorifics, name)) || next?.[0] !== "t") return block;
  const after = AFTER_NAME.exec(next[1]);
  if (!after || /[,.!?:]/.test(lead[1]) || countWords(lead[1]) + Number(isCalled) > MOST_BEFORE_NAME) return block;
  const text = next[1].slice(after[0].length);
  const [letter = "", ...others] = text;
  return ["p", [...(text ? [["t", letter.toUpperCase() + others.join("")]] : []), ...rest]];
}

/** {greeting, body, closing} of blocks; the first and last are [] where there is none. */
function partsOf(blocks, names) {
  const greeting = blocks.length > 1 && isGreeting(blocks[0]) ? [blocks[0]] : [];
  const rest = blocks.slice(greeting.length);
  const closing = rest.length > 1 && isClosing(rest.at(-1), names) ? [rest.at(-1)] : [];
  return { greeting, body: closing.length ? rest.slice(0, -1) : rest, closing };
}

function joinBlocks(first, second, names, honorifics) {
  if (!first.length || !second.length) return [...first, ...second];
  const [one, other] = [partsOf(first, names), partsOf(second, names)];
  const hasSameEnd = !one.closing.length && one.body.length > 1 && isSame(one.body.at(-1), other.body.at(-1));
  const body = other.greeting.length || !other.body.length ? other.body : [withoutGreeting(other.body[0], names, honorifics), ...other.body.slice(1)];
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
  const ofType = (wanted) => new Set([...placeholders.values()].filter(({ type }) => type === wanted).map(({ name }) => name));
  const [names, honorifics] = [ofType("name"), ofType("honorific")];
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
      short: false,
      blocks: parts.map(({ blocks }) => blocks).reduce((held, next) => joinBlocks(held, next, names, honorifics)),
      lacks: [...new Set(parts.flatMap(({ lacks = [] }) => lacks))],
    }] : [],
  };
}
