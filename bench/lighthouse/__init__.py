"""The real Lighthouse over our site and a plain Material site of the same Markdown: `make lighthouse`."""
