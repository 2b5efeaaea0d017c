"""Hold each quotation of the narrative against the source that it cites or repeats."""

from kirovbook.lint.quotations.comparing import Verdict
from kirovbook.lint.quotations.judging import Judged, Quotations, quotations_of

__all__ = ["Judged", "Quotations", "Verdict", "quotations_of"]
