// One customer at a time: the message, what a helpdesk handed over, the answer that was taken. What belongs to one
// customer ends with them, and what a paste replaced can be brought back.

import { field, part, settings } from "./place.js";
import { banner, say } from "./saying.js";

const MOST_REPLACED = 10;

/** `page`: {picks, composer, suggesting}, read when something happens. */
export function makeConversation(page) {
  const { words } = settings;
  /** @type {any} */
  let arrived = null; // {turns, written, values, ids}: what a helpdesk handed over; `written` null once the agent changed it
  let taken = "";
  let replaced = []; // what stood here before each paste, the newest last
  let put = null; // the message as the last paste left it: Ctrl+Z there brings back what the paste replaced

  const isInUse = () => Boolean(field.value.trim()) || page.composer.isOpen();

  /** Another customer: nothing that belongs to the last one may be sent to this one. `given` is picked for this one alone. */
  function next(given) {
    taken = "";
    page.composer.clear();
    arrived = null;
    put = null;
    banner("");
    page.picks.give(given);
  }

  function keepForUndo() {
    if (!isInUse()) return;
    replaced = [...replaced, { text: field.value, arrived, picks: { ...page.picks.now }, taken, reply: page.composer.save() }].slice(-MOST_REPLACED);
    showUndo();
  }

  function showUndo() {
    part("undo").hidden = !replaced.length;
  }

  function forgetReplaced() {
    replaced = [];
    showUndo();
  }

  return {
    taken: () => taken,
    arrived: () => arrived,
    /** What the helpdesk handed over, turn by turn; null where the message is another one. */
    turns: () => (arrived && arrived.written === field.value ? arrived.turns : null),
    /** Open an answer for this customer. */
    take(answer) {
      taken = answer.id;
      page.composer.open(answer, { channel: page.picks.now.channel, variant: page.picks.now.variant, given: arrived?.values ?? {} });
      page.suggesting.markChosen();
      page.composer.focus();
      if (matchMedia("(max-width: 59.9375em)").matches) part("reply").scrollIntoView({ block: "start" });
    },
    /** A whole new message in place of the one that is here, which can be brought back. */
    async replace(text, given = {}) {
      keepForUndo();
      // What was picked on the empty desk was picked for the customer who comes now.
      next({ ...(isInUse() ? page.picks.remembered() : {}), ...given });
      field.value = put = text;
      await page.suggesting.suggest();
    },
    /** The message was changed by hand. */
    changed() {
      if (arrived && arrived.written !== field.value) arrived = { ...arrived, written: null };
    },
    /**
     * Typed over all that was selected: as good as a paste, but for the text, which the browser's own Ctrl+Z brings back.
     * In a panel the helpdesk says when another customer is there.
     */
    typedOver(event) {
      if (arrived || !field.value || field.selectionEnd - field.selectionStart < field.value.length) return;
      if (event.inputType === "insertCompositionText" || event.inputType?.startsWith("history")) return;
      keepForUndo();
      next(page.picks.remembered());
    },
    /** The helpdesk shows another conversation: what was written to the last one is not brought back into this one. */
    leave(given) {
      forgetReplaced();
      next(given);
    },
    /** What the helpdesk handed over about this conversation. */
    handOver(told) {
      const isShown = arrived && arrived.written === told.written && field.value === told.written;
      arrived = told;
      if (isShown) return;
      field.value = told.written;
      put = null;
      page.suggesting.suggest();
    },
    canUndo: () => replaced.length > 0,
    /** Does the message stand as the last paste left it? */
    isUntouched: () => field.value === put,
    /** Bring back what the last paste replaced: message, choices, fields and text. */
    async undo() {
      const before = replaced.pop();
      if (!before) return;
      next(before.picks);
      ({ arrived, taken } = before);
      field.value = put = before.text;
      page.composer.restore(before.reply);
      showUndo();
      field.focus();
      say(words.undone, true);
      await page.suggesting.suggest();
    },
    forgetReplaced,
  };
}
