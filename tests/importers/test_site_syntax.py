"""Components, shortcodes and template tags become plain Markdown; what is lost is told with its line."""

# ruff: noqa: E501  (other systems' syntax, readable as it is)

from __future__ import annotations

import pytest

from kb.importers.sites.literal_config import Call, find_call, parse_literal_settings
from kb.importers.sites.syntax.convert import Remark, convert_tags
from kb.importers.sites.syntax.line_text import LinedText
from kb.importers.sites.syntax.mdx import without_programs
from kb.importers.sites.syntax.notion import with_boxes, without_id
from kb.importers.sites.syntax.plain_markdown import COMPONENTS, SHORTCODES, TEMPLATE_TAGS
from kb.importers.sites.syntax.vitepress import without_groups

DIALECTS = {"components": COMPONENTS, "shortcodes": SHORTCODES, "tags": TEMPLATE_TAGS}


@pytest.mark.parametrize(
    ("dialect", "written", "plain"),
    [
        ("components", "a <Badge text='New'/> b", "a New b"),
        ("components", "Press <Kbd>Ctrl</Kbd> now", "Press Ctrl now"),
        ("components", "Press <Foo>that</Foo> now", "Press that now"),
        ("components", "`<Tabs>` and\n\n```\n<Tabs>\n```\n", "`<Tabs>` and\n\n```\n<Tabs>\n```\n"),
        ("components", "1 < 2 and x<Y", "1 < 2 and x<Y"),
        ("components", '<Aside type="danger">Hot.</Aside>', ":::danger\n\nHot.\n\n:::\n"),
        ("components", '<Warning>\n  Hot.\n</Warning>\nNext', ":::warning\n\nHot.\n\n:::\n\nNext"),
        ("components", '<Accordion title="Why?">\n    Because.\n</Accordion>', ":::details[Why?]\n\nBecause.\n\n:::\n"),
        ("components", '<LinkButton href="/a b">Go on</LinkButton>', "[Go on](/a%20b)"),
        ("components", '<Image src="/a.png" alt="Box" />', "![Box](/a.png)"),
        ("components", "- one\n  <Note>Mind</Note>\n- two", "- one\n\n  :::note\n\n  Mind\n\n  :::\n\n- two"),
        ("components", '<Card title="A *b*">x</Card>', "**A \\*b\\***\n\nx\n"),
        ("shortcodes", '{{< hint danger >}}\nHot.\n{{< /hint >}}\n', ":::danger\n\nHot.\n\n:::\n"),
        ("shortcodes", "{{</* tabs */>}}", "{{</* tabs */>}}"),
        ("shortcodes", '{{% note %}} not closed', "{{% note %}} not closed"),
        ("shortcodes", '{{< details "More" >}}\nx\n{{< /details >}}', ":::details[More]\n\nx\n\n:::\n"),
        ("shortcodes", '{{< highlight go >}}\na\n{{< /highlight >}}', "```go\n\na\n\n```\n"),
        ("shortcodes", '[a]({{< relref "b.md" >}})', "[a](b.md)"),
        ("shortcodes", '{{< tabs items="A, B" >}}\n{{< tab >}}x{{< /tab >}}\n{{< tab >}}y{{< /tab >}}\n{{< /tabs >}}', "**A**\n\nx\n\n**B**\n\ny\n"),
        ("components", "<Tabs items={['A', 'B']}><Tab>x</Tab><Tab>y</Tab></Tabs>", "**A**\n\nx\n\n**B**\n\ny\n"),
        ("shortcodes", '{{< card link="phi" title="Phí" subtitle="nhỏ" >}}', "[**Phí**](phi)\n\nnhỏ\n"),
        ("shortcodes", '[a]({{< relref path="b.md" >}})', "[a](b.md)"),
        ("shortcodes", '{{< unknown "x" >}}', '{{< unknown "x" >}}'),
        ("tags", '{% hint style="success" %}\nx\n{% endhint %}', ":::success\n\nx\n\n:::\n"),
        ("tags", '{% embed url="https://a.example/" %}', "[https://a.example/](https://a.example/)\n"),
        ("tags", "{% for x in y %}z{% endfor %}", "{% for x in y %}z{% endfor %}"),
    ],
)  # fmt: skip
def test_a_tag_becomes_what_it_is_for(dialect: str, written: str, plain: str) -> None:
    assert convert_tags(LinedText.of(written), DIALECTS[dialect], []).text == plain


