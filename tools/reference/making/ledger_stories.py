"""Blocks of a venue in which every module does and refuses what it can (MO-35, LG-24)."""

from ..ledger.transactions import encode
from .dice import W
from .ledger_keeping import keeping
from .ledger_scene import ACTION_LIFE, ALL, FAR, NEAR, START, Scene, contract, person, shown, words

FIRST = START + 60
NOBODY = bytes(20)
BEYOND = 2**96  # the first subId that is none


def option(expiry, strike, is_call):
    """PR-12."""
    return expiry | (strike // 10**10) << 32 | is_call << 95


CALL, PUT = option(NEAR, 2_000 * W, True), option(FAR, 1_900 * W, False)
ONE, TWO, THREE, FOUR, FIVE = ("one", 3), ("two", 4), ("three", 5), ("four", 6), ("five", 7)


def opened(scene):
    """The first block: prices, and accounts 3 to 7."""
    scene.time = FIRST
    people = ("one", "two", "three", "four", "five")
    made = scene.prices() + [scene.credit(number, who, 10**11) for number, who in enumerate(people, 1)]
    managers = ("portfolio", "standard") * 2
    made += [scene.deposit(who, manager=manager) for who, manager in zip(people, managers)]
    return [(FIRST, made + [scene.deposit("five", 5 * 10**10)])]


def trading(scene):
    s, time = scene, FIRST + 100
    s.time = time
    legs = [("ETH-OPTION", CALL, 40 * W, -W), ("ETH-PERP", 0, 2_000 * W, W), ("ETH-OPTION", PUT, 90 * W, W)]
    made = [
        s.matched(TWO, FOUR, 2 * W, 2_001 * W), s.matched(ONE, TWO, W, 1_999 * W, fee=W),
        s.matched(FOUR, THREE, W, 30 * W, "ETH-OPTION", CALL), s.matched(THREE, TWO, 3 * W, 100 * W, "ETH-OPTION", PUT),
        s.quote(ONE, TWO, legs, W // 2, W // 2), *tokens(s), *keys(s), *accounts(s), *asked_of_anybody(s),
        s.one("guardian", "guardian", contract("portfolio"), 1), s.matched(ONE, TWO, W, 1_999 * W),
        s.one("guardian", "guardian", contract("portfolio"), 0), s.one("guardian", "one", contract("portfolio"), 0),
        s.call("least", s.action("least", "one", b"x", 3), s.action("least", "two", b"", 4))]
    return [(time, made)]


def tokens(s):
    usdc = contract("USDC")
    return [
        s.one("withdrawal", "five", usdc, 10**9, account=7), s.one("takeOut", "five", usdc, 10**9 - 5),
        s.one("takeOut", "five", usdc, ALL), s.one("takeOut", "five", usdc, ALL),
        s.credit(10, "five", 10**18, "WETH"), s.deposit("five", 10**18, "WETH", account=7),
        s.credit(11, "five", 10**8, "WSTETH"), s.credit(12, "one", 10**8, "WSTETH"),
        s.deposit("one", 10**8, "WSTETH", account=3), s.deposit("five", 10**7, "WSTETH", "portfolio"),
        s.one("bridge", "bridge", 1, 1, usdc, person("five"), 10**9 - 5),
        s.one("bridge", "bridge", 1, 1, usdc, person("five"), 10**9 - 5)]


def keys(s):
    return [
        s.one("sessionKey", "two", person("key"), ACTION_LIFE), s.one("sessionKey", "two", person("key"), ACTION_LIFE),
        s.one("sessionKey", "three", person("other key"), FIRST + 10),
        s.one("sessionKey", "three", person("other key"), 0),
        s.one("withdrawal", "two", contract("USDC"), 10**6, account=4, signer="key")]


def accounts(s):
    return [
        s.transfer("four", 6, [("USDC", 0, 100 * W), ("ETH-PERP", 0, -W)]), s.transfer("four", 6, [("USDC", 0, 5 * W)]),
        s.transfer("five", 7, [("USDC", 0, 50 * W)], manager="portfolio"), s.one("custody", "five", 0, 7),
        s.one("custody", "five", 1, 7)]


def asked_of_anybody(s):
    made = [s.one("settlement", "anybody", call, 4, NOBODY) for call in (0, 1, 4, 5, 6, 7)]
    return made + [
        s.one("settlement", "anybody", call, 4, contract(asset))
        for call, asset in ((3, "ETH-PERP"), (2, "ETH-OPTION"), (2, "ETH-PERP"), (8, "ETH-PERP"))]


def holding(scene):
    """Accounts outside custody, and changes of manager."""
    s, time = scene, FIRST + 2_000
    s.time = time
    perp, usdc, visitor = contract("ETH-PERP"), contract("USDC"), person("visitor")

    def held(owner, *values):
        return s.one("holder", owner, *values)

    def moved(owner, *row):
        return held(owner, 3, 64, 1, *row)

    def changed(owner, account, to):
        return s.one("managerChange", owner, contract(to), account=account)

    made = [
        s.one("custody", "five", 1, 7), s.one("custody", "five", 2, 7), s.one("custody", "one", 0, 7),
        s.one("custody", "five", 0, 3), s.one("custody", "five", 0, 7),
        held("security", 0, 1, visitor), held("security", 0, 1, NOBODY), held("visitor", 0, 1, visitor),
        held("five", 0, 99, visitor), held("five", 5, 7, NOBODY),
        held("security", 1, 1, visitor, usdc, 0, 5, 6), held("security", 2, 1, visitor, perp, 0, 5 * W, 6 * W),
        held("internal", 1, 2, visitor, usdc, 0, 0, 6), held("internal", 1, 2, visitor, usdc, 0, 0, 0),
        held("security", 2, 1, visitor, contract("ETH-OPTION"), BEYOND, 5 * W, 6 * W),
        held("security", 2, 1, visitor, contract("nothing"), 0, 5 * W, 6 * W),
        moved("visitor", 1, 4, usdc, 0, 5), moved("visitor", 1, 4, usdc, 0, 5), moved("visitor", 1, 4, perp, 0, W // 10),
        moved("security", 0, 0, usdc, 0, 1), moved("security", 1, 4, usdc, 0, 1), moved("visitor", 0, 4, usdc, 0, 1),
        changed("two", 4, "portfolio"), changed("two", 4, "portfolio"), changed("two", 4, "standard"),
        changed("one", 3, "standard"), changed("four", 6, "nobody")]
    return [(time, made)]


def governing(scene):
    s, time = scene, FIRST + 100
    s.time = time
    standard, portfolio = {"manager": "standard"}, {"manager": "portfolio"}
    perps = {"mmPerpReq": str(W // 20), "imPerpReq": str(W // 10)}
    rates = {"minRate": "1", "rateMultiplier": "2", "highRateMultiplier": "3", "optimalUtil": "4"}
    flat = [{"spotShock": str(W), "volShock": "None", "dampeningFactor": str(W)}]
    haircuts = {"isEnabled": True, "isRiskCancelling": False, "MMHaircut": str(W // 10), "IMHaircut": str(W // 10)}
    auction = {
        "startingMtMPercentage": str(W // 2), "fastAuctionCutoffPercentage": str(W // 3), "fastAuctionLength": "900",
        "slowAuctionLength": "27000", "insolventAuctionLength": "60", "liquidatorFeeRate": str(W // 20),
        "bufferMarginPercentage": str(W // 8)}
    skew = {"linearBaseCap": "1", "absBaseCap": "1", "linearCBase": "-1", "absCBase": "1", "minKStar": "1",
            "widthScale": "4", "volParamStatic": "6", "volParamScale": str(-W // 20)}
    spot, mark, nothing = (shown(contract(name)) for name in ("spot", "mark", "nothing"))
    given = [
        ("cash.smFee", {"value": str(W // 10)}), ("cash.smFee", {"value": str(2 * W)}), ("nothing", {"value": "1"}),
        ("cash.smFee", {"valu": "1"}), ("cash.smFee", {"value": "01"}), ("cash.smFee", {"value": 1}),
        ("cash.smFee", {"value": "5", "more": "1"}), ("asset.cap", {"asset": "nope", **standard, "value": "1"}),
        ("asset.cap", {"asset": "ETH-PERP", "manager": "nope", "value": "1"}),
        ("asset.cap", {"asset": "ETH-PERP", **portfolio, "value": "123"}),
        ("srm.perpMargin", {**standard, "market": "ETH", **perps}),
        ("srm.perpMargin", {**standard, "market": "nope", **perps}),
        ("srm.perpMargin", {**standard, "market": "ETH", **perps, "mmPerpReq": str(W // 5)}),
        ("srm.perpMargin", {**portfolio, "market": "ETH", **perps}),
        ("gateway.module", {"module": nothing, "kind": "quote"}),
        ("gateway.module", {"module": shown(contract("least")), "kind": None}),
        ("gateway.module", {"module": nothing, "kind": "nope"}),
        ("gateway.feeRecipient", {"module": nothing, "account": 99}),
        ("gateway.feeRecipient", {"module": shown(contract("trade")), "account": 0}),
        ("governance.delay", {"value": "60"}), ("governance.delay", {"value": "31536001"}),
        ("feed.heartbeat", {"feed": "ETH.spot", "value": "77"}), ("feed.heartbeat", {"feed": "stETH", "value": "78"}),
        ("feed.heartbeat", {"feed": "stable", "value": "79"}), ("feed.heartbeat", {"feed": "nope", "value": "78"}),
        ("signedFeed.cap", {"feed": mark, "value": str(W // 5)}), ("signedFeed.cap", {"feed": spot, "value": "5"}),
        ("signedFeed.cap", {"feed": nothing, "value": "5"}),
        ("signedFeed.signer", {"feed": spot, "signer": shown(person("signer 3")), "value": True}),
        ("bridge.key", {"who": shown(person("other bridge"))}), ("manager.adjustmentsPaused", {**standard, "value": True}),
        ("manager.feeRecipient", {**standard, "account": 77}), ("manager.feeRecipient", {**standard, "account": 3}),
        ("manager.trustedRiskAssessor", {**standard, "who": shown(contract("trade")), "value": True}),
        ("pmrm.scenarios", {**portfolio, "scenarios": flat}),
        ("pmrm.collateral", {**portfolio, "asset": "WSTETH", **haircuts}), ("pmrm.maxExpiries", {**portfolio, "value": "3"}),
        ("pmrm.maxExpiries", {**portfolio, "value": "7"}), ("pmrm.maxExpiries", {**portfolio, "value": "7"}),
        ("auction.params", auction), ("cash.interestModel", rates), ("perp.disable", {"asset": "ETH-PERP"}),
        ("perp.disable", {"asset": "ETH-OPTION"}), ("gateway.openingDeposit", {"value": str(20 * W)}),
        ("manager.oiFeeRate", {**portfolio, "asset": "ETH-OPTION", "value": "5"}), ("auction.smAccount", {"account": 0}),
        ("manager.maxAccountSize", {**standard, "value": "128"}), ("pmrm.skew", {**portfolio, **skew}),
        ("srm.depeg", {"threshold": str(W), "depegFactor": str(W)}), ("srm.borrowingEnabled", {"value": True}),
        ("srm.borrowingEnabled", {**portfolio, "value": True}), ("pmrm.skew", skew),
        ("asset.whitelistManager", {"asset": "USDC", **portfolio, "value": False}),
        *(("rules.version", each) for each in versions())]
    made = [s.matched(TWO, FOUR, 2 * W, 2_001 * W), s.matched(FOUR, THREE, W, 30 * W, "ETH-OPTION", CALL)]
    made += [s.announce(name, **values) for name, values in given]
    made += [
        s.announce("cash.smFee", value="5", owner="one"), s.announce(b'{"param":"cash.smFee","args":{"value":"1"}}'),
        s.announce(b"{"), s.announce(b"", 1, 1), s.announce(b"", 1, 1), s.announce(b"", 2, 1)]
    blocks = [(time, made)]
    later = s.time = time + 3_600
    blocks.append((later, [s.message("spot", 2_100 * W, W)]))
    s.time = NEAR + 5
    return blocks + [(NEAR + 5, settling(s))]


def versions():
    """MO-40: the blocks are of heights 2, where it is announced, 3, where it is due, and 4."""
    def listed(version, height, *corrections):
        return {"version": str(version), "height": str(height), "corrections": list(corrections)}

    return [
        listed(1, 9), listed(2, 2), listed(2, 3), listed(2, 50, "fromTheFuture"), listed(3, 4), listed(4, 4),
        listed(3, 5), listed(7, 9, "b", "a"), listed(7, 9, "a", "a"), listed(7, 9, ""), listed(7, 9, "a b"),
        listed(7, 9, "a" * 33), listed(7, 9, *(f"n{number:03}" for number in range(65))),
        listed(7, 9, "exactCash"), listed(7, 2**64), {**listed(7, 9), "more": "1"}, {"version": "7", "height": "9"}]


def settling(s):
    """After an expiry, with a perp that is disabled."""
    spot = 2_100 * W
    made = s.prices(spot, expiries=())
    made.append(s.message("forward", NEAR, 0, 1_800 * 2_050 * W, 3 * W, W, stamp=NEAR, deadline=NEAR + 60))
    made += s.expiry_prices(FAR, spot)
    made += [s.one("settlement", "anybody", call, account, contract("ETH-OPTION") if call == 2 else NOBODY)
             for call in (2, 1, 0) for account in range(3, 9)]
    return made + [
        s.matched(ONE, TWO, W // 10, 1_999 * W), s.deposit("six", 10**7), s.credit(50, "six", 10**11),
        s.one("bridge", "other bridge", 0, 51, contract("USDC"), person("six"), 10**11),
        s.deposit("six", 10**10, manager="portfolio"), s.deposit("six", 10**10),
        s.one("withdrawal", "four", contract("USDC"), 9 * 10**10, account=6),
        s.one("withdrawal", "four", contract("USDC"), 8 * 10**10, account=6),
        s.one("withdrawal", "four", contract("ETH-PERP"), 1, account=6)]


def left_out(scene):
    """What admission refuses, and the same nonces and messages again."""
    s, time = scene, FIRST + 10
    s.time = time
    usdc, standard = contract("USDC"), contract("standard")
    data = words(1, usdc, standard)
    used = s.action("deposit", "five", data, 7)
    nonce = used["nonce"]

    def deposited(*actions, data=b""):
        return s.call("deposit", *actions, data=data)

    def again(values):
        return s.action("deposit", "five", values, 7, nonce=nonce)

    unsigned_one = s.action("deposit", "five", data, 7) | {"signature": bytes(65)}
    made = [
        deposited(used), deposited(used), deposited(again(data)), deposited(again(b"xx")),
        deposited(again(words(1, contract("nothing"), standard))), deposited(again(b""), again(b"")), deposited(),
        deposited(unsigned_one), deposited(s.action("deposit", "five", data, 7, expiry=FIRST)),
        s.one("takeOut", "one", usdc, 1, signer="key"), s.one("withdrawal", "one", usdc, 1, account=4),
        s.one("nothing", "one", 1), s.call("least", *(s.action("least", "one", b"", nonce=5_000) for _ in range(2)))]
    earlier, price = {"stamp": FIRST + 9}, 2_000 * W
    made += [
        s.message("spot", 1, W), s.message("spot", 1, W, deadline=FIRST), s.message("spot", 1, W + 1, **earlier),
        s.message("spot", price, W, stamp=FIRST + 8, signers=(2, 1)), s.message("spot", price, W, stamp=FIRST + 8),
        s.message("spot", price, W, **earlier, signers=(1, 1)), s.message("spot", price, W, **earlier, signers=(3,)),
        s.message("spot", price, W, **earlier, signers=()), s.message("spot", price, W, stamp=FIRST + 11),
        s.message("spot", price, stamp=FIRST - 5), s.message("forward", START - 5, 0, 0, W, W),
        s.message("volatility", START - 5, *[0] * 8), encode({"feed": contract("nothing"), "bytes": b"abc"}),
        encode({"feed": contract("spot"), "bytes": b"abc"})]
    return [(time, made)]


def refused_orders(scene):
    s, time = scene, FIRST + 10
    s.time = time
    price = 2_000 * W
    taker, maker = s.order("one", 3, True, price, W), s.order("two", 4, False, price, 100 * W)
    other = s.order("one", 3, True, price + W, W, nonce=taker["nonce"])

    def bid(**more):
        return s.order("one", 3, True, price, more.pop("desired", W), **more)

    def filled(by=taker, makers=(maker,), fills=((4, W // 4, price, 0),), fee=0, manager_data=b""):
        return s.trade(by, makers, fills, fee, manager_data)

    made = [
        filled(), filled(), filled(other), filled(fills=((4, W, price, 0),)), filled(fills=((4, W // 4, price + 1, 0),)),
        filled(fills=((4, W // 4, price - 1, 0),)), filled(fills=((4, 0, price, 0),)),
        filled(fills=((3, W // 4, price, 0),)), filled(makers=()), filled(manager_data=b"x"), filled(fee=W),
        filled(fills=((4, W // 4, price, 0),) * 2), filled(fills=((4, W // 4, price, W),)), filled(bid(desired=-W)),
        filled(bid(sub=BEYOND)), filled(bid(asset="nothing")), filled(bid(asset="ETH-OPTION")), filled(bid(recipient=4)),
        filled(bid(recipient=99)), filled(s.order("one", 3, False, price, W)), filled(bid(worst=5), fee=W),
        filled(), filled(bid()), filled(bid(desired=2 * W), fills=((4, 1, price, 0),))]  # the first is filled up

    def bare(kind, owner, data, account=0, call_data=b""):
        return s.call(kind, s.action(kind, owner, data, account), data=call_data)

    usdc, far = contract("USDC"), 2**256 - 1
    made += [
        bare("trade", "one", b"", 3), bare("trade", "one", b"", 3, b"\1" * 31), bare("quote", "one", b"", 3),
        bare("transfer", "one", b"", 3)]
    made += [bare("transfer", "one", words(32, 0, contract("standard"), *tail), 3)
             for tail in ((2**64,), (96, 2**64), (96, 2**60))]
    made += [
        s.one("custody", "one", 3, 3), s.one("custody", "one", 2**64, 3), s.one("sessionKey", "one", 2**160, 3),
        s.one("guardian", "guardian", contract("standard"), 2), s.one("guardian", "guardian", contract("nothing"), 1),
        s.one("bridge", "bridge", 2, 0, usdc, person("six"), 1), s.one("bridge", "bridge", 0, 1, usdc, person("six"), 1),
        s.one("bridge", "one", 0, 99, usdc, person("six"), 1), s.one("bridge", "bridge", 0, 99, usdc, person("six"), 0),
        s.one("bridge", "bridge", 0, 99, contract("ETH-OPTION"), person("six"), 1),
        s.one("bridge", "bridge", 0, far, usdc, person("six"), far),
        s.one("bridge", "bridge", 0, far - 1, usdc, person("six"), far)]
    made += [s.one("settlement", "anybody", call, account, contract(asset)) for call, account, asset in (
        (0, 999, "USDC"), (1, 999, "USDC"), (2, 999, "ETH-OPTION"), (3, 999, "ETH-PERP"), (2, 3, "USDC"), (3, 3, "USDC"))]
    made += [
        s.one("takeOut", "five", usdc, 0), s.one("takeOut", "five", usdc, 2**255), s.one("takeOut", "one", usdc, 0, account=3),
        s.one("withdrawal", "one", usdc, 2**255, account=3), s.one("withdrawal", "one", usdc, 0, account=3),
        s.one("withdrawal", "one", usdc, 1), s.deposit("five", 0, account=7), s.deposit("five", 1, manager="nothing"),
        s.deposit("five", 1), s.deposit("five", 5, "ETH-PERP", account=7), s.deposit("nobody", 5, account=999),
        s.one("managerChange", "one", contract("portfolio")), s.one("managerChange", "one", NOBODY, account=3)]
    return [(time, made)]


def bare_venue(scene):
    """Without what a genesis may leave out: prices that nobody writes, a fee without a recipient."""
    s = scene
    first, later = START + 1, START + 10**6
    s.time = first
    made = [s.credit(number, who, 10**11) for number, who in enumerate(("one", "two"), 1)]
    made += [s.deposit("one"), s.deposit("two"), s.deposit("two", 0, account=4), s.transfer("one", 3, [("USDC", 0, W)], 4)]
    made += [s.matched(("one", 3), ("two", 4), W, 2_000 * W), *s.prices(expiries=())]
    made += [s.one("sessionKey", "one", person("key"), 2**256 - 1)]
    blocks = [(first, made)]
    s.time = later
    return blocks + [(later, [s.one("settlement", "anybody", 0, 3, NOBODY), s.one("sessionKey", "one", person("key"), 0)])]


STORIES = {
    "trades, tokens, keys, custody, settlement": (opened, trading, holding),
    "announcements, a disabled perp, an expiry": (opened, governing),
    "left out by admission": (opened, left_out),
    "orders and data that are refused": (opened, refused_orders),
    "keepers": (opened, lambda scene: keeping(scene, FIRST + 100)),
    "a bare venue": (bare_venue,),
}


def stories():
    """Each log's name, scene and blocks; a block's transactions with its time."""
    for name, parts in STORIES.items():
        scene = Scene(bare=parts == (bare_venue,))
        yield name, scene, [block for part in parts for block in part(scene)]
