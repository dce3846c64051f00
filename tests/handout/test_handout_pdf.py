from __future__ import annotations

import io
import re
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader
from tex import compiled

from symkl.handout import tex, typst
from symkl.handout.blocks import Chain, Paper, Row, Sheet, Text
from symkl.handout.building import Handout, Order, handout
from symkl.handout.selection import Exercise
from symkl.handout.variants import VARIANTS
from symkl.messages.catalogue import Language
from symkl.report.pdf import Source, chinese_font, pdf

LETTER = (612, 792)
IN_CHINESE = ("blanks", "hints")  # lualatex is slow


def source(sheet: Sheet) -> Source:
    return Source(partial(typst.document, sheet), partial(tex.document, sheet))


def made(exercises: dict[str, Exercise], variant: str, language: Language) -> Handout:
    order = Order(variant, 3, language, "letter", "T $x^2$")
    return handout([exercises[name] for name in ("chain", "wrong", "some")], order)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_is_a_pdf_and_compiles_with_tex(
    exercises: dict[str, Exercise], variant: str, language: Language, tmp_path: Path
) -> None:
    found = made(exercises, variant, language)
    if language == "en" or chinese_font() is not None:
        reader = PdfReader(io.BytesIO(pdf(source(found.sheet))))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert len(reader.pages) >= len(found.sheet.pages)
        box = reader.pages[0].mediabox
        assert (round(box.width), round(box.height)) == LETTER
        words = "".join("".join(page.extract_text() for page in reader.pages).split())
        assert ("姓名：" if language == "zh" else "Name:") in words
        assert pdf(source(found.key)) == pdf(source(found.key))
    if language == "zh" and variant not in IN_CHINESE:
        return
    for place, sheet in enumerate((found.sheet, found.key)):
        folder = tmp_path / str(place)
        folder.mkdir()
        assert compiled(tex.document(sheet), folder, chinese=language == "zh")


def test_long_lines_and_reasons_fit_the_page() -> None:
    long = " + ".join([r"\frac{P(x)}{Q(x)}"] * 40)
    rows = (Row(r"\log x"), Row(long, "=", "(1)", "a reason " * 30, "false"))
    sheet = Sheet("t", "s", "en", "a4", ((Chain(rows), Text("end")),))
    reader = PdfReader(io.BytesIO(pdf(source(sheet))))
    assert "end" in "".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_line_for_a_reason_stands_beside_its_number(
    exercises: dict[str, Exercise], paper: Paper
) -> None:
    found = handout([exercises["chain"]], Order("reasons", 3, "en", paper, "T"))
    text = PdfReader(io.BytesIO(pdf(source(found.sheet)))).pages[0].extract_text()
    lines = [line for line in text.splitlines() if "____" in line]
    assert len(lines) == 4
    assert all(re.search(rf"\({n}\)\s*_+$", line.strip()) for n, line in enumerate(lines, 1))
