"""Numbers → SVG pictures that a screen reader can read."""
