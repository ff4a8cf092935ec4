// Which lines of a paste are names of speakers that stand by themselves: the twin of ../transcript_heads.py.
// A head is {label, stamp, kind}.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { anyOf, dayOf, namedPatterns, whole } from "./transcript_lines.js";
import { OWN, isCustomer, isNameLike, isOwn, isShop, withoutAddress } from "./transcript_speakers.js";

const INLINE = whole(SHARED.inline);
const BEFORE_NAME = whole(SHARED.before_name);
const VERBS = namedPatterns(SHARED.verbs);
const OWN_REPLY = whole(SHARED.own_reply);
const BEHIND = namedPatterns([["note", SHARED.note_behind], ["name", SHARED.public_behind]]);
/** “Internal note”, “Public reply”. */
export const NOTE_LINE = whole(SHARED.note_line);
export const PUBLIC_LINE = whole(SHARED.public_line);
const CARD = anyOf("card_lines");
const CARD_START = whole(SHARED.card_start);

const trim = (text) => text.replace(/^ +| +$/g, "");
const named = (label, stamp = "", kind = "name") => ({ label, stamp, kind });
const wordsIn = (label) => label.split(" ").length;

/** What `line` would say if it named a speaker; null where it cannot. */
export function headOf(line) {
  if (line.isStamp || line.isReadMark || line.isMedia || line.isNotice || isCard(line.plain)) return null;
  const held = withoutAddress(line.plain);
  if (OWN_REPLY.test(held)) return named(OWN);
  if (NOTE_LINE.test(held) || PUBLIC_LINE.test(held)) return null;
  for (const [kind, behind] of BEHIND) {
    const found = behind.exec(held);
    const head = found && namedHead(trim(found[1]));
    if (head) return { ...head, kind };
  }
  return namedHead(held);
}

function namedHead(held) {
  for (const [kind, verb] of VERBS) {
    const found = verb.exec(held);
    if (found && isNameLike(found[1]) && !isOwn(held)) return named(found[1], "", kind);
  }
  const before = BEFORE_NAME.exec(held);
  if (before && isNameLike(before[1])) return named(before[1], held.slice(0, held.length - before[1].length));
  const inline = INLINE.exec(held);
  if (inline && isNameLike(trim(inline[1]))) return named(trim(inline[1]), held.slice(inline[1].length));
  return isNameLike(held) ? named(held) : null;
}

const isCard = (held) => CARD.test(held) || CARD_START.test(held);

function countOf(labels) {
  const counts = new Map();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

const union = (...sets) => new Set(sets.flatMap((one) => [...one]));

/** Labels that are surely speakers: the shop, “You sent”, names that come back with words below them each time. */
export function speakersOf(held, heads, shop) {
  const counts = countOf(heads.filter(Boolean).map((head) => head.label));
  const labels = [...counts.keys()];
  const known = new Set(labels.filter((label) => isShop(label, shop, true) && isCertain(label, shop)));
  const addressed = labels.filter((label) => isCustomer(label) && label.includes(" "));
  const repeated = labels.filter((label) => counts.get(label) > 1 && !known.has(label));
  const ending = endingOf(held, heads, union(known, repeated));
  const strangers = union(repeated.filter((label) => !ending.has(label)), addressed);
  const verbs = heads.filter((head) => head && head.kind !== "name").map((head) => head.label);
  if (known.size) {
    const found = union(known, strangers, verbs, topOf(heads, union(known, strangers)));
    return found.size > known.size ? found : union(found, belowTimes(held, heads, known));
  }
  const times = countOf(heads.filter((head, place) => head && hasTime(held, heads, place)).map((head) => head.label));
  const timed = [...strangers].filter((label) => times.get(label));
  if (timed.some((label) => times.get(label) > 1) || (timed.length && times.size > 1) || new Set(verbs).size > 1) {
    return union(timed, verbs);
  }
  const first = heads.find((_, place) => !held[place].isStamp);
  if (first && strangers.has(first.label) && held.filter((line) => line.isStamp).length > 1) {
    return union([first.label], belowTimes(held, heads, new Set([first.label])));
  }
  return new Set();
}

/** Names right below a time that ends a turn, with words below them: people who spoke once. */
function belowTimes(held, heads, speakers) {
  const found = new Set();
  for (let place = 1; place < held.length - 1; place++) {
    const head = heads[place];
    const following = heads[place + 1];
    const isBelow = held[place - 1].isStamp || held[place - 1].isReadMark;
    const isFollowed = !held[place + 1].isStamp && !(following && speakers.has(following.label));
    if (head && isBelow && isFollowed && wordsIn(head.label) < SHARED.name_words - 1) found.add(head.label);
  }
  return found;
}

/** “me”, “ad” alone on a line may be anybody's word; the shop's name and “You sent” are none. */
const isCertain = (label, shop) => shop.has(label, true) || label.includes(" ") || SHARED.own_alone.includes(label);

/** Labels that nothing was said by, where they stand: words like “ok” that were said twice. */
function endingOf(held, heads, speakers) {
  const found = new Set();
  let following = "";
  for (let place = held.length - 1; place >= 0; place--) {
    if (held[place].isStamp || held[place].isReadMark) continue;
    const head = heads[place];
    const label = head && speakers.has(head.label) ? head.label : null;
    if (label !== null && following !== null && label !== following && !head.stamp) found.add(label);
    following = label;
  }
  return found;
}

/** The name at the top, whose words follow: a customer who spoke once. */
function topOf(heads, speakers) {
  const [first, second] = heads;
  if (heads.length < 2 || !first || speakers.has(first.label)) return [];
  const isAnswered = heads.some((head) => head && speakers.has(head.label));
  const isFollowed = !(second && speakers.has(second.label));
  return isAnswered && isFollowed && wordsIn(first.label) < SHARED.name_words ? [first.label] : [];
}

/** Does a time stand behind the name at `place`? */
function hasTime(held, heads, place) {
  return Boolean(heads[place]?.stamp) || (place + 1 < held.length && held[place + 1].isStamp);
}

/** Do times stand behind most names, not below what was said? */
export function isTimeFirst(held, heads, speakers) {
  const places = heads.flatMap((head, place) => (head && speakers.has(head.label) ? [place] : []));
  const timed = places.filter((place) => hasTime(held, heads, place)).length;
  return places.length > 0 && 2 * timed >= places.length;
}

/** Which lines begin a turn: their heads, or null. */
export function startsOf(held, heads, speakers, isBefore) {
  let speaking = "";
  return heads.map((head, place) => {
    let isStart = false;
    if (head && speakers.has(head.label)) {
      const isRepeated = isBefore && head.label === speaking && !hasTime(held, heads, place);
      isStart = !isRepeated || isOwn(head.label);
    } else if (head && isBefore && hasTime(held, heads, place)) isStart = begins(held, heads, speakers, place);
    if (!isStart) return null;
    speaking = head.label;
    return head;
  });
}

/** Is the time below this line that of what follows, not of the line itself? */
function begins(held, heads, speakers, place) {
  const head = heads[place];
  if (head.stamp) return wordsIn(head.label) < SHARED.name_words && dayOf(head.stamp).length > 0;
  if (place + 2 >= held.length) return false;
  const following = heads[place + 2];
  return !(following && speakers.has(following.label));
}
