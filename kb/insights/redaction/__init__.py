"""Text → text without personal details: rules by country as data, and keyed hashes in place of ids."""
