// What the agent types and pastes: the message, from wherever on the page the cursor stands.

import { asLines } from "../browser/arrivals.js";
import { isWriting } from "./keys.js";
import { field, part, settings } from "./place.js";

const isFieldOfReply = (target) => Boolean(target.closest?.(".kb-desk__fields input"));

const PAUSE = 60; // milliseconds without a key until the message is answered

/** `page`: {conversation, reading, suggesting}. */
export function startWriting({ conversation, reading, suggesting }) {
  let timer = 0;
  field.addEventListener("beforeinput", conversation.typedOver);
  field.addEventListener("compositionstart", conversation.typedOver);
  field.addEventListener("input", () => {
    conversation.changed();
    clearTimeout(timer);
    timer = setTimeout(suggesting.suggest, PAUSE);
  });
  // A paste is the next customer, wherever on the page the cursor stands: two messages in one would be answered as one.
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.trim()) return;
    // No field of one line is meant to hold a conversation: it is the next customer's, and the cursor was left behind.
    const isMessage = isFieldOfReply(event.target) && reading.isConversation(text);
    if (isWriting(event.target, field) && !isMessage) return;
    event.preventDefault();
    const message = asLines(text).slice(0, field.maxLength).replace(/[\ud800-\udbff]$/, "");
    conversation.replace(message).then(() => (part("answers").querySelector("button") ?? field).focus());
  });
  part("undo").textContent = settings.words.undo;
  part("undo").addEventListener("click", conversation.undo);
}
