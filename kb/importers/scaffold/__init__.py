"""New projects and new documents."""
