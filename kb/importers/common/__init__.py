"""What every import needs: files, settings, Markdown, reports."""
