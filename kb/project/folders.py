"""Names of a project's folders that no setting changes."""

AGENTS = "agents"
"""What only agents may read. The public edition's process cannot open it, and the audit compares with it."""
INSIGHTS = "insights"
"""What comes back from customers, and what is counted of it. Closed to the public edition in the same way."""
REPORTS = f"{INSIGHTS}/data"
"""Aggregates without a person in them, from which the agents' report pages are made."""
