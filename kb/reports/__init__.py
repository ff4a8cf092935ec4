"""What a shop wants to know of its own content: translations, facts, freshness, the journey, the rule book."""
