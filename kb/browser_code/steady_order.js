/* The order of results while one types on: who reads the list finds what was there where it was. */

/** What stood first stays before another hit that is hardly better: by its share of the other's score, per cent. */
const HARDLY = 85;

/**
 * `hits` (best first, each with `id` and `score`) in an order that keeps to that of `before`, what was shown; as they are if
 * the query does not go on.
 */
export function steadyOrder(hits, before, goesOn) {
  if (!goesOn) return hits;
  const places = new Map(before.map(({ id }, place) => [id, place]));
  const found = [];
  for (const hit of hits) {
    let at = found.length;
    const stoodBefore = (other) => places.has(hit.id) && (places.get(other.id) ?? Infinity) > places.get(hit.id);
    while (at > 0 && stoodBefore(found[at - 1]) && hit.score * 100 >= found[at - 1].score * HARDLY) at -= 1;
    found.splice(at, 0, hit);
  }
  return found;
}
