"""Formulas of Sphinx pages as MathML, which browsers draw without a script."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from markupsafe import escape
from sphinx.util import logging

from symkl.report.formula import converts

logger = logging.getLogger(__name__)


def visit_inline(writer: Any, node: nodes.math) -> None:
    """Write a formula in a line of text."""
    writer.body.append(_mathml(node, large=False))
    raise nodes.SkipNode


def visit_display(writer: Any, node: nodes.math_block) -> None:
    """Write a formula on a line of its own."""
    writer.body.append(f'<div class="math-display">{_mathml(node, large=True)}</div>')
    raise nodes.SkipNode


def _mathml(node: nodes.Element, large: bool) -> str:
    tex = node.astext()
    found = converts(tex, large)
    if found is None:
        logger.warning("this formula cannot be shown: %s", tex, location=node, type="symkl")
        return f'<code class="tex">{escape(tex)}</code>'
    return found
