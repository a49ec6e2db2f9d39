"""Incidents of accounts and cash: states that block their own end, rounding, accrual, order of operations."""

from .dice import W
from .incident_scene import Incident
from .transition_auctions import UNIT
from .transition_breakers import ORACLE
from .transition_scene import DAY, FAR, NEAR, call, put, transfer
from .transition_waterfall import graduated

PMRM = "manager.pmrm.eth"


def never_stuck():
    scene = Incident(
        "05-liquidation-reverts", "Flatmoney #192, #135, #182",
        "Liquidation of states that could be reached was refused by underflows and wrong updates of totals.", True)
    maker = scene.give("u9", 900_000)
    dust, huge, debt, closed = (scene.give("u1", cash) for cash in (3, 90_000, 9_000, 6_000))
    scene.trade(transfer(maker, dust, "perp.eth", W // 100), transfer(dust, maker, call(2_400), 1))
    scene.trade(transfer(maker, huge, "perp.eth", 300 * W), transfer(huge, maker, put(1_500), 90 * W))
    scene.puts(debt, 3 * W, "u1", "base.eth")
    scene.takes(debt, 12_300 * UNIT, "u1")
    scene.trade(transfer(maker, debt, "perp.btc", W // 20))
    scene.trade(transfer(maker, closed, "perp.btc", W))
    scene.setting("graduated", graduated(grace=0))
    scene.warp(30 * DAY)
    scene.price(43_000 * W, "btc")
    scene.set("perp.disable", asset="perp.btc")
    scene.price(1_400 * W)
    for account in (dust, huge, debt, closed):
        scene.add("announce", caller="stranger", account=account)
        scene.opened(account)
        scene.success("it is auctioned, whatever it holds")
        scene.buy(account, scene.give("u3", 900_000), "u3")
        if scene.state.auctions.get(account) and scene.state.auctions[account].ongoing:
            scene.warp(900 + 43_200 + 3_600)
            scene.add("convertToInsolvent", caller="stranger", account=account)
            scene.buy(account, scene.give("u3", 900_000), "u3")
        scene.add("terminateAuction", caller="stranger", account=account)
        scene.add("withdrawAnnouncement", caller="stranger", account=account)
        scene.claim("absent", "and no auction of it stays open", after=scene.here, path=["auctionViews", str(account)])
    scene.no_panic()
    scene.claim("notBelow", "in the end nobody is below maintenance margin", after=scene.here, member="MM")
    scene.compare("equal", "and no loss is open", scene.term("liquidation", "totalInsolventMM"), 0)
    scene.conserves()
    return scene


def no_dust():
    scene = Incident(
        "06-dust", "Sentiment #198, #320; Umee #513; Aave v4; Drift #1397",
        "Partial liquidations left positions so small that nobody was paid enough to close them.", True)
    maker, keeper = scene.give("u9", 900_000), scene.give("u3", 100_000)
    accounts = [scene.give("u1", cash) for cash in (420, 460, 640)]
    for account, size in zip(accounts, (W, 11 * W // 10, 3 * W // 2)):
        scene.trade(transfer(maker, account, "perp.eth", size))
    least = W
    scene.setting("graduated", graduated(least={"option": least, "perp": least, "collateral": least}))
    for account in accounts:
        scene.sink(account)
        scene.do("announce", caller="stranger", account=account)
        scene.reduce(account=account, keeper=keeper)
        scene.success("the account is reduced")
        left = scene.state.accounts[account].balance(("perp.eth", 0))
        assert left == 0 or left >= least
        if left:
            scene.compare("atMost", "what is left is nothing or the least size", least, scene.balance(account, "perp.eth"))
        else:
            scene.compare("equal", "what is left is nothing or the least size", scene.balance(account, "perp.eth"), 0)
    scene.claim("notBelow", "and nobody is below maintenance margin", after=scene.here, member="MM")
    scene.conserves()
    return scene


def rounding():
    scene = Incident(
        "09-rounding", "dYdX #112; Arcadia #182; exactly #55; Drift #1461; left-curve #1879",
        "Roundings in favour of the caller added up over many small operations, or parts came to more than the whole.", True,
        stableDecimals="6", baseDecimals={"base.eth": "20", "base.btc": "8", "base.wsteth": "18"})
    scene.give("u9", 500_000)
    account, other = scene.give("u1", 10), scene.give("u2", 10)
    scene.puts(other, 10**20, "u2", "base.eth")
    scene.takes(other, 500 * UNIT, "u2")
    before = scene.here
    for seconds in (1, 7, 100, 3_601, 86_399, 12, 1, 999):
        scene.warp(seconds)
        scene.puts(account, 1, "u1")
        scene.do("withdraw", caller="u1", account=account, asset="cash", amount=1)
        scene.puts(account, 199, "u1", "base.eth")
        scene.add("withdraw", caller="u1", account=account, asset="base.eth", amount=100)
        scene.do("settleInterest", caller="u1", account=account)
    scene.compare("atMost", "nobody gains by coming and going, but for the interest of ten dollars",
                  scene.balance(account), [scene.balance(account, after=before), {"number": str(W // 100)}])
    scene.compare("atMost", "of a token of 20 decimals what is credited is at most what came",
                  scene.balance(account, "base.eth"), 8)
    scene.conserves()
    return scene


def boundaries():
    scene = Incident(
        "10-overflow", "Drift #1232, #1399; Mango, a scale of zero",
        "Values at the ends of their types, few decimals and divisors of zero stopped a market or made its answers wrong.", True)
    maker, account = scene.long(9_000, W)
    order = scene.here
    for price in (2**255, 2**256 - 1, 0):
        scene.spot("eth", price)
        scene.perp_prices("eth", price)
        for op, more in (("settlePerps", {}), ("startAuction", {"scenarioId": 0}), ("settleInterest", {})):
            scene.add(op, caller="stranger", account=account, **more)
        scene.add("submitTransfers", caller="exchange", transfers=[transfer(maker, account, "perp.eth", 2**254)])
    scene.compare("equal", "what was refused has moved nothing", scene.balance(account, "perp.eth", order), scene.balance(account, "perp.eth"))
    scene.price(2_010 * W)
    scene.do("settlePerps", caller="stranger", account=account)
    scene.success("when prices are prices again, everything goes on")
    scene.trade(transfer(account, maker, "perp.eth", W))
    scene.success("and positions are closed")
    scene.claim("notBelow", "nobody is below initial margin", after=scene.here, member="IM")
    scene.balances()
    return scene


def reward():
    scene = Incident(
        "12-keeper-reward", "Synthetix M-08, #2330, #2116, #2322",
        "What liquidation pays was not in the margin, so that starting it made solvent accounts insolvent.", True)
    maker, keeper = scene.give("u9", 500_000), scene.give("u3", 100_000)
    accounts = [scene.give("u1", 4_000) for _ in range(2)]
    for account in accounts:
        scene.trade(transfer(maker, account, "perp.eth", 8 * W), transfer(account, maker, call(2_400), W))
    first, second = accounts
    scene.setting("graduated", graduated(penalty={"maximumRate": W // 10, "fullDepth": 0, "rampSeconds": 0, "equityShare": W // 2}))
    scene.sink(first, further=60)
    before = scene.here
    scene.do("announce", caller="stranger", account=first)
    scene.reduce(account=first, keeper=keeper)
    scene.success("the account is reduced at the largest discount")
    scene.compare("above", "and is worth something after it", scene.margin(first, "MtM"), 0)
    scene.compare("atMost", "the discount costs at most half of what it was worth",
                  [scene.result("discount"), scene.result("discount")], scene.margin(first, "MtM", before))
    scene.compare("atMost", "it is above maintenance margin", 0, scene.margin(first, "MM"))
    scene.setting("graduated", None)
    scene.opened(second)
    scene.success("an auction starts, with its fee")
    scene.compare("above", "the fee leaves a solvent account solvent", scene.margin(second, "MtM"), 0)
    scene.conserves()
    return scene


def stuck(is_corrected):
    scene = Incident(
        "13-stuck-flags", "Drift #2122, #2123; Mango v0.14",
        "Flags of a liquidation stayed when it was over, and later ones were refused or judged by them.", is_corrected)
    maker, account = scene.long(4_000, 8 * W)
    scene.price(1_550 * W)
    scene.opened(account)
    scene.warp(43_200 + 900)
    scene.do("convertToInsolvent", caller="stranger", account=account)
    scene.price(2_000 * W)
    scene.do("terminateAuction", caller="stranger", account=account)
    scene.add("terminateAuction", caller="stranger", account=account)
    scene.refusal("DA_NotOngoingAuction", "what has ended does not end again")
    scene.add("convertToInsolvent", caller="stranger", account=account)
    scene.refusal(
        "DA_AuctionNotStarted" if is_corrected else "DA_AuctionAlreadyInInsolvencyMode",
        "what has ended is told as ended" if is_corrected else "the reference judges by the flag of the last auction")
    scene.compare("equal", "no debt of it is left over", scene.term("liquidation", "totalInsolventMM"), 0)
    scene.takes(account, 10 * UNIT, "u1")
    scene.success("the account is free again")
    scene.trade(transfer(account, maker, "perp.eth", W))
    scene.price(1_500 * W)
    scene.opened(account)
    scene.success("and can be auctioned anew")
    return scene


def accrual(is_corrected):
    scene = Incident(
        "14-stale-accrual", "Percolator #59; CatchupAccrue",
        "Interest of an account counted only when somebody touched it, so that its margin stood still while its debt grew.",
        is_corrected)
    scene.give("u9", 500_000)
    debtor = scene.account("u1")
    scene.puts(debtor, 10 * W, "u1", "base.eth")
    scene.takes(debtor, 14_900 * UNIT, "u1")
    before = scene.here
    scene.warp(3 * 365 * DAY)
    scene.do("accrueInterest", caller="stranger")
    if is_corrected:
        scene.compare("above", "the margin falls with time, untouched", scene.margin(debtor, "MM", before), scene.margin(debtor, "MM"))
    else:
        scene.compare("equal", "in the reference the margin stands still", scene.margin(debtor, "MM", before), scene.margin(debtor, "MM"))
    shown = scene.margin(debtor, "MM")
    scene.do("settleInterest", caller="stranger", account=debtor)
    if is_corrected:
        scene.compare("equal", "to touch the account changes nothing of it", shown, scene.margin(debtor, "MM"))
        scene.conserves()
    else:
        scene.compare("above", "and falls when somebody touches the account", shown, scene.margin(debtor, "MM"))
    return scene


def mode_switch():
    scene = Incident(
        "15-mode-switch", "Rysk #161; Drift #2116; Vega",
        "A step in a rule of margin, or a change of mode, let an account appear to be worth more.", True)
    maker, account = scene.give("u9", 500_000), scene.give("u1", 4_000)
    scene.trade(transfer(maker, account, "perp.eth", 4 * W), transfer(account, maker, call(2_400), W))
    before = scene.here
    scene.do("settlePerps", caller="u1", account=account)
    for manager in (PMRM, "manager.srm"):
        worth = scene.here
        scene.do("changeManager", caller="u1", account=account, manager=manager)
        if manager != "manager.srm":
            assert scene.state.accounts[account].manager == PMRM
        scene.compare("equal", "a change of manager moves no cash", scene.balance(account, after=worth), scene.balance(account))
        scene.compare("equal", "and no position", scene.balance(account, "perp.eth", worth), scene.balance(account, "perp.eth"))
    scene.compare("equal", "there and back the account is worth what it was", scene.margin(account, "MtM", before), scene.margin(account, "MtM"))
    scene.sink(account, further=2)
    scene.add("changeManager", caller="u1", account=account, manager=PMRM)
    found = scene.steps[-1]["result"]
    if found.get("ok"):
        scene.claim("notBelow", "whom a manager takes over stands above its initial margin", after=scene.here, member="IM")
    else:
        scene.refusal(found["revert"], "nobody moves away from a margin that is missing")
    scene.conserves()
    return scene


def inflation():
    scene = Incident(
        "16-share-inflation", "donations to share prices; Panoptic's virtual shares",
        "A first depositor inflated the price of a share by a donation, and later deposits were rounded away.", True)
    thief = scene.account("u1")
    scene.puts(thief, 1, "u1")
    scene.do("smDonate", caller="u1", amount=100_000 * UNIT)
    scene.warp(DAY)
    scene.do("transferSmFees", caller="u1")
    victim = scene.account("u2")
    scene.puts(victim, 50_000 * UNIT, "u2")
    scene.compare("equal", "a deposit is credited in full, whatever came before it", scene.balance(victim), 50_000 * W)
    scene.compare("atMost", "a donation does not come back to who made it", scene.balance(thief), 10**12)
    scene.takes(victim, 50_000 * UNIT, "u2")
    scene.success("and can be taken out in full")
    scene.conserves()
    return scene


def front_run():
    scene = Incident(
        "17-front-running", "Derive's own guard", "Somebody changed an account between a liquidator's look at it and the bid.", True)
    maker, account, bidder = scene.give("u9", 500_000), scene.give("u1", 4_000), scene.give("u3", 60_000)
    scene.trade(transfer(maker, account, "perp.eth", 8 * W))
    scene.price(1_555 * W)
    scene.opened(account)
    scene.success("an auction is open")
    seen = scene.state.accounts[account].last_trade
    other = scene.give("u4", 60_000)
    scene.buy(account, other, "u4", W // 10)
    before = scene.here
    scene.buy(account, bidder, "u3", W // 4, trade=seen)
    scene.refusal("DA_InvalidLastTradeId", "a bid for an account that has changed since is refused")
    scene.buy(account, bidder, "u3", W // 20, trade=scene.state.accounts[account].last_trade, limit=1)
    scene.refusal("DA_PriceLimitExceeded", "and so is one that would cost more than was said")
    scene.compare("equal", "nothing was paid", scene.balance(bidder, after=before), scene.balance(bidder))
    scene.buy(account, bidder, "u3", W // 20, trade=scene.state.accounts[account].last_trade, limit=10**30)
    scene.success("what was seen can be bid on")
    scene.conserves()
    return scene


def gap():
    scene = Incident(
        "21-oracle-gap", "Mango's delayed average",
        "An average over a gap without prices took the first new price for the price of the whole gap.", True)
    maker, account = scene.long(4_000, 8 * W)
    scene.setting("oracle", ORACLE)
    scene.price(2_000 * W)
    scene.warp(30 * DAY)
    scene.spot("eth", 1_500 * W)
    scene.compare("equal", "after the gap the slow price is the last one before it", scene.term("watches", "eth", "slow"), 2_000 * W)
    scene.price(1_500 * W)
    scene.opened(account)
    scene.refusal("Waterfall_Paused", "so that the new price is outside the band, and liquidates nobody at once")
    scene.warp(60)
    scene.spot("eth", 1_500 * W)
    scene.compare("atMost", "the slow price follows in proportion to time", 1_950 * W, scene.term("watches", "eth", "slow"))
    return scene


def crowded():
    scene = Incident(
        "22-huge-account", "accounts too large to be liquidated",
        "An account was filled with so many positions that its liquidation cost more than a block allows.", True,
        srm={"maxAccountSize": "12"})
    maker, account = scene.give("u9", 900_000, "pmrm"), scene.give("u1", 6_000)
    strikes = range(2_100, 3_200, 100)
    for strike in strikes[:10]:
        scene.trade(transfer(account, maker, call(strike), W // 10), transfer(maker, account, "cash", W))
    scene.trade(transfer(maker, account, "perp.eth", 8 * W))
    scene.add("submitTransfers", caller="exchange", transfers=[transfer(account, maker, put(1_800), W // 10)])
    scene.refusal("SRM_TooManyAssets", "an account holds no more than its manager allows")
    scene.setting("graduated", graduated())
    scene.sink(account, further=10)
    scene.do("announce", caller="stranger", account=account)
    keeper = scene.give("u3", 90_000)
    scene.reduce(account=account, keeper=keeper)
    scene.success("a full account is reduced in one step")
    scene.claim("notBelow", "and stands above maintenance margin", after=scene.here, member="MM")
    scene.no_panic()
    scene.balances()
    return scene


def bank_run():
    scene = Incident(
        "23-bank-run", "insolvent reserves", "When a loss was seen coming, those who withdrew first left it to the others.", True)
    lenders = [scene.give("u9", 100_000), scene.give("u8", 100_000)]
    debtor, short = scene.give("u1", 20_000), scene.give("u2", 60_000)
    scene.trade(transfer(short, debtor, "perp.eth", 80 * W))
    scene.price(1_500 * W)
    scene.opened(debtor)
    scene.takes(lenders[0], 100_000 * UNIT, "u9")
    scene.refusal("CA_WithdrawBlockedByOngoingAuction", "nobody leaves before the loss is known")
    scene.warp(3_600)
    bidder = scene.give("u3", 200_000)
    scene.buy(debtor, bidder, "u3")
    scene.success("it is taken over, and what nobody paid is everybody's")
    rate = scene.term("cash", "exchangeRate")
    scene.takes(lenders[0], 50_000 * UNIT, "u9")
    scene.compare("atMost", "who withdraws first pays the same part: the rate is no lower for the next",
                  rate, [scene.term("cash", "exchangeRate"), {"number": "2"}])
    scene.takes(lenders[1], 50_000 * UNIT, "u8")
    scene.compare("atMost", "nor for the one after", rate, [scene.term("cash", "exchangeRate"), {"number": "4"}])
    scene.compare("above", "the loss is in it", W, rate)
    scene.conserves()
    scene.balances()
    return scene


def outage(is_corrected):
    scene = Incident(
        "24-outage", "Mango v0.11",
        "A chain stood still, and when it came back the first reading was charged for all of the time before it.", is_corrected)
    long, short = scene.give("u1", 20_000), scene.give("u2", 20_000)
    scene.trade(transfer(short, long, "perp.eth", 5 * W))
    scene.perp_prices("eth", 2_000 * W, bid=1_999 * W, ask=2_001 * W)
    scene.do("realizePerp", caller="u1", account=long, asset="perp.eth")
    before = scene.here
    scene.warp(20 * DAY)
    scene.perp_prices("eth", 2_000 * W, bid=2_100 * W, ask=2_101 * W)
    scene.do("realizePerp", caller="u1", account=long, asset="perp.eth")
    grown = [scene.term("perps", "perp.eth", "aggregatedFunding"),
             scene.term("perps", "perp.eth", "aggregatedFunding", after=before, minus=True)]
    rate = [scene.term("perps", "perp.eth", "fundingRate")]
    if is_corrected:
        scene.compare("atMost", "the time of the outage is charged by the rate that was in force before it",
                      grown, 13 * W)
    else:
        scene.compare("above", "the reference charges the rate of the first reading for all of it", grown, 100 * W)
    scene.compare("above", "the new rate is a high one", rate, W // 10_000)
    return scene


def proportions():
    scene = Incident(
        "25-choice-of-collateral", "Mango v0.13",
        "A liquidator chose what to take, and took the collateral that paid most and left the rest.", True)
    maker, account = scene.give("u9", 500_000), scene.give("u1", 300)
    scene.puts(account, 2 * W, "u1", "base.eth")
    scene.puts(account, 10**6, "u1", "base.btc")
    scene.trade(transfer(maker, account, "perp.eth", 9 * W))
    scene.price(1_705 * W)
    scene.sink(account)
    scene.opened(account)
    scene.success("an auction is open")
    before = scene.here
    bidder = scene.give("u3", 60_000)
    result = scene.buy(account, bidder, "u3", W // 10)
    scene.success("a part is taken")
    part = int(result["finalPercentage"])
    for instrument in ("perp.eth", "base.eth", "base.btc"):
        held = scene.trace.state.accounts[account].balance((instrument, 0))
        whole = held + scene.trace.state.accounts[bidder].balance((instrument, 0))
        taken = whole * part // W
        scene.compare("equal", "of everything the same part", scene.balance(bidder, instrument), taken)
        scene.compare("equal", "and nothing else is gone", [scene.balance(account, instrument, before)],
                      [scene.balance(account, instrument), scene.balance(bidder, instrument)])
    scene.conserves()
    return scene


def shared_loss():
    scene = Incident(
        "26-choice-of-bank", "marginfi", "Bad debt was booked against a pool that whoever liquidated could choose.", True)
    lenders = [scene.give("u9", 100_000), scene.give("u8", 100_000, "pmrm")]
    debtor, short = scene.give("u1", 20_000), scene.give("u2", 60_000)
    scene.do("smDonate", caller="u7", amount=500 * UNIT)
    scene.trade(transfer(short, debtor, "perp.eth", 80 * W))
    scene.price(1_600 * W)
    scene.opened(debtor)
    before = scene.here
    bidder = scene.give("u3", 200_000)
    scene.buy(debtor, bidder, "u3")
    scene.success("an insolvent account is taken over")
    scene.compare("equal", "the security module pays first, all that it has", scene.balance(2), 0)
    for lender in lenders:
        scene.compare("equal", "no single account is charged", scene.balance(lender, after=before), scene.balance(lender))
    scene.compare("above", "what is left is in the rate that is one for all", W, scene.term("cash", "exchangeRate"))
    scene.conserves()
    return scene


def expired():
    scene = Incident(
        "27-expired-option", "options that were not settled",
        "An option that had expired without being settled kept its account from being margined or liquidated.", True)
    maker, account = scene.give("u9", 500_000), scene.give("u1", 2_000)
    scene.trade(transfer(account, maker, call(2_100), 3 * W), transfer(maker, account, "cash", 100 * W))
    scene.do("warp", to=NEAR + 600)
    scene.price(2_900 * W)
    scene.expiry("eth", NEAR, 2_900 * W)
    scene.opened(account)
    scene.success("an account with an expired option that has no price yet is auctioned")
    scene.do("setSettlementPrice", market="eth", expiry=NEAR, price=2_900 * W)
    scene.do("settleOptions", caller="stranger", account=account, asset="option.eth")
    scene.success("it is settled while the auction is open")
    scene.claim("absent", "and holds the option no more", after=scene.here, path=["optionTotal", "option.eth", str(account)])
    bidder = scene.give("u3", 60_000)
    scene.buy(account, bidder, "u3")
    scene.success("and is taken over")
    scene.compare("equal", "no loss stays open", scene.term("liquidation", "totalInsolventMM"), 0)
    scene.do("settleOptions", caller="stranger", account=maker, asset="option.eth")
    scene.no_panic()
    scene.conserves()
    return scene


def convexity():
    scene = Incident(
        "28-convexity", "inverse contracts",
        "Collateral fell together with the position that it stood behind, faster than a margin for either alone allowed.", True)
    maker, account = scene.give("u9", 900_000, "pmrm"), scene.account("u1", "pmrm")
    keeper = scene.give("u3", 90_000, "pmrm")
    scene.puts(account, 10 * W, "u1", "base.eth")
    scene.trade(transfer(maker, account, "perp.eth", 20 * W))
    scene.setting("graduated", graduated())
    scene.sink(account, further=40)
    assert int(scene.trace.now["margins"][str(account)]["MtM"]) > 0
    scene.compare("above", "coin and position fall together, and the account is still worth something",
                  scene.margin(account, "MtM"), 2_000 * W)
    scene.compare("above", "but below maintenance margin", 0, scene.margin(account, "MM"))
    scene.reduce(account=account, keeper=keeper, caller="u3")
    scene.success("it is reduced")
    scene.compare("above", "and worth something after it", scene.margin(account, "MtM"), 0)
    scene.claim("notBelow", "nobody is below maintenance margin", after=scene.here, member="MM")
    scene.price(scene.state.feeds.readings["eth.spot", None].price * 9 // 10)
    scene.claim("notBelow", "a further fall by a tenth makes nobody insolvent", after=scene.here, member="MtM")
    scene.conserves()
    return scene


SCENES = (
    never_stuck, no_dust, rounding, boundaries, reward, lambda: stuck(True), lambda: stuck(False),
    lambda: accrual(True), lambda: accrual(False), mode_switch, inflation, front_run, gap, crowded, bank_run,
    lambda: outage(True), lambda: outage(False), proportions, shared_loss, expired, convexity,
)
