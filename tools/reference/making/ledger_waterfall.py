"""Blocks of venues with the waterfall: reductions, judged bids, caps, deleveraging, pauses, limits (WF-2, WF-11, WF-15, WF-24 to WF-26)."""

from ..clearing.rules import NAMES
from .dice import W
from .ledger_keeping import DEEP, auction, bid, liquidation
from .ledger_scene import ALL, FAR, KINDS, NEAR, Scene, contract, genesis_json, shown
from .ledger_stories import FIRST, FIVE, FOUR, NOBODY, ONE, THREE, TWO, opened, option

SIX, SEVEN, EIGHT, NINE, TEN = ("six", 8), ("seven", 9), ("eight", 10), ("nine", 11), ("ten", 12)
KEEPERS = (SIX, SEVEN, EIGHT, NINE, TEN)
RULES = {
    "buffer": str(15 * W // 100), "steps": {"option": str(W // 100), "perp": str(W // 1_000), "collateral": str(W // 100)},
    "least": {"option": "0", "perp": "0", "collateral": "0"}, "hedgesWithPerp": True, "keepsPairs": True,
    "penalty": {"maximumRate": str(W // 25), "fullDepth": str(W // 2), "initialShare": str(W // 4), "rampSeconds": "1000",
                "equityShare": str(W // 2)}}
GRADUATED = {"rules": RULES, "grace": "600", "validity": "7200"}
ORACLE = {
    "leastConfidence": str(9 * W // 10), "divergence": str(W // 20), "band": str(W // 10), "slowSeconds": "3600",
    "pause": "300", "longestPause": "900"}
CALLS = {"announce": 0, "withdraw": 1, "reduce": 2}


def waterfall_genesis(corrections=NAMES, **settings):
    """A venue with a module of reductions, and settings of the waterfall from the start."""
    genesis = genesis_json()
    modules = [{"address": shown(contract(kind)), "kind": kind, "feeRecipient": "1"} for kind in (*KINDS, "reduction")]
    return {"corrections": list(corrections), "modules": modules, "liquidation": genesis["liquidation"] | settings}


def reduction(s, call, account, keeper=0, steps=0, part=W, least=0, owner="anybody", by=0, **more):
    """`by` is the account of the action."""
    return s.one("reduction", owner, CALLS.get(call, call), account, keeper, steps, part, least, account=by, **more)


def reduced(s, account, keeper, **more):
    """By a keeper whose account is in custody."""
    return reduction(s, "reduce", account, keeper[1], owner=keeper[0], by=keeper[1], **more)


def keepers(s):
    """Accounts 8 to 12: six, eight and ten under the portfolio manager, seven and nine under the standard one."""
    amounts = (10**11, 10**11, 10**9, 10**9, 10**11)
    made = [s.credit(60 + number, who, 10**11) for (who, _), number in zip(KEEPERS, range(5))]
    return made + [s.deposit(who, amount, manager=("portfolio", "standard")[place % 2])
                   for place, ((who, _), amount) in enumerate(zip(KEEPERS, amounts))]


CALL, PUT, HIGH_CALL = option(FAR, 2_000 * W, True), option(FAR, 1_900 * W, False), option(FAR, 2_400 * W, True)


def positions(s):
    """Accounts 3 (portfolio) and 4 (standard) are short perps and calls, hedged in part; 5 and 6 hold the other side."""
    return [
        s.matched(THREE, ONE, 60 * W, 2_000 * W), s.matched(FOUR, TWO, 150 * W, 2_000 * W),
        s.matched(THREE, ONE, 40 * W, 60 * W, "ETH-OPTION", CALL), s.matched(ONE, THREE, 15 * W, 10 * W, "ETH-OPTION", HIGH_CALL),
        s.matched(FOUR, TWO, 20 * W, 60 * W, "ETH-OPTION", CALL), s.matched(TWO, FOUR, 10 * W, 10 * W, "ETH-OPTION", HIGH_CALL)]


def announcing(scene):
    s, first = scene, FIRST + 100
    s.time = first
    made = [*keepers(s), *positions(s), s.one("custody", "five", 0, 7)]
    for call in ("announce", "withdraw"):
        made += [reduction(s, call, account) for account in (0, 4, 99, DEEP, ALL)]
    made += [reduction(s, 3, 4), reduction(s, 2**64, 4), reduced(s, 4, SEVEN, steps=2**64), reduced(s, 4, SEVEN), reduced(s, 3, SIX)]
    made += [s.call("reduction"), s.call("reduction", s.action("reduction", "one", b"", 3)), auction(s, 0, 3)]
    yield first, made
    time = s.time = first + 1_900
    made = s.prices(2_550 * W) + [s.one("custody", "five", 1, 7)]
    made += [reduction(s, call, account) for call in ("withdraw", "announce", "announce", "withdraw") for account in (3, 4)]
    made += [auction(s, 0, 4), auction(s, 0, 3, 2), reduction(s, "announce", 4, owner="two", by=4)]
    made += [
        reduced(s, 4, SIX), reduced(s, 4, TWO), reduced(s, 99, SEVEN), reduced(s, DEEP, SEVEN), reduced(s, 4, ("two", 4)),
        reduction(s, "reduce", 4, 9, owner="seven", by=9, signer="key"), reduction(s, "reduce", 4, 9, owner="six", by=8),
        reduction(s, "reduce", 4, 9, owner="seven"), reduction(s, "reduce", 4, 7, owner="five", signer="key"),
        reduction(s, "reduce", 4, 7, owner="six"), reduction(s, "reduce", 4, 99, owner="five"),
        reduction(s, "reduce", 4, DEEP, owner="five")]
    made += [reduced(s, 4, SEVEN, part=part) for part in (0, W + 1, 1)]
    made += [reduced(s, 4, SEVEN, least=10**6 * W), reduced(s, 4, NINE), reduced(s, 3, EIGHT)]
    made += [reduced(s, 4, SEVEN, part=W // 7), reduced(s, 3, SIX, steps=1, part=W // 3)]
    yield time, made
    time = s.time = time + 500
    made = s.prices(2_560 * W) + [
        reduction(s, "reduce", 4, 7, part=W // 5, owner="five"), reduced(s, 3, TEN, steps=1), reduced(s, 3, SIX, least=W),
        reduced(s, 4, SEVEN, steps=9), reduced(s, 4, SEVEN), reduced(s, 3, SIX)]
    made += [reduction(s, call, account) for call in ("announce", "withdraw", "withdraw") for account in (3, 4)]
    yield time, made


def auctioned(scene):
    """Beyond the grace of an announcement an auction begins, in which bids are judged; beyond its validity it counts no more."""
    s = scene
    time = s.time = scene.time + 1_000
    yield time, s.prices(2_720 * W) + [reduction(s, "announce", account) for account in (3, 4)] + [auction(s, 0, 4), auction(s, 0, 3)]
    time = s.time = time + 601
    made = s.prices(2_710 * W) + [auction(s, 0, 4), auction(s, 0, 3, 1), reduction(s, "announce", 4), reduced(s, 4, SEVEN)]
    made += [reduction(s, "withdraw", 4), bid(s, "seven", 4, 9, W // 10, account=9), bid(s, "six", 3, 8, W // 2, account=8)]
    made += [liquidation(s, "ten", 12, 3, 30_000 * W, W // 10, 0), liquidation(s, "ten", 12, 3, 30_000 * W, W // 10, 1),
             liquidation(s, "four", 6, 4, 30_000 * W, W, 0), liquidation(s, "four", 6, 4, 50_000 * W, W // 20, 1)]
    yield time, made
    time = s.time = time + 7_000
    made = s.prices(2_500 * W) + [auction(s, 3, 3), auction(s, 3, 4), reduction(s, "announce", 3), reduction(s, "withdraw", 4)]
    made += [s.announce("liquidation.graduated", value=None), s.announce("liquidation.judgesBids", value=False)]
    yield time, made
    time = s.time = time + 3_600
    made = s.prices(2_760 * W) + [reduction(s, call, 4, 9) for call in CALLS] + [reduced(s, 4, SEVEN), reduction(s, "withdraw", 3)]
    yield time, made + [auction(s, 0, 4), auction(s, 0, 3), bid(s, "seven", 4, 9, W // 10, account=9)]


def waterfall_stories():
    scene = Scene(**waterfall_genesis(graduated=GRADUATED, judgesBids=True))
    yield "waterfall: reductions", scene, parts(scene, opened, announcing, auctioned)


def parts(scene, *made):
    for part in made:
        yield from part(scene)
