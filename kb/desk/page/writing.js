// What the agent types and pastes: the message, from wherever on the page the cursor stands.

import { asLines } from "../browser/arrivals.js";
import { isWriting } from "./keys.js";
import { field, part, settings } from "./place.js";

const PAUSE = 60; // milliseconds without a key until the message is answered

/** `page`: {conversation, suggesting}. */
export function startWriting({ conversation, suggesting }) {
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
    if (isWriting(event.target, field)) return;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.trim()) return;
    event.preventDefault();
    const message = asLines(text).slice(0, field.maxLength).replace(/[\ud800-\udbff]$/, "");
    conversation.replace(message).then(() => (part("answers").querySelector("button") ?? field).focus());
  });
  part("undo").textContent = settings.words.undo;
  part("undo").addEventListener("click", conversation.undo);
}
