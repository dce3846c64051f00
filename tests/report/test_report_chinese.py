"""In Chinese every kind of page and file speaks Chinese, but for what its author wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from english import english, english_texts, texts_of

from symkl.listing import axiom_lines, rule_lines
from symkl.messages.catalogue import Language
from symkl.reading.declarations import KEYWORDS
from symkl.reading.document import Document
from symkl.reading.inputs import load_inputs
from symkl.report import write_reports
from symkl.report.latex import document as latex_file
from symkl.report.latex import fragment
from symkl.report.typst import document as typst_file
from symkl.result import DerivationResult, Result
from symkl.running import run

ROOT = Path(__file__).parents[2]
SOURCES = (
    "derivations/kl_nonnegativity.py",
    "derivations/kl_is_no_metric.py",
    "derivations/closed_forms/gamma.py",
    "derivations/closed_forms/binomial.py",
    *(
        f"tests/reading/documents/{name}"
        for name in ("jensen.md", "unread.md", "conditions.md", "entropy-blog.md")
    ),
)
STRING = re.compile(r'#"((?:[^"\\]|\\.)*)"')
FORMULA = re.compile(
    r"\$[^$]*\$|\\\[.*?\\\]|\\texttt\{(?:[^{}]|\{[^{}]*\})*\}|&.*?\\\\|%[^\n]*", re.DOTALL
)
COMMAND = re.compile(
    r"\\begin\{tabular\}\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\\(?:begin|end|textcolor)\{[^{}]*\}"
    r"|\\[A-Za-z]+\*?"
)
INTERTEXT = re.compile(r"\\intertext\{%(.*?)\n\}", re.DOTALL)


@dataclass(frozen=True)
class Written:
    """A report in Chinese and what it was made of."""

    folder: Path
    result: Result
    documents: tuple[Document, ...]

    @property
    def own(self) -> str:
        """What the authors wrote: titles, the names of files, and articles."""
        derivations, documents = self.result.derivations, self.documents
        named = [text for d in derivations for text in (d.title, d.file, d.id)]
        return "\n".join(
            [*KEYWORDS, *named, *(text for d in documents for text in (d.name, d.text))]
        )

    def foreign(self, texts: Iterable[str]) -> set[str]:
        """The texts that are in English though no author wrote them."""
        return english_texts(texts, self.own)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("chinese")
    inputs = load_inputs([str(ROOT / source) for source in SOURCES], "")
    result = run(inputs.loaded, timeout=60, jobs=2, hypotheses=True, mutate=True)
    write_reports(result, folder, inputs.documents, inputs.macros, "zh")
    return Written(folder, result, tuple(inputs.documents))


def test_pages(chinese: Written) -> None:
    pages = sorted(chinese.folder.glob("*.html"))
    assert len(pages) > 40
    for page in pages:
        text = page.read_text("utf-8")
        assert '<html lang="zh">' in text
        # Titles stand on several lines in the picture of the index.
        shown = re.sub(r"<tspan.*?</tspan>", "", text, flags=re.DOTALL)
        assert chinese.foreign(texts_of(shown)) == set(), page.name


def test_slips_of_the_pen_are_told(chinese: Written) -> None:
    pages = [path.read_text("utf-8") for path in chinese.folder.glob("*.html")]
    assert any("这一行的笔误" in page and "未识别出：" in page for page in pages)
    assert any("这一行的笔误" in path.read_text("utf-8") for path in chinese.folder.glob("*.tex"))


def of_latex(text: str) -> list[str]:
    """What a LaTeX file says outside of formulas and code."""
    text = re.sub("'[^'\n]*'", " ", text.replace("'{}", "'"))  # what is quoted may be TeX
    body = text.partition(r"\begin{document}")[2] or text.partition(r"\begingroup")[2]
    notes = INTERTEXT.findall(body)
    body = re.sub(r"\\begin\{align\*\}.*?\\end\{align\*\}", "", body, flags=re.DOTALL)
    plain = (COMMAND.sub(" ", FORMULA.sub(" ", part)) for part in (body, *notes))
    return [line for part in plain for line in re.split(r"[{}\n]", part)]


@pytest.mark.parametrize("kind", ["latex", "fragment", "typst"])
def test_files_to_typeset(chinese: Written, kind: str) -> None:
    for derivation in chinese.result.derivations:
        assert chinese.foreign(texts_in(kind, derivation, "zh")) == set(), derivation.id


def texts_in(kind: str, derivation: DerivationResult, language: Language) -> list[str]:
    """What the file of a derivation says outside of formulas and code."""
    if kind == "typst":
        return STRING.findall(typst_file(derivation, "1", "Noto Serif CJK SC", language))
    write = latex_file if kind == "latex" else fragment
    return of_latex(write(derivation, "1", language))


@pytest.mark.parametrize("kind", ["latex", "fragment", "typst"])
def test_english_is_seen(chinese: Written, kind: str) -> None:
    """What looks for English finds it in the same files in English."""
    found = " ".join(chinese.foreign(texts_in(kind, chinese.result.derivations[0], "en")))
    assert {"proved", "hypotheses", "kernel"} <= english(found)


def test_lists_of_reasons_and_of_axioms() -> None:
    axioms = [line.partition(": ")[2] for line in axiom_lines("zh")]
    assert english_texts(axioms) == set()
    statements = [line for line in rule_lines([], "zh") if line.startswith("    ")]
    told = [line for line in statements if not line.startswith(("    别名", "    出处"))]
    assert english_texts(told) == set()
