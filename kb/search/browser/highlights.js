// Which words of a text to mark: those that were asked for, and no others that the ranking looks up beside them.

import { lower } from "../../text/browser/letters.js";
import { FULL, read } from "../../text/browser/tokenizer.js";
import { expandToken } from "./terms.js";

/** Words of a pair stand at most so many words apart. */
const NEAR = 3;

/**
 * What a query asks for, from its words (`tokens`) and how each is read: words by their exact form (`exact`), by their
 * stem (`stems`), by the letters that they begin with (`beginnings`), and neighbours (`pairs`). Stop words ask for nothing.
 */
export function askedFor(query, { tokens, readings }, language) {
  const asked = { exact: new Set(), stems: new Set(), beginnings: [], pairs: new Set() };
  const letters = ({ start, end }) => lower(query.slice(start, end), language.characters);
  // Who writes one word with its tone writes all so: a word without a sign is then another than those with one.
  const isToned = language.hasTones && tokens.some(({ toned, folded, start, end }) => toned !== folded && letters({ start, end }) !== folded);
  const words = tokens.map((token) => {
    const [[first]] = readings.get(token);
    const isBegun = first.stem !== token.stem && first.stem.startsWith(token.folded);
    if (isBegun && isToned) asked.beginnings.push(letters(token));
    const meant = isBegun ? readings.get(token).map(([reading]) => reading) : (expandToken(first, language) ?? [first]);
    return isBegun && isToned ? [] : meant.filter(({ weight }) => weight >= FULL);
  });
  for (const word of words.flat()) {
    asked.exact.add(word.toned);
    if (!language.hasTones || (!isToned && word.toned === word.folded)) asked.stems.add(word.stem);
  }
  if (language.hasTones) {
    words.slice(1).forEach((right, at) => {
      for (const a of words[at]) for (const b of right) asked.pairs.add(`${a.stem} ${b.stem}`);
    });
  }
  return asked;
}

/**
 * [start, end] of each word of `text` that was asked for, to be marked as it is written. A word without tones is like many
 * with tones: of several such words those are marked that stand near one another, in the order of the query.
 */
export function marks(text, asked, language) {
  const tokens = read(text, language);
  const near = asked.pairs.size ? nearPairs(tokens, asked.pairs) : null;
  const isAsked = (token, at) =>
    asked.exact.has(token.toned) ||
    (asked.stems.has(token.stem) && (!near || near.has(at))) ||
    asked.beginnings.some((beginning) => lower(text.slice(token.start, token.end), language.characters).startsWith(beginning));
  return tokens.filter((token, at) => token.weight >= FULL && isAsked(token, at)).map(({ start, end }) => [start, end]);
}

/** The places of words that make one of the `pairs`, with few words between them. */
function nearPairs(tokens, pairs) {
  const places = new Set();
  for (let left = 0; left < tokens.length; left++) {
    for (let right = left + 1; right <= Math.min(left + NEAR, tokens.length - 1); right++) {
      if (pairs.has(`${tokens[left].stem} ${tokens[right].stem}`)) places.add(left).add(right);
    }
  }
  return places;
}
