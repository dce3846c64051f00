from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from symkl.display.prose import pieces
from symkl.handout import building
from symkl.handout.accepted import Accepted, Question
from symkl.handout.blocks import Chain, Heading, Items, Lines, Row, Sheet, Text
from symkl.handout.building import Handout, Order, handout
from symkl.handout.selection import Exercise
from symkl.handout.variants import VARIANTS
from symkl.report.formula import converts
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.recognise import recognised

Made = dict[str, Handout]


@pytest.fixture(scope="session")
def made(exercises: dict[str, Exercise]) -> Made:
    """A handout of every variant."""
    return {v: handout(list(exercises.values()), Order(v, 7, title="T")) for v in VARIANTS}


def blocks(sheet: Sheet) -> Iterator[object]:
    for page in sheet.pages:
        yield from page


def rows(sheet: Sheet, page: int) -> list[Row]:
    return [row for block in sheet.pages[page] if isinstance(block, Chain) for row in block.rows]


def texts(sheet: Sheet) -> Iterator[str]:
    for block in blocks(sheet):
        if isinstance(block, Text | Heading):
            yield block.text
        elif isinstance(block, Items):
            yield from block.texts
        elif isinstance(block, Chain):
            yield from (row.reason for row in block.rows)


def formulas(sheet: Sheet) -> Iterator[str]:
    for text in texts(sheet):
        yield from (part for math, part in pieces(text) if math)
    for block in blocks(sheet):
        if isinstance(block, Chain):
            yield from (row.tex for row in block.rows)


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_exercise_has_a_page_of_its_own_and_a_part_of_the_key(
    made: Made, variant: str
) -> None:
    sheet, key = made[variant].sheet, made[variant].key
    headings = [page[0] for page in sheet.pages[:5]]
    assert all(isinstance(heading, Heading) for heading in headings)
    assert len(key.pages) == 5
    assert [page[0] for page in key.pages] == headings
    assert len(sheet.pages) == (8 if variant == "hints" else 5)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_formula_has_a_form_for_all_kinds_of_files(made: Made, variant: str) -> None:
    from symkl.report.tex_formula import ready
    from symkl.report.typst_formula import equation

    for sheet in (made[variant].sheet, made[variant].key):
        found = list(formulas(sheet))
        assert found
        for tex in found:
            assert converts(tex) is not None
            assert ready(tex) is not None
            assert equation(tex).startswith("math.equation(")
        assert "$" not in "".join(
            part for text in texts(sheet) for math, part in pieces(text) if not math
        )


def test_solutions_show_everything(made: Made) -> None:
    shown = rows(made["solutions"].sheet, 0)
    assert [row.label for row in shown] == ["", "(1)", "(2)", "(3)", "(4)"]
    assert [row.reason for row in shown[1:3]] == ["definition of KL", "log of a quotient"]
    marks = [row.mark for row in rows(made["solutions"].sheet, 1)]
    assert marks == ["", "", "false", "wrong reason", ""]


def test_blanks_hide_what_the_key_tells(made: Made) -> None:
    sheet, key = made["blanks"].sheet, made["blanks"].key
    boxes = [row.tex for row in rows(sheet, 0) if r"\boxed" in row.tex]
    assert len(boxes) == 3  # of four steps
    told = [b.text for b in key.pages[0] if isinstance(b, Text) and b.text.startswith("Box")]
    assert [text.split(":")[0] for text in told] == ["Box (1)", "Box (2)", "Box (3)"]
    # Each answer, put into its box, gives the line as it was written.
    written = [row.tex for row in rows(key, 0)]
    for box, text in zip(boxes, told, strict=True):
        answer = re.search(r"\$(.*)\$", text)
        assert answer is not None
        box_alone = re.search(r"\\boxed\{\{.*?\}(\\quad)+\}", box)
        assert box_alone is not None
        filled = box.replace(box_alone[0], answer[1])
        plain = [re.sub(r"\\left|\\right", "", side) for side in (filled, *written)]
        assert plain[0] in plain[1:]


def test_another_seed_asks_for_something_else(exercises: dict[str, Exercise]) -> None:
    chain = [exercises["chain"]]
    sheets = {str(handout(chain, Order("blanks", seed)).sheet.pages[0][:-1]) for seed in range(6)}
    assert len(sheets) > 2


