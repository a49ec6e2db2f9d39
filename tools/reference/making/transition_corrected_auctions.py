"""Traces of the switches about auctions (CL-79 to CL-81)."""

from .dice import W
from .transition_corrected import OK, PMRM, STANDARD, UNIT
from .transition_scene import NEAR, SCENARIOS, call, put, scenarios, transfer
from .transition_story import told

DOWN = 6
PAUSED = "BM_AdjustmentsPaused"


def sale(scene, manager):
    """An account whose perps and options are to go wrong, and a bidder."""
    debtor, maker = scene.account("u1", manager, 4_000 * UNIT), scene.account("u2", "srm", 900_000 * UNIT)
    scene.trade(
        transfer(maker, debtor, "perp.eth", 8 * W), transfer(debtor, maker, call(2_400), W),
        transfer(maker, debtor, put(1_500), W // 2))
    return debtor, fresh(scene, manager)


def fresh(scene, manager):
    return scene.account("u3", manager, 90_000 * UNIT, trading=False)


def fall(scene, price):
    scene.spot("eth", price * W)
    scene.perp_prices("eth", price * W)
    scene.expiry("eth", NEAR, price * W)


def start(scene, account, off=OK, on=OK):
    return scene.case(off, on, "startAuction", caller="stranger", account=account, scenarioId=DOWN)


def bid(scene, account, bidder, percent, off=OK, on=OK):
    return scene.case(
        off, on, "bid", caller="u3", account=account, bidder=bidder, percent=percent, priceLimit=0, expectedLastTradeId=0)


def pause(scene, manager, value=True):
    scene.set("manager.adjustmentsPaused", "guardian", manager=manager, value=value)


def paused(scene):
    scene.do("smDonate", caller="u9", amount=500 * UNIT)
    near, far = sale(scene, "pmrm")[0], sale(scene, "srm")[0]
    low = sale(scene, "pmrm")[0]
    fall(scene, 1_700)
    # The fee of a solvent auction goes to the security module's account, under the other manager.
    pause(scene, STANDARD)
    start(scene, near, PAUSED, OK)
    pause(scene, STANDARD, False)
    pause(scene, PMRM)
    start(scene, low, PAUSED, OK)
    pause(scene, PMRM, False)
    # Another under the module's own manager, whose fee never was judged.
    scene.add("startAuction", caller="stranger", account=near, scenarioId=DOWN)
    bidder = fresh(scene, "pmrm")
    pause(scene, PMRM)
    bid(scene, near, bidder, W // 10)
    pause(scene, PMRM, False)
    scene.warp(900 + 43_200)
    fall(scene, 1_350)
    start(scene, far)
    insolvent(scene, far, STANDARD)
    # Of a bidder that fees have left with other cash.
    for account in (near, low):
        scene.add("convertToInsolvent", caller="stranger", account=account)
    insolvent(scene, near, PMRM)


def insolvent(scene, account, manager):
    first, last = (fresh(scene, "pmrm" if manager == PMRM else "srm") for _ in range(2))

    def offer(bidder, percent):
        scene.add("bid", caller="u3", account=account, bidder=bidder, percent=percent, priceLimit=0, expectedLastTradeId=0)

    for each in (STANDARD, PMRM):
        pause(scene, each)
    scene.warp(1_000)
    offer(first, W // 7)
    scene.set("sm.whitelistModule", value=False)
    offer(last, W)
    scene.set("sm.whitelistModule", value=True)
    pause(scene, STANDARD, False)
    offer(last, W // 3)
    pause(scene, PMRM, False)
    offer(fresh(scene, "pmrm" if manager == PMRM else "srm"), W)


def conversion(scene):
    for manager in ("srm", "pmrm"):
        debtor, bidder = sale(scene, manager)
        ask = {"caller": "stranger", "account": debtor}
        scene.case("DA_AuctionNotStarted", "DA_AuctionNotStarted", "convertToInsolvent", **ask)
        fall(scene, 1_300)
        start(scene, debtor)
        scene.case("DA_AuctionAlreadyInInsolvencyMode", "DA_AuctionAlreadyInInsolvencyMode", "convertToInsolvent", **ask)
        bid(scene, debtor, bidder, W)
        # It has ended.
        scene.case("DA_AuctionAlreadyInInsolvencyMode", "DA_AuctionNotStarted", "convertToInsolvent", **ask)
        fall(scene, 2_000)
        again = sale(scene, manager)[0]
        fall(scene, 1_560 if manager == "srm" else 1_700)
        start(scene, again)
        scene.case("DA_OngoingSolventAuction", "DA_OngoingSolventAuction", "convertToInsolvent", caller="u9", account=again)
        scene.warp(900 + 43_200)
        scene.case(OK, OK, "convertToInsolvent", caller="u9", account=again)
        fall(scene, 2_000)
        scene.case(OK, OK, "terminateAuction", caller="u9", account=again)
        scene.case("DA_AuctionAlreadyInInsolvencyMode", "DA_AuctionNotStarted", "convertToInsolvent", caller="u9",
                   account=again)
    # A list that becomes shorter leaves an auction in a scenario that is gone.
    gone = sale(scene, "pmrm")[0]
    fall(scene, 1_700)
    start(scene, gone)
    scene.set("pmrm.scenarios", scenarios=scenarios(SCENARIOS[:DOWN]))
    ask = {"caller": "u9", "account": gone}
    none = "Panic(0x32)"
    scene.case(none, none, "terminateAuction", **ask)
    scene.case(none, none, "updateScenarioId", **ask, scenarioId=DOWN)
    scene.case(none, OK, "updateScenarioId", **ask, scenarioId=2)
    scene.add("updateScenarioId", **ask, scenarioId=2)
    scene.add("terminateAuction", **ask)


def module(scene):
    debtor, bidder = sale(scene, "srm")
    scene.do("deposit", caller="u9", account=2, asset="base.eth", amount=100 * W)
    scene.do("smDonate", caller="u9", amount=5 * UNIT)
    fall(scene, 1_300)
    start(scene, debtor)
    withdraw = {"caller": "u3", "account": bidder, "asset": "cash", "amount": UNIT}
    blocked, below = "CA_WithdrawBlockedByOngoingAuction", "SafeCastOverflowedIntToUint"
    scene.case(blocked, blocked, "withdraw", **withdraw)
    fall(scene, 2_000)
    scene.case(OK, OK, "terminateAuction", caller="u9", account=debtor)
    scene.do("smWithdraw", caller="owner", amount=1_000 * UNIT)
    scene.case(OK, OK, "withdraw", **withdraw)
    fall(scene, 1_300)
    start(scene, debtor)
    scene.case(below, blocked, "withdraw", **withdraw)
    scene.case(below, blocked, "smWithdraw", caller="owner", amount=1)
    scene.warp(600)
    bid(scene, debtor, bidder, W // 2, below, OK)
    scene.add("payCashInsolvency", caller="u9")
    scene.do("smDonate", caller="u9", amount=3_000 * UNIT)
    scene.case(OK, OK, "bid", caller="u3", account=debtor, bidder=fresh(scene, "srm"), percent=W, priceLimit=0,
               expectedLastTradeId=0)
    scene.add("withdraw", **withdraw | {"account": fresh(scene, "srm")})


STORIES = (
    ("auctionsWhilePaused", "auctions that start and are bid on while managers are paused", paused),
    ("conversionAfterEnd", "conversion of auctions that have ended", conversion),
    ("securityModuleInDebt", "a security module that owes cash", module),
)
SCENES = [scene for rule, description, tell in STORIES for scene in told(rule, description, tell)]
