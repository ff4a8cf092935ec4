"""An index ↔ the small static files that browsers fetch; patched after an edit."""
