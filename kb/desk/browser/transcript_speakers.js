// Who speaks in a copied conversation, the shop or the customer: the twin of ../transcript_speakers.py.

import SHARED from "../shared/transcript.json" with { type: "json" };
import { size } from "../../text/browser/letters.js";
import { anywhere, beginning, plain, whole } from "./transcript_lines.js";

const plainSet = (words) => new Set(words.map(plain));
const CUSTOMERS = plainSet(SHARED.customer);
const AGENTS = plainSet(SHARED.agent);
const OWNS = plainSet(SHARED.own);
const FORM_LABELS = plainSet(SHARED.form_labels);
/** The customer and the shop, where a paste has no name for it. */
export const CUSTOMER = SHARED.sides[0];
export const OWN = SHARED.sides[1];
const OFFICIAL = whole(`(?: ?[|·–-])? ?(?:${SHARED.official})(?: (?:${SHARED.official}))?`);
const HANDLE = whole(`(?:${SHARED.official})*`.replaceAll(" ", ""));
const BREAK = beginning(SHARED.break_behind);
const SIGNS = new RegExp(SHARED.signs, "gu");
const ROLE = whole(`.{1,40}?${SHARED.roles}`);
const NUMBER_BEHIND = anywhere(SHARED.number_behind);
const EXACT_AGENTS = new Set(SHARED.exact_agents);
const INSIDE = whole(SHARED.inside);
const ADDRESS = new RegExp(SHARED.address, "gu");
const NAME_LIKE = whole(SHARED.name_like);
const NUMBERED = beginning(SHARED.numbered);
const LETTER = beginning(SHARED.letter_first);

/** What the shop calls itself, in plain letters, from names as it writes them. */
export class ShopNames {
  constructor(names) {
    this.names = [...new Set(names.map(plain).filter(Boolean))];
  }

  /** Is the plain `label` the shop, or somebody of the shop? `isAlone`: it is a line of its own. */
  has(label, isAlone = false) {
    return this.names.some((name) => isNamed(label, name, isAlone));
  }
}

function isNamed(label, name, isAlone) {
  if (label === name || isHandle(label, name)) return true;
  const place = label.indexOf(name);
  if (place < 0) return false;
  const before = label.slice(0, place);
  const after = label.slice(place + name.length);
  const isLong = size(name) >= SHARED.long_name && !isAlone;
  if (!before) return OFFICIAL.test(after) || BREAK.test(after) || (isLong && after[0] === " ");
  if (INSIDE.test(before) && !LETTER.test(after)) return true;
  return isLong && before.endsWith(" ") && (!after || after[0] === " ");
}

function isHandle(label, name) {
  const [held, wanted] = [label, name].map((one) => one.replace(SIGNS, ""));
  return Boolean(wanted) && held.startsWith(wanted) && HANDLE.test(held.slice(wanted.length));
}

/** “Lan <lan@mail.example>” → “Lan”. */
export const withoutAddress = (label) => label.replace(ADDRESS, "").replace(/^ +| +$/g, "");

/** Does the plain `label` stand for the shop: its name, “You sent”, “Agent Mei”? */
export const isShop = (label, shop, isAlone = false) => OWNS.has(label) || shop.has(label, isAlone) || isAgent(label);

const isAgent = (label) =>
  AGENTS.has(label) || startsOf(label).some((start) => AGENTS.has(start) && !EXACT_AGENTS.has(start)) || AGENTS.has(roleOf(label));

const roleOf = (label) => ROLE.exec(label)?.[1] ?? "";

function startsOf(label) {
  const words = label.split(" ");
  return words.slice(0, SHARED.shop_words).map((_, place) => words.slice(0, place + 1).join(" "));
}

/** “You sent” and its like. */
export const isOwn = (label) => OWNS.has(label);

/** Does the plain `label` stand for the customer: “Khách”, “Customer Lan”, “Lan (customer)”, “Visitor 12”? */
export function isCustomer(label) {
  if (isAgent(label)) return false;
  return CUSTOMERS.has(label.replace(NUMBER_BEHIND, "")) || startsOf(label).some((start) => CUSTOMERS.has(start)) || CUSTOMERS.has(roleOf(label));
}

/** Is `label` what stands before a colon in a form (“Address: …”), rather than a name? */
export const isField = (label) => FORM_LABELS.has(label);

/** May a line that says only `label` be a speaker's name? */
export function isNameLike(label) {
  if (!label || size(label) > SHARED.longest_name || label.split(" ").length > SHARED.name_words) return false;
  return NAME_LIKE.test(label) && !NUMBERED.test(label);
}

/**
 * Whose the plain `labels` are, in the order in which they first speak: {customers, isGuess}. `agents` are the shop's for
 * sure; in a ticket only the first stranger is the customer.
 */
export function sidesOf(labels, shop, agents, isTicket) {
  const surelyShop = new Set([...labels.filter((label) => isShop(label, shop)), ...agents]);
  const surelyCustomer = new Set(labels.filter((label) => !surelyShop.has(label) && isCustomer(label)));
  const unknown = [...new Set(labels)].filter((label) => !surelyShop.has(label) && !surelyCustomer.has(label));
  if (surelyCustomer.size) return { customers: surelyCustomer, isGuess: false };
  const isGuess = unknown.length > 1;
  if (surelyShop.size) return { customers: new Set(isTicket ? unknown.slice(0, 1) : unknown), isGuess };
  return { customers: new Set(unknown.slice(0, 1)), isGuess };
}
