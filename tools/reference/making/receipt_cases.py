"""vectors/ledger/receipts.jsonl: receipts with each event and answer, at the ends of their fields (LG-16, LG-17, LG-27)."""

from types import SimpleNamespace

from ..arithmetic import W
from ..commitment import Refused
from ..keccak import keccak256
from ..ledger.receipt_json import receipt as read
from ..ledger.receipts import EVENTS, receipt
from ..ledger.values import RECEIPT, octets, plain, sequence, tagged, text, unsigned

LEAST, MOST, WIDE = -(2**255), 2**255 - 1, 2**256 - 1
LAST = 2**64 - 1
NAME = keccak256(b"ballast ledger receipt")
PERSON, OTHER = NAME[:20], bytes(20)
OPTION = ("option 65535", 2**96 - 1)


def reduction(number=1, rate=0, levels=(0, -1, 1, 3), taken=0, part=W, steps=(), trades=(), cash=0):
    return SimpleNamespace(
        account=number, keeper=2, seconds=number, rate=rate, before=levels, after=levels, taken=taken, part=part,
        steps=steps, trades=trades, cash=cash, discount=rate, notional=number)


def deleveraging(rule, closings):
    return SimpleNamespace(account=3, bidder=LAST, rule=rule, shortfall=WIDE, collected=0, closings=closings)


# The values that the makers of events take, each twice: the least and the greatest, or both of two.
VALUES = {
    "made": [(0, OTHER, 0), (LAST, PERSON, 65_535)],
    "moved": [(1, ("cash", 0), 0, 0), (LAST, OPTION, LEAST, MOST), (2, ("perp 0", 0), -1, 1), (3, ("base 1", 0), 255, -256)],
    "deposit": [(1, "cash", 0), (LAST, "base 65535", WIDE)],
    "withdrawal": [(1, "cash", 1), (LAST, "base 0", WIDE)],
    "trade": [(1, OTHER), (LAST, PERSON)],
    "fee": [(1, 2, 0), (LAST, LAST, LEAST)],
    "interest": [(0, 0), (WIDE, WIDE)],
    "perpSettled": [(1, "perp 0", LEAST), (LAST, "perp 65535", MOST)],
    "optionsSettled": [(1, "option 0", -128), (LAST, "option 65535", 127)],
    "custody": [(1, None), (LAST, PERSON)],
    "key": [(PERSON, OTHER, 0), (OTHER, PERSON, WIDE)],
    "paused": [(0, False), (65_535, True)],
    "auction": [(1, 0, False), (LAST, WIDE, True)],
    "bid": [(1, 2, 0, 0, 0), (LAST, LAST, WIDE, WIDE, WIDE)],
    "auctionEnded": [(1,), (LAST,)],
    "loss": [(0,), (WIDE,)],
    "filled": [(PERSON, OTHER, 0, 0, LEAST), (OTHER, PERSON, WIDE, WIDE, MOST)],
    "credit": [(0, "cash", PERSON, 1), (WIDE, "base 7", OTHER, WIDE)],
    "takenOut": [(1, "cash", PERSON, 1, 0), (LAST, "base 7", OTHER, WIDE, LAST)],
    "paid": [(1,), (LAST,)],
    "announced": [(1, 0), (LAST, LAST)],
    "cancelled": [(1,), (LAST,)],
    "tookEffect": [(1, None), (LAST, "BM_InvalidMaxAccountSize")],
    "manager": [(1, 0), (LAST, 65_535)],
    "scenario": [(1, 0), (LAST, WIDE)],
    "accountAnnounced": [(1, None), (LAST, LAST)],
    "reduced": [(reduction(),), (reduction(
        LAST, WIDE, (MOST, LEAST, 0, 40), 2, W,
        [[("single", False, [(0, 5)], 5)], [("pair", False, [(1, 2**128 - 1), (511, 0)], 2**128 - 1)]],
        [(("perp 0", 0), LEAST), (OPTION, MOST)], LEAST),), (reduction(
            1, 1, (-1, -1, -1, 0), 0, 1, [[("hedge", True, [(0, 9)], 1), ("whole", False, [], 0)]], [], 0),)],
    "fundPaid": [(1, 0), (LAST, WIDE)],
    "deleveraged": [(deleveraging("queue", []),), (deleveraging("proRata", [(LAST, OPTION, LEAST, MOST, WIDE)]),),
                    (deleveraging("least", [(1, ("perp 1", 0), 1, -1, 0), (2, ("perp 1", 0), -1, 1, 7)]),)],
    "fundAtCap": [(1, 0), (LAST, LAST)],
    "liquidationsPaused": [(0, 0, 0), (1, 1, 7), (65_535, 2, LAST)],
    "withdrawalsNearLimit": [(0, 0), (WIDE, LAST)],
    "levelAnnounced": [(0, 0, 0, 0), (65_535, 15, WIDE, LAST)],
    "levelMoved": [(0, 0, 0, 0), (65_535, 15, WIDE, LAST)],
    "interestNearLimit": [("perp 0", 0, 0, 0), ("option 65535", 65_535, WIDE, LAST)],
    "bidFellShort": [(0, 0, 1), (LAST, LAST, 3)],
}
POINTS = [
    b"\0" + unsigned(0) * 3, b"\0" + unsigned(2**96 - 1) + unsigned(LAST) * 2,
    b"\1" + b"\x8c" + b"\xff" * 12 + unsigned(1) + unsigned(2), b"\1" + unsigned(5) * 3,
    b"\2" + unsigned(LAST) + unsigned(7) * 3 + unsigned(WIDE) * 2, b"\2" + unsigned(0) + b"\x81\1" + unsigned(0) * 4,
    b"\3" + unsigned(9) + b"\x81\2" + unsigned(WIDE) + b"\x81\3" + b"\x81\4" + unsigned(WIDE) * 2 + unsigned(LAST) * 3,
    b"\4" + unsigned(LAST) + b"\x81\5" + unsigned(1) * 2, b"\4" + unsigned(0) * 4,
]
ANSWERS = [
    ("none",), ("account", 0), ("account", LAST), ("trade", 0), ("trade", LAST), ("burnt", 0), ("burnt", WIDE),
    ("applied", True), ("applied", False), ("bid", 0, 0, 0), ("bid", WIDE, 1, WIDE), ("tookEffect", None),
    ("tookEffect", "PMRM_2_InvalidMaxExpiries"), ("reduced", 0, 0, 0), ("reduced", LEAST, WIDE, WIDE)]


