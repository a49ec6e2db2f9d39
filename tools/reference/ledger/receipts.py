"""What comes of a transaction: events, decisions, receipts (LG-16 to LG-18)."""

from ..canonical import canonical
from ..clearing.state import STANDARD
from .entries import asset, instrument, known, whole
from .parts import manager_json, place_of, token_address
from .values import DECISION, PARAMETERS, flag, octets, optional, plain, sequence, signed, tagged, text, unsigned
from .waterfall_events import deleveraging_bytes, reduction_bytes


class Record:
    """Events and decisions of a transaction that is under way."""

    def __init__(self):
        self.events, self.decisions = [], []


# Events (LG-17)


def place(name):
    return unsigned(place_of(name)[1])


EVENTS = {
    "made": (1, unsigned, plain, unsigned),
    "moved": (2, unsigned, instrument, signed, signed),
    "deposit": (3, unsigned, asset, unsigned),
    "withdrawal": (4, unsigned, asset, unsigned),
    "trade": (5, unsigned, plain),
    "fee": (6, unsigned, unsigned, signed),
    "interest": (7, unsigned, unsigned),
    "perpSettled": (8, unsigned, place, signed),
    "optionsSettled": (9, unsigned, place, signed),
    "message": (10, plain, plain),
    "custody": (11, unsigned, lambda owner: optional(owner, plain)),
    "key": (12, plain, plain, unsigned),
    "paused": (13, unsigned, flag),
    "auction": (14, unsigned, unsigned, flag),
    "bid": (15, unsigned, unsigned, unsigned, unsigned, unsigned),
    "auctionEnded": (16, unsigned),
    "loss": (17, unsigned),
    "filled": (18, plain, plain, unsigned, unsigned, signed),
    "credit": (19, unsigned, asset, plain, unsigned),
    "takenOut": (20, unsigned, asset, plain, unsigned, unsigned),
    "paid": (21, unsigned),
    "announced": (22, unsigned, unsigned),
    "cancelled": (23, unsigned),
    "tookEffect": (24, unsigned, lambda name: optional(name, text)),
    "manager": (25, unsigned, unsigned),
    "scenario": (26, unsigned, unsigned),
    "accountAnnounced": (27, unsigned, lambda since: optional(since, unsigned)),
    "reduced": (28, reduction_bytes),
    "fundPaid": (29, unsigned, unsigned),
    "deleveraged": (30, deleveraging_bytes),
    "fundAtCap": (31, unsigned, unsigned),
    "liquidationsPaused": (32, unsigned, lambda reason: bytes([reason]), unsigned),
    "withdrawalsNearLimit": (33, unsigned, unsigned),
    "levelAnnounced": (34, unsigned, unsigned, unsigned, unsigned),
    "levelMoved": (35, unsigned, unsigned, unsigned, unsigned),
    "interestNearLimit": (36, asset, unsigned, unsigned, unsigned),
    "bidFellShort": (37, unsigned, unsigned, lambda lacks: bytes([lacks])),
}


def event(noted):
    code, *writers = EVENTS[noted[0]]
    assert len(writers) == len(noted) - 1, noted
    return bytes([code]) + b"".join(write(value) for write, value in zip(writers, noted[1:]))


def message_event(feed, expiry):
    return "message", feed.address, known(feed, expiry, feed.known[expiry])


# Decisions (LG-18)


def decision(state, noted):
    """The contents."""
    number, manager, model, switch, portfolio, result = noted
    parameters = tagged(PARAMETERS, canonical(manager_json(state.managers[manager])))
    contents = (standard if model == STANDARD else of_portfolio)(switch, portfolio)
    return unsigned(number) + unsigned(manager) + parameters + contents + outcome(model, result)


def outcome(model, result):
    if isinstance(result, str):
        return b"\1" + text(result)
    if model == STANDARD:
        return b"\0" + signed(result[0]) + signed(result[1])
    return (b"\0" + signed(result.initialMargin) + signed(result.maintenanceMargin) + signed(result.markToMarket)
            + whole(result.worstScenarioInitial, result.worstScenarioMaintenance) + signed(result.basisContingency)
            + whole(result.mmContingency, result.imContingency) + sequence(result.scenarioPnl, signed))


def option(each):
    return unsigned(each.strike) + flag(each.isCall) + signed(each.amount) + unsigned(each.vol)


def standard(initial, portfolio):
    def expiry(each):
        return whole(each.secondsToExpiry, each.forwardPrice, each.forwardConfidence, each.volConfidence) + sequence(
            each.options, option)

    def market(each):
        return (text(each.market) + whole(each.spotPrice, each.spotConfidence, each.perpPrice, each.perpConfidence)
                + signed(each.perpPosition) + signed(each.unsettledPerpCash) + unsigned(each.basePosition)
                + sequence(each.expiries, expiry))

    return (b"\0" + flag(initial) + signed(portfolio.cash) + unsigned(portfolio.stablePrice)
            + sequence(portfolio.markets, market))


def of_portfolio(trusted, portfolio):
    def expiry(each):
        return whole(
            each.secondsToExpiry, each.forwardFixedPortion, each.forwardVariablePortion, each.rate, each.discount,
            each.minConfidence) + sequence(each.options, option)

    def collateral(each):
        return text(token_address(each.asset)) + whole(each.value, each.minConfidence)

    return (b"\1" + flag(trusted) + whole(portfolio.spotPrice, portfolio.perpPrice, portfolio.stablePrice)
            + signed(portfolio.cash) + signed(portfolio.perpPosition) + signed(portfolio.perpValue)
            + unsigned(portfolio.minConfidence) + sequence(portfolio.collaterals, collateral)
            + sequence(portfolio.expiries, expiry))


def decision_hash(state, noted):
    return tagged(DECISION, decision(state, noted))


# Receipts (LG-16)

ANSWERS = {
    "none": (0,), "account": (1, unsigned), "trade": (2, unsigned), "burnt": (3, unsigned), "applied": (4, flag),
    "bid": (5, unsigned, unsigned, unsigned), "tookEffect": (6, lambda name: optional(name, text)),
    "reduced": (7, signed, unsigned, unsigned),
}


def answer(given):
    code, *writers = ANSWERS[given[0]]
    return bytes([code]) + b"".join(write(value) for write, value in zip(writers, given[1:]))


def receipt(transaction, given, events, decisions):
    """`given` is an answer, or a failure."""
    if isinstance(given, Exception):
        came = b"\1" + text(given.name) + sequence(getattr(given, "values", []), text)
    else:
        came = b"\0" + answer(given)
    return transaction + came + sequence(events, event) + sequence(decisions, plain)


def kept(receipts):
    return sequence(receipts, octets)
