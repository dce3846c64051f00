r"""Long documents: nothing is mixed up in them, and no text takes more than its length in time."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator

import pytest

from symkl.reading import dependence, hypotheses, prose
from symkl.reading.article import read
from symkl.reading.chains import chains
from symkl.reading.document import Document, documents
from symkl.reading.occurrences import Occurrences
from symkl.reading.places import Places, Stretch
from symkl.reading.regions import regions
from symkl.reading.sections import placed
from symkl.reading.sentences import MARKS, Sentence, sentences
from symkl.reading.usage import Usage

SHORT, FACTOR = 2_000, 4  # characters, and how many times as long the other text is


def read_sentences(text: str) -> tuple[Sentence, ...]:
    return sentences(regions(Document("long.md", text)))


def test_more_formulas_than_marks_are_told_apart() -> None:
    """No heading and no display divides them, so that the marks are used again."""
    count = MARKS + 50
    found = read_sentences(" ".join(f"Let $a_{{{k}}}$ be." for k in range(count)))
    text = " ".join(f"Let $a_{{{k}}}$ be." for k in range(count))
    assert len(found) == count
    for number in (0, 49, MARKS - 1, MARKS, count - 1):
        (piece,) = found[number].formulas.values()
        assert text[slice(*piece.inner)] == f"a_{{{number}}}"


def test_private_characters_of_the_author_are_no_formulas() -> None:
    (found,) = read_sentences("Let \ue000 and $X$ be independent.")
    assert [mark in found.text for mark in found.formulas] == [True]
    assert found.text.count("\ue000") == 1


@pytest.mark.parametrize(
    "text",
    [
        "$X$" + " is" * 300 + ".",
        "$X$, $Y$" + " are both" * 100 + " independ.",
        "$X$" + " " * 1400 + ".",
    ],
)
def test_no_sentence_takes_for_ever(text: str) -> None:
    start = time.process_time()
    read(Document("long.md", text))
    assert time.process_time() - start < 5


def all_sentences() -> Iterator[str]:
    found = documents([__file__.rpartition("/")[0] + "/documents"]).documents
    for document in found:
        yield from (sentence.text for sentence in sentences(regions(document)))
    yield from ("\ue000, \ue001 are i. i. d.", "\ue000 et \ue001 sont de même loi.")
    yield from ("\ue000 和 \ue001 同分布。", "\ue000 und \ue001 sind unkorreliert.")
    yield from ("\ue000 is independent of \ue001.", "the Markov chain \ue000", "X and Y are pmfs")


def test_no_sentence_is_passed_over_that_says_something() -> None:
    """The words that are looked for first stand in all that the patterns match."""
    first: list[tuple[re.Pattern[str], list[re.Pattern[str]]]] = [
        (
            dependence.TOLD,
            [*dependence.MARKOV, *(p for _, p in dependence.COPIES), *dependence.INDEPENDENCE],
        ),
        (prose.ANY_NAME, [pattern for _, pattern in prose.PATTERNS]),
    ]
    matched = 0
    for text in all_sentences():
        for screen, patterns in first:
            for pattern in patterns:
                for match in pattern.finditer(text):
                    matched += 1
                    assert screen.search(match.group()) is not None
    assert matched > 100


def test_words_before_one_formula_after_another_are_those_of_each_text() -> None:
    for text in all_sentences():
        for end, char in enumerate(text):
            if "\ue000" <= char <= "\uf8ff":
                found = [word.span() for word in hypotheses._words(text[:end])]
                assert found == [word.span() for word in hypotheses.WORDS.finditer(text[:end])]


def calls_to_read(text: str) -> int:
    """Calls of functions until all is known that the prose says of the formulas."""
    calls, found = 0, regions(Document("long.md", text))

    def counting(frame: object, event: str, of: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        placed(found, chains(found))
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "unit",
    [
        "the entropy $H(X)$ of $X$ is large and ",
        "$$a=b$$ so ",
        "Hence $a = b$. ",
        "So if $a=b$, then $c=d$. ",
        "Let $X$ be any random variable. ",
        "\\begin{claim} Let $X$ be. \\end{claim} \\begin{proof} So. \\end{proof}\n",
        " - Let $a = b$.\n- Then $c=d$.\n",
        "Suppose for contradiction that $a=b$ ",
    ],
)
def test_what_repeats_itself_is_read_in_linear_time(unit: str) -> None:
    count = SHORT // len(unit)
    calls_to_read(unit)  # what is made once
    shorter, longer = calls_to_read(unit * count), calls_to_read(unit * count * FACTOR)
    assert longer < 1.35 * FACTOR * shorter


def test_a_macro_that_never_ends_is_not_tried_in_full_again_and_again() -> None:
    unit = "\\newcommand{\\a}{\\a\\a} $\\a$ "
    assert calls_to_read(unit * 40) < 3 * calls_to_read(unit * 8)


def test_a_long_row_of_spaces_is_passed_once() -> None:
    unit = "$$a = b" + "\\quad " * 400 + " c$$"
    longer = unit.replace("\\quad " * 400, "\\quad " * 1600)
    assert calls_to_read(longer) < 5 * calls_to_read(unit)


def test_occurrences_in_stretches() -> None:
    found = Occurrences(re.compile("ab+"), "ab, cabb")
    assert found.first(0) == (0, 2)
    assert found.first(1) == (5, 8)
    assert found.first(1, 7) is None  # it reaches over the end
    assert found.first(6) is None
    assert found.last(7) == (0, 2)
    assert found.last(8) == (5, 8)
    assert found.last(0) is None


def test_places_of_several_stretches() -> None:
    shared = [1, 5, 9, 12]
    found = Places.of([3], Stretch(shared, 0, 2)) | Places((), (Stretch(shared, 3, 4),))
    assert [place for place in range(14) if place in found] == [1, 3, 5, 12]


def test_what_is_seen_twice_is_kept_once() -> None:
    usage, other = Usage(), Usage(drawn=[("x", "p"), ("y", "q")])
    for _ in range(3):
        usage.add(other)
    usage.drawn.append(("z", "p"))
    usage.add(Usage(drawn=[("z", "p"), ("w", "p")]))
    assert usage.drawn == [("x", "p"), ("y", "q"), ("z", "p"), ("w", "p")]
    assert Usage().is_empty
    assert not usage.is_empty
    with pytest.raises(AttributeError):
        _ = usage.nothing_of_the_kind
