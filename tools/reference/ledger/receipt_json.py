"""Receipts and decisions read from their bytes and written as JSON (LG-16 to LG-18, LG-27, LG-28)."""

from ..commitment import refuse_if
from .parts import KIND_NAMES, ORDER
from .values import OUT_OF_RANGE, Reader
from .waterfall_events import REASONS, byte_below, deleveraging, reduction, shortcomings_of_bid

UNKNOWN = "Ledger_UnknownKind"
MOST_PARTS = 1 << 16
POINTS = ("LyraSpotFeed", "LyraSpotDiffFeed", "LyraForwardFeed", "LyraVolFeed", "LyraRateFeed")


def hexadecimal(data):
    return "0x" + data.hex()


class Fields(Reader):
    """A reader whose values are those of a document."""

    def integer(self, bits=256):
        return str(self.unsigned(1 << bits))

    def number(self):
        return self.integer(64)

    def amount(self):
        return str(self.signed())

    def who(self):
        return hexadecimal(self.address())

    def digest(self):
        return hexadecimal(self.hash())

    def asset(self):
        kind = self.byte()
        refuse_if(kind >= len(ORDER), UNKNOWN)
        return f"{ORDER[kind]} {self.place()}" if kind else ORDER[0]

    def count(self):
        value = self.unsigned()
        refuse_if(value >= 1 << 63, OUT_OF_RANGE)
        return value

    def several(self, read):
        return self.sequence(read, MOST_PARTS)


# Names and readers of the fields of an event, after its first byte.
ACCOUNT = ("account", Fields.number)
NUMBER = ("number", Fields.number)
OWNER = ("owner", Fields.who)
MANAGER = ("manager", Fields.place)
BID = (("part", Fields.integer), ("cashFromBidder", Fields.integer), ("cashToBidder", Fields.integer))
UNTIL = ("until", Fields.number)
LEVEL = (MANAGER, ("rule", Fields.place), ("level", Fields.integer))
NAME = ("refused", lambda reader: reader.optional(reader.text))
EVENTS = {
    1: ("accountMade", ACCOUNT, OWNER, MANAGER),
    2: ("balanceMoved", ACCOUNT, ("asset", Fields.asset), ("subId", lambda reader: reader.integer(96)),
        ("before", Fields.amount), ("after", Fields.amount)),
    3: ("deposited", ACCOUNT, ("asset", Fields.asset), ("tokens", Fields.integer)),
    4: ("withdrawn", ACCOUNT, ("asset", Fields.asset), ("tokens", Fields.integer)),
    5: ("traded", NUMBER, ("caller", Fields.who)),
    6: ("feePaid", ACCOUNT, ("recipient", Fields.number), ("fee", Fields.amount)),
    7: ("interestAccrued", ("borrowIndex", Fields.integer), ("supplyIndex", Fields.integer)),
    8: ("perpSettled", ACCOUNT, ("perp", Fields.place), ("paid", Fields.amount)),
    9: ("optionsSettled", ACCOUNT, ("option", Fields.place), ("paid", Fields.amount)),
    11: ("custodyChanged", ACCOUNT, ("owner", lambda reader: reader.optional(reader.who))),
    12: ("sessionKeySet", OWNER, ("key", Fields.who), ("until", Fields.integer)),
    13: ("managerPaused", MANAGER, ("paused", Fields.flag)),
    14: ("auctionStarted", ACCOUNT, ("scenario", Fields.integer), ("insolvent", Fields.flag)),
    15: ("bidTaken", ACCOUNT, ("bidder", Fields.number), *BID),
    16: ("auctionEnded", ACCOUNT),
    17: ("lossSocialised", ("amount", Fields.integer)),
    18: ("orderFilled", ("module", Fields.who), OWNER, ("nonce", Fields.integer), ("amount", Fields.integer),
         ("price", Fields.amount)),
    19: ("credited", ("number", Fields.integer), ("asset", Fields.asset), OWNER, ("amount", Fields.integer)),
    20: ("takenOut", NUMBER, ("asset", Fields.asset), OWNER, ("amount", Fields.integer), ("time", Fields.number)),
    21: ("paid", NUMBER),
    22: ("announced", NUMBER, ("due", Fields.number)),
    23: ("cancelled", NUMBER),
    24: ("tookEffect", NUMBER, NAME),
    25: ("managerChanged", ACCOUNT, MANAGER),
    26: ("scenarioUpdated", ACCOUNT, ("scenario", Fields.integer)),
    27: ("accountAnnounced", ACCOUNT, ("since", lambda reader: reader.optional(reader.number))),
    29: ("fundPaid", ACCOUNT, ("amount", Fields.integer)),
    31: ("fundAtCap", ACCOUNT, UNTIL),
    32: ("liquidationsPaused", ("market", Fields.place), ("reason", lambda reader: byte_below(reader, REASONS)), UNTIL),
    33: ("withdrawalsNearLimit", ("withdrawn", Fields.integer), UNTIL),
    34: ("levelAnnounced", *LEVEL, ("binds", Fields.number)),
    35: ("levelMoved", *LEVEL, ("since", Fields.number)),
    36: ("interestNearLimit", ("asset", Fields.asset), MANAGER, ("risen", Fields.integer), UNTIL),
    37: ("bidFellShort", ACCOUNT, ("bidder", Fields.number), ("shortcomings", shortcomings_of_bid)),
}
WHOLE = {28: ("reduced", reduction), 30: ("deleveraged", deleveraging)}
ANSWERS = {
    0: ("none",), 1: ("account", ACCOUNT), 2: ("trade", NUMBER), 3: ("burntCash", ("amount", Fields.integer)),
    4: ("message", ("applied", Fields.flag)), 5: ("bid", *BID), 6: ("parameter", NAME),
    7: ("reduced", ("cash", Fields.amount), ("discount", Fields.integer), ("notional", Fields.integer)),
}
SURFACE = (("a", Fields.amount), ("b", Fields.integer), ("rho", Fields.amount), ("m", Fields.amount),
           ("sigma", Fields.integer), ("forward", Fields.integer), ("tau", lambda reader: reader.integer(64)))


