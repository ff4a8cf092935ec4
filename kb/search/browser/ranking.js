// Scores of documents and impacts of terms, looked up and ordered: a part of the twin of kb/search/ranking/scoring.py.

import { bisect } from "./encoding.js";

/** The order of [score, document]: best first; ties by place, which is by id. */
export function byScore(a, b) {
  return b[0] - a[0] || a[1] - b[1];
}

/**
 * The best `limit` of all documents' scores as [score, document]. Finds the lowest number that counts first, which is
 * far cheaper than sorting pairs.
 */
export function best(scores, limit) {
  if (limit <= 0) return [];
  const top = [];
  let least = 0;
  for (const score of scores) {
    if (score <= least) continue;
    top.splice(bisect(top.length, (i) => top[i] < score), 0, score);
    if (top.length > limit) top.shift();
    if (top.length === limit) least = top[0];
  }
  const ranked = [];
  scores.forEach((score, document) => score && score >= least && ranked.push([score, document]));
  return ranked.sort(byScore).slice(0, limit);
}

/** A common term's impact in every document, kept: looking up is then a step, not a search. */
export function rowOf(posting, count) {
  if (!posting.row) {
    posting.row = new Uint8Array(count);
    posting.documents.forEach((document, i) => (posting.row[document] = posting.impacts[i]));
  }
  return posting.row;
}

/** How strongly a term stands in a document; 0 where it does not. */
export function impactIn({ documents, impacts }, document) {
  const place = bisect(documents.length, (i) => documents[i] < document);
  return place < documents.length && documents[place] === document ? impacts[place] : 0;
}
