// Self-checks: right or wrong at a click; for agents also which ones are done, kept on this machine.

import { all, make, one } from "./elements.js";

const HASH = 16_777_619;

/** What a self-check is kept by: nothing of its page or words can be read out of it, and other words make another one. */
function keyOf(quiz) {
  let hash = 2_166_136_261;
  const words = [location.pathname, one("legend", quiz).textContent, ...all("label", quiz).map((label) => label.textContent)];
  for (const sign of words.join("\n")) hash = Math.imul(hash ^ sign.codePointAt(0), HASH);
  return `quiz.${(hash >>> 0).toString(36)}`;
}

/**
 * Start every self-check of the page. Where the page gives the word `done`, what was answered rightly is remembered.
 * @param {{get(key: string): string | null, set(key: string, value: string): void}} memory
 */
export function startQuizzes(memory) {
  const words = one("[data-kb-words]")?.dataset ?? {};
  const quizzes = all("[data-kb-quiz]").map((quiz) => ({ quiz, key: keyOf(quiz), said: make("p", { class: "kb-quiz__said", role: "status" }) }));
  const isKept = Boolean(words.done) && quizzes.length > 0;
  const count = isKept && quizzes.length > 1 ? quizzes[0].quiz.parentElement.insertBefore(make("p", { class: "kb-quiz__count", role: "status" }), quizzes[0].quiz) : null;
  const isDone = ({ key }) => isKept && memory.get(key) !== null;
  const showCount = () => {
    const done = quizzes.filter(isDone).length;
    if (count) count.textContent = words.count.replace("{n}", String(done)).replace("{all}", String(quizzes.length));
  };
  for (const each of quizzes) {
    const { quiz, key, said } = each;
    const mark = make("p", { class: "kb-quiz__done", hidden: true }, words.done);
    quiz.append(said, mark);
    mark.hidden = !isDone(each);
    quiz.addEventListener("change", (event) => {
      const isRight = /** @type {Element} */ (event.target).hasAttribute("data-kb-right");
      quiz.classList.toggle("kb-quiz--right", isRight);
      said.textContent = words[isRight ? "right" : "wrong"] ?? "";
      const why = one("details", quiz);
      if (why && isRight) why.open = true;
      if (!isRight || !isKept) return;
      memory.set(key, "1");
      mark.hidden = false;
      showCount();
    });
  }
  showCount();
}
