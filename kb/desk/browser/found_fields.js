// What a customer's message holds for the fields of a reply: the twin of kb/desk/found_fields.py.

import SHARED from "../shared/found_fields.json" with { type: "json" };
import TRANSCRIPT from "../shared/transcript.json" with { type: "json" };
import { foldWithPositions } from "../../text/browser/fold_offsets.js";
import { cut } from "../../text/browser/letters.js";
import { LONGEST_MESSAGE } from "./clauses.js";
import { plain } from "./transcript_lines.js";

const KINDS = SHARED.kinds.map(([kind, shape]) => ({ kind, shape: new RegExp(shape, "g") }));
const NAMES = SHARED.names.map((shape) => new RegExp(shape, "g"));

const ROLE = new RegExp(SHARED.person.role, "i");
const HANDLE = new RegExp(SHARED.person.handle);
const ROLES = new Set([...TRANSCRIPT.customer, ...TRANSCRIPT.own_alone].map(plain));

/** Kind → values as typed, in their order; a stretch of the message is taken once, by the surest kind. */
export function findFields(message, prefixes = []) {
  const read = cut(message, LONGEST_MESSAGE);
  const folded = foldWithPositions(read);
  let left = folded.text;
  const places = {};
  for (const { kind, shape } of [...ownShapes(prefixes), ...KINDS]) {
    for (const match of [...left.matchAll(shape)]) {
      const value = SHARED.whole.includes(kind) ? "" : match.slice(1).findLast(Boolean) ?? "";
      const end = match.index + match[0].length;
      const start = end - (value || match[0]).length;
      left = left.slice(0, start) + "\n".repeat(end - start) + left.slice(end);
      if (kind === SHARED.no_field || !isPossible(kind, match[0])) continue;
      const first = folded.starts[start];
      (places[SHARED.said_as[kind] ?? kind] ??= []).push([first, read.slice(first, folded.ends[end - 1])]);
    }
  }
  for (const shape of NAMES) {
    for (const match of read.matchAll(shape)) {
      (places.name ??= []).push([match.index + match[0].lastIndexOf(match[1]), match[1].replace(/^ +| +$/g, "")]);
    }
  }
  return Object.fromEntries(Object.entries(places).map(([kind, found]) => [kind, firstOf(found)]));
}

/** How a shop's own order numbers look: what its markets' `number_prefixes` say, and digits. Prefixes come without their hyphens. */
function ownShapes(prefixes) {
  const lettered = prefixes.filter((one) => !/^[0-9]+$/.test(one)); // digits alone may begin phone numbers
  if (!lettered.length) return [];
  const longest = lettered.map((one) => one.toLowerCase()).toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const either = longest.map((one) => [...one].join("-?")).join("|");
  return [{ kind: "order", shape: new RegExp(SHARED.own.replace("{prefix}", () => either), "g") }];
}

/** What a customer is called by the label of their turns in a copied conversation; "" for a handle, a number, a role. */
export function personName(label) {
  const name = label.replace(ROLE, "").replace(/^ +| +$/g, "");
  return ROLES.has(plain(name)) || HANDLE.test(name) ? "" : name;
}

const firstOf = (found) => [...new Set(found.toSorted(([a], [b]) => a - b).map(([, value]) => value))].slice(0, SHARED.most_found);

const isPossible = (kind, text) => (kind === "s10" ? isS10(text) : kind !== "date" || isDay(text));

/** Does the check digit of a postal item's number fit? UPU standard S10. */
export function isS10(code) {
  const sum = SHARED.s10_weights.reduce((total, weight, place) => total + weight * Number(code[place + 2]), 0);
  const rest = 11 - (sum % 11);
  return Number(code[10]) === (SHARED.s10_special[rest] ?? rest);
}

/** Is a date in figures a day that exists, with the day or the month first? */
export function isDay(text) {
  const parts = text.match(/[0-9]+/g).map(Number);
  if (parts[0] > 31) return exists(parts[0], parts[1], parts[2]);
  const typed = parts[2] ?? 2000;
  const year = typed > 99 ? typed : typed + 2000;
  return exists(year, parts[1], parts[0]) || exists(year, parts[0], parts[1]);
}

function exists(year, month, day) {
  const read = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && read.getUTCMonth() === month - 1 && read.getUTCDate() === day;
}
