// Which section of a document answers a query: the twin of kb/search/ranking/snippets.py.
// `wanted` maps term → worth; `text` is what a shard holds of a document: {questions, answer, passages}.

import SHARED from "../shared/ranking.json" with { type: "json" };
import { lower, safeCut } from "../../text/browser/letters.js";
import { read } from "../../text/browser/tokenizer.js";

const SNIPPET = SHARED.snippet;

function worthOf(text, wanted, language) {
  const present = new Set(read(text, language).flatMap((token) => [token.stem, "=" + token.toned]));
  let sum = 0;
  for (const term of present) sum += wanted.get(term) ?? 0;
  return sum;
}

/** {anchor, heading, passage}: the passage that holds most of the wanted terms, shortened. */
export function choosePassage(text, wanted, language) {
  let best = null;
  let most = 0;
  for (const passage of text.passages) {
    const own = SHARED.heading_factor * worthOf(passage[1], wanted, language) + worthOf(passage[2], wanted, language);
    if (best === null || own > most) [best, most] = [passage, own];
  }
  if (best === null) {
    const letters = [...text.answer];
    const end = safeCut(letters, SNIPPET, language.characters);
    return { anchor: "", heading: "", passage: letters.slice(0, end).join("") };
  }
  return { anchor: best[0], heading: best[1], passage: snippet(best[2], wanted, language) };
}

/** About `SNIPPET` code points of `text`, whole words, around the most telling one; no sign is cut in two. */
export function snippet(text, wanted, language) {
  const { characters } = language;
  const letters = [...text];
  const placeOf = placesOf(letters);
  const tokens = read(text, language);
  const [starts, ends] = [tokens.map((token) => placeOf(token.start)), tokens.map((token) => placeOf(token.end))];
  const worths = tokens.map(({ stem, toned }) => Math.max(wanted.get(stem) ?? 0, wanted.get("=" + toned) ?? 0));
  const most = worths.reduce((highest, worth) => Math.max(highest, worth), 0);
  const middle = letters.length <= SNIPPET || !most ? 0 : starts[worths.indexOf(most)];
  let start = Math.max(0, Math.min(middle - Math.floor(SNIPPET / 3), letters.length - SNIPPET));
  if (start) start = safeCut(letters, starts.find((place) => place >= start) ?? start, characters);
  let end = ends.reduce((last, place) => (place <= start + SNIPPET && place > last ? place : last), -1);
  if (end < 0) end = start + SNIPPET;
  if (end < start || letters.length <= start + SNIPPET) end = Math.min(letters.length, start + SNIPPET);
  end = safeCut(letters, end, characters);
  const shown = letters.slice(start, end).join("").split(/\s+/).filter(Boolean).join(" ");
  return (start ? "… " : "") + shown + (end < [...text.trimEnd()].length ? " …" : "");
}

/** Every word of a document, in order: [as its writer spelt it, in small letters; its stem; its exact form]. */
export function wordsOf(title, text, language) {
  const texts = [title, ...text.questions, text.answer, ...text.passages.flatMap(([, heading, body]) => [heading, body])];
  return texts.flatMap((part) =>
    read(part, language).map(({ start, end, stem, toned }) =>
      [lower(part.slice(start, end), language.characters), stem, "=" + toned]));
}

/** The document's own spelling of the words that a query found in it, as they first appear. */
export function matchedWords(title, text, wanted, language) {
  const found = wordsOf(title, text, language).filter(([, stem, exact]) => wanted.has(stem) || wanted.has(exact));
  return [...new Set(found.map(([word]) => word))];
}

/** From a place in UTF-16 units to one in code points. */
function placesOf(letters) {
  const places = new Map();
  let unit = 0;
  letters.forEach((letter, place) => {
    places.set(unit, place);
    unit += letter.length;
  });
  return (place) => places.get(place) ?? letters.length;
}
