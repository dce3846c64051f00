"""Templates of files that are typeset: TeX and Typst leave << >> free to stand for a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


def typeset_environment(
    packages: tuple[str, ...], finalize: Callable[[Any], Any] | None = None
) -> Environment:
    """An environment for the templates of these packages.

    The autoescape of jinja2 is for HTML, and stays off: ``finalize`` escapes every value, or where
    there is none the filters of the templates do.
    """
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        autoescape=False,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
