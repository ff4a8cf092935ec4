// Cards of orders inside a paste: the twin of ../transcript_cards.py.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { size } from "../../text/browser/letters.js";
import { anyOf, namedPatterns, whole } from "./transcript_lines.js";
import { makePart, makeRead } from "./transcript_parts.js";
import { CUSTOMER } from "./transcript_speakers.js";

const START = whole(SHARED.card_start);
const LABEL = whole(SHARED.card_label);
const NUMBER = whole(SHARED.card_number);
const LINE = anyOf("card_lines");
const NUMBERS = namedPatterns(SHARED.numbers);
const SIGNS_AROUND = /^[#:.,;()[\]]+|[#:.,;()[\]]+$/g;

/** The lines that belong to no card. */
export function withoutCards(lines) {
  const held = lines.map((line) => line.plain);
  const kept = [];
  let place = 0;
  while (place < lines.length) {
    let end = endOfCard(held, place);
    if (end === place) {
      kept.push(lines[place]);
      end = place + 1;
    }
    place = end;
  }
  return kept;
}

/** Where the card that begins at `start` ends; `start` itself where none begins. */
function endOfCard(held, start) {
  let place = start;
  if (START.test(held[start])) place += 1;
  else if (LABEL.test(held[start]) && start + 1 < held.length && NUMBER.test(held[start + 1])) place += 2;
  else return start;
  let [count, end, hasWords] = [1, place, false];
  while (place < held.length) {
    if (LINE.test(held[place])) {
      count += 1;
      place += 1;
      end = place;
    } else if (held[place] && place === end && !held[place].includes("?") && !hasWords) {
      hasWords = true;
      place += 1;
    } else break;
  }
  hasWords &&= end > start + 2;
  const fewest = hasWords ? SHARED.card_lines_around_words : SHARED.card_lines_fewest;
  return count >= fewest || LABEL.test(held[start]) ? end : start;
}

/** A card, perhaps with words of the customer above or below it; null where there is no card. */
export function readCard(lines) {
  const kept = withoutCards(lines);
  return kept.length === lines.length ? null : makeRead("order", [makePart(CUSTOMER, kept.map((line) => line.text))]);
}

/** The marketplace whose order numbers have the shape of those in `lines`; "" where none or several do. */
export function channelOfNumbers(lines) {
  const words = lines.flatMap((line) => line.plain.split(" ")).map((word) => word.replace(SIGNS_AROUND, ""));
  const found = new Set(words.flatMap((word) =>
    NUMBERS.filter(([, one]) => one.test(word) && hasDigits(word)).map(([channel]) => channel)));
  return found.size === 1 ? [...found][0] : "";
}

const hasDigits = (word) => word.replace(/[^0-9]/g, "").length >= Math.floor(size(word) / 2);
