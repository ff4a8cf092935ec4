// One customer at a time: the message, what a helpdesk handed over, the answer that was taken. What belongs to one
// customer ends with them. What a paste replaced can be brought back, and a conversation of a helpdesk, known by its
// id, goes on where it was left.

import { cut } from "../../text/browser/letters.js";
import { isSameConversation } from "../browser/arrivals.js";
import { LONGEST_MESSAGE } from "../browser/clauses.js";
import { field, part, settings } from "./place.js";
import { banner, say } from "./saying.js";

const MOST_REPLACED = 10;
const MOST_OTHERS = 20;
/** Does the helpdesk say which conversation it is? */
const isKnown = ({ ids }) => Boolean(ids.conversation || ids.contact);

/** `page`: {data, picks, composer, suggesting, reading, afterCopy, keep(), keepOthers(list)}, read when something happens. */
export function makeConversation(page) {
  const { words } = settings;
  /** @type {any} */
  let arrived = null; // {turns, said, written, values}: what a helpdesk handed over; `written` null once the agent changed it
  let view = null; // {ids, channel, isOver, isLink}: which conversation the helpdesk shows; null where none says
  let missed = null; // what it handed over while another message stood here
  let taken = "";
  let replaced = []; // what stood here before each paste, the newest last
  let others = []; // conversations that were left, the newest last
  let copied = []; // what was copied for this customer: {answer, channel, at, day, over}
  let isCounted = false; // was it counted that nothing fitted this customer's message?
  let waiting = null; // the answer that was asked for last, where its texts are still on their way
  let put = null; // the message as the last paste left it: Ctrl+Z there brings back what the paste replaced

  const isInPanel = () => Boolean(view) && !view.isLink;
  const isInUse = () => Boolean(field.value.trim()) || page.composer.isOpen();
  const handedOver = () => arrived?.values ?? {};
  const snapshot = () => ({ text: field.value, arrived, view, missed, copied, isCounted, picks: { ...page.picks.now }, classed: page.classes.save(), taken, reply: page.composer.save() });

  /** Another customer: nothing that belongs to the last one may be sent to this one. `given` is picked for this one alone. */
  function next(given) {
    waiting = null;
    taken = "";
    copied = [];
    isCounted = false;
    page.composer.clear();
    arrived = null;
    missed = null;
    put = null;
    banner("");
    page.reading.reset();
    page.classes.reset();
    page.picks.give(given);
  }

  /** The channel that a copied conversation, or what its customer says, shows is picked for this customer. */
  function takeChannelOf(text) {
    const { channel, isSaid } = page.reading.channelOf(cut(text, LONGEST_MESSAGE));
    if (!Object.hasOwn(page.data.channels, channel) || channel === page.picks.now.channel) return;
    page.reading.channelPicked(page.picks.channelName(channel), page.picks.now.channel, isSaid);
    page.picks.give({ channel });
  }

  /** An empty desk for a conversation. */
  function begin(given, isLink) {
    next(given);
    field.value = "";
    if (!isLink) arrived = { turns: [], said: "", written: "", values: {} };
  }

  /** Go on with what `snapshot` gave. */
  function resume(before) {
    next(before.picks);
    ({ arrived, view, missed, taken } = before);
    ({ copied = [], isCounted = false } = before); // kept by an older desk: without
    field.value = put = before.text;
    page.composer.restore(before.reply);
    page.classes.restore(before.classed);
    page.keep();
  }

  /** The agent turns to another customer. */
  function leave() {
    if (!isCounted) page.afterCopy.left();
    isCounted = true;
  }

  function keepForUndo() {
    if (!isInUse() && !arrived) return;
    replaced = [...replaced, snapshot()].slice(-MOST_REPLACED);
    showUndo();
  }

  function showUndo() {
    part("undo").hidden = !replaced.length;
  }

  /** Show `text` as this customer's message; `told` is what the helpdesk handed over, where it did. */
  function show(text, told = null) {
    const before = arrived;
    arrived = told && { ...told, said: text, written: text };
    page.keep();
    if (told && before?.said === text) { // nothing new: what the agent made of it stays
      arrived.written = before.written;
      return;
    }
    if (before?.written === null) keepForUndo();
    field.value = text;
    put = told ? null : text;
    page.suggesting.suggest();
  }

  /** Do `open` when replies in the answer's language can be written, unless something else was asked for or came meanwhile. */
  function whenIn(answer, open) {
    waiting = answer;
    if (page.isIn(answer.indexLanguage)) return open(answer);
    const before = field.value;
    say(words.loading);
    return page.whenIn(answer.indexLanguage).then(() => answer === waiting && field.value === before && open(answer));
  }

  /** Open an answer for this customer. */
  function take(answer) {
    openReply(answer);
    page.suggesting.markChosen();
    page.composer.focus();
    if (matchMedia("(max-width: 59.9375em)").matches) part("reply").scrollIntoView({ block: "start" });
  }

  /** Open an answer, or add it to the reply that is open: one reply to several questions. */
  function add(answer) {
    if (page.composer.isOpen()) {
      page.composer.add(answer, handedOver());
      page.composer.focus();
    } else {
      openReply(answer);
      page.suggesting.enter(); // where the next Shift with a number is heard
    }
    page.suggesting.markChosen();
  }

  function openReply(answer) {
    taken = answer.id;
    page.composer.open(answer, { channel: page.picks.now.channel, variant: page.picks.now.variant, given: handedOver() });
  }

  return {
    taken: () => taken,
    /** What the helpdesk told for the fields of a reply. */
    given: handedOver,
    /** What was copied for this customer, the latest last. */
    copied: () => copied,
    noteCopied(row) {
      copied = [...copied.map((one) => (one.over === row.answer.id ? { ...one, over: "" } : one)), row];
      page.keep();
    },
    /** Which conversation the helpdesk shows; null where none says. */
    view: () => view,
    /** What the helpdesk handed over, turn by turn; null where the message is another one. */
    turns: () => (arrived && arrived.written === field.value ? arrived.turns : null),
    take: (answer) => whenIn(answer, take),
    add: (answer) => whenIn(answer, add),
    /** A whole new message in place of the one that is here, which can be brought back. */
    async replace(text, given = {}) {
      leave();
      keepForUndo();
      // What was picked on the empty desk was picked for the customer who comes now.
      next({ ...(isInUse() ? page.picks.remembered() : {}), ...given });
      if (view?.isLink) view = null;
      field.value = put = text;
      if (!given.channel) takeChannelOf(text);
      page.keep();
      await page.suggesting.suggest();
    },
    /** Picked for this customer alone, and answered anew. */
    pickForOne(given) {
      page.picks.give(given);
      page.composer.pick(page.picks.now);
      page.keep();
      page.suggesting.suggest();
    },
    /** The message was changed by hand. */
    changed() {
      if (arrived && arrived.written !== field.value) arrived = { ...arrived, written: null };
      page.keep();
    },
    /**
     * Typed over all that was selected: as good as a paste, but for the text, which the browser's own Ctrl+Z brings back.
     * In a panel the helpdesk says when another customer is there.
     */
    typedOver(event) {
      if (arrived || !field.value || field.selectionEnd - field.selectionStart < field.value.length) return;
      if (event.inputType === "insertCompositionText" || event.inputType?.startsWith("history")) return;
      leave();
      keepForUndo();
      if (view?.isLink) view = null;
      next(page.picks.remembered());
    },
    /**
     * A helpdesk, or its link, shows the conversation `shown` ({ids, channel, isOver, isLink}). False where it is the
     * one in view; else that one is left, and this one begins with `given` picked, or goes on where it was left.
     */
    enter(shown, given) {
      if (view && isSameConversation(view.ids, shown.ids)) {
        const isNews = shown.channel && shown.channel !== view.channel;
        view = { ...view, ...shown, channel: shown.channel || view.channel };
        if (isNews) page.picks.give({ channel: shown.channel });
        if (isNews) page.composer.pick(page.picks.now);
        return false;
      }
      const isByLinks = shown.isLink && !isInPanel();
      leave();
      if (isByLinks && !view) keepForUndo();
      if (view && isKnown(view) && !view.isOver) others = [...others, { ...snapshot(), replaced: isByLinks ? [] : replaced }].slice(-MOST_OTHERS);
      const before = others.find((one) => isSameConversation(one.view.ids, shown.ids));
      others = others.filter((one) => one !== before);
      if (before) resume(before);
      else begin(given, shown.isLink);
      if (!isByLinks) replaced = before?.replaced ?? []; // what was written to one conversation is not brought back into another
      view = shown;
      showUndo();
      page.keep();
      page.keepOthers(others);
      page.suggesting.suggest();
      return true;
    },
    /** What was handed over about the conversation in view. */
    handOver(told) {
      if (arrived) show(told.written, told);
      else missed = told; // the agent pasted a message over it: it waits for “bring back”
    },
    show,
    canUndo: () => replaced.length > 0,
    /** Does the message stand as the last paste left it? */
    isUntouched: () => field.value === put,
    /** Bring back what the last paste replaced: message, choices, fields and text. */
    async undo() {
      const before = replaced.pop();
      if (!before) return;
      const told = missed;
      resume(before);
      missed = told ?? missed;
      showUndo();
      field.focus();
      say(words.undone, true);
      if (missed && arrived) show(missed.written, missed);
      if (arrived) missed = null;
      await page.suggesting.suggest();
    },
    snapshot: () => (isInUse() ? snapshot() : null),
    /**
     * Go on with what this tab kept before the page was loaded again. In a panel (`isWaiting`) the helpdesk first says
     * which conversation is in view; what belongs to none of its can be brought back.
     */
    restore({ now, others: kept }, isWaiting) {
      others = kept ?? [];
      if (!now) return;
      if (isWaiting && now.view) others = [...others, { ...now, replaced: [] }].slice(-MOST_OTHERS);
      else if (isWaiting) replaced = [now];
      else {
        resume(now);
        say(words.restored, true);
      }
      showUndo();
    },
    /** Nothing of any customer stays, here or in what can be brought back. */
    forget() {
      replaced = [];
      others = [];
      view = null;
      next(page.picks.remembered());
      field.value = "";
      showUndo();
    },
  };
}
