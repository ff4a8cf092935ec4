// The keys of the whole desk. Those of an input method never get here: kb-head.js stops them.

import { isTyping } from "./elements.js";

/** Is this a field of the reply or of the site, where a paste or Ctrl+Z is the field's own? */
export const isWriting = (element, message) => element !== message && isTyping(element) && !element.closest("select");

/** Ctrl+Z: by its letter, and by its place on keyboards that have no Latin letters. */
const isUndo = ({ key = "", code }) => (/^[a-z]$/i.test(key) ? key.toLowerCase() === "z" : code === "KeyZ");

/**
 * `place` is the desk, `field` its message; `answer(number)` gives what a number takes, `take` takes it and
 * `add` adds it to the open reply; `send(isRich)` copies; `pickChannel(number)` is false where that is no channel's, `enterAnswers()` where no answer is; `undo()` brings the last message back where `canUndo()`, from the message itself only while it `isUntouched()`:
 * there Ctrl+Z first takes back what was typed.
 */
export function startKeys({ place, field, answer, take, add, send, pickChannel, enterAnswers, undo, canUndo, isUntouched }) {
  document.addEventListener("keydown", (event) => {
    const { target, key = "" } = event;
    if (document.querySelector("dialog[open]")) return;
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1] ?? "";
    const isControl = (event.ctrlKey || event.metaKey) && !event.altKey;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const isAlt = event.altKey && !event.ctrlKey && !event.metaKey;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send(event.shiftKey);
    } else if (isControl && !event.shiftKey && isUndo(event) && canUndo()) {
      if (target === field ? !isUntouched() : isWriting(target, field)) return;
      event.preventDefault();
      undo();
    } else if (digit && isAlt && !event.shiftKey) {
      if (pickChannel(Number(digit))) event.preventDefault();
    } else if (digit && isPlain && !isTyping(target)) {
      const chosen = answer(Number(digit));
      if (!chosen || (event.shiftKey && !event.code.startsWith("Digit"))) return; // Shift makes the number block move the cursor
      event.preventDefault();
      if (event.shiftKey) add(chosen);
      else take(chosen);
    } else if (key === "Escape" && isPlain && place.contains(target)) {
      if (target === field && enterAnswers()) return;
      field.focus();
      field.select();
    } else if (isPlain && key.length === 1 && !digit && key !== " " && /** @type {Element} */ (target).closest?.("[data-kb-desk-answers]")) {
      field.focus(); // a word that is typed on the list belongs to the message
    }
  });
}
