// Only under `kb serve`: reloads a page whose words changed, and shows what is wrong with the content.

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
let version = Number(script.dataset.version);
const here = decodeURI(location.pathname).replace(/index\.html$/, "").replace(/^\//, "");

function make(tag, text, styles) {
  const element = document.createElement(tag);
  element.textContent = text;
  Object.assign(element.style, styles);
  return element;
}

function show(problems) {
  document.getElementById("kb-preview-problems")?.remove();
  if (!problems.length) return;
  const errors = problems.filter((one) => one.severity === "error");
  const box = make("details", "", {
    position: "fixed", right: "12px", bottom: "12px", zIndex: 9999, maxWidth: "min(46rem, calc(100vw - 24px))",
    maxHeight: "70vh", overflow: "auto", padding: "10px 14px", borderRadius: "8px", color: "#fff",
    background: errors.length ? "#8b1a1a" : "#5a4a00", font: "14px/1.45 system-ui, sans-serif",
    boxShadow: "0 4px 18px rgb(0 0 0 / 40%)",
  });
  box.id = "kb-preview-problems";
  box.open = errors.length > 0;
  const name = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const parts = [[errors.length, "error"], [problems.length - errors.length, "warning"]];
  box.append(make("summary", parts.filter(([count]) => count).map(([count, word]) => name(count, word)).join(", "),
    { cursor: "pointer", fontWeight: "600" }));
  for (const one of [...errors, ...problems.filter((problem) => problem.severity !== "error")].slice(0, 50)) {
    box.append(make("p", `${one.path}:${one.line}: ${one.code} ${one.message}`, { margin: "8px 0 0" }));
    if (one.mend) box.append(make("p", one.mend, { margin: "0", opacity: ".8" }));
  }
  document.body.append(box);
}

async function follow() {
  for (;;) {
    try {
      const answer = await fetch(`/_kb/live?version=${version}`, { cache: "no-store" });
      const news = await answer.json();
      if (news.version < version || news.pages.includes("*") || news.pages.includes(here)) {
        location.reload();
        return;
      }
      version = news.version;
      show(news.problems);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
show(JSON.parse(script.dataset.problems));
follow();
