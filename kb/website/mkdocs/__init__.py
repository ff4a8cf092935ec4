"""The only package that knows MkDocs: its settings, files, pages, theme and build."""