def test_reasons_are_hidden_and_the_bank_holds_them_with_some_that_give_nothing(
    made: Made, exercises: dict[str, Exercise]
) -> None:
    sheet, key = made["reasons"].sheet, made["reasons"].key
    assert all(row.reason.startswith(f"({n}) ___") for n, row in enumerate(rows(sheet, 0)[1:], 1))
    bank = next(text for text in texts(sheet) if text.startswith("Choose from: "))
    names = re.split("; ", bank.removeprefix("Choose from: ").partition(". Not all")[0])
    steps = exercises["chain"].derivation.steps
    cited = {recognised(step.by).name for step in steps}
    assert cited < set(names)
    from symkl.prove.reasons import gives

    known = {reason.name: reason for reason in CATALOGUE}
    for wrong in set(names) - cited:
        assert not any(gives(known[wrong], step.claims()) for step in steps)
    told = [block.text for block in key.pages[0] if isinstance(block, Text)]
    assert told[0] == "(1) definition of KL"


def test_lines_are_out_of_order_and_the_key_puts_them_right(made: Made) -> None:
    sheet, key = made["shuffled"].sheet, made["shuffled"].key
    shuffled = {row.label: row.tex for row in rows(sheet, 0)}
    order = next(b.text for b in key.pages[0] if isinstance(b, Text)).removeprefix("Order: ")
    right = [row.tex for row in rows(key, 0)[1:]]
    assert [shuffled[letter] for letter in order.split(", ")] == right
    assert list(shuffled.values()) != right


def test_hints_grow_from_ideas_to_lines(made: Made) -> None:
    sheet = made["hints"].sheet
    assert not any(isinstance(block, Chain) for block in sheet.pages[0])
    assert any(isinstance(block, Lines) for block in sheet.pages[0])
    weak, middle, strong = (list(sheet.pages[at]) for at in (5, 6, 7))
    assert "A proof in 4 steps uses: " in str(weak)
    assert "Step 1: by definition of KL, that is: D(P||Q) = sum P log(P/Q)" in str(middle)
    assert len([block for block in strong if isinstance(block, Chain)]) == 3
    assert "The number of wrong steps is 2." in str(weak)
    assert "1 are false, and 1 are true for another reason" in str(middle)


@pytest.mark.parametrize("variant", sorted(set(VARIANTS) - {"solutions"}))
def test_a_mistake_is_not_given_away(made: Made, variant: str) -> None:
    page = made[variant].sheet.pages[1]
    assert "At least one step of this derivation is wrong" in str(page)
    assert not any(row.mark for row in rows(made[variant].sheet, 1))
    for word in ("fails for", "is false.", "counterexample", "Claim"):
        assert word not in str(page)
    key = str(made[variant].key.pages[1])
    assert "Step 2 is false." in key
    assert "Step 3 is true, but the reason beside it does not give it." in key
    assert "It fails for n = 2" in key
    assert "True instead: $" in key
    assert re.search("It follows by: [^']*a probability is at most one", key)


@pytest.mark.parametrize("variant", sorted(set(VARIANTS) - {"solutions"}))
def test_an_example_is_asked_for_and_told_in_the_key(made: Made, variant: str) -> None:
    assert "Give an example for which the claim holds." in str(made[variant].sheet.pages[2])
    assert "For instance n = 2" in str(made[variant].key.pages[2])
    assert "For instance" not in str(made[variant].sheet.pages[2])


def test_where_a_variant_has_nothing_to_ask_the_claim_is_to_be_shown(made: Made) -> None:
    assert "Show the claim." in str(made["shuffled"].sheet.pages[4])


def test_a_sheet_in_chinese_has_no_english_sentence(exercises: dict[str, Exercise]) -> None:
    for variant in VARIANTS:
        found = handout(list(exercises.values()), Order(variant, 7, "zh", title="题"))
        titles = [exercise.derivation.title for exercise in exercises.values()]
        for sheet in (found.sheet, found.key):
            for text in texts(sheet):
                for title in titles:
                    text = text.replace(title, "")
                plain = "".join(part for math, part in pieces(text) if not math)
                words = set(re.findall(r"[a-z]{3,}", plain.lower()))
                assert words <= {"log", "sum", "jensen", "gibbs", "shannon", "symkl"}, plain


def _endless(question: Question) -> Accepted:
    while True:
        time.sleep(1)


def test_a_search_that_takes_too_long_is_said_not_to_be_done(
    exercises: dict[str, Exercise], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "accepted", _endless)
    found = handout([exercises["chain"]], Order("solutions"), timeout=0.1)
    assert "Other forms were not searched: there was no time for it." in str(found.key)


def test_progress_is_told(exercises: dict[str, Exercise]) -> None:
    told: list[tuple[int, int]] = []
    handout([exercises["chain"]], Order("hints"), progress=lambda n, of: told.append((n, of)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
