"""Handouts: one source, many exercise sheets, each with the key that marks it.

``selection`` says which derivations may go into a sheet, ``variants`` what is asked of each of
them, ``accepted`` what answers the kernel accepts; ``blocks`` are what sheets are made of, which
``html``, ``tex`` and ``typst`` put on paper.
"""
