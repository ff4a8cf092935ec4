// Small makers of elements, for every page. Whatever comes from an index, a message or a script becomes a text node.

/**
 * All elements of `within` that `selector` finds.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {any[]}
 */
export function all(selector, within = document) {
  return Array.from(within.querySelectorAll(selector));
}

/**
 * The first of them; null where there is none.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {any}
 */
export function one(selector, within = document) {
  return within.querySelector(selector);
}

/**
 * An element with attributes and children; `null`, `false` and `""` attributes are left out.
 * @param {string} name
 * @param {Record<string, unknown>} [attributes]
 * @param {...(string | Node | null | undefined)} children
 * @returns {any}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false || value === "") continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/**
 * Text with the stretches in `marks` ([start, end, class name if any]) inside <mark>.
 * @param {string} text
 * @param {any[][]} [marks]
 */
export function marked(text, marks = []) {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (const [start, end, kind] of [...marks].sort((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    fragment.append(text.slice(at, start), make("mark", { class: kind }, text.slice(start, end)));
    at = end;
  }
  fragment.append(text.slice(at));
  return fragment;
}
