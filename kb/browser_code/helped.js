// “Did this help?”: each answer goes to the shop's address, and thanks are said for what has left the browser.

import { all, one } from "./elements.js";

const LONGEST = 1000;

/**
 * Start every box that asks.
 * @param {{get(key: string): string | null, set(key: string, value: string): void}} memory
 */
export function startHelped(memory) {
  for (const box of all("[data-kb-helped]")) startBox(box, memory);
}

function startBox(box, memory) {
  const { kbHelped: page, url } = box.dataset;
  const key = `helped.${page}`;
  const said = one(".kb-helped__said", box);
  const form = one(".kb-helped__form", box);
  const field = one("textarea", form);
  const contact = one(".kb-helped__contact", box);
  const answers = all("[data-kb-answer]", box);
  const reasons = all("[data-kb-reason]", box);
  let reason = "";

  const press = (buttons, name, value) => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset[name] === value)));
  const say = (name) => { said.textContent = said.dataset[name] ?? ""; };
  const show = (answer) => {
    press(answers, "kbAnswer", answer);
    say(answer === "yes" || answer === "no" ? answer : "");
    if (contact) contact.hidden = answer !== "no";
    form.hidden = answer !== "no";
  };

  /** Send what is known by now. The reply of the other host stays unread: a page may not read it unless that host agrees. */
  async function send(message, then) {
    const body = JSON.stringify({ page, language: document.documentElement.lang, ...message, ...(reason && { reason }) });
    try {
      await fetch(url, { method: "POST", body, mode: "no-cors", keepalive: true, credentials: "omit", headers: { "Content-Type": "text/plain" } });
      then();
    } catch {
      say("failed");
    }
  }

  answers.forEach((button) => button.addEventListener("click", () => {
    const answer = button.dataset.kbAnswer;
    const isNew = memory.get(key) !== answer;
    show(answer);
    if (!isNew) return;
    if (answer === "yes") { reason = ""; press(reasons, "kbReason", reason); say(""); }
    send({ answer, text: "" }, () => { memory.set(key, answer); say(answer); });
  }));
  reasons.forEach((button) => button.addEventListener("click", () => {
    if (reason === button.dataset.kbReason) return;
    reason = button.dataset.kbReason;
    press(reasons, "kbReason", reason);
    send({ answer: "no", text: "" }, () => say("sent"));
  }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim().slice(0, LONGEST);
    if (!text) { field.focus(); return; }
    send({ answer: "no", text }, () => { field.value = ""; form.hidden = true; say("sent"); });
  });
  show(memory.get(key));
  press(reasons, "kbReason", reason);
  box.hidden = false;
}
