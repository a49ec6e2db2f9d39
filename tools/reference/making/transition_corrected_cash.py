"""Traces of the switches about cash (CL-60, CL-64 to CL-71)."""

from ..clearing.exact_cash import MOST_FINE_UNITS, exact_sums
from .dice import W
from .transition_cash import UNIT, lender_and_borrower
from .transition_corrected import MOVED, OK, moved
from .transition_scene import DAY, call, transfer, venue, wads
from .transition_story import told

YEAR = 31_536_000
CASH = ("cash", 0)


def fine_venue(decimals=24, **more):
    return lambda: venue(stableDecimals=str(decimals), **more)


def donations(scene):
    one = 10**24
    a, b = scene.account("u1", cash=10_000 * one), scene.account("u2", cash=10_000 * one)
    give = {"caller": "u1", "account": a}
    scene.case(OK, OK, "donateBalance", **give, amount=W)
    # Credits are rounded down, so that there are more tokens than cash.
    for _ in range(2):
        scene.do("deposit", caller="u9", account=a, asset="cash", amount=10**6 - 1)
    scene.case("Panic(0x11)", OK, "donateBalance", **give, amount=W)
    scene.case("Panic(0x11)", OK, "donateBalance", **give, amount=0)
    scene.case("CA_DonateBalanceNotAuthorized", "CA_DonateBalanceNotAuthorized", "donateBalance", caller="u2", account=a,
               amount=W)
    scene.case("Panic(0x11)", OK, "payCashInsolvency", caller="u9")
    scene.case(OK, OK, "withdraw", caller="u2", account=b, asset="cash", amount=one + 1)


