"""How text is read: letters, words, languages. Knows nothing of articles."""

from kb.text.characters import compose, fold, fold_slug
from kb.text.guess import LanguageGuess, guess_language
from kb.text.languages import Language, load_language, raw_language
from kb.text.reading import Token, read

__all__ = [
    "Language",
    "LanguageGuess",
    "Token",
    "compose",
    "fold",
    "fold_slug",
    "guess_language",
    "load_language",
    "raw_language",
    "read",
]
