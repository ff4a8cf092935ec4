"""A project as its settings describe it: `mkdocs.yml`, the folders and which of their files take part."""
