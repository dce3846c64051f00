from __future__ import annotations

from symkl.reading.document import Document
from symkl.reading.regions import regions
from symkl.reading.sentences import Sentence, sentences


def sentences_of(text: str) -> tuple[Sentence, ...]:
    return sentences(regions(Document("a.md", text)))


def test_formulas_keep_their_place_and_abbreviations_end_nothing() -> None:
    text = "Let $X$, i.e. a variable, be. Then $Y$ is."
    first, second = sentences_of(text)
    assert first.text.endswith("be.")
    assert len(first.formulas) == 1
    (mark,) = first.formulas
    assert text[first.place(first.text.index(mark))] == "$"
    assert second.span == (text.index("Then"), len(text))


def test_a_sentence_leads_to_its_display_and_continues_the_one_before() -> None:
    one, two = sentences_of("We have\n\n$$a$$\n\nif $X$ is binary. Next.\n")[:2]
    assert one.display is not None
    assert one.after is None
    assert two.after is one.display
    assert two.display is None


def test_chinese_stops_and_list_items_and_blank_lines_end_sentences() -> None:
    assert len(sentences_of("设 $X$ 独立。则有 $Y$。")) == 2
    assert len(sentences_of("- one\n- two\n\nthree\n")) == 3


def test_headings_divide() -> None:
    found = sentences_of("# A\nfirst\n# B\nsecond")
    assert len({sentence.heading for sentence in found}) == 2


def test_endless_sentences_are_cut() -> None:
    found = sentences_of("$X$ and " * 2000)
    assert max(len(sentence.text) for sentence in found) <= 1500
    assert sum(len(sentence.formulas) for sentence in found) == 2000