class Refusal(Exception):
    def __init__(self, name, values=()):
        super().__init__(name)
        self.name, self.values = name, list(values)


def events():
    yield from ((name, *values) for name, each in VALUES.items() for values in each)
    yield from (("message", PERSON, point) for point in POINTS)


def given():
    assert set(VALUES) | {"message"} == set(EVENTS)
    for answer in ANSWERS:
        yield f"the answer {answer[0]}", receipt(NAME, answer, [], [])
    for noted in events():
        yield f"the event {noted[0]}", receipt(NAME, ("none",), [noted], [])
    yield "all events, and decisions", receipt(NAME, ("none",), list(events()), [NAME, bytes(32)])
    yield "refused", receipt(NAME, Refusal("SRM_PortfolioBelowMargin"), [], [NAME])
    yield "refused with values", receipt(
        NAME, Refusal("M_SignerNotOwnerOrSessionKeyExpired", ["", "0", "a \"quoted\" \u00fc\n"]), [], [])


def wrong():
    good = receipt(NAME, ("none",), [("paid", 1)], [])
    event = good[:34]
    yield "nothing", b""
    yield "a byte more", good + b"\0"
    yield "a byte less", good[:-1]
    yield "an outcome that is none", NAME + b"\2" + good[33:]
    yield "an answer that is none", NAME + b"\0\xff" + good[34:]
    yield "an event of 0", event + b"\1\1\0" + good[37:]
    yield "an event of 255", event + b"\1\1\xff" + good[37:]
    yield "a leading zero", event + b"\1\1\x15\2\0\1\0"
    yield "a negative zero", event + sequence([b"\x06\1\1\1\1\x80"], plain) + b"\0"
    yield "an asset that is none", event + sequence([b"\x03\1\1\4\0\0"], plain) + b"\0"
    yield "a place of 65,536", event + sequence([b"\x19\1\1" + unsigned(65_536)], plain) + b"\0"
    yield "an account of 65 bits", event + sequence([b"\x10" + unsigned(2**64)], plain) + b"\0"
    yield "a sub-id of 97 bits", event + sequence([b"\2\1\1\0" + unsigned(2**96) + b"\0\0"], plain) + b"\0"
    yield "a package of 4", event + sequence(
        [b"\x1c" + unsigned(1) * 4 + (b"\0" * 3 + unsigned(0)) * 2 + unsigned(0) * 2 + b"\1\1\1\1\4\0"], plain) + b"\0"
    yield "more steps taken than there are", event + sequence(
        [b"\x1c" + unsigned(1) * 4 + (b"\0" * 3 + unsigned(0)) * 2 + unsigned(1) + unsigned(0) + b"\0\0\0\0\0"],
        plain) + b"\0"
    yield "a rule of deleveraging of 3", event + sequence([b"\x1e" + unsigned(1) * 2 + b"\3"], plain) + b"\0"
    yield "a pause for the reason 3", event + sequence([b"\x20\0\3" + unsigned(1)], plain) + b"\0"
    yield "a flag of 2", NAME + b"\0\4\2\0\0"
    yield "a name that is not UTF-8", NAME + b"\1" + octets(b"\xff") + b"\0\0\0"
    yield "65,537 events", event + unsigned(65_537) + b"\0"
    yield "a name of 65,537 bytes", (NAME + b"\1" + text("a" * 65_537))[:100]


def receipt_lines():
    for note, data in given():
        yield {"note": note, "bytes": "0x" + data.hex(), "expected": {
            "hash": "0x" + tagged(RECEIPT, data).hex(), "receipt": read(data)}}
    for note, data in wrong():
        try:
            read(data)
        except Refused as refused:
            yield {"note": note, "bytes": "0x" + data.hex(), "expected": {"refused": refused.name}}
        else:
            raise AssertionError(note)
