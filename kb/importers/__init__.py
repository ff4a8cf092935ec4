"""Front doors for content that was written elsewhere, and for new projects and documents."""
