"""The language in which derivations and results show themselves, at a prompt and in a notebook."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from typing import get_args

from symkl.display import speech
from symkl.messages.catalogue import SOURCE, Language
from symkl.messages.translation import translated


def set_language(language: Language) -> None:
    """Show derivations and results in this language from now on: "en" or "zh".

    What they are stays the same: fields and JSON are in English in every language.

    Examples:
        >>> from symkl import KL, Derivation, FiniteSpace, check
        >>> P, Q = FiniteSpace("X").pmfs("P Q")
        >>> set_language("zh")
        >>> check(Derivation("Gibbs").start(KL(P, Q)).ge(0, by="Gibbs"))
        Gibbs
          1 ✓ 已证明  KL(P || Q) >= 0  理由（Gibbs 不等式）：成立
          结论: ✓ 已证明: KL(P || Q) >= 0; 各步证明了它
        >>> set_language("en")

    Raises:
        ValueError: there are no texts in this language.
    """
    speech.speak(_speech(language))


def speaking(language: Language) -> AbstractContextManager[None]:
    """Show them in this language for a while."""
    return speech.spoken(_speech(language))


def _speech(language: Language) -> speech.Speech | None:
    if language not in get_args(Language):
        raise ValueError(f"{language!r} is no language here: use {' or '.join(get_args(Language))}")
    return None if language == SOURCE else partial(translated, language=language)
