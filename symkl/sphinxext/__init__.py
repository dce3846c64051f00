"""A Sphinx extension: the ``symkl`` directive, and formulas as MathML that need no network.

Add ``"symkl.sphinxext"`` to ``extensions`` in conf.py.  The directive includes a derivation by
name, checked when the pages are built; a step that is not as expected is a warning.  With
``html_math_renderer = "mathml"`` all formulas of the pages are MathML, with the font beside them.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from typing import Any

from symkl.sphinxext.directive import DerivationDirective
from symkl.sphinxext.mathml import visit_display, visit_inline


def setup(app: Any) -> dict[str, Any]:
    """What Sphinx calls."""
    app.add_directive("symkl", DerivationDirective)
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.connect("builder-inited", _add_static_files)
    app.add_css_file("symkl.css")
    return {"version": version("symkl"), "parallel_read_safe": True, "parallel_write_safe": True}


def _add_static_files(app: Any) -> None:
    """The style, and the font of the formulas, which pages load from beside them."""
    for package, folder in (("symkl.sphinxext", "static"), ("symkl.report", "fonts")):
        app.config.html_static_path.append(str(files(package).joinpath(folder)))
