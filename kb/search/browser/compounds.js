// Words written together or apart: the twin of kb/search/ranking/compounds.py.

import SHARED from "../shared/ranking.json" with { type: "json" };
import { FULL, isCode, readToken } from "../../text/browser/tokenizer.js";
import { mayRepair } from "./spelling.js";

/** Words of a query that are split. */
export const MOST_SPLIT = SHARED.most_split;

/** Two neighbouring words written together. */
export function joined(left, right, language) {
  return readToken(left.folded + right.folded, left.start, right.end, language);
}

/** Whether a joined form of two neighbours is worth looking up. */
export function mayJoin(left, right, language, isKnown) {
  if (left.weight < FULL && right.weight < FULL) return false;
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
  const size = word.length;
  if (size > SHARED.longest_split || !/^[a-z0-9]+$/.test(word)) return [];
  if (isCode(word)) {
    const letters = word.search(/[0-9]/);
    const isPlain = letters > 0 && /^[0-9]+$/.test(word.slice(letters));
    return isPlain ? [[[0, letters], [letters, size]]] : [];
  }
  if (!mayRepair(word, language)) return [];
  const ways = [];
  for (let i = size - 1; i > 0; i--) ways.push([[0, i], [i, size]]);
  const last = size - SHARED.shortest_part;
  for (let i = last; language.hasTones && i >= SHARED.shortest_part; i--) {
    for (let j = last; j >= i + SHARED.shortest_part; j--) ways.push([[0, i], [i, j], [j, size]]);
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

/** The pairs of neighbours among `words`. */
export function pairsOf(words) {
  return words.slice(1).map((word, i) => `${words[i].stem} ${word.stem}`);
}
