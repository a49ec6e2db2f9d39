"""Settings of the waterfall, their forms and bounds (WF-1, WF-2, WF-13, WF-15, WF-16, WF-21, WF-24)."""

from types import SimpleNamespace

from ..arithmetic import W
from .parameters import require
from .state import CASH, OPTION, PERP

MOST_WINDOW = 2_592_000  # seconds
INVALID = "Waterfall_InvalidSetting"


def numbers(value):
    """An object of numbers and switches, at every depth."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: numbers(part) for name, part in value.items()})
    return value if isinstance(value, bool) else int(value)


def read_fund(value):
    rest = numbers({name: value[name] for name in ("moment", "window", "seconds")})
    rest.markets = {each["market"]: int(each["cap"]) for each in value["markets"]}
    return rest


def read_deleveraging(value):
    rest = numbers({name: value[name] for name in ("largestRate", "socialisedFirst", "seconds")})
    rest.rule, rest.keepsPairs = value["rule"], value["keepsPairs"]
    return rest


def read_oracle(value):
    return numbers({"holdsWithdrawals": False} | value)


def read_interest(value):
    return SimpleNamespace(
        seconds=int(value["seconds"]), growth={each["asset"]: int(each["growth"]) for each in value["assets"]})


def set_interest(state, value):
    """WF-26."""
    if value is not None:
        kinds = [state.asset(name).kind if name != CASH else CASH for name in value.growth]
        require(value.seconds <= MOST_WINDOW and all(kind in (PERP, OPTION) for kind in kinds), INVALID)
    state.liquidation.interest = value


def set_graduated(state, value):
    if value is not None:
        rules = value.rules
        fine = rules.buffer <= 4 * W and rules.penalty.maximumRate <= W // 10
        fine = fine and max(rules.penalty.fullDepth, rules.penalty.initialShare, rules.penalty.equityShare) <= W
        fine = fine and rules.penalty.rampSeconds <= MOST_WINDOW  # GL-18
        require(fine and value.grace <= 86_400 and value.grace + 3_600 <= value.validity <= MOST_WINDOW, INVALID)
    state.liquidation.graduated = value


def set_fund(state, value):
    require(value is None or value.seconds <= MOST_WINDOW, INVALID)
    state.liquidation.fund = value


def set_deleveraging(state, value):
    require(value is None or value.largestRate <= W and value.seconds <= MOST_WINDOW, INVALID)
    state.liquidation.deleveraging = value


def set_oracle(state, value):
    if value is not None:
        fine = value.leastConfidence <= W and value.slowSeconds <= MOST_WINDOW
        require(fine and value.pause <= value.longestPause <= 86_400, INVALID)
    state.liquidation.oracle = value


def set_withdrawals(state, value):
    require(value is None or value.seconds <= MOST_WINDOW, INVALID)
    state.liquidation.withdrawals = value


SETTERS = {
    "graduated": (numbers, set_graduated), "fund": (read_fund, set_fund),
    "deleveraging": (read_deleveraging, set_deleveraging), "oracle": (read_oracle, set_oracle),
    "withdrawals": (numbers, set_withdrawals), "interest": (read_interest, set_interest),
}


def set_waterfall(state, name, value):
    """A parameter `liquidation.…` of a trace."""
    if name == "judgesBids":
        state.liquidation.judges_bids = value
        return
    read, put = SETTERS[name]
    put(state, None if value is None else read(value))
