"""Search: documents in, postings and shards out, and one scorer for both sides."""
