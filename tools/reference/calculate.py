"""From a line of JSON to its result: what both the command and the check run."""

from types import SimpleNamespace

from .arithmetic import Failure
from .arrangement import arrange
from .comparison import compare
from .document import encode
from .explained import explain
from .moves import apply_changes, parse_change
from .portfolio import PORTFOLIO, decode_line
from .portfolio_margin import margin
from .result import encode_result
from .solving import parse_question, solve
from .standard_margin import standard_margin
from .standard_portfolio import decode_standard_line
from .subject import arranged, margin_of, subject_of


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


def asked(explain=False, changes=(), questions=(), second=None):
    """What is asked for besides margins, in the spelling of the command line (09)."""
    return SimpleNamespace(
        explain=explain, changes=[parse_change(text) for text in changes],
        questions=[parse_question(text) for text in questions], second=second)


def calculate_asked(text, ask):
    """The margin of a line after changes, and what else is asked for (JS-11)."""
    line = decode_line(text)
    outcome = Outcome(line)
    try:
        outcome.result = encode_result(answer(line, ask))
    except Failure as failure:
        outcome.failure = failure.name
    return outcome


def answer(line, ask):
    params, scenarios = line.params, line.scenarios
    subject = apply_changes(params, subject_of(line), ask.changes)
    portfolio = arranged(params, subject)
    result = margin(params, scenarios, portfolio)
    members = dict(vars(result))
    if ask.explain:
        members |= vars(explain(params, scenarios, subject, portfolio, result))
    if ask.second is not None:
        second = ask.second
        changed = apply_changes(second.params, subject_of(line), ask.changes)
        members |= vars(compare(result, margin_of(second.params, second.scenarios, changed)))
    if ask.questions:
        members["solved"] = solve(params, scenarios, subject, result, ask.questions)
    return SimpleNamespace(**members)


def calculate_standard(text):
    """The standard margins of a portfolio (SM-4)."""
    line = decode_standard_line(text)
    outcome = Outcome(line)
    try:
        outcome.result = encode_result(standard_margin(line.params, line.portfolio))
    except Failure as failure:
        outcome.failure = failure.name
    return outcome
