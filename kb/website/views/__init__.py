"""An edition → frozen values in one language for templates."""
