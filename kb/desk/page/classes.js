// The class that the customer's orders say is picked for them, and the page says so. What the agent chose stays.

import { make } from "../../browser_code/elements.js";
import { findFields } from "../browser/found_fields.js";
import { mayBeOrders } from "../browser/look_up.js";
import { button, fill } from "./elements.js";
import { settings } from "./place.js";

/** `box` is where it is said. `page`: {picks, composer, conversation, suggesting, keep()}, read when something happens. */
export function makeClasses(box, page) {
  const { words, variants } = settings;
  /** @type {any} */
  let lookUp = null;
  let picked = null; // {variant, before}: the class that orders said, and what stood there
  let isOwn = false; // the agent chose for this customer
  let asked = ""; // what was looked up last
  let number = 0; // of the latest look-up

  /** All that may say who writes. */
  function traces() {
    const { prefixes, all, customer, name } = page.suggesting.message();
    const values = { ...page.conversation.given(), ...page.composer.values() };
    const ordersIn = Object.entries(values).filter(([key, value]) => key.startsWith("order") && value).map(([, value]) => String(value));
    const found = findFields(all, prefixes);
    return {
      orders: [...new Set([...ordersIn, ...(found.order ?? []), ...mayBeOrders(all)])],
      names: [...new Set([values.customer_name ?? "", name ?? "", ...(findFields(customer).name ?? [])])].filter(Boolean),
      emails: found.email ?? [],
      phones: found.phone ?? [],
    };
  }

  /** Look up who writes, if that is another than before. */
  async function look() {
    if (!lookUp || isOwn) return;
    if (!picked && page.picks.now.variant) return;
    const who = traces();
    const { channel } = page.picks.now;
    const now = JSON.stringify([who, channel]);
    if (now === asked) return;
    asked = now;
    number += 1;
    const mine = number;
    const variant = await lookUp.classOf(who, channel);
    if (mine !== number || isOwn || page.composer.isEdited()) return;
    if (Object.hasOwn(variants, variant)) pick(variant);
    else if (picked) giveBack();
  }

  function pick(variant) {
    if (picked?.variant === variant) return;
    picked = { variant, before: picked ? picked.before : page.picks.now.variant };
    put(variant);
  }

  function giveBack() {
    const { before } = picked;
    picked = null;
    put(before);
  }

  /** `variant` in the picker and in the open reply; the cursor stays in its field. */
  function put(variant) {
    const focused = /** @type {any} */ (document.activeElement);
    const within = focused?.closest?.("[data-kb-desk-sheet]");
    page.picks.give({ variant });
    page.composer.pick(page.picks.now);
    if (within && focused.name) within.querySelector(`[name="${CSS.escape(focused.name)}"]`)?.focus();
    show();
    page.keep();
  }

  function undo() {
    isOwn = true;
    giveBack();
  }

  function show() {
    box.hidden = !picked;
    box.replaceChildren(...(picked
      ? [make("p", {}, fill(words.class_of_orders, { class: variants[picked.variant] })), button(words.undo_class, undo, { class: "kb-desk__small" })]
      : []));
  }

  return {
    /** Another file, or null: what an earlier one picked is given back. */
    use(opened) {
      lookUp = opened;
      asked = "";
      number += 1;
      if (!opened && picked) giveBack();
      return look();
    },
    look,
    /** The agent chose a class in the picker. */
    chosen() {
      isOwn = true;
      picked = null;
      show();
    },
    /** Another customer: what was picked for the last one is not theirs. */
    reset() {
      if (picked) page.picks.now.variant = picked.before;
      isOwn = false;
      picked = null;
      asked = "";
      number += 1;
      show();
    },
    save: () => ({ picked, isOwn }),
    restore(saved) {
      ({ picked, isOwn } = saved ?? { picked: null, isOwn: false });
      asked = "";
      number += 1;
      show();
    },
  };
}
