"""Which derivation files are code that came from elsewhere: those outside of the project.

A derivation file in Python is code, as a notebook is, and is run with the rights of whoever runs
symkl.  The project is the nearest folder, from the working folder upwards, that holds a version
control folder or ``pyproject.toml``; the working folder itself where there is none.  What lies in
it, symbolic links followed, is one's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

MARKS = (".git", ".hg", ".jj", "pyproject.toml")


def project_of(folder: Path) -> Path:
    """The project that a folder lies in."""
    here = folder.resolve()
    marked = (p for p in (here, *here.parents) if any((p / mark).exists() for mark in MARKS))
    return next(marked, here)


def foreign(files: Iterable[str], folder: Path) -> list[str]:
    """The files that lie outside of the project of the folder, where their links lead."""
    project = project_of(folder)
    return [file for file in files if not Path(file).resolve().is_relative_to(project)]