def members(reader, fields):
    return {name: read(reader) for name, read in fields}


def of_kind(reader, table, member):
    kind = reader.byte()
    refuse_if(kind not in table, UNKNOWN)
    name, *fields = table[kind]
    return {member: name} | members(reader, fields)


def event(reader):
    if reader.data[reader.at:reader.at + 1] == b"\x0a":
        reader.byte()
        return {"event": "messageAccepted", "feed": reader.who()} | point(reader)
    if reader.at < len(reader.data) and reader.data[reader.at] in WHOLE:
        name, read = WHOLE[reader.byte()]
        return {"event": name} | read(reader)
    return of_kind(reader, EVENTS, "event")


def point(reader):
    kind = reader.byte()
    refuse_if(kind >= len(POINTS), UNKNOWN)
    found = {"kind": KIND_NAMES[POINTS[kind]]}
    if kind > 1:
        found["expiry"] = reader.number()
    if kind == 0:
        found["price"] = reader.integer()
    elif kind < 3:
        found["difference"] = reader.amount()
    elif kind == 3:
        found["surface"] = members(reader, SURFACE)
    else:
        found["rate"] = reader.amount()
    found |= {"confidence": reader.number(), "timestamp": reader.number()}
    if kind == 2:
        found |= {"settlementStart": reader.integer(), "settlementCurrent": reader.integer()}
    return found


def receipt(data):
    """LG-27."""
    reader = Fields(data)
    transaction = reader.digest()
    if reader.flag():
        outcome = {"refused": {"name": reader.text(), "values": reader.several(reader.text)}}
    else:
        outcome = {"answer": of_kind(reader, ANSWERS, "kind")}
    events = reader.several(lambda: event(reader))
    decisions = reader.several(reader.digest)
    reader.end()
    return {"transaction": transaction, "outcome": outcome, "events": events, "decisions": decisions}


# Decisions (LG-18, LG-28)


def option(reader, order):
    found = members(reader, (
        ("strike", Fields.integer), ("isCall", Fields.flag), ("amount", Fields.amount), ("vol", Fields.integer)))
    return {name: found[name] for name in order}


def integers(reader, *names):
    return {name: reader.integer() for name in names}


def standard(reader):
    def expiry():
        found = {"secondsToExpiry": reader.number()}
        found |= integers(reader, "forwardPrice", "forwardConfidence", "volConfidence")
        return found | {"options": reader.several(lambda: option(reader, ("strike", "isCall", "amount", "vol")))}

    def market():
        found = {"market": reader.text()}
        found |= integers(reader, "spotPrice", "spotConfidence", "perpPrice", "perpConfidence")
        found |= {"perpPosition": reader.amount(), "unsettledPerpCash": reader.amount()}
        return found | integers(reader, "basePosition") | {"expiries": reader.several(expiry)}

    return {"cash": reader.amount(), "stablePrice": reader.integer(), "markets": reader.several(market)}


def of_portfolio(reader):
    def collateral():
        return {"asset": reader.text()} | integers(reader, "value", "minConfidence")

    def expiry():
        found = integers(
            reader, "secondsToExpiry", "forwardFixedPortion", "forwardVariablePortion", "rate", "discount",
            "minConfidence")
        return found | {"options": reader.several(lambda: option(reader, ("strike", "vol", "amount", "isCall")))}

    found = integers(reader, "spotPrice", "perpPrice", "stablePrice")
    found |= {name: reader.amount() for name in ("cash", "perpPosition", "perpValue")}
    return found | integers(reader, "minConfidence") | {
        "collaterals": reader.several(collateral), "expiries": reader.several(expiry)}


def result(reader, is_standard):
    if reader.flag():
        return {"refused": reader.text()}
    if is_standard:
        return {"margin": reader.amount(), "markToMarket": reader.amount()}
    found = {name: reader.amount() for name in ("initialMargin", "maintenanceMargin", "markToMarket")}
    found |= {name: reader.count() for name in ("worstScenarioInitial", "worstScenarioMaintenance")}
    found["basisContingency"] = reader.amount()
    return found | integers(reader, "mmContingency", "imContingency") | {"scenarioPnl": reader.several(reader.amount)}


def decision(data):
    """LG-28."""
    reader = Fields(data)
    found = {"account": reader.number(), "manager": reader.place(), "parameters": reader.digest()}
    kind = reader.byte()
    refuse_if(kind > 1, UNKNOWN)
    found["model"] = ("standard", "portfolio")[kind]
    found[("initial", "trusted")[kind]] = reader.flag()
    found["portfolio"] = (standard, of_portfolio)[kind](reader)
    found["result"] = result(reader, kind == 0)
    reader.end()
    return found
