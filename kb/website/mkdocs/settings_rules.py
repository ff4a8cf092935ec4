"""What may be wrong with the settings that are MkDocs' own, not ours."""

from __future__ import annotations

from kb.source.problem import Rule, Severity

UNKNOWN_SETTING = Rule(
    "KB804",
    "unknown-setting",
    Severity.WARNING,
    what="A setting that MkDocs and its theme do not know.",
    why="Mostly a slip of the keyboard: the setting never takes effect.",
    example="site_nmae: Sen & Serai Help",
    hint="correct the name, or put it under `extra:` if a template of yours reads it",
)
BROKEN_SETTING = Rule(
    "KB805",
    "broken-setting",
    Severity.ERROR,
    what="A setting has a value that MkDocs, its theme, a plugin or a hook refuses.",
    why="No site can be built until it is mended.",
    example="site_url: help.example.com   # without https://",
    hint="correct the value on this line",
)
MISSING_FILE = Rule(
    "KB806",
    "missing-file-of-setting",
    Severity.ERROR,
    what="A setting names a file, a folder or an icon that is not there.",
    why="Pages would be published with a broken picture, without their styles, or not at all.",
    example="theme:\n  name: material\n  logo: img/lgoo.svg",
    hint="correct the name, or put the file there",
)
SETTING_WARNED = Rule(
    "KB807",
    "setting-warned",
    Severity.WARNING,
    what="MkDocs or a plugin warns about a setting.",
    why="What is deprecated today is refused by a later version; what is ignored never takes effect.",
    example="plugins:\n  - search:\n      langs: en   # `lang` was meant",
    hint="correct the value on this line, or take it out",
)
RULES = (UNKNOWN_SETTING, BROKEN_SETTING, MISSING_FILE, SETTING_WARNED)
