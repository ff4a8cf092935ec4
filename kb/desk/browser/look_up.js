// The class of the customer who writes, out of a file of keyed hashes: which texts are hashed is said by
// kb/insights/sources/context.py, and these are the same. Nothing that is looked up leaves the page.

import SHARED from "../shared/look_up.json" with { type: "json" };

const KEY_BYTES = 32;
const MOST_ASKED = 40;
/** May be an order's number, whatever its form: a letter among the digits, or more digits than a date or a sum has. */
const NUMBER = /[A-Za-z0-9][A-Za-z0-9_-]{5,39}/g;
const HASH_NUMBER = /#[A-Za-z0-9][A-Za-z0-9_-]{1,39}/g;
const FEWEST_DIGITS = 4;
const FEWEST_DIGITS_ALONE = 9;

/** Stretches of `text` that may be numbers of orders. What is none is found in no file. */
export function mayBeOrders(text) {
  const plain = text.normalize("NFKC");
  const found = (plain.match(NUMBER) ?? []).filter((one) => {
    const digits = one.replace(/[^0-9]/g, "").length;
    return digits >= FEWEST_DIGITS && (/[A-Za-z]/.test(one) || digits >= FEWEST_DIGITS_ALONE);
  });
  return [...new Set([...(plain.match(HASH_NUMBER) ?? []), ...found])].slice(0, MOST_ASKED);
}

/** What is hashed of an order's number on a channel; "" for one that no shop gives. */
export function orderText(channel, number) {
  const plain = number.trim().replace(/^#+/, "").normalize("NFKC").toLowerCase();
  return /^[\x21-\x7e]+$/.test(plain) ? `order|${channel}|${plain}` : "";
}

/** What is hashed of a customer's name on a channel; `fold` is that of the text's stage. */
export function customerText(channel, name, fold) {
  const folded = fold(name.trim());
  const text = `customer|${channel}|${folded}`.normalize("NFKC").toLowerCase().replaceAll("ς", "σ");
  return folded && text.split(/\s+/).filter(Boolean).join(" ");
}

/** The digits of a phone number as orders have them: without zeros in front. */
export const phoneDigits = (text) => text.normalize("NFKC").replace(/[^0-9]/g, "").replace(/^0+/, "");

const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

function read(text) {
  try {
    const row = JSON.parse(text);
    if (row.format !== SHARED.format || row.version !== SHARED.version) return null;
    const key = bytesOf(row.key);
    const classes = Object.entries(row.classes).map(([name, hashes]) => ({ name, hashes: bytesOf(hashes) }));
    const isWhole = key.length === KEY_BYTES && classes.every(({ hashes }) => hashes.length % SHARED.hash_bytes === 0);
    return isWhole && Array.isArray(row.channels) ? { ...row, key, classes } : null;
  } catch {
    return null;
  }
}

/** Is `wanted` among `hashes`, which are in order? */
function holds(hashes, wanted) {
  const view = new DataView(hashes.buffer);
  let low = 0;
  let high = hashes.length / SHARED.hash_bytes;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = view.getBigUint64(middle * SHARED.hash_bytes);
    if (value === wanted) return true;
    if (value < wanted) low = middle + 1;
    else high = middle;
  }
  return false;
}

/**
 * The file's text → {until, customers, classOf}; null where it is no such file. Rejects where the browser has no
 * cryptography: a page without https.
 */
export async function openLookUp(text, fold) {
  const row = read(text);
  if (!row) return null;
  const key = await crypto.subtle.importKey("raw", row.key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);

  async function classesOf(texts) {
    const found = new Set();
    for (const one of new Set(texts.filter(Boolean))) {
      const wanted = new DataView(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(one))).getBigUint64(0);
      for (const { name, hashes } of row.classes) if (holds(hashes, wanted)) found.add(name);
    }
    return [...found];
  }

  return {
    until: row.until,
    customers: row.customers,
    /**
     * The class of the customer with these `orders`, `names`, `emails` and `phones` on `channel` ("" where none is
     * picked); "" where none is known, or several are. Orders are surer than
     * names, which others have too.
     */
    async classOf({ orders = [], names = [], emails = [], phones = [] }, channel = "") {
      const on = (channels, values, make) => channels.flatMap((one) => values.map((value) => make(one, value)));
      const byOrder = await classesOf(on(row.channels, orders, orderText));
      if (byOrder.length) return byOrder.length === 1 ? byOrder[0] : "";
      const byName = await classesOf([
        ...emails.map((one) => customerText("email", one, fold)),
        ...phones.map((one) => customerText("phone", phoneDigits(one), fold)),
        ...on(row.channels.includes(channel) ? [channel] : row.channels, names, (one, name) => customerText(one, name, fold)),
      ]);
      return byName.length === 1 ? byName[0] : "";
    },
  };
}
