// Lines of a copied conversation, and by what shape each is known: the twin of ../transcript_lines.py, which says why.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { LINE_END, cut } from "../../text/browser/letters.js";

const DIGITS = new Map([...SHARED.digits].map((digit, place) => [digit, String(place % 10)]));
const LETTERS = new Map([...SHARED.small[0]].map((letter, place) => [letter, [...SHARED.small[1]][place]]));
const UNSEEN = new RegExp(`[${SHARED.marks}${SHARED.invisible}]`, "gu");
const INVISIBLE = new RegExp(`[${SHARED.invisible}]`, "gu");
const COLON = new RegExp(SHARED.colon, "u");
const EDITED = new RegExp(SHARED.edited, "u");
const DATE_PARTS = new RegExp(SHARED.date_parts, "gu");
const NUMBER = new RegExp(`^${SHARED.number_first}`, "u");
const EDGES = new RegExp(`^[\\s${SHARED.edge}]+|[\\s${SHARED.edge}]+$`, "gu");

const splitWords = (text) => text.split(/\s+/).filter(Boolean);

/** The head of `text` as the patterns have it; `longer` ends it where more follows. */
export function plain(text) {
  const head = cut(text, SHARED.head);
  const apart = head.normalize("NFD").replace(UNSEEN, "");
  const words = splitWords([...apart].map((letter) => LETTERS.get(letter) ?? DIGITS.get(letter) ?? letter).join(""));
  return (head === text ? words : [...words, SHARED.longer]).join(" ");
}

const PARTS = new Map();
for (const [name, source] of SHARED.parts) PARTS.set(name, filled(source));

function filled(source) {
  for (const [name, part] of PARTS) source = source.replaceAll(`<<${name}>>`, () => part);
  return source;
}

/** One of the shared patterns, with the parts that it names filled in: of a whole line, of its beginning, or anywhere. */
export const whole = (source) => new RegExp(`^(?:${filled(source)})$`, "u");
export const beginning = (source) => new RegExp(`^(?:${filled(source)})`, "u");
export const anywhere = (source) => new RegExp(filled(source), "u");

/** Rows of a name and a pattern of whole lines. @type {(rows: string[][]) => [string, RegExp][]} */
export const namedPatterns = (rows) => rows.map(([name, source]) => [name, whole(source)]);

/** The shared list `name` as one pattern of whole lines. */
export const anyOf = (name) => whole(SHARED[name].map((one) => `(?:${one})`).join("|"));

const STAMP = whole(SHARED.stamp);
const DATE = anywhere(SHARED.any_date);
const MEDIA = anyOf("media");
const NOTICE = anyOf("notices");
const READ_MARK = whole(SHARED.read_mark);
/** “Name: …” */
export const LABELLED = beginning(SHARED.labelled);

/** One line: as written, its plain form, and what it may be. */
export class Line {
  constructor(text) {
    this.text = text;
    this.plain = plain(text);
  }

  get isBlank() {
    return !this.plain;
  }

  get isStamp() {
    return STAMP.test(this.plain);
  }

  get isReadMark() {
    return READ_MARK.test(this.plain);
  }

  get isMedia() {
    return MEDIA.test(this.plain);
  }

  get isNotice() {
    return NOTICE.test(this.plain);
  }
}

/** The lines of a text. */
export const readLines = (text) => text.split(LINE_END).map((line) => new Line(line));

/** What `line` says after the part whose plain form is `head`, which ends in a colon. */
export function afterColons(line, head) {
  let rest = line.text;
  for (let left = head.split(":").length - 1; left > 0; left--) {
    const found = COLON.exec(rest);
    if (!found) return "";
    rest = rest.slice(found.index + 1);
  }
  return rest;
}

/** `label`, which ends the plain `head` of a line, as the line spells it. */
export function nameAsWritten(line, head, label) {
  const written = head.endsWith(":") ? line.text.slice(0, line.text.length - afterColons(line, head).length) : line.text;
  const words = splitWords(written.replace(INVISIBLE, "").replace(/[:：\s]+$/u, ""));
  const count = label.split(" ").length;
  for (let place = 0; place <= words.length - count; place++) {
    const spelt = words.slice(words.length - count - place, words.length - place).join(" ");
    if (plain(spelt) === label) return spelt;
  }
  return label;
}

/** The words of a turn: without pictures, marks of the chat, and space around them. */
export function said(lines) {
  const kept = lines.map((line) => line.replace(EDITED, "")).filter((line) => !MEDIA.test(plain(line)));
  return kept.map((line) => line.replace(EDGES, "")).join("\n").replace(EDGES, "");
}

/** The numbers and words of the date in a plain stamp; empty where there is none. */
export const dayOf = (stamp) => DATE.exec(stamp)?.[0].match(DATE_PARTS) ?? [];

/** Do two dates, as one chat writes them, lie days apart? Where it cannot be told, they do not. */
export function areApart(one, other) {
  if (one.length !== other.length) return false;
  const differing = one.map((part, place) => [part, other[place]]).filter(([a, b]) => a !== b);
  if (differing.length !== 1 || !differing[0].every((part) => NUMBER.test(part))) return false;
  return Math.abs(Number(differing[0][0]) - Number(differing[0][1])) > SHARED.days_apart;
}
