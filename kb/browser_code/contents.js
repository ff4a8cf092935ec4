// The table of contents beside a text marks the part that is being read.

import { all, one } from "./elements.js";

const HERE = "md-nav__link--active";

/** Mark links of the contents as their headings pass the top of the page. Material's script, where a page has it, does
 * the same. */
export function startContents() {
  const links = all(".kb-toc a[href^='#']");
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  if (!links.length || headings.includes(null) || one("#__config")) return;
  const mark = () => {
    const top = one(".kb-header").offsetHeight + 24;
    const here = headings.filter((heading) => heading.getBoundingClientRect().top <= top).length - 1;
    links.forEach((link, at) => link.classList.toggle(HERE, at === here));
  };
  // Headings cross this line; between two crossings nothing changes.
  const watcher = new IntersectionObserver(mark, { rootMargin: "-10% 0px -85% 0px" });
  headings.forEach((heading) => watcher.observe(heading));
  mark();
}
