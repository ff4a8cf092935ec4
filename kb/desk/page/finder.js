// “/” opens a list of everything that can be sent, found by its title: a combobox in a dialog. What is chosen is taken
// into the reply like any answer.

import { make } from "../../browser_code/elements.js";
import { button, fill, isTyping } from "./elements.js";

const MOST = 12;

/**
 * `box` is where its button stands. `titles` as titles.js gives them; `language()` is the customer's; `kept()` gives ids for
 * when nothing is typed; `isFree(field)`: a slash there is no part of a text; `onTake(answer)`. Gives {open}.
 */
export function makeFinder(box, { settings, titles, language, kept, isFree, onTake }) {
  const { words } = settings;
  let rows = [];
  let at = -1;
  let asked = 0;
  const list = make("ul", { role: "listbox", id: "kb-desk-found", "aria-label": words.find, class: "kb-desk__found-list" });
  const input = make("input", {
    type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "kb-desk-found", "aria-autocomplete": "list", "aria-label": words.find,
    placeholder: words.find_hint, autocomplete: "off", spellcheck: "false", translate: "no", dir: "auto", maxlength: 200, class: "kb-desk__finder-input",
  });
  const status = make("p", { class: "kb-desk__finder-status", role: "status" });
  const dialog = make("dialog", { class: "kb-desk__finder", "aria-label": words.find }, input, status, list);
  const opener = button("", open, { class: "kb-desk__find", "aria-keyshortcuts": "/", "aria-haspopup": "dialog" });
  opener.append(make("kbd", { class: "kb-desk__key", "aria-hidden": "true" }, "/"), words.find);
  box.replaceChildren(opener, dialog);

  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length) point((at + step + rows.length) % rows.length);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && rows[at]) choose(rows[at]);
    else if (!step && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close()); // beside it
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || dialog.open || (isTyping(event.target) && !isFree(event.target))) return;
    event.preventDefault();
    event.stopPropagation(); // the site's own search has this key on other pages
    open();
  }, { capture: true });

  function open() {
    input.value = "";
    dialog.showModal();
    input.focus();
    look();
  }

  async function look() {
    const number = (asked += 1);
    const found = input.value.trim() ? await titles.find(input.value, language(), MOST) : await keptRows();
    if (number !== asked) return; // something else was typed meanwhile
    rows = found;
    list.replaceChildren(...rows.map(({ answer, title }, place) => {
      const option = make("li", { role: "option", id: `kb-desk-found-${place}`, "aria-selected": "false", "data-id": answer.id },
        make("span", { lang: answer.language }, answer.title), title ? make("small", {}, title) : null, make("small", { class: "kb-mark" }, words[`kind_${answer.kind}`]));
      option.addEventListener("click", () => choose(rows[place]));
      return option;
    }));
    input.setAttribute("aria-expanded", String(rows.length > 0));
    status.textContent = !input.value.trim() ? "" : rows.length ? fill(words.find_found, { n: rows.length }) : words.find_none;
    point(rows.length ? 0 : -1);
  }

  async function keptRows() {
    const answers = await Promise.all(kept().slice(0, MOST).map((id) => titles.answer(id, language())));
    return answers.filter(Boolean).map((answer) => ({ answer, title: "" }));
  }

  function point(place) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = place;
    const option = list.children[at];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function choose({ answer }) {
    dialog.close();
    onTake(answer);
  }

  return { open };
}
