"""How text is read: letters, words, languages. Knows nothing of articles."""

from kb.text.characters import compose, fold, fold_slug

__all__ = ["compose", "fold", "fold_slug"]
