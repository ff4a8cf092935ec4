// Light, dark, or what the device wishes: the reader's choice is kept, and “as the device” takes it back.

import { all } from "./elements.js";
import { memory } from "./memory.js";

const CHOSEN = "data-kb-theme";
const KEY = "theme";

/** What the reader chose; "system" where they chose nothing, or that. */
function chosenTheme() {
  const kept = memory.get(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/**
 * Colour the page, and the browser's own bars around it: a choice counts in both of the device's modes.
 * @param {string} theme
 */
export function applyTheme(theme = chosenTheme()) {
  if (theme === "system") document.documentElement.removeAttribute(CHOSEN);
  else document.documentElement.setAttribute(CHOSEN, theme);
  const bars = all("meta[name=theme-color][data-kb-scheme]");
  for (const bar of bars) {
    const scheme = bar.dataset.kbScheme;
    bar.media = theme === "system" ? `(prefers-color-scheme: ${scheme})` : scheme === theme ? "all" : "not all";
  }
}

/** Let the menu's buttons choose. Tabs of one site agree. */
export function startTheme() {
  const buttons = all("button[data-kb-choose-theme]");
  const show = (theme = chosenTheme()) => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.kbChooseTheme === theme)));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const theme = button.dataset.kbChooseTheme;
      memory.set(KEY, theme);
      applyTheme(theme);
      show(theme);
    });
  }
  addEventListener("storage", ({ key }) => { if (key === memory.keyOf(KEY) || key === null) { applyTheme(); show(); } });
  show();
}
