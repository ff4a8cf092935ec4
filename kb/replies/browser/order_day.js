// The day of an order, where its number says it. The twin is `../order_day.py`.

import form from "../shared/order_day.json" with { type: "json" };

/**
 * The day (`2025-06-01`) that a Shopee order number carries; "" for any other, and for days before Shopee or after
 * `today`.
 * @param {string} number
 * @param {string} today as `2026-11-26`
 */
export function orderDay(number, today) {
  const found = new RegExp(form.shopee).exec(number);
  if (!found) return "";
  const named = `${form.century + Number(found[1])}-${found[2]}-${found[3]}`;
  const at = new Date(`${named}T00:00:00Z`);
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === named;
  return exists && named >= form.first && named <= today ? named : "";
}
