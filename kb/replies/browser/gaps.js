// Closing the gap that an optional placeholder leaves behind: the twin of kb/replies/gaps.py.

import SHARED from "../shared/gaps.json" with { type: "json" };

/** Stands in a text where an optional placeholder was left empty. */
export const GAP = SHARED.gap;

const PAIRS = new Set(SHARED.pairs);
const PARTICLE = new RegExp(`^${SHARED.particle}`);
const CALLED = new RegExp(SHARED.called, "iu");
const SENTENCE_END = new RegExp(SHARED.sentence_end);
const LEADING = new RegExp(`^${SHARED.leading}`);

const trimLeft = (text) => text.replace(/^ +/, "");
const trimRight = (text) => text.replace(/ +$/, "");
const isIn = (sign, signs) => Boolean(sign) && signs.includes(sign);

/** The inlines of one block without their gaps, and without the marks and links that held nothing else. */
export function closeGaps(inlines) {
  let letters = lettersOf(inlines);
  if (!letters.some(([letter]) => letter === GAP)) return inlines;
  for (let place = 0; (place = letters.findIndex(([letter]) => letter === GAP)) >= 0;) {
    const text = (rows) => rows.map(([letter]) => letter).join("");
    const [before, after, isStart] = closing(text(letters.slice(0, place)), text(letters.slice(place + 1)));
    const kept = letters.slice(place + 1 + after);
    if (isStart && kept[0]?.[2] && kept[0][0] !== GAP) kept[0][0] = kept[0][0].toUpperCase();
    letters = [...letters.slice(0, place - before), ...kept];
  }
  return rebuilt(inlines, letters);
}

/**
 * [letters to take before the gap, letters to take after it, does a sentence begin then?]; code points.
 * @returns {[number, number, boolean]}
 */
export function closing(left, right) {
  let [before, after, begins] = [left, right, ""];
  for (;;) {
    const [inner, outer] = [trimRight(before), trimLeft(after)];
    if (inner && outer && PAIRS.has(inner.at(-1) + outer[0])) {
      [before, after] = [inner.slice(0, -1), outer.slice(1)];
      continue;
    }
    const particle = PARTICLE.exec(after);
    if (particle && !CALLED.test(before)) {
      after = after.slice(particle[0].length);
      continue;
    }
    begins = whatBegins(before);
    const [leading] = LEADING.exec(after);
    if (!begins || !leading) break;
    after = after.slice(leading.length);
  }
  if (begins) [before, after, begins] = atStart(before, after, begins);
  else [before, after] = inside(before, after);
  const count = (text) => [...text].length;
  return [count(left) - count(before), count(right) - count(after), begins === "sentence"];
}

function whatBegins(before) {
  const bare = trimRight(before);
  const last = bare.at(-1);
  if (!bare || last === "\n") return "line";
  if (isIn(last, SHARED.openers)) return SHARED.brackets.includes(last) ? "aside" : "sentence";
  if (last === '"' && (bare.slice(bare.lastIndexOf("\n") + 1).split('"').length - 1) % 2) return "sentence";
  return SENTENCE_END.test(before) ? "sentence" : "";
}

function atStart(before, after, begins) {
  if (begins === "line" && (!after || after[0] === "\n")) {
    if (after) return [trimRight(before), after.slice(1), ""];
    return [trimRight(trimRight(before).slice(0, -1)), after, ""];
  }
  if (!after || isIn(after[0], `"\n${SHARED.after}`)) return [trimRight(before), after, ""];
  return [before, after, begins === "aside" ? "" : "sentence"];
}

function inside(before, after) {
  const [bare, rest] = [trimRight(before), trimLeft(after)];
  const ends = !rest || isIn(rest[0], `${SHARED.after}\n`) || (rest[0] === '"' && rest === after);
  const close = () => (keepsBlank(after) ? after : rest);
  if (bare.at(-1) === ":" && isIn(rest[0], SHARED.commas)) return [before, trimLeft(rest.slice(1))];
  if (isIn(bare.at(-1), SHARED.commas) && ends) return [trimRight(bare.slice(0, -1)), close()];
  if (isIn(bare.at(-1), SHARED.dashes) && ["", " "].includes(bare.slice(-2, -1)) && (!rest || rest[0] === "\n")) {
    return [trimRight(bare.slice(0, -1)), rest];
  }
  if (ends) return [bare, close()];
  return before === bare ? [before, after] : [`${bare} `, rest];
}

const keepsBlank = (after) => after.startsWith(" ") && isIn(trimLeft(after)[0], SHARED.after_blank);

/** Every letter of the block: [letter, the inline it belongs to, may it be changed?]. */
function lettersOf(inlines) {
  return inlines.flatMap((inline) => {
    if (inline[0] === "t" || inline[0] === "c") return [...inline[1]].map((letter) => [letter, inline, inline[0] === "t"]);
    if (inline[0] === "br") return [["\n", inline, false]];
    if (inline[0] === "hole") return [["0", inline, false]];
    const own = lettersOf(inline.at(-1));
    const isBare = inline[0] === "a" && own.map(([letter]) => letter).join("") === inline[1];
    return isBare ? own.map(([letter, owner]) => [letter, owner, false]) : own;
  });
}

function rebuilt(inlines, letters) {
  const texts = new Map();
  for (const [letter, owner] of letters) texts.set(owner, (texts.get(owner) ?? "") + letter);
  const rebuild = (rows) => rows.flatMap((inline) => {
    if (inline[0] === "t" || inline[0] === "c") return texts.has(inline) ? [[inline[0], texts.get(inline)]] : [];
    if (inline[0] === "br" || inline[0] === "hole") return texts.has(inline) ? [inline] : [];
    const inner = rebuild(inline.at(-1));
    return inner.length ? [[...inline.slice(0, -1), inner]] : [];
  });
  return rebuild(inlines);
}
