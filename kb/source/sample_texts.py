"""The sample texts of `kb new`, one set a language: what a writer replaces, and what no reader may ever get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

WRITE = "✎"
"""The whole sample text of languages that have no set of their own: a sign that nobody writes by chance."""


@dataclass(frozen=True, slots=True)
class SampleTexts:
    """Sentences for the fields and the body of new documents."""

    article_summary: str = WRITE
    article_answer: str = WRITE
    article_question: str = WRITE
    script_summary: str = WRITE
    script_question: str = WRITE
    procedure_summary: str = WRITE
    training_summary: str = WRITE
    step_one: str = f"1. {WRITE}"
    step_two: str = f"2. {WRITE}"
    guide_start: str = WRITE
    heading: str = f"## {WRITE}"
    check_heading: str = f"## {WRITE} {WRITE}"
    write_here: str = WRITE
    note: str = WRITE
    reply: str = "{{ customer_name }}: " + WRITE
    reply_vip: str = "{{ customer_name }} (VIP): " + WRITE
    tree_ask: str = f"    ask: {WRITE}?"
    tree_this: str = f"      {WRITE} 1: one"
    tree_that: str = f"      {WRITE} 2: other"
    tree_do: str = f"    answer: {WRITE}"
    tree_ask_us: str = f"    answer: {WRITE} {WRITE}"
    quiz_ask: str = f"ask: {WRITE}?"
    quiz_right: str = f"right: {WRITE} 1"
    quiz_wrong: str = f"wrong: [{WRITE} 2]"
    quiz_why: str = f"why: {WRITE}"
    first_version: str = "1"

    @property
    def steps(self) -> str:
        return f"{self.step_one}\n{self.step_two}\n"

    @property
    def script(self) -> str:
        return f"{self.reply}\n\n## variant: vip\n\n{self.reply_vip}\n"

    @property
    def tree(self) -> str:
        return "\n".join(
            [
                *("```tree", "start: first", "steps:", "  first:", self.tree_ask, "    choices:"),
                *(self.tree_this, self.tree_that, "  one:", self.tree_do),
                *("  other:", self.tree_ask_us, "    contact: true", "```", ""),
            ]
        )

    @property
    def quiz(self) -> str:
        return "\n".join(["```quiz", self.quiz_ask, self.quiz_right, self.quiz_wrong, self.quiz_why, "```", ""])


NEUTRAL = SampleTexts()
SAMPLES: Mapping[str, SampleTexts] = {
    "en": SampleTexts(
        article_summary="One line for cards and search engines.",
        article_answer="One or two plain sentences.",
        article_question="the reader's own words",
        script_summary="When to send it.",
        script_question="the buyer's own words",
        procedure_summary="What it is for.",
        training_summary="What one can do after it.",
        step_one="1. First do this.",
        step_two="2. Then do that.",
        guide_start="What the reader has at the end.",
        heading="## Who it is for",
        check_heading="## Check yourself",
        write_here="Write it here.",
        note="What agents should know before they use this article.",
        reply="Hi {{ customer_name }}, write the reply here.",
        reply_vip="Hi {{ customer_name }}, write the reply for a VIP here.",
        tree_ask="    ask: What do you see?",
        tree_this="      This: one",
        tree_that="      That: other",
        tree_do="    answer: Do this.",
        tree_ask_us="    answer: Write to us.",
        quiz_ask="ask: What do you say first?",
        quiz_right="right: The answer",
        quiz_wrong="wrong: [Another answer]",
        quiz_why="why: Because the buyer waits for it.",
        first_version="First version",
    ),
    "vi": SampleTexts(
        article_summary="Một dòng cho thẻ và công cụ tìm kiếm.",
        article_answer="Một hoặc hai câu dễ hiểu.",
        article_question="lời của chính người đọc",
        script_summary="Khi nào gửi mẫu này.",
        script_question="lời của chính người mua",
        procedure_summary="Quy trình này để làm gì.",
        training_summary="Đọc xong thì làm được gì.",
        step_one="1. Đầu tiên làm việc này.",
        step_two="2. Sau đó làm việc kia.",
        guide_start="Làm xong thì người đọc được gì.",
        heading="## Áp dụng cho ai",
        check_heading="## Tự kiểm tra",
        write_here="Viết nội dung ở đây.",
        note="Điều nhân viên cần biết trước khi dùng bài này.",
        reply="Chào {{ customer_name }}, viết câu trả lời ở đây.",
        reply_vip="Chào {{ customer_name }}, viết câu trả lời cho khách VIP ở đây.",
        tree_ask="    ask: Bạn thấy gì?",
        tree_this="      Cái này: one",
        tree_that="      Cái kia: other",
        tree_do="    answer: Làm việc này.",
        tree_ask_us="    answer: Nhắn cho shop.",
        quiz_ask="ask: Câu đầu tiên nên nói gì?",
        quiz_right="right: Câu trả lời đúng",
        quiz_wrong="wrong: [Câu trả lời khác]",
        quiz_why="why: Vì người mua đang chờ điều đó.",
        first_version="Bản đầu tiên",
    ),
    "ms": SampleTexts(
        article_summary="Satu baris untuk kad dan enjin carian.",
        article_answer="Satu atau dua ayat yang mudah.",
        article_question="kata-kata pembaca sendiri",
        script_summary="Bila hendak dihantar.",
        script_question="kata-kata pembeli sendiri",
        procedure_summary="Apa gunanya prosedur ini.",
        training_summary="Apa yang boleh dibuat selepas membacanya.",
        step_one="1. Mula-mula buat ini.",
        step_two="2. Kemudian buat itu.",
        guide_start="Apa yang pembaca dapat pada akhirnya.",
        heading="## Untuk siapa",
        check_heading="## Uji diri anda",
        write_here="Tulis di sini.",
        note="Apa yang ejen perlu tahu sebelum menggunakan artikel ini.",
        reply="Hai {{ customer_name }}, tulis jawapan di sini.",
        reply_vip="Hai {{ customer_name }}, tulis jawapan untuk pelanggan VIP di sini.",
        tree_ask="    ask: Apa yang anda nampak?",
        tree_this="      Yang ini: one",
        tree_that="      Yang itu: other",
        tree_do="    answer: Buat ini.",
        tree_ask_us="    answer: Mesej kami.",
        quiz_ask="ask: Apa yang anda katakan dahulu?",
        quiz_right="right: Jawapannya",
        quiz_wrong="wrong: [Jawapan lain]",
        quiz_why="why: Kerana pembeli menunggunya.",
        first_version="Versi pertama",
    ),
}
"""Language → its texts. A variant (`vi-VN`) has those of its language, any other language `NEUTRAL`."""

_MAY_BE_MEANT = frozenset(
    {"heading", "check_heading", "tree_ask", "tree_do", "tree_ask_us", "quiz_ask", "first_version"}
)
"""Texts that a writer may well mean: “answer: Write to us.”"""


def samples_for(language: str) -> SampleTexts:
    """The texts for documents in `language`."""
    return SAMPLES.get(language) or SAMPLES.get(language.partition("-")[0], NEUTRAL)


def unmistakable() -> frozenset[str]:
    """Every text, as one line without blanks around it, that stands in a finished document in no language."""
    return frozenset(
        text.strip()
        for texts in (NEUTRAL, *SAMPLES.values())
        for field in fields(texts)
        if (text := getattr(texts, field.name)) and (field.name not in _MAY_BE_MEANT or WRITE in text)
    ) | {WRITE}