def lenders(scene):
    """Cash that settlement has burnt before there was any."""
    loser, winner = scene.account("u1"), scene.account("u2", "pmrm")
    for owner, account in (("u1", loser), ("u2", winner)):
        scene.do("deposit", caller=owner, account=account, asset="base.eth", amount=100 * W)
    scene.trade(transfer(winner, loser, "perp.eth", 5 * W))
    scene.perp_prices("eth", 1_900 * W)
    scene.do("settlePerps", caller="u9", account=loser)
    none = "Panic(0x12)"
    for fee in (W // 5, 0, W):
        scene.set("cash.smFee", value=fee)
        scene.warp(DAY)
        scene.case(none, OK, "accrueInterest", caller="u1")
        scene.case(none, OK, "settleInterest", caller="u1", account=loser)
    scene.warp(30 * DAY)
    scene.case(none, OK, "transferSmFees", caller="u1")
    scene.warp(DAY)
    tenths = wads({"minRate": 100, "rateMultiplier": 100, "highRateMultiplier": 100, "optimalUtil": 500})
    scene.case(none, OK, "setParam", caller="owner", param="cash.interestModel", args=tenths)
    scene.case(none, OK, "deposit", caller="u1", account=winner, asset="cash", amount=UNIT)
    scene.warp(DAY)
    scene.add("settlePerps", caller="u1", account=winner)
    scene.warp(DAY)
    scene.add("settleInterest", caller="u1", account=winner)


def slow_venue():
    """A rate at which only a quarter of a year's seconds make an exponent of one."""
    return venue(interest=wads({"rateMultiplier": 0, "highRateMultiplier": 0, "optimalUtil": 1_000})
                 | {"minRate": str(YEAR // 4)})


def short_times(scene):
    lender, debtor = lender_and_borrower(scene, 1_000 * UNIT, 500 * UNIT)
    short = "Panic(0x11)"
    for _ in range(3):
        scene.warp(1)
        scene.case(short, OK, "settleInterest", caller="u9", account=lender)
        scene.case(short, OK, "withdraw", caller="u1", account=lender, asset="cash", amount=1)
        scene.case(short, OK, "transferSmFees", caller="u9")
    scene.case(OK, OK, "deposit", caller="u2", account=debtor, asset="base.eth", amount=1)
    scene.warp(8)
    scene.case(OK, OK, "settleInterest", caller="u9", account=debtor)
    steep = wads({"minRate": 2_000, "rateMultiplier": 0, "highRateMultiplier": 0, "optimalUtil": 1_000})
    scene.warp(3)
    scene.case(short, OK, "setParam", caller="owner", param="cash.interestModel", args=steep)
    scene.warp(YEAR)
    scene.case(OK, OK, "settleInterest", caller="u9", account=debtor)


def deltas(scene):
    lender, debtor = lender_and_borrower(scene, 1_000_000 * UNIT, 400_000 * UNIT)
    p = scene.account("u3", "pmrm", 100_000 * UNIT)
    scene.do("deposit", caller="u3", account=p, asset="base.eth", amount=100 * W)
    scene.do("withdraw", caller="u3", account=p, asset="cash", amount=150_000 * UNIT)
    scene.set("srm.borrowingEnabled", value=False)
    scene.warp(30 * DAY)
    scene.case("SRM_NoNegativeCash", OK, "deposit", caller="u9", account=debtor, asset="cash", amount=1)
    scene.spot("eth", 400 * W)
    scene.case("PMRM_2_InsufficientMargin", OK, "deposit", caller="u9", account=p, asset="cash", amount=UNIT)
    scene.warp(DAY)
    scene.case("SRM_NoNegativeCash", OK, MOVED, caller="exchange", transfers=[transfer(lender, debtor, "cash", W)])
    # What takes cash is asked for a margin, whatever interest there is.
    scene.warp(DAY)
    scene.case("SRM_NoNegativeCash", "SRM_NoNegativeCash", MOVED, caller="exchange",
               transfers=[transfer(debtor, lender, "cash", W)])
    scene.case(OK, OK, "deposit", caller="u9", account=debtor, asset="cash", amount=30_000 * UNIT)
    scene.case(OK, OK, "withdraw", caller="u1", account=lender, asset="cash", amount=UNIT)


def margins(scene):
    lender, _ = lender_and_borrower(scene, 1_000_000 * UNIT, 400_000 * UNIT)
    debtor, p = scene.account("u4"), scene.account("u5", "pmrm")
    idle = scene.account("u6")
    for owner, account, amount in (("u4", debtor, 60_000), ("u5", p, 70_000)):
        scene.do("deposit", caller=owner, account=account, asset="base.eth", amount=50 * W)
        scene.do("withdraw", caller=owner, account=account, asset="cash", amount=amount * UNIT)
    scene.do("deposit", caller="u6", account=idle, asset="base.eth", amount=W)
    for account, owner, name in ((debtor, "u4", "SRM_PortfolioBelowMargin"), (p, "u5", "PMRM_2_InsufficientMargin")):
        scene.warp(60 * DAY)
        # To the last wei of what the stored debt allows, and a moment later.
        low, high = 0, 50 * W
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(scene, account, owner, middle) else (low, middle)
        scene.case(OK, OK, "withdraw", caller=owner, account=account, asset="base.eth", amount=low)
        scene.case(name, name, "withdraw", caller=owner, account=account, asset="base.eth", amount=1)
    scene.warp(60 * DAY)
    for account in (debtor, p, lender):
        scene.do("settleInterest", caller="u9", account=account)
        scene.warp(3_600)
    # Interest that cannot be counted is refused where cash is read, after the readings that come before it.
    scene.set("cash.interestModel", **wads({"minRate": 0, "rateMultiplier": 0, "highRateMultiplier": 0, "optimalUtil": 0}))
    scene.warp(1)
    scene.do("deposit", caller="u9", account=idle, asset="base.eth", amount=W)
    scene.add("withdraw", caller="u6", account=idle, asset="base.eth", amount=W)
    scene.add("withdraw", caller="u1", account=lender, asset="cash", amount=1)
    scene.set("feed.heartbeat", feed="stable", value=0)
    scene.warp(1)
    for account, owner in ((debtor, "u4"), (p, "u5"), (idle, "u6")):
        scene.do("deposit", caller="u9", account=account, asset="base.eth", amount=30 * W)
        scene.add("withdraw", caller=owner, account=account, asset="base.eth", amount=1)
    scene.do("setStable", price=W, confidence=W)
    for account, owner in ((debtor, "u4"), (p, "u5"), (idle, "u6")):
        scene.add("withdraw", caller=owner, account=account, asset="base.eth", amount=1)


def fits(scene, account, owner, amount):
    """Whether an account could withdraw so much; nothing of it stays."""
    import pickle

    trace = scene.trace
    state, told_, now, revision = pickle.dumps(trace.state), pickle.dumps(trace.told), trace.now, trace.revision
    result = trace.step({
        "op": "withdraw", "caller": owner, "account": account, "asset": "base.eth", "amount": str(amount)})["result"]
    trace.state, trace.told, trace.now, trace.revision = pickle.loads(state), pickle.loads(told_), now, revision
    return bool(result.get("ok"))


def exact(scene):
    one = 10 ** int(scene.config["stableDecimals"])
    lender, debtor = lender_and_borrower(scene, 1_000_003 * one + 7, 400_001 * one + 3)
    third = scene.account("u3", "pmrm", 77_777 * one + 1)
    for seconds in (1, 59, 3_601, DAY, 30 * DAY + 7):
        scene.warp(seconds)
        for account in (debtor, third, lender):
            scene.add("settleInterest", caller="stranger", account=account)
        scene.add("transferSmFees", caller="u9")
    # Balances of a few fine units, and over zero and back.
    scene.warp(DAY)
    scene.trade(transfer(lender, debtor, "cash", 500_000 * W + 1))
    scene.warp(DAY)
    scene.trade(transfer(debtor, lender, "cash", 450_000 * W + 1), transfer(third, lender, "cash", 1))
    scene.warp(DAY)
    for account in (debtor, third):
        scene.do("settleInterest", caller="u9", account=account)
        balance = scene.state.accounts[account].balance(CASH)
        ends = (account, lender) if balance > 0 else (lender, account)
        scene.trade(transfer(*ends, "cash", abs(balance)))
        scene.warp(3_600)
        scene.do("settleInterest", caller="u9", account=account)
    scene.add("donateBalance", caller="u1", account=lender, amount=5 * W)
    scene.add("payCashInsolvency", caller="u9")
    scene.add("withdraw", caller="u1", account=lender, asset="cash", amount=one + 3)
    scene.add("setParam", caller="owner", param="cash.smFee", args={"value": str(W)})
    scene.warp(DAY)
    scene.do("settleInterest", caller="u9", account=lender)
    losses(scene, lender, one)
    bounds(scene, lender, one)


def bounds(scene, lender, one):
    """As much supply as CL-68 allows, and more."""
    more = {"caller": "u9", "account": lender, "asset": "cash"}
    room = (MOST_FINE_UNITS - exact_sums(scene.state.cash)[0]) // W
    scene.case(OK, OK, "deposit", **more, amount=room * one // W)
    for amount in (one, 2**180 * one // W):
        scene.case(OK, "Panic(0x11)", "deposit", **more, amount=amount)
    scene.case(OK, OK, "withdraw", caller="u1", account=lender, asset="cash", amount=one)
    scene.warp(DAY)
    scene.case(OK, OK, "withdraw", caller="u1", account=lender, asset="cash", amount=one)
    scene.case(OK, OK, "settleInterest", caller="u9", account=lender)


def losses(scene, lender, one):
    """A loss that nobody can pay: cash without tokens, withdrawals that cost more, and the end of it."""
    poor, bidder = scene.account("u7", cash=4_000 * one), scene.account("u8", cash=90_000 * one)
    scene.trade(transfer(lender, poor, "perp.eth", 10 * W), transfer(poor, lender, call(2_500), W))
    scene.spot("eth", 1_500 * W)
    scene.perp_prices("eth", 1_500 * W)
    scene.do("startAuction", caller="u9", account=poor, scenarioId=0)
    scene.warp(1_801)
    scene.do("bid", caller="u8", account=poor, bidder=bidder, percent=W // 3, priceLimit=0, expectedLastTradeId=0)
    fresh = scene.account("u8", cash=90_000 * one)
    scene.do("bid", caller="u8", account=poor, bidder=fresh, percent=W, priceLimit=0, expectedLastTradeId=0)
    assert scene.state.cash.withdraw_fee_on
    withdraw = {"caller": "u1", "account": lender, "asset": "cash"}
    for amount in (0, 1, 10 * one + 1, 999 * one + 7):
        scene.case(OK, OK, "withdraw", **withdraw, amount=amount)
    scene.case("ERC20InsufficientBalance", "ERC20InsufficientBalance", "withdraw", **withdraw, amount=10**9 * one)
    scene.do("settlePerps", caller="u9", account=lender)
    scene.add("donateBalance", caller="u1", account=lender, amount=100 * W)
    scene.add("disableWithdrawFee", caller="u9")
    scene.do("smDonate", caller="u9", amount=100 * one)
    scene.add("payCashInsolvency", caller="u9")
    scene.warp(DAY)
    scene.do("settleInterest", caller="u9", account=lender)
    scene.case(OK, OK, "withdraw", **withdraw, amount=one)
    scene.add("donateBalance", caller="u1", account=lender, amount=10**9 * W)
    scene.add("disableWithdrawFee", caller="u9")
    assert not scene.state.cash.withdraw_fee_on
    scene.case(OK, OK, "withdraw", **withdraw, amount=one)
    # All tokens are gone while a loss is not yet spread.
    rest = scene.state.cash.tokens
    scene.add("withdraw", **withdraw, amount=rest)


def too_fine(scene):
    """Tokens of more digits than a fine unit has."""
    a = scene.account("u1")
    for amount in (0, 1, 10**37):
        scene.case(OK, "Panic(0x11)", "deposit", caller="u1", account=a, asset="cash", amount=amount)
    scene.case(OK, "Panic(0x11)", "smDonate", caller="u1", amount=10**40)


EXACT = "cash in shares: interest, borders of zero, donations, a loss and withdrawals after it; tokens of "
STORIES = (
    ("donationsWhileSolvent", "", "donations while there are more tokens than cash", donations, fine_venue()),
    ("interestWithoutLenders", "", "debt while nobody lends", lenders, None),
    ("interestOfShortTimes", "", "times too short for interest", short_times, slow_venue),
    ("deltasWithoutInterest", "", "deposits to accounts in debt", deltas, None),
    ("marginsWithInterest", "", "margins of accounts in debt as time passes", margins, None),
    ("exactCash", "", EXACT + "6 decimals", exact, None),
    ("exactCash", "-24", EXACT + "24 decimals", exact, fine_venue(24)),
    ("exactCash", "-0", EXACT + "0 decimals", exact, fine_venue(0)),
    ("exactCash", "-37", "tokens of 37 decimals", too_fine, fine_venue(37)),
)
SCENES = [scene for rule, suffix, description, tell, config in STORIES
          for scene in told(rule, description, tell, config, suffix)]
