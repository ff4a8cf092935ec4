"""Standard input and output that no terminal, pipe or encoding can make a command fail."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import sys

_ESCAPE = "kb-escape"


def settle_terminal() -> None:
    """Make ready what a command reads and prints, once, before the first word is printed.

    - What the terminal's encoding lacks is written as `\\uXXXX`, which JSON reads back.
    - Where the reader of a pipe has gone (`kb check | head -1`), the rest is dropped, and the exit code stays the
      command's own.
    """
    codecs.register_error(_ESCAPE, _escape)
    sys.stdout = _forgiving(sys.stdout)
    sys.stderr = _forgiving(sys.stderr)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _forgiving(stream: object) -> io.TextIOWrapper:
    if not isinstance(stream, io.TextIOWrapper):  # closed by the caller: `kb check >&-`
        return io.TextIOWrapper(io.BufferedWriter(_Pipe(os.devnull, "wb")), encoding="utf-8", errors=_ESCAPE)
    raw = io.BufferedWriter(_Pipe(os.dup(stream.fileno()), "wb"))
    return io.TextIOWrapper(
        raw,
        encoding=stream.encoding,
        errors=_ESCAPE,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def finish_output() -> bool:
    """Write out what waits; False if it cannot be written, such as to a full disk, which is then told."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        print(f"kb: what was printed cannot be written: {error}", file=sys.stderr)
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - so that nothing more is tried
        return False
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()
    return True


class _Pipe(io.FileIO):
    """A file whose reader may go away."""

    def write(self, data: object) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]
        except BrokenPipeError:
            return len(memoryview(data))  # type: ignore[arg-type]


def _escape(error: UnicodeError) -> tuple[str, int]:
    """`\\uXXXX` for each UTF-16 unit of what cannot be encoded."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    pairs = (units[place : place + 2] for place in range(0, len(units), 2))
    return "".join(f"\\u{int.from_bytes(pair, 'big'):04x}" for pair in pairs), error.end
