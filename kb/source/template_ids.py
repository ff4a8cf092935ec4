"""The ids that our templates put on pages beside a document's own text."""

TEMPLATE_IDS = frozenset(
    {
        *("kb-title", "kb-note", "kb-related", "kb-related-title", "kb-contact", "kb-contact-title"),
        *("kb-changes-title", "kb-helped-title", "kb-toc-title", "kb-placeholders", "kb-featured", "kb-topics"),
        *("kb-menu-topics", "kb-for-agents", "kb-missing", "kb-missing-hint", "kb-default"),
        "__comments",
    }
)
"""`tests/editions/test_generated_pages.py` holds it to what the templates say. Material's own begin with `__`."""
