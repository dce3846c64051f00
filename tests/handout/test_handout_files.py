from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from symkl.handout import html, tex
from symkl.handout.blocks import Chain, Heading, Items, Lines, Row, Sheet, Text
from symkl.handout.files import names, source_title
from symkl.reading.document import Document

ATTACK = r"50% & #1 _x \input{/etc/passwd} ^^41 ~ } \end{document} <script>alert(1)</script>"


def sheet(text: str, language: str = "en", paper: str = "a4") -> Sheet:
    page = (
        Heading(text),
        Text(text, small=True),
        Items((text, text)),
        Chain((Row(r"\log x"), Row(r"\frac{1}{2}", ">=", text, text, text))),
        Lines(3),
    )
    return Sheet(text, text, language, paper, (page, page))  # type: ignore[arg-type]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.names.append(tag)


def test_what_people_wrote_does_nothing() -> None:
    written = html.page(sheet(ATTACK))
    tags = Tags()
    tags.feed(written)
    assert "script" not in tags.names
    source = tex.document(sheet(ATTACK)).partition(r"\begin{document}")[2]
    assert r"\input" not in source
    assert "^^" not in source
    assert source.count(r"\end{document}") == 1


def test_only_packages_of_texlive_latex_recommended() -> None:
    for language, text in (("en", "a"), ("zh", "题")):
        found = re.findall(
            r"\\usepackage(?:\[[^]]*\])?\{(\w+)\}", tex.document(sheet(text, language))
        )
        known = {"amsmath", "amssymb", "bm", "graphicx", "xcolor", "geometry", "iftex", "fontspec"}
        assert set(found) <= known


def test_paper_and_language_are_set() -> None:
    assert "@page { size: letter;" in html.page(sheet("a", "zh", "letter"))
    assert '<html lang="zh">' in html.page(sheet("a", "zh"))
    assert r"\documentclass[11pt,letterpaper]" in tex.document(sheet("a", "en", "letter"))
    assert r"\documentclass[11pt,a4paper]" in tex.document(sheet("a"))


def test_a_page_asks_for_nothing_from_outside() -> None:
    written = html.page(sheet("a"))
    assert not re.search(r"(?:src|href)=", written.split("</style>")[1])
    assert not re.search(r"https?://(?!www\.w3\.org)", written)


def test_headings_are_in_order() -> None:
    assert re.findall(r"<h(\d)>", html.page(sheet("a"))) == ["1", "2", "2"]


def test_what_leads_to_a_list_is_not_left_alone_on_a_page() -> None:
    written = html.page(sheet("a"))
    assert '<p class="small before">a</p>' in written
    assert r"\nopagebreak" in tex.document(sheet("a")).partition(r"\begin{document}")[2]
    last = (Text("a"), Text("b"))
    assert " before" not in html.page(Sheet("t", "s", "en", "a4", (last,))).split("<main>")[1]


def test_titles_are_put_together_in_the_language_of_the_sheet() -> None:
    assert "<title>a: a</title>" in html.page(sheet("a"))
    assert "<title>a：a</title>" in html.page(sheet("a", "zh"))


def test_sources_of_one_name_have_files_of_their_own() -> None:
    found = names(["a/x.py", "b/X.tex", "信息.md"], "hints")
    assert list(found.values()) == ["x-hints", "x-2-hints", "sheet-hints"]


def test_titles_come_from_the_source(source: Path, tmp_path: Path) -> None:
    assert source_title(str(source), [], []) == "Two ways to write a divergence"
    article = Document("a/notes.md", "# Bounds\n")
    assert source_title("a/notes.md", [article], ["Bounds", "Bounds"]) == "Bounds"
    assert source_title("a/notes.md", [article], ["Bounds", "More"]) == "notes.md"
    assert source_title(str(tmp_path / "none.py"), [], []) == "none"


def _line_of(words: str, source: Path) -> Iterator[str]:
    return (line for line in source.read_text("utf-8").splitlines() if words in line)


# --- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", ["blanks", "shuffled"])
def test_the_same_seed_gives_the_same_bytes(symkl, source, tmp_path, variant) -> None:
    folders = [tmp_path / name for name in ("one", "two", "other")]
    for folder, seed in zip(folders, (7, 7, 8), strict=True):
        options = ("--variant", variant, "--seed", seed, "--only", "chain", "-o", folder)
        done = symkl("handout", source, *options)
        assert "wrote 4 files" in done.stdout
    stems = [f"ways-{variant}", f"ways-{variant}-key"]
    expected = sorted(f"{stem}{suffix}" for stem in stems for suffix in (".html", ".tex"))
    assert sorted(path.name for path in folders[0].iterdir()) == expected
    bytes_of = [[(folder / name).read_bytes() for name in expected] for folder in folders]
    assert bytes_of[0] == bytes_of[1]
    assert bytes_of[0] != bytes_of[2]


def test_exit_codes_and_messages(symkl, source, tmp_path) -> None:
    done = symkl("handout", source, "--variant", "hints", "-o", tmp_path)
    assert done.returncode == 1  # two slips
    line = source.read_text("utf-8").splitlines().index(next(_line_of("A slip", source))) + 1
    assert f"{source}:{line}: 'A slip' is left out: step 1 is false" in done.stderr
    done = symkl("handout", source, "--only", "slip", "-o", tmp_path / "none")
    assert done.returncode == 1
    assert "no derivation can be set" in done.stderr
    assert not (tmp_path / "none").exists()
    done = symkl("handout", source, "--only", "nosuch", "-o", tmp_path / "none")
    assert "--only nosuch: expected one of chain, wrong," in done.stderr
    done = symkl("handout", tmp_path / "nothing.py", "-o", tmp_path / "none")
    assert done.returncode == 2
    assert "nothing there" in done.stderr


def test_an_article_becomes_a_sheet_in_its_own_language(symkl, tmp_path, root) -> None:
    article = root / "tests" / "reading" / "documents" / "elbo.md"
    done = symkl("handout", article, "--variant", "blanks", "--lang", "zh", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "elbo-blanks.html").read_text("utf-8")
    assert "<h1>Evidence lower bound</h1>" in written
    assert "在编号的方框内填写。" in written
