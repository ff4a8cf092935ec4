// Placeholders of other systems, tags and gaps in a text that is about to be sent: the twin of
// kb/replies/leftovers.py. The patterns come with the desk's data (`leftovers`).

const compiled = new Map();

function regex({ find, ignore_case: ignoresCase }) {
  const key = `${ignoresCase} ${find}`;
  if (!compiled.has(key)) compiled.set(key, new RegExp(find, ignoresCase ? "giu" : "gu"));
  return compiled.get(key);
}

/**
 * [{kind, start, end, is_sure}, …] in the order of `text`, without overlaps; positions count UTF-16 units.
 * `holes` are placeholders of ours that are still to be filled: they are told elsewhere.
 */
export function findLeftovers(text, rows, holes = []) {
  const ours = new Set(holes.map((name) => `{{ ${name} }}`));
  const found = rows.flatMap((row) => [...text.matchAll(regex(row))]
    .map((match) => ({ kind: row.id, start: match.index, end: match.index + match[0].length, is_sure: row.sure })));
  found.sort((a, b) => a.start - b.start || b.end - a.end || b.is_sure - a.is_sure || (a.kind < b.kind ? -1 : 1));
  const kept = [];
  for (const one of found) if (!kept.length || one.start >= kept.at(-1).end) kept.push(one);
  return kept.filter(({ start, end }) => !ours.has(text.slice(start, end)));
}
