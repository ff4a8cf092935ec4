// From the message to the numbered answers; without a message the favourite and recent replies.

import { all, make } from "../../browser_code/elements.js";
import { cut } from "../../text/browser/letters.js";
import { LONGEST_MESSAGE } from "../browser/clauses.js";
import { answerNodes, inShownOrder, keptNodes, summaryOf } from "./answers.js";
import { field, part, place, settings } from "./place.js";

/**
 * `page`: {desk, memory, picks, conversation, reading, isTelling(word, language)}, read when a message is answered.
 * Gives {suggest, message, showKept, answer, markChosen}.
 */
export function makeSuggesting(page) {
  const { words } = settings;
  let shown = []; // what the number keys take
  let isRunning = false;
  let isWanted = false;

  async function suggest() {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      try {
        await suggestOnce();
      } catch (error) { // of this message alone: one that was typed meanwhile is answered
        part("summary").textContent = words.failed;
        console.error(error);
      }
    }
    isRunning = false;
  }

  async function suggestOnce() {
    const handedOver = page.conversation.turns();
    const text = cut(field.value, LONGEST_MESSAGE);
    page.reading.show(handedOver ? "" : text);
    if (!text.trim()) return showKept();
    const started = performance.now();
    const { language, channel, stage } = page.picks.now;
    const message = handedOver ?? page.reading.turns(text);
    const made = await page.desk.suggest(message, { language: language || undefined, channel: channel || undefined, stage: stage || undefined });
    if (isWanted) return undefined;
    settings.shownLanguage = made.language;
    shown = inShownOrder(made).map((answer) => ({ ...answer, indexLanguage: made.language }));
    const onTake = (answer) => page.conversation.take({ ...answer, indexLanguage: made.language });
    const nodes = summaryOf(made, { settings, root: place.dataset.root, onLanguage: chooseLanguage });
    if (text !== field.value) nodes.push(make("span", { class: "kb-desk__team" }, words.cut));
    part("summary").replaceChildren(...nodes);
    part("answers").replaceChildren(...answerNodes(made, { settings, onTake, isTelling: (word) => page.isTelling(word, made.language) }));
    markChosen();
    performance.measure("kb-desk", { start: started, detail: made.answers.length });
    return made;
  }

  /** The agent says which of two languages it is: for this customer alone. */
  async function chooseLanguage(language) {
    page.picks.give({ language });
    page.keep();
    await suggest();
    (part("answers").querySelector("button") ?? field).focus();
  }

  function showKept() {
    const { memory } = page;
    const language = page.picks.now.language || settings.language;
    const rows = (ids, isFavourite) => ids.map((id) => page.desk.script(id, language)).filter(Boolean)
      .map((script) => ({ kind: "script", id: script.id, language: script.language, title: script.title, url: script.url, indexLanguage: script.language, isFavourite }));
    const favourites = rows(memory.favourites(), true);
    const recent = rows(memory.recent().filter((id) => !memory.isFavourite(id)), false);
    shown = [...favourites, ...recent];
    part("summary").textContent = words.paste;
    part("answers").replaceChildren(...keptNodes(shown, { settings, onTake: page.conversation.take }));
  }

  function markChosen() {
    for (const answer of all(".kb-desk__pick", place)) {
      if (answer.dataset.id === page.conversation.taken()) answer.setAttribute("aria-current", "true");
      else answer.removeAttribute("aria-current");
    }
  }

  return {
    suggest,
    /** {prefixes, all, said, customer, name}: how the shop's order numbers begin, the whole message, what is said in it, what the customer says of that, and the customer's name. */
    message() {
      const read = page.reading.turns(cut(field.value, LONGEST_MESSAGE));
      const turns = page.conversation.turns() ?? read;
      const customer = turns.filter((turn) => turn.is_customer).map(({ text }) => text).join("\n");
      const said = turns.map(({ text }) => text).join("\n");
      return { prefixes: Object.keys(page.data.markets.signs.prefixes), all: field.value, said: said || field.value, customer, name: turns === read ? page.reading.customerOf(field.value) : "" };
    },
    /** Show the kept replies anew, where no message is there. */
    showKept: () => { if (!field.value.trim()) showKept(); },
    /** What the key `number` takes. */
    answer: (number) => shown[number - 1],
    markChosen,
  };
}
