"""Compiling LaTeX in tests, where a TeX is found; where none is, a test says what is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

WANTED = "apt install texlive-latex-recommended texlive-fonts-recommended lmodern"


def _finds(name: str) -> bool:
    command = ["kpsewhich", name]
    return bool(subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip())


def engine(chinese: bool = False) -> str:
    """The engine that compiles such a file; skips the test, and says why, where it is missing."""
    if shutil.which("pdflatex") is None or not _finds("mathtools.sty"):
        pytest.skip(f"LaTeX is NOT CHECKED: no pdflatex with amsmath and xcolor ({WANTED})")
    if not chinese:
        return "pdflatex"
    if shutil.which("xelatex") and _finds("fontspec.sty"):
        return "xelatex"
    if shutil.which("lualatex") and _finds("luaotfload.sty") and _finds("lmroman10-regular.otf"):
        return "lualatex"
    pytest.skip("Chinese LaTeX is NOT CHECKED: no lualatex (apt install texlive-luatex lmodern)")


def compiled(text: str, folder: Path, chinese: bool = False) -> bytes:
    """The PDF that TeX makes of a file; fails with its first complaint."""
    program = engine(chinese)
    if chinese and not shutil.which("fc-list"):
        pytest.skip("Chinese LaTeX is NOT CHECKED: fontconfig is missing")
    if chinese:
        fonts = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=True)
        if "Noto Serif CJK" not in fonts.stdout:
            pytest.skip("Chinese LaTeX is NOT CHECKED: no font (apt install fonts-noto-cjk)")
    (folder / "file.tex").write_text(text, encoding="utf-8")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "file.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
    complaint = "\n".join(line for line in done.stdout.splitlines() if line.startswith(("!", "l.")))
    assert done.returncode == 0, complaint
    log = (folder / "file.log").read_text("utf-8", "replace")
    assert "Missing character" not in log
    return (folder / "file.pdf").read_bytes()
