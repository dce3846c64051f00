"""Pictures as SVG to stand in a page: static, small, the same for the same numbers.

Nothing is told by colour alone: every series has a hatch or a dash of its own.
"""
