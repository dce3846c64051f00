"""Equations of matrices by words: products of letters that do not commute.

A matrix is expanded into words with numbers before them.  ``M M^-1`` is the empty word.  Where W is
the inverse of a sum P, ``P W = 1`` replaces the greatest word w of P before W: ``w W`` is
``1 - (P - w) W``; so do ``W P = 1``, ``M^-1 P W = M^-1`` and ``W P M^-1 = M^-1``.  Each replacement
is smaller by length, then by letters, so that replacing comes to an end (Knuth and Bendix 1970).
Equal words show equal matrices; different ones show nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.errors import Refused
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import ONE, Poly, Var, add, constant, mul, scale, text
from symkl.kernel.shapes import SCALAR, Shape, shape, square, square_factors
from symkl.kernel.terms import Term

MAX_STEPS = 4000  # words replaced for one equation
MAX_WORDS = 2000  # in one sum


@dataclass(frozen=True)
class Letter:
    """A matrix that is not looked into: itself, its transpose, its inverse, or both.

    ``inverse_of`` is the sum of which a letter without a base is the inverse, the greatest word
    first.  Where that has the coefficient 1, the letter has rules.
    """

    base: Term | None
    transposed: bool = False
    inverted: bool = False
    inverse_of: tuple[tuple[Word, Poly], ...] = ()

    @cached_property
    def text(self) -> str:
        """What tells the letter from every other one, and orders letters."""
        parts = [f"{text(c)}{[letter.text for letter in word]}" for word, c in self.inverse_of]
        return f"{self.base!r}{self.transposed:d}{self.inverted:d}{parts}"

    @property
    def has_rules(self) -> bool:
        """Whether the greatest word next to the letter can be replaced."""
        return not self.transposed and bool(self.inverse_of) and self.inverse_of[0][1] == ONE


Word = tuple[Letter, ...]
Words = dict[Word, Poly]


def _size(word: Word) -> tuple[int, tuple[str, ...]]:
    return len(word), tuple(letter.text for letter in word)


class Alphabet:
    """Expands and reduces the matrices of one claim; the normaliser says what may be used."""

    def __init__(self, normaliser: Normaliser) -> None:
        self.normaliser = normaliser
        self.context = normaliser.context
        self.steps = 0
        self._rules: dict[Letter, list[tuple[Word, Words]]] = {}

    def reduced(self, term: Term) -> Words:
        """The words of a matrix or number after all replacements."""
        is_number = shape(self.context, term) == SCALAR
        found = self._reduced(self.expanded(term))
        if not is_number:
            return found
        turned = [(min(word, self._turned(word), key=_size), c) for word, c in found.items()]
        return self._reduced(_sum(turned))

    def vanishes(self, term: Term, left: Sequence[Term], right: Sequence[Term]) -> bool:
        """Whether the term is 0, once multiplied by invertible matrices on the left and right.

        A number is 0 where each matrix is that stands between the same two vectors in it.
        """
        for matrix in (*left, *right):
            self.require_invertible(matrix)
        found = self.reduced(term)
        parts = [found]
        if shape(self.context, term) == SCALAR and (left or right):
            sizes = {shape(self.context, matrix) for matrix in (*left, *right)}
            parts = list(self._between_vectors(found, sizes).values())
        before, behind = self._product(left), self._product(right)
        return not any(self._reduced(_times(_times(before, part), behind)) for part in parts)

    def _between_vectors(self, words: Words, sizes: set[Shape]) -> dict[Word, Words]:
        """The sums of what stands between a first and a last vector, by these two."""
        found: dict[Word, Words] = {}
        for word, coefficient in words.items():
            ends = [self._size_of(letter) for letter in (*word[:1], *word[-1:])]
            if len(word) < 2 or {(size, size) for size in ends} != sizes:
                raise Refused("no matrix between two vectors")
            _put(found.setdefault((word[0], word[-1]), {}), word[1:-1], coefficient)
        return found

    def _size_of(self, letter: Letter) -> str:
        """The number of entries of a vector, a row or a column; "" for other letters."""
        if letter.base is None or letter.inverted:
            return ""
        rows, columns = shape(self.context, letter.base)
        return rows if columns == SCALAR_SORT else ""

    def require_invertible(self, term: Term) -> None:
        """Raises KernelError unless the matrix is declared or assumed to be invertible."""
        rows, columns = square(self.context, term)
        at = Var("%r", rows), Var("%c", columns)
        self.normaliser.at(Term("inverse", (term,)), *at)

    # --- expanding --------------------------------------------------------------------------------

    def expanded(self, term: Term) -> Words:
        """The words of a term as it is written."""
        method = EXPANDED.get(term.head)
        if method is not None:
            return method(self, term)
        if shape(self.context, term) == SCALAR:
            return {(): self.normaliser.scalar(term)}
        return {(Letter(term),): ONE}

    def _add(self, term: Term) -> Words:
        return _sum(pair for child in term.args for pair in self.expanded(child).items())

    def _neg(self, term: Term) -> Words:
        return {word: scale(c, -1) for word, c in self.expanded(term.args[0]).items()}

    def _mul(self, term: Term) -> Words:
        return self._product(term.args)

    def _product(self, factors: Iterable[Term]) -> Words:
        found: Words = {(): ONE}
        for factor in factors:
            found = _times(found, self.expanded(factor))
        return found

    def _div(self, term: Term) -> Words:
        top, bottom = term.args
        return _times(
            self.expanded(top), {(): self.normaliser.scalar(terms.div(terms.ONE, bottom))}
        )

    def _identity(self, term: Term) -> Words:
        return {(): ONE}

    def _matrix(self, term: Term) -> Words:
        given = self.normaliser.unfolded(term)
        return {(Letter(term),): ONE} if given is term else self.expanded(given)

    def _transpose(self, term: Term) -> Words:
        inner = self.expanded(term.args[0])
        return {self._turned(word): c for word, c in inner.items()}

    def _turned(self, word: Word) -> Word:
        return tuple(self._turned_letter(letter) for letter in reversed(word))

    def _turned_letter(self, letter: Letter) -> Letter:
        if letter.base is None:
            turned = _ordered((self._turned(word), c) for word, c in letter.inverse_of)
            if letter.has_rules and turned[0][1] == ONE:
                return Letter(None, inverse_of=turned)
            return Letter(None, not letter.transposed, inverse_of=letter.inverse_of)
        # Positive definite ones need not be symmetric.
        if letter.base.head == "matrix" and self.context.matrix(letter.base.label).symmetric:
            return letter
        return Letter(letter.base, not letter.transposed, letter.inverted)

    def _inverse(self, term: Term) -> Words:
        inner = term.args[0]
        if shape(self.context, inner) == SCALAR:
            return {(): self.normaliser.scalar(term)}
        self.require_invertible(inner)
        return self._inverted(inner)

    def _inverted(self, inner: Term) -> Words:
        match inner.head:
            case "identity":
                return {(): ONE}
            case "inverse":
                return self.expanded(inner.args[0])
            case "transpose":
                return self._transpose(Term("transpose", (Term("inverse", inner.args),)))
            case "mul" if square_factors(self.context, inner):
                numbers = [f for f in inner.args if shape(self.context, f) == SCALAR]
                turned = [Term("inverse", (f,)) for f in inner.args[::-1] if f not in numbers]
                return self._product([*(terms.div(terms.ONE, n) for n in numbers), *turned])
            case "matrix" if self.normaliser.unfolded(inner) is inner:
                return {(Letter(inner, inverted=True),): ONE}
        return self._inverse_of_sum(self._reduced(self.expanded(inner)))

    def _inverse_of_sum(self, found: Words) -> Words:
        ordered = _ordered(found.items())
        factor = _number(ordered[0][1]) if ordered else None
        if factor is None:
            return {(Letter(None, inverse_of=ordered),): ONE}
        scaled = tuple((word, scale(c, 1 / factor)) for word, c in ordered)
        return {(Letter(None, inverse_of=scaled),): constant(1 / factor)}

    # --- reducing ---------------------------------------------------------------------------------

    def _reduced(self, found: Words) -> Words:
        done: Words = {}
        waiting = dict(found)
        while waiting:
            word, coefficient = waiting.popitem()
            smaller = self._replaced(word)
            if smaller is None:
                _put(done, word, coefficient)
            else:
                self.steps += 1
                for other, c in smaller.items():
                    _put(waiting, other, mul(coefficient, c))
            if self.steps > MAX_STEPS or len(done) + len(waiting) > MAX_WORDS:
                raise Refused("too many words")
        return done

    def _replaced(self, word: Word) -> Words | None:
        """The word with one replacement in it; None where there is none to make."""
        for place, letter in enumerate(word):
            if self._cancels(letter, word[place + 1 : place + 2]):
                return {word[:place] + word[place + 2 :]: ONE}
            found = self._by_rule(word, place) if letter.has_rules else None
            if found is not None:
                return found
        return self._given(word)

    def _by_rule(self, word: Word, place: int) -> Words | None:
        """A rule of the letter at this place applied to what stands around it."""
        letter = word[place]
        if letter not in self._rules:
            self._rules[letter] = list(self._rules_of(letter))
        for pattern, value in self._rules[letter]:
            start = place - pattern.index(letter)
            end = start + len(pattern)
            if start >= 0 and word[start:end] == pattern and self.normaliser.allow("inverse"):
                return _around(word[:start], value, word[end:])
        return None

    def _rules_of(self, letter: Letter) -> Iterator[tuple[Word, Words]]:
        """What replaces the greatest word before or behind the inverse of a sum."""
        whole = dict(letter.inverse_of)
        firsts = dict.fromkeys(word[0] for word in whole if word and self._is_invertible(word[0]))
        lasts = dict.fromkeys(word[-1] for word in whole if word and self._is_invertible(word[-1]))
        for factor in ((), *((_opposite(first),) for first in firsts)):
            yield from _rule(self._shortened({factor: ONE}, whole), (letter,), factor, before=True)
        for factor in ((), *((_opposite(last),) for last in lasts)):
            yield from _rule(self._shortened(whole, {factor: ONE}), (letter,), factor, before=False)

    def _shortened(self, left: Words, right: Words) -> Words:
        """A product in which only inverses of letters cancel."""
        found: Words = {}
        for word, coefficient in _times(left, right).items():
            _put(found, self._cancelled(word), coefficient)
        return found

    def _cancelled(self, word: Word) -> Word:
        for place, letter in enumerate(word):
            if self._cancels(letter, word[place + 1 : place + 2]):
                return self._cancelled(word[:place] + word[place + 2 :])
        return word

    def _is_invertible(self, letter: Letter) -> bool:
        if letter.base is None or letter.base.head != "matrix":
            return False
        declared = self.context.matrix(letter.base.label)
        return declared.invertible or declared.positive_definite

    def _cancels(self, letter: Letter, following: Word) -> bool:
        """Whether the next letter is the inverse of this one."""
        if letter.base is None or following != (_opposite(letter),):
            return False
        if not self.normaliser.allow("inverse"):
            return False
        self.normaliser.hypotheses.add(Hypothesis("invertible", letter.base.label))
        return True

    def _given(self, word: Word) -> Words | None:
        """The word with a product in it that is given as something simpler."""
        for place, pair in enumerate(pairwise(word)):
            for rule in self.normaliser.given.products:
                sides = tuple(self.expanded(side) for side in (rule.first, rule.second))
                if sides == tuple({(letter,): ONE} for letter in pair):
                    if not self.normaliser.allow("given_product"):
                        return None
                    return _around(word[:place], self.expanded(rule.value), word[place + 2 :])
        return None


def _opposite(letter: Letter) -> Letter:
    return replace(letter, inverted=not letter.inverted)


def _rule(whole: Words, letter: Word, factor: Word, before: bool) -> Iterator[tuple[Word, Words]]:
    """From ``whole letter = factor``, or ``letter whole = factor``, what replaces the greatest."""
    (greatest, first), *others = _ordered(whole.items())
    number = _number(first)
    if number is None or not greatest:
        return

    def put(word: Word) -> Word:
        return word + letter if before else letter + word

    value = {factor: constant(1 / number)}
    for word, coefficient in others:
        _put(value, put(word), scale(coefficient, -1 / number))
    yield put(greatest), value


def _ordered(pairs: Iterable[tuple[Word, Poly]]) -> tuple[tuple[Word, Poly], ...]:
    """The greatest word first."""
    return tuple(sorted(pairs, key=lambda pair: _size(pair[0]), reverse=True))


def _number(poly: Poly) -> Fraction | None:
    """The polynomial as a number, if it is one."""
    match poly.terms:
        case (((), value),):
            return Fraction(value)
    return None


def _put(words: Words, word: Word, coefficient: Poly) -> None:
    whole = add(words[word], coefficient) if word in words else coefficient
    if whole.terms:
        words[word] = whole
    else:
        words.pop(word, None)


def _sum(pairs: Iterable[tuple[Word, Poly]]) -> Words:
    found: Words = {}
    for word, coefficient in pairs:
        _put(found, word, coefficient)
    return found


def _times(left: Words, right: Words) -> Words:
    if len(left) * len(right) > MAX_WORDS:
        raise Refused("too many words")
    return _sum((u + v, mul(c, d)) for u, c in left.items() for v, d in right.items())


def _around(before: Word, words: Words, behind: Word) -> Words:
    return {before + word + behind: c for word, c in words.items()}


EXPANDED: dict[str, Callable[[Alphabet, Term], Words]] = {
    "add": Alphabet._add,
    "neg": Alphabet._neg,
    "mul": Alphabet._mul,
    "div": Alphabet._div,
    "identity": Alphabet._identity,
    "matrix": Alphabet._matrix,
    "transpose": Alphabet._transpose,
    "inverse": Alphabet._inverse,
}
