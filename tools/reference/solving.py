"""How much cash, how large a trade and which spot prices the margin allows (EX-6)."""

from types import SimpleNamespace

from .arithmetic import W, Failure, sint, umul
from .instruments import Malformed, parse_instrument
from .moves import move
from .portfolio_margin import margin
from .subject import arranged, margin_of
from .trading import require_tradable, trade

LARGEST = 96  # as a power of two
STEP = 5 * W // 1000
STEPS = 2000


def parse_question(text):
    """`cash`, `spot` or `size=INSTRUMENT`."""
    kind, _, instrument = text.partition("=")
    if text in ("cash", "spot"):
        return SimpleNamespace(kind=text)
    if kind == "size":
        return SimpleNamespace(
            kind=kind, text=instrument, instrument=parse_instrument(instrument))
    raise Malformed(f"{text!r} is not a question")


def solve(params, scenarios, subject, result, questions):
    """The members of `solved`, in the order cash, size, spot."""
    solved = SimpleNamespace()
    kinds = [question.kind for question in questions]
    if "cash" in kinds:
        solved.cash = sint(-result.initialMargin)
    if "size" in kinds:
        solved.size = [
            solve_size(params, scenarios, subject, result, question)
            for question in questions if question.kind == "size"]
    if "spot" in kinds:
        solved.spot = solve_spot(params, scenarios, arranged(params, subject))
    return solved


# Size


def solve_size(params, scenarios, subject, result, question):
    try:
        require_tradable(subject, question.instrument)
    except Failure as failure:
        return SimpleNamespace(instrument=question.text, error=failure)

    def initial(q):
        """Initial margin after a trade at the mark, None where it is refused."""
        if q == 0:
            return result.initialMargin
        try:
            traded = trade(subject, question.instrument, q)
            return margin_of(params, scenarios, traded).initialMargin
        except Failure:
            return None

    return SimpleNamespace(
        instrument=question.text,
        buy=largest(initial),
        sell=largest(lambda size: initial(-size)))


def largest(initial):
    def admissible(size):
        value = initial(size)
        return value is not None and value >= 0

    for k in range(LARGEST, -1, -1):
        if admissible(2**k):
            if k == LARGEST:
                return SimpleNamespace(status="unbounded")
            return found(halve(2**k, 2**(k + 1), admissible), initial)
    return found(0, initial) if admissible(0) else SimpleNamespace(status="none")


def found(size, initial):
    return SimpleNamespace(status="found", amount=size, initialMargin=initial(size))


def halve(good, bad, is_good):
    """The last value that is good on the way from one that is to one that is not."""
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        if is_good(middle):
            good = middle
        else:
            bad = middle
    return good


# Spot


def solve_spot(params, scenarios, portfolio):
    def below(m):
        """Whether maintenance margin is below 0; None where it is refused."""
        try:
            moved = move(params, portfolio, m)
            return margin(params, scenarios, moved).maintenanceMargin < 0
        except Failure:
            return None

    crossings = []
    before = None
    for i in range(1, STEPS + 1):
        here = below(i * STEP)
        if before is not None and here is not None and before != here:
            crossings.append(crossing(portfolio, (i - 1) * STEP, i * STEP, before, below))
        before = here
    return crossings


def crossing(portfolio, low, high, low_is_below, below):
    def is_good(m):
        return below(m) is False

    m = halve(high, low, is_good) if low_is_below else halve(low, high, is_good)
    return SimpleNamespace(
        spotPrice=umul(portfolio.spotPrice, m), multiplier=m,
        belowMaintenance="under" if low_is_below else "over")
