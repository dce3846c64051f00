"""Reading Markdown and LaTeX articles into derivations: nothing is read that is not understood."""
