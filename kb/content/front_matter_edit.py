"""One field of a file's front matter changed in place; every other byte stays as the author left it.

Works on bytes, so that a byte order mark, Windows line ends and letters in any composition survive. The
edited text is read again with our own reader, and thrown away where anything else than the field changed.
"""

from __future__ import annotations

import re

from kb.content.front_matter import Split, split_front_matter
from kb.source.files import decode
from kb.source.yaml_nodes import Node

_BOM = b"\xef\xbb\xbf"
_FENCE = re.compile(rb"(---|\.\.\.)[ \t]*(\r\n|\n|\r)?")
_UNQUOTED = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]*")
_LOOKS_NUMERIC = re.compile(r"[0-9_]+|[0-9]+[eE][0-9]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|0[xo][0-9a-fA-F]+")


class UneditableError(Exception):
    """The front matter is written in a way that cannot be edited line by line; the message says why."""


def with_text_field(data: bytes, name: str, value: str) -> bytes:
    """The file `data` with the one-line field `name` set to `value`; the same bytes where it already is.

    Raises `UneditableError`.
    """
    split = _read(data)
    held = (split.fields.entries or {}).get(name)
    if held is not None and held.is_scalar and held.text == value:
        return data
    lines, closing = _front_lines(data)
    written = f"{name}: {written_as_scalar(value)}".encode()
    if held is None:
        edited = _insert(data, lines, closing, [written])
    else:
        index = split.fields.line_of(name) - 1
        lines[index] = written + _line_end(lines[index])
        edited = b"".join(lines)
    return _proved(data, edited, name, [value])


def with_list_items(data: bytes, name: str, items: list[str]) -> bytes:
    """The file `data` with `items` added to the list field `name`, those it already has left out.

    Raises `UneditableError`.
    """
    split = _read(data)
    held = (split.fields.entries or {}).get(name)
    present = _items(held)
    new = [item for item in dict.fromkeys(items) if item not in present]
    if not new:
        return data
    lines, closing = _front_lines(data)
    if held is None:
        edited = _insert(data, lines, closing, [f"{name}: [{_joined(new)}]".encode()])
    else:
        edited = _extend(lines, split.fields.line_of(name) - 1, name, held, present, new)
    return _proved(data, edited, name, [*present, *new])


def _extend(lines: list[bytes], index: int, name: str, held: Node, present: list[str], new: list[str]) -> bytes:
    end = _line_end(lines[index])
    line = lines[index].rstrip(b"\r\n")
    if held.is_scalar:
        lines[index] = f"{name}: [{_joined([*present, *new])}]".encode() + end
    elif line.rstrip().endswith(b"]"):
        inside = line.rstrip()[:-1].rstrip()
        lines[index] = inside + (b", " if present else b"") + _joined(new).encode() + b"]" + end
    elif held.items:
        last = held.items[-1].line - 1
        dash = re.match(rb"[ \t]*-[ \t]+", lines[last])
        if not dash:
            raise UneditableError(f"“{name}” is not written as a list with one item a line")
        ends = _line_end(lines[last]) or b"\n"
        lines[last] = lines[last].rstrip(b"\r\n") + ends
        lines[last + 1 : last + 1] = [dash[0] + written_as_scalar(item).encode() + ends for item in new]
    else:
        raise UneditableError(f"“{name}” is not written on one line")
    return b"".join(lines)


def _read(data: bytes) -> Split:
    text, problems = decode(data, path="")
    if text is None:
        raise UneditableError(problems[0].message)
    split, found = split_front_matter(text, path="")
    if found:
        raise UneditableError(found[0].message)
    return split


def _front_lines(data: bytes) -> tuple[list[bytes], int]:
    """The file's lines, and the index of the line that ends the front matter; 0 without front matter."""
    lines = data.splitlines(keepends=True)
    opening = _read(data).block_line
    if not opening:
        return lines, 0
    return lines, next(index for index, line in enumerate(lines) if index >= opening and _FENCE.fullmatch(line))


def _insert(data: bytes, lines: list[bytes], closing: int, new: list[bytes]) -> bytes:
    end = _line_end(lines[0]) if lines else b"\n"
    if closing:
        lines[closing:closing] = [line + end for line in new]
        return b"".join(lines)
    mark, rest = (_BOM, data[len(_BOM) :]) if data.startswith(_BOM) else (b"", data)
    end = end or b"\n"
    return mark + end.join([b"---", *new, b"---", b""]) + rest


def _line_end(line: bytes) -> bytes:
    return line[len(line.rstrip(b"\r\n")) :]


def written_as_scalar(value: str) -> str:
    """`value` as YAML writes it on one line: in quotes unless it can be nothing but text."""
    if _UNQUOTED.fullmatch(value) and not _LOOKS_NUMERIC.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _joined(items: list[str]) -> str:
    return ", ".join(map(written_as_scalar, items))


def _items(node: Node | None) -> list[str]:
    if node is None or node.is_null:
        return []
    if node.is_scalar:
        return [node.text or ""]
    return [item.text or "" for item in node.items or ()]


def _proved(before: bytes, after: bytes, name: str, expected: list[str]) -> bytes:
    """`after`, once read again: the field holds what it should, and nothing else differs."""
    old, new = _read(before), _read(after)
    others = [
        {key: node.plain() for key, node in (split.fields.entries or {}).items() if key != name} for split in (old, new)
    ]
    if _items((new.fields.entries or {}).get(name)) != expected or others[0] != others[1] or old.body != new.body:
        raise UneditableError("the front matter is not written line by line; add the field by hand")
    return after
