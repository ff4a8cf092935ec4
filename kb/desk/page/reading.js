// How the message was read: as a conversation copied from somewhere, or as it stands. The page says which, and the agent
// may choose the other. The message itself is never changed.

import { make } from "../../browser_code/elements.js";
import { asMessage, readTranscript } from "../browser/transcript.js";
import { channelOfNumbers } from "../browser/transcript_cards.js";
import { readLines } from "../browser/transcript_lines.js";
import { latestWords } from "../browser/transcript_parts.js";
import { button, fill, shorten } from "./elements.js";

const MOST_SHOWN = 120;
const SENTENCES = { email: "read_email", order: "read_order" };

/**
 * `box` is where it is said; `onChange()` is called when the agent chose another reading, `onUndoChannel(channel)` with the
 * channel that stood before the paste picked one. `has(id)`: the shop has that channel; `namedIn(text)`: channels that it names.
 */
export function makeReading(box, { settings, has, namedIn, onChange, onUndoChannel }) {
  const { words } = settings;
  let read = { text: "", made: asMessage("") };
  let isPlain = false;
  let picked = null; // {name, before, isSaid}: the channel that the paste, or what it says, picked
  let said = "";

  function transcriptOf(text) {
    if (read.text !== text) read = { text, made: readTranscript(text, settings.shop_names) };
    return read.made;
  }

  function choose(value) {
    isPlain = value;
    onChange();
    box.querySelector("button")?.focus();
  }

  /** Take back the channel that the paste picked; false where none is. */
  function undoChannel() {
    if (!picked) return false;
    const { before } = picked;
    picked = null;
    onUndoChannel(before);
    return true;
  }

  function linesFor({ form, turns, customer, is_guess }) {
    if (isPlain) return [words.read_plain];
    if (!turns.length) return [words.read_card];
    const latest = shorten(latestWords(turns)[0].replace(/\s+/g, " "), MOST_SHOWN);
    return [fill(words[SENTENCES[form] ?? "read_conversation"], { words: latest }), is_guess ? fill(words.read_guess, { name: customer }) : ""];
  }

  function undoButton(onClick, attributes) {
    const made = button(words.undo_channel, onClick, { ...attributes, "aria-keyshortcuts": "Alt+0" });
    made.append(" ", make("kbd", { "aria-hidden": "true" }, "Alt 0"));
    return made;
  }

  return {
    /** The turns of `text`, as it is to be read. */
    turns: (text) => (isPlain ? asMessage(text) : transcriptOf(text)).turns,
    /** Is `text` a conversation, an e-mail or a card of an order, by its form? */
    isConversation: (text) => Boolean(readTranscript(text.replace(/\r\n?/g, "\n"), settings.shop_names).form),
    /** What the paste calls the customer; "" where it does not, or is read as it stands. */
    customerOf: (text) => (isPlain ? "" : transcriptOf(text).customer ?? ""),
    /** {channel, isSaid}: the channel that a paste shows by its form, else by what it says; "" where it shows none, or several. */
    channelOf(text) {
      const { channel, turns } = transcriptOf(text);
      if (has(channel)) return { channel, isSaid: false };
      const asked = turns.filter((turn) => turn.is_customer).map((turn) => turn.text).join("\n");
      const found = new Set([...namedIn(asked), channelOfNumbers(readLines(asked))].filter(has));
      return { channel: found.size === 1 ? [...found][0] : "", isSaid: true };
    },
    /** The paste picked the channel `name` in the place of `before`; `isSaid` where words or numbers of the message did. */
    channelPicked(name, before, isSaid) {
      picked = { name, before, isSaid };
    },
    /** Another customer, or the agent picked a channel: what was said of the last reading is over. */
    reset() {
      isPlain = false;
      picked = null;
    },
    channelChosen() {
      picked = null;
    },
    undoChannel,
    /** Say how `text` was read; "" where there is nothing to say. Screen readers hear what changed. */
    show(text) {
      if (!text.trim()) isPlain = false;
      const made = text.trim() ? transcriptOf(text) : asMessage("");
      const lines = made.form ? linesFor(made).filter(Boolean) : [];
      const channel = picked && text.trim() ? fill(picked.isSaid ? words.channel_of_words : words.channel_of_paste, { channel: picked.name }) : "";
      const now = [...lines, channel].join("\n");
      if (now === said) return;
      said = now;
      box.hidden = !now;
      const small = { class: "kb-desk__small" };
      box.replaceChildren(
        ...lines.map((line) => make("p", {}, line)),
        ...(lines.length ? [isPlain ? button(words.as_conversation, () => choose(false), small) : button(words.as_text, () => choose(true), small)] : []),
        ...(channel ? [make("p", {}, channel), undoButton(undoChannel, small)] : []),
      );
    },
  };
}
