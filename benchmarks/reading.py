"""How long the reader's front end takes, stage by stage, and how that grows with the document.

Run as ``python -m benchmarks.reading [FILE ...]``; without files, on the articles of the tests.
Each kind of document is repeated up to a quarter of a megabyte, half and one; hostile texts follow.
The whole reading, with declarations and steps, is timed on shorter texts at the end.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from symkl.reading.article import read
from symkl.reading.chains import chains
from symkl.reading.document import Document, documents
from symkl.reading.macros import macros_in
from symkl.reading.regions import regions

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
    "open definitions": "\\newcommand{\\a}{ ",
}
HEADER = f"{'document':28}{'characters':>12}{'regions':>9}{'macros':>9}{'chains':>9}{'found':>8}"
T = TypeVar("T")


def main(paths: list[str]) -> None:
    """Print a row for each document and size."""
    print(HEADER)
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


def measure(document: Document) -> None:
    """Print the seconds of each stage."""
    in_regions, pieces = timed(lambda: regions(document))
    in_macros, macros = timed(lambda: macros_in(pieces.text))
    in_chains, found = timed(lambda: chains(pieces, macros))
    seconds = in_regions, in_macros, in_chains
    print(row(Path(document.name).name, len(document.text), seconds, len(found)), flush=True)


def measure_whole(document: Document) -> None:
    """Print the seconds from the text to the steps of its derivations."""
    seconds, found = timed(lambda: read(document))
    steps = sum(len(derivation.steps) for derivation in found.derivations)
    print(row(Path(document.name).name, len(document.text), [seconds], steps), flush=True)


def timed(call: Callable[[], T]) -> tuple[float, T]:
    """Seconds and result of a call."""
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def row(name: str, size: int, seconds: Iterable[float], count: int) -> str:
    """One line of the table."""
    return f"{name:28}{size:>12}" + "".join(f"{s:>9.2f}" for s in seconds) + f"{count:>8}"


if __name__ == "__main__":
    main(sys.argv[1:])
