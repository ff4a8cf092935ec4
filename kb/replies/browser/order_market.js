// The market of an order: the twin of `../order_market.py`, which says what counts and why. `signs` comes with the
// desk's data.

import FORM from "../../project/shared/order_numbers.json" with { type: "json" };

const SEPARATORS = new RegExp(FORM.separators, "gu");
const NUMBER = new RegExp(`^(?:${FORM.number})$`, "u");
const PHONE = new RegExp(`^(?:${FORM.phone})$`, "u");

/** The code of the order's market; "" where nothing says it. Numbers go before channel and language. */
export function marketOf(signs, { named = "", values = [], channel = "", language = "" }) {
  if (named) return named;
  const byNumbers = new Set(values.flatMap((value) => ofNumber(value, signs)));
  const byOthers = new Set([...own(signs.channels, channel), ...own(signs.languages, language)]);
  const said = byNumbers.size ? byNumbers : byOthers;
  return said.size === 1 ? [...said][0] : "";
}

function ofNumber(value, signs) {
  const joined = value.replace(SEPARATORS, "");
  const number = joined.toUpperCase();
  if (!NUMBER.test(joined) || number.replace(/[^0-9]/g, "").length < FORM.fewest_digits) return [];
  const beginnings = { ...(PHONE.test(number) ? signs.calling_codes : {}), ...signs.prefixes };
  const found = Object.keys(beginnings).filter((one) => number.startsWith(one));
  return found.length ? [beginnings[found.reduce((best, one) => (one.length > best.length ? one : best))]] : [];
}

const own = (rows, key) => (Object.hasOwn(rows, key) ? [rows[key]] : []);
