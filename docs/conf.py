"""Sphinx configuration: everything is built from this repository, and read without a network."""

import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "symkl"
author = "symkl maintainers"
copyright = "symkl maintainers, MIT licence"
release = version = version("symkl")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "symkl.sphinxext",
    "catalogues",
]
exclude_patterns = ["_build", "_extensions"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
html_math_renderer = "mathml"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
# Names of the language are short; a page of the reference shows them as a user writes them.
add_module_names = False
python_use_unqualified_type_names = True

smartquotes = False  # "--strict" is no dash
html_theme = "furo"
html_title = f"symkl {release}"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_copy_source = False
html_show_sourcelink = False
