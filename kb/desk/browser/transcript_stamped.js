// Conversations whose lines begin with a time and a name, or with a name alone: the twin of ../transcript_stamped.py.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { size } from "../../text/browser/letters.js";
import { LABELLED, afterColons, anyOf, beginning, dayOf, nameAsWritten, whole } from "./transcript_lines.js";
import { makePart, makeRead } from "./transcript_parts.js";
import { isCustomer, isField, isNameLike, isShop, withoutAddress } from "./transcript_speakers.js";

/** @type {[string, RegExp][]} */
const STAMPED = SHARED.stamped.map(([strength, source]) => [strength, beginning(source)]);
const NOTICE = whole(SHARED.stamped_notice);
const WHATSAPP = beginning(SHARED.whatsapp);
const CARD = anyOf("card_lines");
const CARD_START = whole(SHARED.card_start);

const trim = (text) => text.replace(/^ +| +$/g, "");

/** Turns of lines that begin with a time and a name; null where that is not what they are. */
export function readStamped(lines, shop) {
  const parts = [];
  let isExact = false;
  let isWhatsapp = false;
  for (const line of lines) {
    const start = startOf(line);
    if (start) {
      const [strength, head, label] = start;
      isExact ||= strength === "exact";
      isWhatsapp ||= WHATSAPP.test(head);
      parts.push(makePart(label, [afterColons(line, head)], { day: dayOf(head), name: nameAsWritten(line, head, label) }));
    } else if (NOTICE.test(line.plain)) continue;
    else if (parts.length) parts.at(-1).lines.push(line.text);
    else if (!(line.isBlank || line.isStamp || line.isNotice || isTitle(line))) return null;
  }
  if (!isExact && !isTalk(parts, shop)) return null;
  return makeRead(isWhatsapp ? "whatsapp" : "chat", parts, { channel: isWhatsapp ? "whatsapp" : "" });
}

/** [strength, plain head, label] of a line that begins a turn. */
function startOf(line) {
  if (!line.plain.includes(":")) return null;
  for (const [strength, one] of STAMPED) {
    const found = one.exec(line.plain);
    if (found && trim(found[1])) return [strength, found[0], trim(found[1])];
  }
  return null;
}

const isTitle = (line) => size(line.plain) <= SHARED.longest_title && isNameLike(line.plain);

/** Do labels repeat, or is one known? Then times before them are no list of what happened when. */
function isTalk(parts, shop) {
  const labels = parts.map((part) => part.label);
  const isKnown = labels.some((label) => isShop(label, shop) || isCustomer(label));
  return labels.length > 1 && (isKnown || new Set(labels).size < labels.length);
}

/** Turns of lines that begin with a name and a colon; null where the names may be fields of a form. */
export function readNamed(lines, shop) {
  const heads = lines.map(labelOf);
  const speakers = speakersOf(heads.filter(Boolean), shop);
  if (!speakers.size) return null;
  const parts = [];
  for (const [place, line] of lines.entries()) {
    const label = heads[place];
    if (speakers.has(label)) {
      const head = LABELLED.exec(line.plain);
      const name = nameAsWritten(line, head[0], trim(head[1]));
      parts.push(makePart(label, [afterColons(line, head[0])], { name: withoutAddress(name) }));
    } else if (parts.length) {
      if (!(line.isStamp || line.isReadMark || (line.isNotice && !line.isBlank))) parts.at(-1).lines.push(line.text);
    } else if (!isBefore(line)) return null;
  }
  return parts.length > 1 ? makeRead("names", parts) : null;
}

function labelOf(line) {
  const found = LABELLED.exec(line.plain);
  return found ? withoutAddress(trim(found[1])) : "";
}

/** May `line` stand above a conversation without being part of it? */
const isBefore = (line) => line.isBlank || line.isStamp || line.isNotice || CARD.test(line.plain) || CARD_START.test(line.plain);

/** The labels that are names: one is known as the shop or the customer, and the others answer it. */
function speakersOf(labels, shop) {
  const counts = new Map();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const people = [...counts.keys()].filter((label) => !isField(label) && isNameLike(label));
  const customers = people.filter(isCustomer);
  const shops = people.filter((label) => !isCustomer(label) && isShop(label, shop));
  const others = people.filter((label) => !isCustomer(label) && !isShop(label, shop));
  const repeated = others.filter((label) => counts.get(label) > 1);
  if (customers.length && shops.length) return new Set([...customers, ...shops, ...repeated]);
  if (customers.length) return new Set(repeated.length ? [...customers, ...repeated] : []);
  if (shops.length) {
    const isNamed = shops.some((label) => shop.has(label));
    return new Set([...shops, ...(repeated.length ? repeated : isNamed && others.length === 1 ? others : [])]);
  }
  return pairOf(labels, counts, repeated);
}

/** Two labels that nobody knows, and that answer each other more than once. */
function pairOf(labels, counts, repeated) {
  const turns = labels.filter((label, place) => label !== labels[place + 1]);
  return new Set(counts.size === 2 && repeated.length === 2 && turns.length > 2 ? repeated : []);
}
