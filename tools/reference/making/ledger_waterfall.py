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


def reduction(s, call, account, keeper=0, steps=0, part=W, least=0, trade=0, owner="anybody", by=0, **more):
    """`by` is the account of the action."""
    return s.one("reduction", owner, CALLS.get(call, call), account, keeper, steps, part, least, trade, account=by, **more)


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
        s.matched(THREE, ONE, 75 * W, 2_000 * W), s.matched(FOUR, TWO, 150 * W, 2_000 * W),
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
        reduction(s, "reduce", 4, 7, part=W // 5, owner="five"), reduced(s, 3, TEN, steps=1), reduced(s, 3, SIX, least=W), reduced(s, 3, SIX, trade=1),
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


def losses(scene):
    """Insolvent accounts that are auctioned part by part: what the caps leave, who is deleveraged, what is socialised."""
    s, first = scene, scene.time + 100
    s.time = first
    made = [*keepers(s), s.one("securityModule", "nine", 0, 20 * 10**9), *positions(s), *other_side(s)]
    made += [s.matched(THREE, SIX, 5 * W, 2_000 * W), s.credit(80, "security", 10**9), s.one("guardian", "guardian", contract("portfolio"), 0)]
    yield first, made
    time = s.time = first + 600
    made = s.prices(3_150 * W) + [auction(s, 0, 4), auction(s, 0, 3, 2), auction(s, 1, 3), auction(s, 1, 4), reduced(s, 4, SEVEN)]
    yield time, made
    for seconds in (1_900, 0, 1_700, 4_000):
        time = s.time = time + seconds
        part = W // 9
        made = s.prices(3_150 * W) if seconds else []
        made += [each for _ in range(2) for each in (
            liquidation(s, "ten", 12, 3, 50_000 * W, part, 0), liquidation(s, "four", 6, 4, 60_000 * W, part, 0),
            bid(s, "nine", 4, 11, part, account=11), bid(s, "eight", 3, 10, part, account=10))]
        yield time, made
    time = s.time = time + 50_000
    made = s.prices(3_140 * W) + [
        liquidation(s, "ten", 12, 3, 10**5 * W, W, 0), liquidation(s, "four", 6, 4, 50_000 * W, W, 1),
        liquidation(s, "four", 6, 4, 50_000 * W, W // 2, 0), auction(s, 3, 3), auction(s, 3, 4),
        s.one("settlement", "anybody", 4, 0, NOBODY), s.one("settlement", "anybody", 7, 0, NOBODY)]
    yield time, made + [s.one("settlement", "anybody", call, number, NOBODY) for number in range(3, 20) for call in (0, 1)]


def other_side(s):
    """Longs large and small, one of them in a pair with a call."""
    return [
        s.matched(NINE, FOUR, W // 2, 2_000 * W), s.matched(SEVEN, FOUR, 9 * W, 2_000 * W),
        s.matched(SEVEN, FOUR, 7 * W, 60 * W, "ETH-OPTION", CALL), s.matched(SIX, THREE, 4 * W, 2_000 * W),
        s.matched(SIX, THREE, 4 * W, 60 * W, "ETH-OPTION", HIGH_CALL), s.matched(EIGHT, THREE, W // 3, 2_000 * W)]


def losing(rule, pairs, rate, first, corrections, judged):
    settings = {
        "fund": {"moment": str(3_000 * W), "window": str(7_000 * W), "seconds": "3600",
                 "markets": [{"market": 0, "cap": str(5_000 * W)}]},
        "deleveraging": {"rule": rule, "keepsPairs": pairs, "largestRate": str(rate * W // 1_000),
                         "socialisedFirst": str(first * W), "seconds": "3600"}}
    return Scene(**waterfall_genesis(corrections, **settings, **({"judgesBids": True} if judged else {})))


def limits(scene):
    """Withdrawals and open interest that come to their limits, prices that jump, liquidations that wait."""
    s, usdc = scene, contract("USDC")
    time = s.time = scene.time + 100

    def taken(owner, account, amount):
        return s.one("withdrawal", owner, usdc, amount * 10**6, account=account)

    made = keepers(s) + [s.one("securityModule", "nine", 0, 5 * 10**9)]
    made += [taken("six", 8, 10_000), taken("seven", 9, 15_000), taken("seven", 9, 1_999), taken("ten", 12, 1),
             s.one("securityModule", "owner", 1, 10**9), taken("ten", 12, 3_000), taken("ten", 12, 1_000), taken("ten", 12, 1)]
    made += [s.matched(THREE, ONE, amount * W, 2_000 * W) for amount in (20, 15, 2, 10, 3)]
    made += [s.matched(FOUR, TWO, amount * W, 2_000 * W) for amount in (80, 20, 11, 9)]
    made += [s.matched(TWO, FOUR, 30 * W, 2_000 * W), s.matched(FOUR, TWO, 39 * W, 2_000 * W), s.matched(FOUR, TWO, 2 * W, 2_000 * W)]
    made += [s.matched(FOUR, TWO, amount * W, 60 * W, "ETH-OPTION", CALL) for amount in (5, 5)]
    made += [s.matched(FIVE, TWO, W, 2_000 * W), s.matched(SIX, FOUR, W, 2_000 * W)]
    yield time, made
    time = s.time = time + 3_700
    yield time, s.prices() + [taken("ten", 12, 29_000), taken("six", 8, 1_001), s.matched(THREE, ONE, 20 * W, 2_000 * W),
                              s.matched(FOUR, TWO, 50 * W, 2_000 * W), reduction(s, "announce", 4)]
    time = s.time = time + 60
    asked = [(0, 3), (0, 4), (1, 4), (2, 4), (3, 4)]

    def liquidations():
        return [auction(s, *each) for each in asked] + [
            reduction(s, "announce", 4), reduced(s, 4, SEVEN), reduced(s, 3, SIX), reduction(s, "withdraw", 4),
            liquidation(s, "four", 6, 4, 40_000 * W, W // 10, 0), bid(s, "eight", 4, 10, W // 10, account=10)]

    # A jump beyond the band: 12 per cent, then 15 more, and prices that stay.
    yield time, s.prices(2_240 * W) + liquidations()
    for seconds, spot, changes in (
            (250, 2_576, {}), (200, 2_576, {"mark": 200 * W}), (100, 2_570, {"mark": -150 * W}), (400, 2_572, {}),
            (301, 2_900, {}), (3_700, 2_900, {}), (100, 2_905, {}), (1, 2_905, {"stable": 9 * W // 10})):
        time = s.time = time + seconds
        yield time, s.prices(spot * W, **changes) + liquidations()
    time = s.time = time + 20
    low = [s.message("spot", 2_906 * W, 8 * W // 10), s.message("mark", W, 7 * W // 10)]
    yield time, low + liquidations() + [s.announce("liquidation.oracle", value=None), s.announce("liquidation.interest", value=None)]
    time = s.time = time + 3_600
    yield time, s.prices(2_300 * W) + liquidations() + [s.matched(FOUR, TWO, 90 * W, 2_300 * W)]


LIMITED = {
    "oracle": ORACLE, "graduated": GRADUATED, "withdrawals": {"amount": str(30_000 * W), "seconds": "3600"},
    "interest": {"seconds": "3600", "assets": [
        {"asset": "option 0", "growth": str(15 * W)}, {"asset": "perp 0", "growth": str(220 * W)}]}}


# Settings


def settings(scene):
    """Every setting announced, at its bounds and past them, in its form and in others; taken back."""
    s, time = scene, FIRST + 100
    s.time = time
    made = [s.announce(f"liquidation.{name}", value=value) for name, value in (*fine(), *malformed(), *beyond())]
    made += [s.announce("liquidation.judgesBids", value=value) for value in (True, False, None, "true")]
    made += [s.announce("liquidation.fund"), s.announce("liquidation.fund", value=None, more="1"), s.announce("liquidation.nothing", value=None)]
    made += [s.announce("rules.version", version="9", height="90", corrections=names)
             for names in (sorted(NAMES), [], ["exactCash"], ["exactCash", "fundingByReadings", "of a day to come"],
                           ["exactCash", "fromTheFuture", "fundingByReadings"])]
    made += [s.one("custody", "five", call, number) for call in range(3) for number in (DEEP, 99)]
    yield time, made
    time = s.time = time + 3_600
    made = s.prices() + [*keepers(s), *positions(s)] + [reduction(s, call, DEEP) for call in CALLS]
    made += [s.announce(f"liquidation.{name}", value=None) for name in LAST]
    yield time, made
    time = s.time = time + 3_600
    yield time, positions(s) + s.prices(2_500 * W) + [reduction(s, "announce", 4), reduced(s, 4, SEVEN, part=W // 2)]


FUND = {"moment": str(5 * W), "window": str(2**256 - 1), "seconds": "2592000", "markets": [{"market": "ETH", "cap": "0"}]}
DELEVERAGING = {"rule": "queue", "keepsPairs": True, "largestRate": str(W), "socialisedFirst": "0", "seconds": "0"}
WITHDRAWALS = {"amount": str(2**256 - 1), "seconds": "2592000"}
INTEREST = {"seconds": "60", "assets": [{"asset": "ETH-OPTION", "growth": "5"}, {"asset": "ETH-PERP", "growth": str(W)}]}
LAST = ("fund", "deleveraging", "oracle", "withdrawals", "interest")


def with_rules(**changes):
    return GRADUATED | {"rules": RULES | changes}


def with_penalty(**changes):
    return with_rules(penalty=RULES["penalty"] | changes)


def fine():
    most = {name: str(W) for name in ("fullDepth", "initialShare", "equityShare")}
    yield "graduated", with_penalty(maximumRate=str(W // 10), rampSeconds="2592000", **most) | {"grace": "86400", "validity": "2592000"}
    yield "graduated", None
    yield "graduated", with_rules(buffer=str(4 * W), hedgesWithPerp=False, keepsPairs=False)
    yield from (("deleveraging", DELEVERAGING | {"rule": rule}) for rule in ("proRata", "least", "queue"))
    yield from (("fund", FUND | {"markets": []}), ("fund", FUND), ("oracle", ORACLE),
                ("oracle", ORACLE | {"holdsWithdrawals": True}), ("withdrawals", WITHDRAWALS), ("interest", INTEREST | {"assets": []}), ("interest", INTEREST))


def malformed():
    for name, value in (("graduated", GRADUATED), ("fund", FUND), ("deleveraging", DELEVERAGING), ("oracle", ORACLE),
                        ("withdrawals", WITHDRAWALS), ("interest", INTEREST)):
        member = next(iter(value))
        yield name, {key: each for key, each in value.items() if key != member}
        yield name, value | {"more": "1"}
        yield name, [value]
        yield name, "0"
    yield from (("graduated", GRADUATED | {"grace": each}) for each in ("01", 1, "-1", str(2**64)))
    yield "graduated", with_rules(steps={"option": "1", "perp": "1"})
    yield "graduated", with_rules(hedgesWithPerp="true")
    yield "graduated", with_penalty(maximumRate=str(2**256))
    yield from (("fund", FUND | {"markets": each}) for each in (
        [{"market": "BTC", "cap": "1"}], [{"market": 0, "cap": "1"}], FUND["markets"] * 2, [{"market": "ETH"}], "ETH", None))
    yield from (("deleveraging", DELEVERAGING | each) for each in ({"rule": "fifo"}, {"rule": 0}, {"keepsPairs": "0"}))
    yield from (("oracle", ORACLE | {"holdsWithdrawals": each}) for each in (False, "true", None))
    yield from (("interest", INTEREST | {"assets": each}) for each in (
        INTEREST["assets"][::-1], INTEREST["assets"] * 2, [{"asset": "nothing", "growth": "1"}], [{"asset": "perp 0", "growth": "1"}]))


def beyond():
    yield from (("graduated", GRADUATED | each) for each in (
        {"grace": "86401", "validity": "86401"}, {"grace": "7201"}, {"validity": "2592001"}))
    yield "graduated", with_rules(buffer=str(4 * W + 1))
    for name, value in (("maximumRate", W // 10 + 1), ("fullDepth", W + 1), ("initialShare", W + 1), ("equityShare", W + 1),
                        ("rampSeconds", 2_592_001)):
        yield "graduated", with_penalty(**{name: str(value)})
    yield from (("deleveraging", DELEVERAGING | each) for each in ({"largestRate": str(W + 1)}, {"seconds": "2592001"}))
    yield from (("oracle", ORACLE | each) for each in (
        {"leastConfidence": str(W + 1)}, {"pause": "901"}, {"longestPause": "86401"}, {"slowSeconds": "2592001"}))
    yield from ((name, value | {"seconds": "2592001"}) for name, value in (
        ("fund", FUND), ("withdrawals", WITHDRAWALS), ("interest", INTEREST)))
    yield from (("interest", INTEREST | {"assets": [{"asset": each, "growth": "1"}]}) for each in ("WETH", "USDC"))


def parts(scene, *made):
    for part in made:
        yield from part(scene)
