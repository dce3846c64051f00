"""Reports: one HTML page and one LaTeX file for each derivation, and an index of all."""

from symkl.report.files import BadName, write_reports

__all__ = ["BadName", "write_reports"]
