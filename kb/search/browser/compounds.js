// Words written together or apart: the twin of kb/search/ranking/compounds.py.

import SHARED from "../shared/ranking.json" with { type: "json" };
import { FULL, isCode, readToken } from "../../text/browser/tokenizer.js";
import { size } from "../../text/browser/letters.js";
import { mayRepair } from "./spelling.js";

/** Words of a query that are split. */
export const MOST_SPLIT = SHARED.most_split;

/** Two neighbouring words written together. */
export function joined(left, right, language) {
  return readToken(left.folded + right.folded, left.start, right.end, language);
}

/** Whether a joined form of two neighbours is worth looking up. */
export function mayJoin(left, right, language, isKnown) {
  const stopWords = [left, right].filter(({ weight }) => weight < FULL);
  if (right.start - left.end > 1 || stopWords.length === 2 || stopWords.some(({ folded }) => size(folded) === 1)) return false;
  return !language.hasTones || !(isKnown(left) && isKnown(right));
}

/**
 * [words, word → the word together with the one after it]: those joined forms that documents have.
 * @returns {[any[], Map<any, any>]}
 */
export function joinWords(tokens, language, postings, isKnown) {
  const found = [];
  const beside = new Map();
  for (let i = 0; i < tokens.length; i++) {
    const [left, right] = [tokens[i], tokens[i + 1]];
    const both = right && mayJoin(left, right, language, isKnown) ? joined(left, right, language) : null;
    if (!both || !postings.has(both.stem) || postings.has(`${left.stem} ${right.stem}`)) {
      found.push(left);
    } else if (isKnown(left) && isKnown(right)) {
      found.push(left);
      beside.set(left, both);
    } else {
      found.push(both);
      i += 1;
    }
  }
  return [found, beside];
}

/** Where an unknown word may be cut, each way as the spans of its parts, in order of preference. */
export function possibleSplits(word, language) {
  const length = word.length;
  if (length > SHARED.longest_split || !/^[a-z0-9]+$/.test(word)) return [];
  if (isCode(word)) {
    const begins = /^[a-z]+(?=[0-9]+$)|^[a-z0-9]*[0-9](?=[a-z]+$)/.exec(word);
    return begins ? [[[0, begins[0].length], [begins[0].length, length]]] : [];
  }
  if (!mayRepair(word, language)) return [];
  const ways = [];
  const last = length - SHARED.shortest_part;
  for (let i = last; i >= SHARED.shortest_part; i--) ways.push([[0, i], [i, length]]);
  for (let i = last; language.hasTones && i >= SHARED.shortest_part; i--) {
    for (let j = last; j >= i + SHARED.shortest_part; j--) ways.push([[0, i], [i, j], [j, length]]);
  }
  return ways;
}

/** Each possible split of `token` as words whose stems documents have. */
export function splitsOf(token, language, isIndexed) {
  const part = ([start, end]) => readToken(token.folded.slice(start, end), token.start + start, token.start + end, language);
  return possibleSplits(token.folded, language)
    .map((spans) => spans.map(part))
    .filter((words) => words.every(({ stem }) => isIndexed(stem)));
}

/** [words, documents that have them as neighbours] of the commonest of several splits; null if none has any. */
export function commonestSplit(splits, postings) {
  let most = null;
  for (const words of splits) {
    const found = Math.min(...pairsOf(words).map((pair) => postings.get(pair)?.documents.length ?? 0));
    if (found > (most?.[1] ?? 0)) most = [words, found];
  }
  return most;
}

/** The pairs of neighbours among `words`. */
export function pairsOf(words) {
  return words.slice(1).map((word, i) => `${words[i].stem} ${word.stem}`);
}
