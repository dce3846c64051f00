"""How long the reader's front end takes, stage by stage, and how that grows with the document.

Run as ``python -m benchmarks.reading [--megabyte] [FILE ...]``; without files, on the articles of
the tests.  Each kind of document is repeated up to a quarter of a megabyte, half and one; hostile
texts follow.  The whole reading, with steps, is timed on shorter texts at the end.

With ``--megabyte`` only what README.md says of one megabyte: all articles of a format one behind
the other, plain prose, long alignments, and hostile texts, in seconds of one processor.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from symkl.reading.article import read
from symkl.reading.chains import chains
from symkl.reading.collecting import collecting_seldom
from symkl.reading.declarations import declarations
from symkl.reading.document import Document, Format, documents
from symkl.reading.macros import macros_in
from symkl.reading.regions import regions
from symkl.reading.sections import headings_of, placed

ARTICLES = Path(__file__).parent.parent / "tests" / "reading" / "documents"
SIZES = (250_000, 500_000, 1_000_000)
WHOLE = (6_000, 12_000, 24_000)
HOSTILE = {
    "open displays": "$$ ",
    "open brackets": "\\( ",
    "open comments": "<!-- ",
    "open code": "`a ",
    "open tags": "{% raw ",
    "open environments": "\\begin{align} ",
    "nested fractions": "\\[ " + "\\frac{" * 500 + " \\]\n\n",
    "dollars": "$",
    "braces": "{",
    "one formula": "\\begin{align} a &= b \\\\ ",
    "words": "a " * 700,
    "letters": "a",
    "open definitions": "\\newcommand{\\a}{ ",
}
PROSE = (
    "The entropy $H(X)$ of a random variable $X$ measures how uncertain its value is before it is "
    "seen. Since $\\log$ is concave, Jensen's inequality gives $H(X) \\le \\log n$, with equality "
    "when $p$ is uniform. Many texts begin with axioms instead, which need more room than there is "
    "here, and lead to the same quantity.\n\nLet $X$ and $Y$ be random variables with joint pmf "
    "$p(x, y)$; then $I(X; Y) = H(X) - H(X \\mid Y)$.\n\n"
)
LONG_ALIGNMENT = (
    "\\begin{align}\n"
    + "H(X) &= -\\sum_x p(x) \\log p(x) \\le \\log n \\\\\n" * 700
    + "\\end{align}\n\nText between.\n\n"
)
PLAIN: tuple[tuple[str, str, Format], ...] = (
    ("prose with formulas", PROSE, "markdown"),
    ("prose on one line", PROSE.replace("\n", " ").replace(".", ","), "markdown"),
    ("Chinese", "设随机变量$X$与$Y$独立，则熵$H(X,Y)=H(X)+H(Y)$成立。", "markdown"),
    ("long alignments", LONG_ALIGNMENT, "tex"),
)
COLUMNS = ("regions", "macros", "chains", "prose", "declared", "all")
HEADER = f"{'document':28}{'characters':>12}{''.join(f'{name:>9}' for name in COLUMNS)}{'found':>8}"
T = TypeVar("T")


def main(arguments: list[str]) -> None:
    """Print a row for each document and size."""
    paths = [argument for argument in arguments if argument != "--megabyte"]
    print(HEADER)
    if len(paths) < len(arguments):
        for document in megabytes(paths or [str(ARTICLES)]):
            measure(document)
        return
    found = documents(paths or [str(ARTICLES)])
    for document in found.documents:
        for size in SIZES:
            measure(repeated(document, size))
    for name, text in HOSTILE.items():
        measure(repeated(Document(name, text), SIZES[1]))
    print(f"\n{'document':28}{'characters':>12}{'read':>9}{'steps':>8}")
    for document in found.documents:
        for size in WHOLE:
            measure_whole(repeated(document, size))


def repeated(document: Document, size: int) -> Document:
    """The document over and over, up to so many characters."""
    text = document.text.replace("\\end{document}", "").replace("\\begin{document}", "")
    body = text + "\n\n" if "\n" in text else text
    return Document(document.name, (body * (size // len(body) + 1))[:size], document.format)


def megabytes(paths: list[str]) -> Iterator[Document]:
    """Documents of a megabyte of several kinds."""
    heading: dict[Format, str] = {"tex": "\\section{S}", "markdown": "# S", "rst": "S\n="}
    for kind, title in heading.items():
        texts = [one.text for one in documents(paths).documents if one.format == kind]
        if texts:
            whole = f"\n\n{title}\n\n".join(["", *texts])
            yield repeated(Document(f"all articles, {kind}", whole, kind), SIZES[-1])
    for name, text, kind in (*PLAIN, *((name, text, "tex") for name, text in HOSTILE.items())):
        yield repeated(Document(name, text, kind), SIZES[-1])


def measure(document: Document) -> None:
    """Print the seconds of each stage."""
    with collecting_seldom():
        in_regions, pieces = timed(lambda: regions(document))
        in_macros, macros = timed(lambda: macros_in(pieces.text))
        in_chains, found = timed(lambda: chains(pieces, macros))
        in_prose, _ = timed(lambda: placed(pieces, found))
        in_declarations, _ = timed(lambda: declarations(pieces, headings_of(pieces)))
    seconds = [in_regions, in_macros, in_chains, in_prose, in_declarations]
    seconds.append(sum(seconds))
    print(row(Path(document.name).name, len(document.text), seconds, len(found)), flush=True)


def measure_whole(document: Document) -> None:
    """Print the seconds from the text to the steps of its derivations."""
    seconds, found = timed(lambda: read(document))
    steps = sum(len(derivation.steps) for derivation in found.derivations)
    print(row(Path(document.name).name, len(document.text), [seconds], steps), flush=True)


def timed(call: Callable[[], T]) -> tuple[float, T]:
    """Seconds of the processor and result of a call."""
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def row(name: str, size: int, seconds: Iterable[float], count: int) -> str:
    """One line of the table."""
    return f"{name:28}{size:>12}" + "".join(f"{s:>9.2f}" for s in seconds) + f"{count:>8}"


if __name__ == "__main__":
    main(sys.argv[1:])
