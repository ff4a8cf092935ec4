// How sure the desk is that a document answers a message: the twin of kb/desk/answer_confidence.py, which says why.

import { FULL } from "../../text/browser/tokenizer.js";

/** How sure it is that a document answers; 0 to 100; `settings` come with the desk's data. */
export function sureness(index, plan, tokens, document, score, settings) {
  const words = new Map();
  const exact = new Set();
  let pairs = 0;
  for (const [{ term, weight, place }, { documents, impacts }] of plan.terms) {
    const at = documents.indexOf(document);
    if (at < 0) continue;
    const strength = weight * impacts[at];
    if (term[0] === "=") exact.add(term.slice(1));
    else if (term.includes(" ") && term[0] !== "~") pairs += strength;
    else words.set(place, Math.max(words.get(place) ?? 0, strength));
  }
  const sum = [...words.values()].reduce((total, strength) => total + strength, 0);
  const evidence = Math.min(settings.most_evidence, Math.floor(sum / index.core.settings.impacts));
  const paired = Math.min(settings.most_evidence, Math.floor(pairs / settings.pair_unit));
  const lifted = foundShare(plan, words, score, index.core.settings.impacts) + Math.floor((evidence + paired) / settings.evidence_share);
  const raw = lifted - misheard(index, tokens, exact);
  return Math.max(0, Math.min(FULL, Math.floor((raw * settings.scale) / FULL)));
}

function foundShare(plan, places, score, impacts) {
  const total = plan.potentials.reduce((sum, potential) => sum + potential, 0);
  if (!total) return 0;
  const covered = plan.potentials.reduce((sum, potential, place) => sum + (places.has(place) ? potential : 0), 0);
  return Math.floor((Math.floor((100 * covered) / total) + Math.floor((100 * score) / (total * impacts))) / 2);
}

function misheard(index, tokens, exact) {
  if (!index.language.hasTones || !tokens.length) return 0;
  const toned = tokens.filter((token) => token.weight >= FULL && token.toned !== token.stem);
  return Math.floor((100 * toned.filter((token) => !exact.has(token.toned)).length) / tokens.length);
}
