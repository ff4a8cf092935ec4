// Finds replies and articles by what they are called: every word that is typed begins a word of the title, the summary or
// the id, in any language of the shop. Marks and capitals make no difference, and a slip of the finger little.

const WEIGHTS = { title: 4, id: 3, summary: 1 };
const [WHOLE, BEGUN, SLIPPED] = [3, 2, 1];
const SLIPS = [[8, 2], [4, 1]]; // a word of so many letters may have so many slips
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * `rows`: [{id, kind, language, title, summary}]; `fold(text)`: small letters without marks. Gives
 * `find(query, language, limit)`: {row, found} of each id that fits, best first; `row` is in `language` where there is one, `found` what fits.
 */
export function titleFinder(rows, fold) {
  const wordsOf = (text) => fold(text).split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
  const read = rows.map((row) => ({ row, title: wordsOf(row.title), summary: wordsOf(row.summary), id: wordsOf(row.id.split("/").at(-1)) }));

  return (query, language, limit) => {
    const asked = wordsOf(query);
    if (!asked.length) return [];
    const best = new Map(); // id → {row, score}: the language that fits best
    const spoken = new Map(); // id → the row in `language`
    for (const one of read) {
      const { id } = one.row;
      if (one.row.language === language) spoken.set(id, one.row);
      const score = scoreOf(asked, one) + (one.row.language === language ? 0.5 : 0);
      if (score >= 1 && !(best.get(id)?.score >= score)) best.set(id, { row: one.row, score });
    }
    return [...best.values()]
      .sort((a, b) => b.score - a.score || Number(b.row.kind === "script") - Number(a.row.kind === "script") || (a.row.id < b.row.id ? -1 : 1))
      .slice(0, limit).map(({ row }) => ({ row: spoken.get(row.id) ?? row, found: row }));
  };
}

/** The sum over the words asked for, each at its best place; 0 where one is nowhere. */
function scoreOf(asked, one) {
  let sum = 0;
  for (const word of asked) {
    const score = Math.max(...Object.entries(WEIGHTS).map(([name, weight]) => weight * Math.max(0, ...one[name].map((held) => fitOf(word, held)))));
    if (!score) return 0;
    sum += score;
  }
  return sum;
}

function fitOf(word, held) {
  if (word === held) return WHOLE;
  if (held.startsWith(word) || (SPACELESS.test(word) && held.includes(word))) return BEGUN;
  const slips = SLIPS.find(([length]) => word.length >= length)?.[1] ?? 0;
  return slips && held[0] === word[0] && slipsTo(word, held) <= slips ? SLIPPED : 0;
}

/** The fewest letters left out, put in, changed or swapped that make `word` begin `held` (optimal string alignment). */
function slipsTo(word, held) {
  let [before, last] = [[], Array.from({ length: held.length + 1 }, (_, place) => place)];
  for (let i = 1; i <= word.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= held.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(word[i - 1] !== held[j - 1]));
      if (i > 1 && j > 1 && word[i - 1] === held[j - 2] && word[i - 2] === held[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return Math.min(...last);
}
