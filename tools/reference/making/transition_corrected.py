"""Traces of the switches about judgement, fees, caps, sizes and perps (CL-57 to CL-59, CL-61 to CL-63, CL-72 to CL-74)."""

from .dice import W
from .transition_scene import ALWAYS, DAY, NEAR, START, call, put, transfer, venue
from .transition_story import told

UNIT, HOUR = 10**6, 3_600
STANDARD, PMRM = "manager.srm", "manager.pmrm.eth"
MOVED, OK = "submitTransfers", "ok"
CAP, OLD = "BM_AssetCapExceeded", "BLF_DataTooOld"


def moved(scene, off, on, *transfers):
    return scene.case(off, on, MOVED, caller="exchange", transfers=list(transfers))


def caps(scene):
    a, b = (scene.account(f"u{i}", cash=300_000 * UNIT) for i in (1, 2))
    p, q = (scene.account(f"u{i}", "pmrm", 300_000 * UNIT) for i in (3, 4))
    scene.trade(transfer(a, b, "perp.btc", W), transfer(p, q, "perp.eth", W), transfer(p, q, call(2_100), W))
    for manager, asset, pair, other in ((STANDARD, "perp.btc", (a, b), "perp.eth"), (PMRM, "perp.eth", (p, q), call(2_200))):
        scene.set("asset.cap", asset=asset, manager=manager, value=W)
        moved(scene, CAP, OK, transfer(*pair, other, W // 2))
        scene.case(CAP, OK, "deposit", caller="u9", account=pair[0], asset="cash", amount=UNIT)
        scene.case(CAP, OK, "withdraw", caller="u1" if pair[0] == a else "u3", account=pair[0], asset="cash", amount=1)
        # What the trade touches is bound by it, and may become less.
        moved(scene, CAP, CAP, transfer(*pair, asset, W))
        moved(scene, CAP, CAP, transfer(*pair, other, W // 2), transfer(*pair, asset, 1))
        moved(scene, OK, OK, transfer(*pair, asset, -W // 4))
        moved(scene, OK, OK, transfer(*pair, asset, 0))
        moved(scene, CAP, OK, transfer(*pair, other, 1))
        moved(scene, OK, OK, transfer(*pair, asset, -W * 3 // 4))
        moved(scene, OK, OK, transfer(*pair, other, 1))


def closure_scene(scene):
    """Perps of both managers, of which an account lives on its profit; and they are disabled."""
    long, short = (scene.account(f"u{i}", cash=10_000 * UNIT) for i in (1, 2))
    rich, poor = (scene.account(f"u{i}", "pmrm", cash) for i, cash in ((3, 100_000 * UNIT), (4, 1_500 * UNIT)))
    scene.trade(transfer(short, long, "perp.eth", 2 * W), transfer(rich, poor, "perp.eth", 2 * W))
    scene.trade(transfer(short, rich, "perp.eth", W), transfer(short, long, "perp.btc", W // 100))
    scene.perp_prices("eth", 3_500 * W, 2_520 * W, 2_530 * W)
    scene.warp(5 * HOUR)
    scene.do("withdraw", caller="u4", account=poor, asset="cash", amount=2_500 * UNIT)
    scene.set("perp.disable", asset="perp.eth")
    return long, short, rich, poor


def closure(scene):
    long, short, rich, poor = closure_scene(scene)
    again = "ReentrancyGuardReentrantCall"
    scene.case("PMRM_2_InsufficientMargin", OK, "settlePerps", caller="u9", account=poor)
    scene.set("manager.adjustmentsPaused", "guardian", manager=STANDARD, value=True)
    scene.case("BM_AdjustmentsPaused", OK, "settlePerps", caller="u9", account=short)
    scene.set("manager.adjustmentsPaused", "guardian", manager=STANDARD, value=False)
    moved(scene, again, OK, transfer(long, rich, "perp.eth", W // 2))
    moved(scene, again, OK, transfer(long, poor, "perp.eth", 0))
    scene.add("settlePerps", caller="u9", account=rich)
    moved(scene, again, OK, transfer(short, long, "perp.eth", W))
    # In an auction.
    debtor, bidder = scene.account("u5", cash=3_000 * UNIT), scene.account("u6", cash=90_000 * UNIT)
    scene.do("deposit", caller="u9", account=rich, asset="cash", amount=300_000 * UNIT)
    scene.trade(transfer(bidder, debtor, "perp.btc", W // 10))
    scene.spot("btc", 21_000 * W)
    scene.perp_prices("btc", 21_000 * W)
    scene.do("startAuction", caller="u9", account=debtor, scenarioId=6)
    scene.set("perp.disable", asset="perp.btc")
    scene.case("BM_AccountUnderLiquidation", OK, "settlePerps", caller="u9", account=debtor)
    scene.add("settlePerps", caller="u9", account=bidder)
    scene.add("terminateAuction", caller="u9", account=debtor)


def closure_totals(scene):
    long, short, rich, poor = closure_scene(scene)
    scene.do("deposit", caller="u9", account=poor, asset="cash", amount=9_000 * UNIT)
    for account in (long, short, rich, poor):
        scene.case(OK, OK, "settlePerps", caller="u9", account=account)
    # What is left of totals and open interest counts against caps, and for fees.
    scene.set("asset.cap", asset="perp.eth", manager=STANDARD, value=2 * W)
    again = "ReentrancyGuardReentrantCall"
    moved(scene, CAP, again, transfer(short, long, "perp.eth", W))
    moved(scene, OK, OK, transfer(short, long, "perp.eth", 0))


def sizes(scene):
    a, b = scene.account("u1", "pmrm", cash=300_000 * UNIT), scene.account("u2")
    options = [call(2_000 + 100 * i) for i in range(8)]
    scene.set("manager.feeBypassedCaller", manager=STANDARD, who="exchange", value=True)
    scene.trade(*(transfer(a, b, each, W) for each in options))
    scene.set("manager.feeBypassedCaller", manager=STANDARD, who="exchange", value=False)
    full = "SRM_TooManyAssets"
    # New cash that a fee reduces does not count as new by CL-44.
    moved(scene, OK, full, transfer(a, b, options[0], W), transfer(a, b, "cash", 500 * W))
    scene.set("manager.maxAccountSize", manager=STANDARD, value=9)
    moved(scene, OK, OK, transfer(a, b, options[1], W), transfer(a, b, "cash", 500 * W))
    moved(scene, full, full, transfer(a, b, put(1_900), W), transfer(b, a, options[2], W // 2))
    moved(scene, OK, OK, transfer(a, b, put(1_900), W), transfer(b, a, options[2], W))
    scene.set("manager.maxAccountSize", manager=STANDARD, value=8)
    # Over the size already: as many as before, and no more.
    moved(scene, OK, OK, transfer(a, b, options[3], W // 2))
    moved(scene, OK, OK, transfer(a, b, options[2], W), transfer(b, a, options[4], W))
    moved(scene, full, full, transfer(a, b, put(1_800), W))
    moved(scene, OK, OK, transfer(b, a, options[5], W))
    scene.do("withdraw", caller="u2", account=b, asset="cash", amount=UNIT)
    scene.case(full, full, "deposit", caller="u9", account=b, asset="base.eth", amount=W)
    p, q = (scene.account(f"u{i}", "pmrm", 300_000 * UNIT) for i in (3, 4))
    scene.set("manager.maxAccountSize", manager=PMRM, value=8)
    scene.trade(*(transfer(p, q, each, W) for each in options[:7]))
    moved(scene, "PMRM_2_TooManyAssets", "PMRM_2_TooManyAssets", transfer(p, q, options[7], W))


def fee_venue():
    return venue(
        oiFeeRate={name: str(W // 1_000) for name in ("option.eth", "perp.eth", "perp.btc")}, feeRecipientSet=True,
        srm={"maxAccountSize": "8"})


def across(scene):
    a, b = (scene.account(f"u{i}", cash=300_000 * UNIT) for i in (1, 2))
    p = scene.account("u3", "pmrm", 300_000 * UNIT)
    moved(scene, OK, OK, transfer(a, b, "perp.eth", W))
    scene.set("manager.feeRecipient", manager=STANDARD, account=5)
    moved(scene, "AC_OnlyManager", OK, transfer(a, b, "perp.eth", W))
    moved(scene, "AC_OnlyManager", OK, transfer(a, b, "perp.btc", 0), transfer(a, p, call(2_000), W))
    # A fee recipient that trades itself.
    scene.set("manager.feeRecipient", manager=STANDARD, account=p)
    moved(scene, "AC_OnlyManager", OK, transfer(p, a, "perp.eth", W // 3), transfer(a, b, "perp.eth", 2 * W))
    moved(scene, OK, OK, transfer(b, a, "perp.eth", W // 2))
    scene.set("manager.feeRecipient", manager=PMRM, account=b)
    moved(scene, "AC_OnlyManager", OK, transfer(a, p, call(2_100), W))


def flat(scene):
    a, b = (scene.account(f"u{i}", cash=300_000 * UNIT) for i in (1, 2))
    p, q = (scene.account(f"u{i}", "pmrm", 300_000 * UNIT) for i in (3, 4))
    scene.trade(transfer(a, b, "perp.btc", W), transfer(p, q, "perp.eth", W))
    idle = scene.account("u7", "pmrm")
    scene.set("feed.heartbeat", feed="eth.mark", value=HOUR)
    scene.warp(2 * HOUR)
    scene.case(OLD, OK, "settlePerps", caller="u9", account=idle)
    scene.case(OLD, OLD, "settlePerps", caller="u9", account=p)
    scene.perp_prices("eth", 2_100 * W)
    for account in (idle, p, a):
        scene.case(OK, OK, "settlePerps", caller="u9", account=account)
    # What an auction leaves behind: no perp, and its profit.
    debtor, bidder = scene.account("u5", cash=6_000 * UNIT), scene.account("u6", cash=90_000 * UNIT)
    scene.trade(transfer(a, debtor, "perp.btc", W))
    scene.spot("btc", 40_000 * W)
    scene.perp_prices("btc", 40_000 * W)
    scene.do("startAuction", caller="u9", account=debtor, scenarioId=0)
    scene.perp_prices("btc", 39_000 * W)
    scene.do("bid", caller="u6", account=debtor, bidder=bidder, percent=W, priceLimit=0, expectedLastTradeId=0)
    scene.perp_prices("btc", 38_000 * W)
    for account in (bidder, debtor, debtor):
        scene.case(OK, OK, "settlePerps", caller="u9", account=account)
    scene.do("realizePerp", caller="u9", account=debtor, asset="perp.btc")


def due(scene):
    a, b = (scene.account(f"u{i}", cash=300_000 * UNIT) for i in (1, 2))
    p, q = (scene.account(f"u{i}", "pmrm", 300_000 * UNIT) for i in (3, 4))
    later = START + 20 * DAY
    scene.expiry("eth", later, 2_000 * W)
    option = call(2_000, later)
    scene.trade(transfer(a, b, option, W), transfer(p, q, option, W), transfer(a, b, "perp.btc", W))
    scene.set("feed.heartbeat", feed="eth.fwd", value=HOUR)
    scene.warp(HOUR + 1)
    moved(scene, OLD, OLD, transfer(a, b, option, W))
    # Nothing of the expiry is left, so that only the fee would read its forward.
    moved(scene, OLD, OK, transfer(b, a, option, W))
    moved(scene, OLD, OK, transfer(q, p, option, W))
    never = call(2_000, later + DAY)
    moved(scene, "LFF_MissingExpiryData", OK, transfer(a, b, never, 0))
    moved(scene, "LFF_MissingExpiryData", "LFF_MissingExpiryData", transfer(a, b, never, 1))
    scene.set("manager.oiFeeRate", manager=STANDARD, asset="option.eth", value=0)
    moved(scene, "LFF_MissingExpiryData", "LFF_MissingExpiryData", transfer(a, b, never, 1))
    # A call that the buyer alone holds needs no price, if no fee is due.
    c = scene.account("u8", cash=100_000 * UNIT)
    scene.set("manager.feeBypassedCaller", manager=STANDARD, who="u8", value=True)
    scene.add(MOVED, caller="u8", transfers=[transfer(c, b, never, 1)])


def funding(scene):
    a, b = (scene.account(f"u{i}", cash=300_000 * UNIT) for i in (1, 2))
    scene.trade(transfer(a, b, "perp.eth", 3 * W), transfer(a, b, "perp.btc", W))
    scene.perp_prices("eth", 2_010 * W, 2_008 * W, 2_011 * W)
    scene.warp(5 * HOUR)
    # Half a day at one premium, then at another: the second holds from its reading on.
    scene.perp_prices("eth", 1_990 * W, 1_985 * W, 1_992 * W)
    scene.warp(7 * HOUR)
    scene.do("realizePerp", caller="u9", account=a, asset="perp.eth")
    scene.spot("eth", 2_050 * W)
    scene.warp(HOUR)
    scene.spot("eth", 2_050 * W)
    for param, value in (
            ("perp.staticInterestRate", W // 2_000), ("perp.rateBounds", W // 1_000), ("perp.convergencePeriod", W),
            ("perp.rateBounds", 0), ("perp.rateBounds", W // 200)):
        scene.warp(HOUR)
        scene.set(param, asset="perp.eth", value=value)
        scene.warp(HOUR)
        scene.do("settlePerps", caller="u9", account=b)
    # Impact prices that are too old, or cross: the last rate stays.
    scene.set("feed.heartbeat", feed="eth.impact", value=HOUR)
    scene.warp(2 * HOUR)
    scene.case(OLD, OK, "realizePerp", caller="u9", account=a, asset="perp.eth")
    moved(scene, OLD, OK, transfer(a, b, "perp.eth", W))
    scene.spot("eth", 2_100 * W)
    scene.warp(HOUR)
    scene.case(OLD, OK, "settlePerps", caller="u9", account=b)
    scene.set("feed.heartbeat", feed="eth.impact", value=2**40)
    scene.warp(HOUR)
    # A reading of anything takes notice.
    scene.do("setSettlementPrice", market="btc", expiry=NEAR, price=50_000 * W)
    scene.perp_prices("eth", 2_100 * W, 2_101 * W, 2_099 * W)
    scene.warp(HOUR)
    scene.case("PA_InvalidImpactPrices", OK, "realizePerp", caller="u9", account=a, asset="perp.eth")
    scene.perp_prices("eth", 2_100 * W, 2_099 * W, 2_101 * W)
    scene.warp(HOUR)
    scene.spot("eth", 0)
    scene.warp(HOUR)
    scene.case("Panic(0x12)", OK, "realizePerp", caller="u9", account=a, asset="perp.eth")
    scene.spot("eth", 2_100 * W)
    scene.warp(HOUR)
    # A setting of one perp renews the rates of all: readings that could not be read when they were written.
    for feed, moves in (("btc.impact", lambda: scene.spot("btc", 50_200 * W)), ("btc.spot", lambda: scene.perp_prices(
            "btc", 50_000 * W, 49_990 * W, 50_010 * W))):
        scene.set("feed.heartbeat", feed=feed, value=0)
        scene.warp(1)
        moves()
        scene.set("feed.heartbeat", feed=feed, value=2**40)
        scene.warp(HOUR)
        scene.set("perp.rateBounds", asset="perp.eth", value=W // 300)
        scene.warp(HOUR)
        scene.do("realizePerp", caller="u9", account=a, asset="perp.btc")
    scene.set("perp.disable", asset="perp.eth")
    scene.warp(HOUR)
    scene.perp_prices("eth", 1 * W, 1 * W, 2 * W)
    scene.set("perp.rateBounds", asset="perp.eth", value=W)
    for account in (a, b):
        scene.do("realizePerp", caller="u9", account=account, asset="perp.eth")
        scene.do("realizePerp", caller="u9", account=account, asset="perp.btc")


def ban(scene):
    a, b = scene.account("u1", cash=300_000 * UNIT), scene.account("u2", cash=10 * UNIT)
    scene.do("deposit", caller="u2", account=b, asset="base.eth", amount=100 * W)
    scene.set("srm.borrowingEnabled", value=False)
    no = "SRM_NoNegativeCash"
    # The fee is more than the cash that is there.
    moved(scene, OK, no, transfer(b, a, call(2_400), W))
    moved(scene, OK, OK, transfer(b, a, call(2_400), W // 10), transfer(a, b, "cash", 100 * W))
    # A loss that is settled with the change.
    scene.do("deposit", caller="u9", account=b, asset="cash", amount=100 * UNIT)
    moved(scene, OK, OK, transfer(a, b, "perp.eth", W))
    scene.perp_prices("eth", 1_500 * W)
    moved(scene, OK, no, transfer(a, b, "perp.eth", W // 10))
    # A change that adds no risk may still borrow.
    moved(scene, OK, OK, transfer(b, a, "perp.eth", W // 10))
    moved(scene, OK, OK, transfer(a, b, call(2_400), W // 20))
    scene.do("settlePerps", caller="u9", account=b)
    moved(scene, no, no, transfer(b, a, "cash", W))
    scene.set("srm.borrowingEnabled", value=True)
    moved(scene, OK, OK, transfer(b, a, "cash", W))


STORIES = (
    ("capsOfMovedAssets", "assets over their caps, held and moved", caps),
    ("closureWithoutJudgement", "disabled perps closed without judgement: on profit, in a pause, a trade, an auction",
     closure),
    ("closureTracked", "disabled perps closed: totals and open interest", closure_totals),
    ("sizeBeforeTrade", "accounts at and over their size", sizes, fee_venue),
    ("feesAcrossManagers", "fee recipients under another manager", across, fee_venue),
    ("flatPerpsPassedOver", "perps of accounts that hold none: too old a mark, profit that an auction left", flat),
    ("feesReadWhenDue", "prices too old or never written, where a fee is due and where none is", due, fee_venue),
    ("fundingByReadings", "premiums that change, readings too old, settings: the rate in force", funding),
    ("wholeBorrowingBan", "borrowing by a fee and by a settled loss", ban, fee_venue),
)
SCENES = [scene for rule, description, tell, *config in STORIES for scene in told(rule, description, tell, *config)]
