"""Another generator's site → a project."""
