// Conversations whose speakers stand on lines of their own: the twin of ../transcript_blocks.py.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { withoutCards } from "./transcript_cards.js";
import { NOTE_LINE, PUBLIC_LINE, headOf, isTimeFirst, speakersOf, startsOf } from "./transcript_heads.js";
import { dayOf, nameAsWritten, plain, whole } from "./transcript_lines.js";
import { withoutSignature } from "./transcript_mail.js";
import { makePart, makeRead } from "./transcript_parts.js";
import { OWN, isOwn, withoutAddress } from "./transcript_speakers.js";

const QUOTED = whole(SHARED.quoted);
const DOES = whole(SHARED.does);
const ASSIGNED = whole(SHARED.assigned);
const PHONE = whole(SHARED.phone);

/** Turns of lines below their speakers' names; null where the names are no speakers. */
export function readBlocks(all, shop) {
  const lines = withoutCards(all);
  const held = lines.filter((line) => !line.isBlank);
  const heads = held.map(headOf);
  const speakers = speakersOf(held, heads, shop);
  if (!speakers.size) return null;
  const isBefore = isTimeFirst(held, heads, speakers);
  const starts = startsOf(held, heads, speakers, isBefore);
  const agents = agentsIn(held);
  const begun = new Map(held.map((line, place) => [line, starts[place]]));
  const said = partsOf(lines, begun, speakers, isBefore, agents);
  if (!said.length) return null;
  const isSigned = agents.size > 0 || said.some((part) => part.isNote) || starts.some((head) => head && head.kind !== "name");
  const isTicket = isSigned || isBefore;
  const parts = said.filter((part, place) => !isContact(part, said[place + 1]));
  if (isSigned) for (const part of parts) part.lines = withoutSignature(part.lines, part.label);
  const isOwnNamed = parts.some((part) => isOwn(part.label));
  return makeRead(isTicket && !isOwnNamed ? "ticket" : "chat", parts, { agents: [...agents], isTicket });
}

/** A telephone number below the name of a contact, before the first thing that they say. */
function isContact(part, following) {
  const held = part.lines.map((line) => line.trim()).filter(Boolean);
  return held.length === 1 && following?.label === part.label && !part.day.length && PHONE.test(plain(held[0]));
}

/** Those whom the chat itself names as people of the shop. */
const agentsIn = (held) => new Set(held.flatMap((line) => ASSIGNED.exec(line.plain)?.slice(1) ?? []).filter(Boolean));

function partsOf(lines, starts, speakers, isBefore, agents) {
  const parts = [];
  let [label, day, isFresh, isQuote] = ["", [], false, false];
  for (const line of lines) {
    const head = starts.get(line);
    const last = parts.at(-1);
    if (head) {
      const own = dayOf(head.stamp);
      [label, day, isFresh] = [head.label, own.length ? own : day, true];
      const isNote = head.kind === "note";
      parts.push(makePart(label, [], { day, isNote, name: withoutAddress(nameAsWritten(line, line.plain, label)) }));
      if (isNote) agents.add(label);
    } else if (line.isStamp && !line.isBlank) {
      const own = dayOf(line.plain);
      day = own.length ? own : day;
      if (!last) continue;
      if (isFresh && !last.lines.some((one) => one.trim())) last.day = day;
      else parts.push(makePart(isBefore ? "" : label, [], { day, name: last.name }));
    } else if (line.isReadMark && !isFresh) {
      if (last && !last.label) last.label = OWN;
    } else if (last && (NOTE_LINE.test(line.plain) || PUBLIC_LINE.test(line.plain))) {
      const isPublic = PUBLIC_LINE.test(line.plain);
      agents.add(label);
      if (last.lines.length && !isPublic) parts.push(makePart(label, [], { day, name: last.name }));
      parts.at(-1).isNote = !isPublic;
    } else if (QUOTED.test(line.plain)) isQuote = true;
    else if (isQuote && !line.isBlank) isQuote = false;
    else if (last && !(line.isNotice || ASSIGNED.test(line.plain) || isDoing(line, speakers))) {
      last.lines.push(line.text);
      isFresh &&= line.isBlank;
    }
  }
  return owned(parts);
}

/** “Mei added refund”: what a speaker did, as the helpdesk tells it. */
function isDoing(line, speakers) {
  const words = line.plain.split(" ");
  return words.slice(0, SHARED.name_words).some((_, place) =>
    speakers.has(words.slice(0, place + 1).join(" ")) && DOES.test(words.slice(place + 1).join(" ")));
}

/** Words without a name are those of the one who spoke before. */
function owned(parts) {
  for (const [place, part] of parts.entries()) if (place) part.label ||= parts[place - 1].label;
  return parts;
}
