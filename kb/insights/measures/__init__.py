"""The store → measures of a week or a month, with what they count, and `insights/data/*.json` that holds them."""
