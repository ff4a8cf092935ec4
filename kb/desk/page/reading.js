// How the message was read: as a conversation copied from somewhere, or as it stands. The page says which, and the agent
// may choose the other. The message itself is never changed.

import { make } from "../../browser_code/elements.js";
import { asMessage, readTranscript } from "../browser/transcript.js";
import { latestWords } from "../browser/transcript_parts.js";
import { button, fill, shorten } from "./elements.js";

const MOST_SHOWN = 120;
const SENTENCES = { email: "read_email", order: "read_order" };

/**
 * `box` is where it is said; `onChange()` is called when the agent chose another reading, `onUndoChannel(channel)` with the
 * channel that stood before the paste picked one.
 */
export function makeReading(box, { settings, onChange, onUndoChannel }) {
  const { words } = settings;
  let read = { text: "", made: asMessage("") };
  let isPlain = false;
  let picked = null; // {name, before}: the channel that the paste picked
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

  function undoChannel() {
    const { before } = picked;
    picked = null;
    onUndoChannel(before);
  }

  function linesFor({ form, turns, customer, is_guess }) {
    if (isPlain) return [words.read_plain];
    if (!turns.length) return [words.read_card];
    const latest = shorten(latestWords(turns)[0].replace(/\s+/g, " "), MOST_SHOWN);
    return [fill(words[SENTENCES[form] ?? "read_conversation"], { words: latest }), is_guess ? fill(words.read_guess, { name: customer }) : ""];
  }

  return {
    /** The turns of `text`, as it is to be read. */
    turns: (text) => (isPlain ? asMessage(text) : transcriptOf(text)).turns,
    /** What the paste calls the customer; "" where it does not, or is read as it stands. */
    customerOf: (text) => (isPlain ? "" : transcriptOf(text).customer ?? ""),
    /** The channel that a paste shows; "" where it shows none. */
    channelOf: (text) => transcriptOf(text).channel,
    /** The paste picked the channel `name` in the place of `before`. */
    channelPicked(name, before) {
      picked = { name, before };
    },
    /** Another customer, or the agent picked a channel: what was said of the last reading is over. */
    reset() {
      isPlain = false;
      picked = null;
    },
    channelChosen() {
      picked = null;
    },
    /** Say how `text` was read; "" where there is nothing to say. Screen readers hear what changed. */
    show(text) {
      if (!text.trim()) isPlain = false;
      const made = text.trim() ? transcriptOf(text) : asMessage("");
      const lines = made.form ? linesFor(made).filter(Boolean) : [];
      const channel = picked && text.trim() ? fill(words.channel_of_paste, { channel: picked.name }) : "";
      const now = [...lines, channel].join("\n");
      if (now === said) return;
      said = now;
      box.hidden = !now;
      const small = { class: "kb-desk__small" };
      box.replaceChildren(
        ...lines.map((line) => make("p", {}, line)),
        ...(lines.length ? [isPlain ? button(words.as_conversation, () => choose(false), small) : button(words.as_text, () => choose(true), small)] : []),
        ...(channel ? [make("p", {}, channel), button(words.undo_channel, undoChannel, small)] : []),
      );
    },
  };
}
