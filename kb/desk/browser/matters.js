// A script and the article on the same matter: the twin of kb/desk/matters.py, which says why.

import LEARNED from "../shared/learned.json" with { type: "json" };
import SHARED from "../shared/suggest.json" with { type: "json" };
import { FULL } from "../../text/browser/tokenizer.js";
import { ordered } from "./candidates.js";
import { amountOf, confidenceOf } from "./certainty.js";

/**
 * [{candidate, confidence}] in the order in which they are shown, none surer than the one before it.
 * `articleOf(id)`: the article on the same matter as a script, "" without one; `rarest`, `impacts`: the index's own.
 */
export function judge(found, articleOf, { rarest, impacts }, rule) {
  const amounts = new Map(liftedBy(found, articleOf).map(({ id, score }) => [id, amountOf(score, rarest, impacts)]));
  const height = Math.floor((rarest * FULL * impacts * LEARNED.most_lift) / FULL);
  const lifted = scriptsFirst(chosenBy(liftedBy(neared(found), articleOf), articleOf, height), articleOf);
  const matterOf = ({ id }) => articleOf(id) || id;
  let limit = FULL;
  return lifted.map((candidate) => {
    const { id, score, strength, near, words } = candidate;
    const other = lifted.reduce((most, rival) => (matterOf(rival) === matterOf(candidate) ? most : Math.max(most, rival.score)), 0);
    const lead = score ? Math.floor((FULL * (score - other)) / score) : -FULL;
    limit = Math.min(limit, confidenceOf({ amount: amounts.get(id), strength, lead, near, words }, rule));
    return { candidate, confidence: limit };
  });
}

function neared(found) {
  const best = Math.max(0, ...found.map(({ score }) => score));
  return found.map((one) => ({ ...one, score: one.score + Math.floor((best * one.near * SHARED.nearest) / (FULL * FULL)) }));
}

function liftedBy(found, articleOf) {
  const scores = new Map(found.map(({ id, score }) => [id, score]));
  const scripts = new Map();
  for (const { id, isScript, score } of found) {
    if (isScript && articleOf(id)) scripts.set(articleOf(id), Math.max(scripts.get(articleOf(id)) ?? 0, score));
  }
  const beside = ({ id, isScript }) => (isScript ? scores.get(articleOf(id)) : scripts.get(id)) ?? 0;
  return ordered(found.map((one) => ({ ...one, score: one.score + Math.floor((SHARED.same_matter * beside(one)) / FULL) })));
}

/** What colleagues chose, lifted by at most `most`, and past no other with a word more of the message in its title. */
function chosenBy(found, articleOf, most) {
  if (!found.some(({ chosen }) => chosen)) return found;
  const matterOf = ({ id }) => articleOf(id) || id;
  const titled = new Map();
  for (const one of found) titled.set(matterOf(one), new Set([...(titled.get(matterOf(one)) ?? []), ...(one.titled ?? [])]));
  return ordered(found.map((one, place) => {
    const own = titled.get(matterOf(one));
    const walls = found.slice(0, place).filter((other) => !other.titled || [...other.titled].some((term) => !own.has(term)));
    const ceiling = walls.length ? Math.max(one.score, Math.min(...walls.map(({ score }) => score)) - 1) : one.score + most;
    return { ...one, score: Math.min(one.score + Math.floor((most * one.chosen) / FULL), ceiling) };
  }));
}

function scriptsFirst(found, articleOf) {
  if (!found.length || found[0].isScript) return found;
  const script = found.slice(1).find((one) => one.isScript && articleOf(one.id) === found[0].id);
  if (!script || script.score < Math.floor((found[0].score * SHARED.near_script) / FULL)) return found;
  return [script, ...found.filter((one) => one !== script)];
}
