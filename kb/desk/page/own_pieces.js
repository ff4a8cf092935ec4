// The agent's own pieces, at the foot of the desk: name, form of address and signature in each language, and all that
// this machine remembers as a file.

import { make } from "../../browser_code/elements.js";
import { button, fill, select } from "./elements.js";

const FILE = "kb-desk.json";

/** `onChange()` is called when a piece is another. Gives {node, reset}. */
export function ownPieces({ memory, settings, say, onChange }) {
  const { words } = settings;
  const body = make("div", { class: "kb-desk__pieces-body" });
  const node = make("details", { class: "kb-desk__pieces" }, make("summary", {}, words.pieces), body);
  node.addEventListener("toggle", () => node.open && build());

  function set(name, value) {
    memory.set(name, value);
    onChange();
  }

  function labelled(label, input, name, hint = null) {
    input.value = memory.get(name);
    input.addEventListener("change", () => set(name, input.value));
    return make("label", { class: "kb-desk__field" }, make("span", {}, label), input, hint ? make("span", {}, hint) : null);
  }

  function ofLanguage([code, name]) {
    const forms = settings.address_forms[code] ?? [];
    const label = fill(words.own_address, { language: name });
    const choices = [["", words.address_written], ...forms.map((form) => [form, form])];
    const signature = make("textarea", { rows: 2, maxlength: 600, lang: code, dir: "auto", spellcheck: "false", "data-kb-signature": code });
    return [
      forms.length ? select(label, choices, memory.get(`address.${code}`), (form) => set(`address.${code}`, form), { "data-kb-address": code }) : null,
      labelled(fill(words.own_signature, { language: name }), signature, `signature.${code}`, words.own_signature_hint),
    ];
  }

  /** Into a file of the agent's: it is made here, and nothing is asked of any host. */
  function save() {
    const address = URL.createObjectURL(new Blob([memory.exported()], { type: "application/json" }));
    const link = make("a", { href: address, download: FILE });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address)); // once the browser has begun to write it
  }

  async function read(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const isRead = memory.read(await file.text().catch(() => "")); // a file that is gone meanwhile holds nothing
    say(isRead ? words.memory_read : words.memory_refused);
    if (!isRead) return;
    build();
    onChange();
  }

  function build() {
    const file = make("input", { type: "file", accept: "application/json,.json", hidden: true, "aria-label": words.read_memory });
    file.addEventListener("change", () => read(file));
    body.replaceChildren(...[
      labelled(words.own_name, make("input", { type: "text", maxlength: 80, autocomplete: "off" }), "agentName"),
      ...Object.entries(settings.languages).flatMap(ofLanguage),
      make("p", {}, button(words.save_memory, save, { class: "kb-desk__small" }), " ", button(words.read_memory, () => file.click(), { class: "kb-desk__small" }), file),
    ].filter(Boolean));
  }

  return {
    node,
    /** After all was forgotten: nothing stays on the screen. */
    reset() {
      node.open = false;
      body.replaceChildren();
    },
  };
}
