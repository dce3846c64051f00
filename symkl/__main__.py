"""``python -m symkl`` is ``symkl``."""

from symkl.cli import main

main()
