"""Files of a site that are no pages: search, desk, redirects, headers, manifest."""