def test_each_line_knows_where_it_stood() -> None:
    written = "one\n<Tabs>\n<TabItem label='A'>\ntwo\n</TabItem>\n</Tabs>\nthree"
    converted = convert_tags(LinedText.of(written), COMPONENTS, [])
    lines = converted.text.split("\n")
    sources = written.split("\n")
    for words in ("one", "two", "three"):
        assert sources[converted.place(lines.index(words))] == words


def test_programs_in_mdx_go_and_code_stays() -> None:
    written = (
        "import A from 'a'\nimport {\n  B,\n} from \"b\";\n\nexport const x = {\n  y: 1,\n};\n\nimport taxes are high\n\n"
        "{/* gone */}a{' '}b {props.name}\n\n```js\nimport C from 'c'\n{/* kept */}\n```\n<img className=\"big\" style={{a: 1}} src=\"a.png\" />\n"
    )
    remarks: list[Remark] = []
    text = without_programs(LinedText.of(written), remarks).text
    assert text.count("\n") == written.count("\n")
    assert [remark.line for remark in remarks] == [0, 1, 5, 11]
    for kept in (
        "import taxes are high",
        "a b {props.name}",
        "import C from 'c'\n{/* kept */}",
        '<img class="big" src="a.png" />',
    ):
        assert kept in text
    for gone in ("from 'a'", "B,", "y: 1", "gone"):
        assert gone not in text


def test_groups_of_code_show_their_names() -> None:
    written = "::: code-group\n```sh [npm]\na\n```\n:::\n\n::: tip\nx\n:::\n"
    assert without_groups(LinedText.of(written)).text == "**npm**\n\n```sh\na\n```\n\n::: tip\nx\n:::\n"


def test_notion_keeps_words_and_loses_ids() -> None:
    boxed = with_boxes(LinedText.of("a\n\n<aside>\n💡 **Keep** it.\n\n</aside>\n\nb\n"))
    assert boxed.text == "a\n\n:::note\n\n**Keep** it.\n\n:::\n\nb\n"
    name = "0123456789abcdef0123456789abcdef"
    assert without_id(f"FAQ {name}/Phí {name}.md") == "FAQ/Phí.md"
    assert without_id("deadbeef.md") == "deadbeef.md"


@pytest.mark.parametrize(
    ("program", "values"),
    [
        ("export default { a: 'x', b: [1, -2.5, true, null], }", {"a": "x", "b": [1, -2.5, True, None]}),
        ("module.exports = { 'a-b': \"\\u00e9\\n\" };", {"a-b": "é\n"}),
        ("const t = 'T';\nconst config: X = { t, u: t } as const;\nexport default config;", {"t": "T"}),
        ("export default defineConfig({ a: `b` } satisfies X)", {"a": "b"}),
        ("// export default {a: 1}\nexport default /* x */ { a: 2, /* ,b: 3 */ }", {"a": 2}),
    ],
)
def test_literals_of_a_program_are_read(program: str, values: dict[str, object]) -> None:
    read = parse_literal_settings(program)
    assert read.error == "" and {key: read.values[key] for key in values} == values


@pytest.mark.parametrize(
    "program",
    ["throw new Error('run')", "export default async () => { return {a: 1} }", "export default ((((", "export default {" * 500,
     "const a = b; const b = a; export default a;", "", "export default [1, 2"],
)  # fmt: skip
def test_what_is_no_literal_is_not_guessed(program: str) -> None:
    read = parse_literal_settings(program)
    assert read.error or all(not isinstance(value, str) for value in read.values.values())


def test_a_call_within_a_program_is_found() -> None:
    read = parse_literal_settings("export default f({ a: [b(), starlight({ title: 'T', x: y() + 1 })] })")
    call = find_call(dict(read.values), "starlight")
    assert isinstance(call, Call) and call.arguments[0]["title"] == "T"
