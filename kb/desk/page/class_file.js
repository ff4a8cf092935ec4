// The file of customers' classes: part of a locked edition, or one that the agent opens. It is read in this page, and what
// was opened is kept for as long as the tab is there, in a locked edition under the session's key.

import { make } from "../../browser_code/elements.js";
import { openLookUp } from "../browser/look_up.js";
import { button, fill } from "./elements.js";

const FILE = "classes.json"; // beside the desk's own files: kb/website/build/publishing.py puts it there

/** A storage of this tab for one text; `seal` as in tab_store.js. What cannot be kept is asked for again. */
function openKept(scope, seal) {
  const name = `kb.desk classes ${scope}`;
  return {
    async read() {
      try {
        const text = sessionStorage.getItem(name);
        return text && seal ? await seal.open(text) : text;
      } catch {
        return null; // damaged, sealed with the key of another session, or no storage at all
      }
    },
    async write(text) {
      try {
        sessionStorage.setItem(name, seal ? await seal.seal(text) : text);
      } catch {
        /* larger than what a tab may keep: it holds until the page is loaded again */
      }
    },
    clear() {
      try {
        sessionStorage.removeItem(name);
      } catch {
        /* no storage: nothing was kept */
      }
    },
  };
}

/**
 * `settings.customer_classes` says where the file is from: "edition", "file" or "". `folder` is the address of the desk's
 * files; `onOpened(lookUp)` is called with what was opened, null when it is closed. Gives {node, begin, forget}.
 */
export function makeClassFile({ settings, scope, seal, folder, fold, say, onOpened }) {
  const { words } = settings;
  const kept = openKept(scope, seal);
  const node = make("div", { class: "kb-desk__classes" });
  const small = { class: "kb-desk__small" };

  /** Open `text`; whether it is such a file. */
  async function open(text) {
    const lookUp = await openLookUp(text, fold);
    if (lookUp) {
      onOpened(lookUp);
      const day = new Intl.DateTimeFormat(settings.language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(lookUp.until));
      node.replaceChildren(make("p", {}, fill(words.classes_known, { count: new Intl.NumberFormat(settings.language).format(lookUp.customers), day }),
        ...(settings.customer_classes === "file" ? [" ", button(words.close_classes, close, small)] : [])));
    }
    return Boolean(lookUp);
  }

  function showPicker() {
    const input = make("input", { type: "file", accept: ".json,application/json", "aria-label": words.open_classes });
    input.addEventListener("change", () => input.files?.length && take(input.files[0]));
    node.replaceChildren(make("label", {}, make("span", {}, words.open_classes), " ", input), make("p", {}, words.classes_hint));
  }

  async function take(file) {
    if (!globalThis.crypto?.subtle) return say(words.classes_insecure);
    const text = await file.text().catch(() => "");
    if (!(await open(text))) {
      showPicker();
      return say(words.classes_wrong);
    }
    node.querySelector("button")?.focus();
    return kept.write(text);
  }

  function close() {
    kept.clear();
    onOpened(null);
    showPicker();
    node.querySelector("input").focus();
  }

  /** The file of the edition; "" where it has none, or is not locked. */
  async function ofEdition() {
    const answer = seal ? await fetch(new URL(FILE, folder), { credentials: "same-origin", cache: "no-store" }).catch(() => null) : null;
    return answer?.ok ? answer.text() : "";
  }

  return {
    node,
    async begin() {
      if (settings.customer_classes === "edition") await open(await ofEdition());
      if (settings.customer_classes !== "file") return;
      showPicker();
      const text = globalThis.crypto?.subtle ? await kept.read() : null;
      if (text) await open(text);
    },
    forget() {
      kept.clear();
      if (settings.customer_classes !== "file") return;
      onOpened(null);
      showPicker();
    },
  };
}
