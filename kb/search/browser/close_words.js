// "Did you mean …" where nothing is found: the twin of kb/search/ranking/close_words.py, which says why.

import SHARED from "../shared/close_words.json" with { type: "json" };
import { byCodePoints, cut } from "../../text/browser/letters.js";
import { FULL, LONGEST_TEXT, isCode, read } from "../../text/browser/tokenizer.js";

/** `query` with the words that no document has replaced by the nearest that one has; "" where none is near. */
export async function closeQuery(index, query) {
  const text = cut(query, LONGEST_TEXT);
  const unknown = read(text, index.language).filter((token) => isOdd(token, index)).slice(0, SHARED.most_words);
  if (!unknown.length) return "";
  await Promise.all([index.loadWords(), index.loadDictionaries()]);
  let found = text;
  for (const { start, end, folded } of unknown.reverse()) {
    const word = await nearest(folded, index);
    if (word) found = found.slice(0, start) + word + found.slice(end);
  }
  return found === text ? "" : found;
}

/**
 * The words of `query` that are in no document, however they are read, as they were typed; `plan` is what planQuery gave. A
 * word that is being typed may still become one.
 */
export function missingWords(index, query, { tokens, terms, potentials }, isTyping) {
  const found = new Set(terms.filter(([{ term }]) => !term.includes(" ") && term[0] !== "~").map(([{ place }]) => place));
  const isMissing = (token, place) => potentials[place] === FULL * index.core.unknown && !found.has(place) && !(isTyping && token.end === query.length);
  return tokens.filter(isMissing).map(({ start, end }) => query.slice(start, end));
}

function isOdd(token, index) {
  return token.weight >= FULL && !isCode(token.folded) && !index.isKnown(token) && [...token.folded].length >= SHARED.shortest;
}

async function nearest(word, index) {
  if (/^[a-z]+$/.test(word) && index.dictionaries.some((formsOf) => formsOf(word).length)) return "";
  const letters = [...word];
  const most = letters.length >= SHARED.two_from ? 2 : 1;
  const near = [];
  for (const [listed, { size }] of index.listed) {
    if (Math.abs([...listed].length - letters.length) > most || isCode(listed)) continue;
    const distance = distanceOf(letters, [...listed], most);
    if (distance <= most) near.push([distance + (listed[0] === word[0] ? 0 : 1), -size, listed]);
  }
  near.sort((a, b) => a[0] - b[0] || a[1] - b[1] || byCodePoints(a[2], b[2]));
  const best = near.slice(0, SHARED.compared).map(([, , listed]) => listed);
  if (index.language.hasTones) return best[0] ?? "";
  await index.loadTerms(best.map((listed) => "=" + listed));
  return best.find((listed) => index.postings.has("=" + listed)) ?? ""; // a stem is no word
}

/** How many letters are to be changed, put in, left out or swapped with the next between two words; `most` + 1 if more. */
export function distanceOf(left, right, most) {
  let before = [];
  let last = right.map((_, at) => at);
  last.push(right.length);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return Math.min(last[right.length], most + 1);
}
