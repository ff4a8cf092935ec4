// Packed numbers, words and postings: the twin of kb/search/indexing/encoding.py and postings.py.

import SHARED from "../shared/index_files.json" with { type: "json" };
import { cut } from "../../text/browser/letters.js";

/** The version of the index's files that this reads. */
export const FORMAT = SHARED.format;
const DAMAGED = "kb search: a shard is damaged";
const { final: FINAL, more: MORE, symbols: SYMBOLS } = SHARED;
/** Letters of the hash in a shard's name. */
export const HASH_LETTERS = SHARED.hash_letters;
const VALUES = new Int16Array(128).fill(-1);
[...SYMBOLS].forEach((symbol, value) => (VALUES[symbol.charCodeAt(0)] = value));

/** What a symbol stands for. */
export function valueOf(symbol) {
  return VALUES[symbol.charCodeAt(0)];
}

/** An error that says that a shard is not what was written. */
export function damaged() {
  return new Error(DAMAGED);
}

/** The numbers that `pack_numbers` was given. */
export function unpackNumbers(packed) {
  const numbers = [];
  let number = 0;
  let scale = 1;
  for (let i = 0; i < packed.length; i++) {
    const value = VALUES[packed.charCodeAt(i)];
    if (value < FINAL) {
      numbers.push(number + value * scale);
      number = 0;
      scale = 1;
    } else {
      number += (value - FINAL) * scale;
      scale *= MORE;
    }
  }
  return numbers;
}

/** The words that `pack_words` was given. */
export function unpackWords(packed) {
  const words = [];
  let before = "";
  for (const line of packed ? packed.split("\n") : []) {
    before = cut(before, VALUES[line.charCodeAt(0)]) + line.slice(1);
    words.push(before);
  }
  return words;
}

/** Puts the postings of a shard of an index of `count` documents into `postings`; `idfOf(size)` tells how rare a term is. */
export function unpackTerms(shard, postings, count, idfOf) {
  const terms = unpackWords(shard.terms);
  const [sizes, steps, impacts] = ["sizes", "steps", "impacts"].map((name) => unpackNumbers(shard[name]));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (terms.length !== sizes.length || total !== steps.length || total !== impacts.length) throw damaged();
  let at = 0;
  terms.forEach((term, place) => {
    const documents = new Int32Array(sizes[place]);
    const strengths = new Uint8Array(sizes[place]);
    let document = -1;
    for (let i = 0; i < sizes[place]; i++, at++) {
      document += steps[at] + 1;
      documents[i] = document;
      strengths[i] = impacts[at] + 1;
    }
    if (document >= count) throw damaged();
    postings.set(term, { idf: idfOf(sizes[place]), documents, impacts: strengths });
  });
}

/** How rare a term is by the number of its documents; `packed` holds [by how much it falls, for how many]. */
export function rarities(packed, highest) {
  const runs = unpackNumbers(packed);
  const [ends, idfs] = [[], []];
  let [end, idf] = [0, highest];
  for (let i = 0; i < runs.length; i += 2) {
    idfs.push((idf -= runs[i]));
    ends.push((end += runs[i + 1]));
  }
  return (size) => idfs[bisect(ends.length, (i) => ends[i] < size)];
}

/** The name of a shard, whose hash is one of those written one after another in `hashes`. */
export function shardName(kind, number, hashes) {
  return `${kind}-${number}-${hashAt(number, hashes)}.json`;
}

/** The part at `place` of hashes that are written one after another. */
export function hashAt(place, hashes) {
  return hashes.slice(place * HASH_LETTERS, (place + 1) * HASH_LETTERS);
}

/** The first place below `length` of which `isBefore` does not hold; what it holds of comes first. */
export function bisect(length, isBefore) {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
