"""From a line of JSON to its result: what both the command and the check run."""

from .arithmetic import Failure
from .arrangement import arrange
from .document import encode
from .portfolio import PORTFOLIO, decode_line
from .portfolio_margin import margin
from .result import encode_result
from .standard_margin import standard_margin
from .standard_portfolio import decode_standard_line


class Outcome:
    """What a line gave: a result in JSON form or a failure; `arranged` if it got there."""

    def __init__(self, line):
        self.line = line
        self.arranged = None
        self.result = None
        self.failure = None

    def expected_form(self):
        """The outcome as a vector's `expected` has it."""
        return {"revert": self.failure} if self.failure else self.result


def calculate_portfolio(text):
    """The margin of an arranged portfolio or of a market and an account (PM-1, PM-8)."""
    line = decode_line(text)
    outcome = Outcome(line)
    try:
        portfolio = None if line.raw else line.portfolio
        if line.raw:
            portfolio = arrange(line.market, line.account, line.params.maxExpiries)
            outcome.arranged = encode(PORTFOLIO, portfolio)
        outcome.result = encode_result(margin(line.params, line.scenarios, portfolio))
    except Failure as failure:
        outcome.failure = failure.name
    return outcome


def calculate_standard(text):
    """The standard margins of a portfolio (SM-4)."""
    line = decode_standard_line(text)
    outcome = Outcome(line)
    try:
        outcome.result = encode_result(standard_margin(line.params, line.portfolio))
    except Failure as failure:
        outcome.failure = failure.name
    return outcome
