"""The leak audit: does a public folder hold words that only internal content has?

A stage of its own, right of `editions`: it must know internal text, so it runs in a process apart from
the one that renders the public edition (`process.py` starts `python -m kb.audit`), and only reads.
"""
