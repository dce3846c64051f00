"""Reasons that the prose around a display gives for its steps."""

from __future__ import annotations

from collections.abc import Iterator

from symkl.reading import words
from symkl.reading.chain import Remark
from symkl.reading.diagnostics import Span
from symkl.reading.pieces import Regions

MOST_PIECES = 60  # looked through below a display


def reason_before(regions: Regions, index: int) -> Remark | None:
    """What the sentence directly before a display names as its reason.

    Examples:
        >>> from symkl.reading.document import Document
        >>> from symkl.reading.regions import regions
        >>> reason_before(regions(Document("a.md", "By Jensen's inequality, $$a = b$$")), 1).text
        "Jensen's inequality"
    """
    earlier = (regions.pieces[place] for place in reversed(range(index)))
    before = next((piece for piece in earlier if piece.kind != "declaration"), None)
    if before is None or before.kind != "prose":
        return None
    match = words.BEFORE.search(regions.content(before))
    if match is None:
        return None
    start = before.inner[0]
    span = (start + match.start("words"), start + match.end("words"))
    return Remark(match.group("words").strip(words.EDGES), span, (), "before")


def reasons_below(regions: Regions, index: int) -> dict[str, Remark]:
    """What the prose below a display says about labels such as ``(a)``.

    Examples:
        >>> from symkl.reading.document import Document
        >>> from symkl.reading.regions import regions
        >>> text = "$$a = b$$ where (a) follows from Jensen's inequality and (b) is by symmetry."
        >>> {k: r.text for k, r in reasons_below(regions(Document("a.md", text)), 0).items()}
        {'(a)': "Jensen's inequality", '(b)': 'symmetry'}
    """
    found: dict[str, Remark] = {}
    waiting: list[str] = []
    for label, span in _labelled(regions, index):
        said = _reason(regions.text[slice(*span)])
        waiting.append(label)
        if words.JOINING.match(regions.text[slice(*span)].strip(words.EDGES)):
            continue  # "(a) and (b) follow from ...": both have the reason of the last
        for name in waiting:
            found.setdefault(name, Remark(said, span, (), "below"))
        waiting = []
    return found


def _labelled(regions: Regions, index: int) -> Iterator[tuple[str, Span]]:
    """Labels below a display, each with the span of the words behind it."""
    for start, end in _paragraphs(regions, index):
        text = regions.text[start:end]
        listed = words.LISTED.match(text)
        matches = [*([listed] if listed else []), *words.LABEL.finditer(text)]
        matches = [m for k, m in enumerate(matches) if not k or m.start() >= matches[0].end()]
        for k, match in enumerate(matches):
            stop = matches[k + 1].start() if k + 1 < len(matches) else len(text)
            yield f"({match.group('label')})", (start + match.end(), start + stop)


def _paragraphs(regions: Regions, index: int) -> Iterator[Span]:
    """Lines of lists, and paragraphs, between a display and the next one or a heading."""
    start = regions.pieces[index].span[1]
    end = start
    for piece in regions.pieces[index + 1 : index + MOST_PIECES]:
        if piece.kind in ("display", "heading"):
            break
        end = piece.span[1]
    at = start
    for line in _items(regions.text[start:end]):
        if line.strip():
            yield at + len(line) - len(line.lstrip()), at + len(line)
        at += len(line)


def _items(text: str) -> Iterator[str]:
    """The text divided before list items and behind blank lines."""
    held = ""
    for line in text.splitlines(keepends=True):
        if held and (not line.strip() or words.LISTED.match(line.lstrip())):
            yield held
            held = ""
        held += line
    if held:
        yield held


def _reason(text: str) -> str:
    """The words of a reason without the verb before them and the sentence behind them."""
    text = " ".join(text.split())
    text = words.VERBS.sub("", text, count=1)
    for end in (". ", "; ", "。", "；", ", and ", ", where "):
        text = text.split(end)[0]
    for joint in (" and", " und", " et", "，", ","):
        text = text.strip(words.EDGES).removesuffix(joint)
    return text.strip(words.EDGES).removeprefix("the ")
