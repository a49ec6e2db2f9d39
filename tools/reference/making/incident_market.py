"""Incidents of markets: prices that are pumped, positions that are too large, losses that others were to bear."""

from .adaptive_scene import PROTECTED, rule, th
from .dice import W
from .incident_scene import Incident
from .transition_auctions import UNIT
from .transition_breakers import ORACLE, deleveraging
from .transition_scene import DAY, call, put, transfer
from .transition_waterfall import graduated


def pump(is_guarded):
    """Two accounts of one owner take both sides, the price is pumped, the winner takes out everybody's cash."""
    scene = Incident(
        "01-price-pump", "Mango, October 2022",
        "An owner of both sides of a large perp position pumped an illiquid price and took out the profit as cash of others.",
        is_guarded)
    scene.give("u9", 900_000)
    long, short = scene.give("u1", 50_000), scene.give("u1", 50_000)
    limit = 120_000
    if is_guarded:
        scene.setting("withdrawals", {"amount": limit * W, "seconds": DAY})
        scene.setting("oracle", ORACLE | {
            "slowSeconds": 3_600, "pause": 3_600, "longestPause": 3_600, "holdsWithdrawals": True})
        scene.price(2_000 * W)
        scene.set("asset.cap", asset="perp.eth", manager="manager.srm", value=200 * W)
        scene.refused("BM_AssetCapExceeded", "submitTransfers", caller="exchange",
                      transfers=[transfer(short, long, "perp.eth", 201 * W)])
        scene.refusal("BM_AssetCapExceeded", "positions of all accounts together stay below the cap of the asset")
    scene.trade(transfer(short, long, "perp.eth", 200 * W if not is_guarded else 100 * W))
    before = scene.here
    scene.price(4_000 * W)
    scene.do("settlePerps", caller="u1", account=long)
    if not is_guarded:
        scene.takes(long, 350_000 * UNIT, "u1")
        scene.success("the reference lets the profit be taken out at once")
        scene.compare("above", "more is taken out than the owner of both sides ever paid in",
                      {"number": str(350_000 * 10**6)}, [{"number": str(100_000 * 10**6)}])
        scene.compare("above", "the other side is left with a debt that no collateral stands behind", 0,
                      scene.margin(short, "MtM"))
        return scene
    scene.takes(long, 50_000 * UNIT, "u1")
    scene.refusal("Waterfall_Paused", "nothing is taken out while the price is outside the band of the slow price")
    scene.trade(transfer(long, short, "cash", W))
    scene.takes(short, UNIT, "u1")
    scene.refusal("Waterfall_Paused", "nor by way of another account")
    scene.warp(3_599)
    scene.takes(long, 50_000 * UNIT, "u1")
    scene.refusal("Waterfall_Paused", "until the price has stayed for as long as the slow price takes to come to it")
    scene.compare("equal", "all that was paid in is there", scene.term("cash", "stableBalance"),
                  scene.term("cash", "stableBalance", after=before))
    scene.warp(1)
    scene.price(4_000 * W)
    scene.do("settlePerps", caller="u1", account=long)
    scene.takes(long, limit * UNIT + 1, "u1")
    scene.refusal("Waterfall_WithdrawalLimit", "a price that stays counts; of what it brings no more than the limit leaves in a day")
    scene.takes(long, 110_000 * UNIT, "u1")
    scene.takes(long, 20_000 * UNIT, "u1")
    scene.refusal("Waterfall_WithdrawalLimit", "withdrawals of a window add up")
    scene.compare("atMost", "what left the venue in the window",
                  [scene.term("cash", "stableBalance", after=before), scene.term("cash", "stableBalance", minus=True)], limit * UNIT)
    scene.compare("atMost", "profit of one side is loss of the other: together they are worth no more than before",
                  [scene.margin(long, "MtM"), scene.margin(short, "MtM"), {"number": str(110_000 * W)}],
                  [scene.margin(long, "MtM", before), scene.margin(short, "MtM", before)])
    scene.conserves()
    scene.balances()
    return scene


def concentration(is_guarded):
    scene = Incident(
        "02-concentration", "dYdX, YFI, November 2023",
        "A position spread over many accounts fell with its market, and one market's losses drained the insurance fund.",
        is_guarded)
    maker = scene.give("u9", 900_000)
    scene.do("smDonate", caller="u8", amount=60_000 * UNIT)
    wallets = [scene.give("u1", 5_000) for _ in range(6)]
    cap = 100 * W
    if is_guarded:
        scene.set("asset.cap", asset="perp.eth", manager="manager.srm", value=cap)
        scene.setting("fund", {"moment": 10**30, "window": 40_000 * W, "seconds": DAY, "markets": [{"market": "eth", "cap": 9_000 * W}]})
    opened = []
    for wallet in wallets:
        result = scene.add("submitTransfers", caller="exchange", transfers=[transfer(maker, wallet, "perp.eth", 20 * W)])
        if result.get("ok"):
            opened.append(wallet)
    if is_guarded:
        scene.refusal("BM_AssetCapExceeded", "the cap counts the positions of all accounts together, however many they are")
        scene.compare("atMost", "open interest stays at half of the cap", scene.term("openInterest", "perp.eth"), cap // 2)
    else:
        scene.success("the reference counts each account by itself")
    before = scene.balance(2)
    scene.price(1_500 * W)
    for wallet in opened:
        scene.opened(wallet)
    scene.warp(3_600)
    for wallet in opened:
        bidder = scene.give("u7", 90_000)
        scene.buy(wallet, bidder, "u7")
    if is_guarded:
        scene.compare("atMost", "the fund pays no more for the market than its cap in the window",
                      [before, scene.balance(2, minus=True)], 9_000 * W)
        scene.compare("atMost", "and the sum for the market counts all that it paid", [before, scene.balance(2, minus=True)],
                      scene.term("sums", "paidByMarket", "eth"))
        scene.conserves()
    else:
        scene.compare("above", "the fund pays more than half of all it has for one market",
                      [before, scene.balance(2, minus=True)], 30_000 * W)
    scene.balances()
    return scene


def backstop():
    scene = Incident(
        "03-toxic-position", "Hyperliquid, JELLY, March 2025, and POPCAT, November 2025",
        "A trader took the margin out of a losing position so that the venue's backstop inherited it, and gained on the other side.",
        True)
    scene.do("smDonate", caller="u8", amount=30_000 * UNIT)
    toxic, winner = scene.give("u1", 40_000), scene.give("u2", 40_000)
    scene.give("u9", 500_000)
    scene.trade(transfer(winner, toxic, "perp.eth", 100 * W))
    scene.setting("fund", {"moment": 1_000 * W, "window": 5_000 * W, "seconds": DAY, "markets": []})
    scene.setting("deleveraging", deleveraging("least", pairs=False, rate=1_000))
    scene.takes(toxic, 25_000 * UNIT, "u1")
    scene.refusal("SRM_PortfolioBelowMargin", "margin cannot be taken out below the initial one")
    scene.takes(toxic, 19_500 * UNIT, "u1")
    scene.price(1_740 * W)
    scene.opened(toxic)
    scene.takes(winner, UNIT, "u2")
    scene.success("while the fund covers what is open, others are not stopped")
    scene.do("smWithdraw", caller="owner", amount=25_000 * UNIT)
    scene.takes(winner, UNIT, "u2")
    scene.refusal("CA_WithdrawBlockedByOngoingAuction", "the winner takes nothing out while the loss is open and the fund is short")
    scene.warp(30)
    module, before = scene.balance(2), scene.here
    bidder = scene.give("u7", 90_000)
    scene.buy(toxic, bidder, "u7")
    scene.compare("atMost", "the backstop pays no more than its cap", [module, scene.balance(2, minus=True)], 1_000 * W)
    scene.compare("atMost", "nothing is socialised: the winning side bears the rest", W, scene.term("cash", "exchangeRate"))
    scene.compare("above", "the winner is closed out in part", scene.balance(winner, "perp.eth"), scene.balance(winner, "perp.eth", before))
    scene.compare("above", "and pays", scene.margin(winner, "MtM", before), scene.margin(winner, "MtM"))
    scene.compare("atMost", "but is left with no less margin", scene.margin(winner, "MM", before), scene.margin(winner, "MM"))
    scene.conserves()
    scene.balances()
    return scene


def self_liquidation(is_guarded):
    scene, mine, long, bidder = both_sides("04-self-liquidation", is_guarded)
    before = scene.here
    if is_guarded:
        scene.setting("fund", {"moment": 0, "window": 0, "seconds": DAY, "markets": []})
        scene.setting("deleveraging", deleveraging("least", pairs=False, rate=1_000))
    scene.price(1_700 * W)
    scene.opened(long)
    scene.warp(30)
    scene.buy(long, bidder, "u1")
    after = worth(scene, mine, long)
    if is_guarded:
        scene.compare("atMost", "where the fund is set to pay nothing the owner has no more than was paid in, but for interest",
                      after, [{"number": str(145_000 * W)}, {"number": str(W)}])
        scene.compare("atMost", "the fund paid nothing", scene.balance(2, after=before), scene.balance(2))
        scene.conserves()
    else:
        scene.compare("above", "in the reference the owner has more than was paid in: the insurance paid it",
                      after, 145_000 * W)
    scene.balances()
    return scene


def paid_within_caps():
    """The same where the fund pays: the owner cannot have more of it than a moment and a window allow."""
    scene, mine, long, bidder = both_sides("04-self-liquidation-caps", True)
    before = scene.here
    moment, window = 1_500 * W, 2_000 * W
    scene.setting("fund", {"moment": moment, "window": window, "seconds": DAY, "markets": []})
    scene.setting("deleveraging", deleveraging("least", pairs=False, rate=1_000))
    scene.price(1_700 * W)
    scene.opened(long)
    scene.warp(1_800)
    module = scene.balance(2, after=before)
    scene.buy(long, bidder, "u1", W // 3)
    scene.compare("above", "the fund pays for an account whose other side has the same owner", module, scene.balance(2))
    scene.compare("atMost", "but no more than its cap of a moment", module, [scene.balance(2), {"number": str(moment)}])
    scene.warp(60)
    second = scene.account("u1", "srm", 60_000 * UNIT)
    scene.buy(long, second, "u1")
    scene.compare("atMost", "and of a window", module, [scene.balance(2), {"number": str(window)}])
    scene.compare("atMost", "the owner has no more than was paid in and the cap of a window",
                  worth(scene, [*mine, second], long),
                  [{"number": str(205_000 * W)}, {"number": str(window)}, {"number": str(W)}])
    scene.conserves()
    scene.balances()
    return scene


def both_sides(name, is_guarded):
    """One owner of a long side, a short one and a bidder, with 145,000 in all."""
    scene = Incident(
        name, "Perennial, 2023-05 and 2023-10; Velar",
        "An owner of both sides of a position, and of the bidder, had the insurance pay for the side that was bankrupt.",
        is_guarded)
    scene.give("u9", 500_000)
    scene.do("smDonate", caller="u8", amount=50_000 * UNIT)
    long, short = scene.give("u1", 25_000), scene.give("u1", 60_000)
    scene.trade(transfer(short, long, "perp.eth", 100 * W))
    bidder = scene.account("u1", "srm", 60_000 * UNIT)
    return scene, [long, short, bidder], long, bidder


def worth(scene, accounts, auctioned):
    """What accounts of an owner are worth; of one that is taken over, the cash that it has left."""
    return [scene.balance(each) if each == auctioned else scene.margin(each, "MtM") for each in accounts]


def whale():
    scene = Incident(
        "07-whale", "Sentiment #191", "A position larger than anybody could take over had no partial liquidation.", True)
    maker, whale_account = scene.give("u9", 3_000_000), scene.give("u1", 220_000)
    scene.trade(transfer(maker, whale_account, "perp.eth", 500 * W), transfer(whale_account, maker, call(2_400), 200 * W))
    scene.setting("graduated", graduated())
    scene.sink(whale_account, further=8)
    scene.do("announce", caller="stranger", account=whale_account)
    scene.warp(100)
    poor = scene.give("u5", 10)
    keepers, before = [scene.give(f"u{3 + i}", 300_000) for i in range(2)], scene.here
    scene.reduce(account=whale_account, keeper=poor, caller="u5")
    scene.refusal("SRM_PortfolioBelowMargin", "nobody takes a part that leaves it below initial margin")
    taken, last = [], before
    for keeper, owner in zip(keepers, ("u3", "u4")):
        scene.reduce(steps=1, account=whale_account, keeper=keeper, caller=owner, part=W // 8)
        scene.success("a keeper takes a part that it can bear")
        taken.append(scene.result("notional"))
        scene.compare("above", "by which maintenance margin rises", scene.margin(whale_account, "MM"),
                      scene.margin(whale_account, "MM", last))
        last = scene.here
        scene.compare("atMost", "and the keeper is above initial margin", 0, scene.margin(keeper, "IM"))
    scene.reduce(account=whale_account, keeper=keepers[0], caller="u3")
    taken.append(scene.result("notional"))
    price = scene.state.feeds.readings["eth.spot", None].price
    scene.compare("atMost", "less than half of the account is taken over in all", taken, 350 * price)
    scene.claim("notBelow", "in the end everybody is above maintenance margin", after=scene.here, member="MM")
    for keeper in keepers:
        scene.compare("atMost", "and keepers above initial margin", 0, scene.margin(keeper, "IM"))
    scene.conserves()
    scene.balances()
    return scene


def stale():
    scene = Incident(
        "08-stale-price", "Flatmoney #183, #177; Sentiment #537, #346; exactly #794",
        "Prices that were too old, or chosen among several, were used to trade and to liquidate.", True)
    maker, account = scene.long(2_000, 5 * W)
    scene.set("feed.heartbeat", feed="eth.spot", value=600)
    scene.setting("oracle", ORACLE)
    scene.price(1_990 * W)
    scene.warp(601)
    scene.opened(account)
    scene.refusal("BLF_DataTooOld", "nobody is liquidated by a price that is too old")
    scene.takes(account, 100 * UNIT, "u1")
    scene.refusal("BLF_DataTooOld", "and nobody takes margin out by it")
    scene.add("submitTransfers", caller="exchange", transfers=[transfer(maker, account, "perp.eth", W)])
    scene.refusal("BLF_DataTooOld", "or trades by it")
    # A price that jumps away from those before it is not liquidated by at once, whoever chose its moment.
    scene.price(1_600 * W)
    scene.opened(account)
    scene.refusal("Waterfall_Paused", "a price outside the band of those before it liquidates nobody at once")
    scene.price(1_990 * W)
    scene.warp(61)
    scene.opened(account)
    scene.refusal("DA_AccountIsAboveMaintenanceMargin", "who was only below it by that price is not liquidated")
    scene.claim("absent", "no auction was ever opened", after=scene.here, path=["auctions"])
    scene.balances()
    return scene


def sandwich():
    scene = Incident(
        "18-sandwich", "Synthetix, premium and discount cap",
        "A price was moved, an account liquidated at it, and the price moved back, within one moment.", True)
    maker, account, bidder = scene.give("u9", 500_000), scene.give("u1", 2_000), scene.give("u3", 50_000)
    scene.trade(transfer(maker, account, "perp.eth", 5 * W))
    scene.setting("oracle", ORACLE)
    scene.setting("graduated", graduated(grace=0))
    scene.price(2_000 * W)
    before = scene.here
    scene.price(1_640 * W)
    scene.opened(account)
    scene.refusal("Waterfall_Paused", "no auction starts at the price of one moment")
    scene.reduce(account=account, keeper=bidder)
    scene.refusal("Waterfall_Paused", "and nothing is taken over at it")
    scene.price(2_000 * W)
    scene.warp(60)
    scene.opened(account)
    scene.refusal("DA_AccountIsAboveMaintenanceMargin", "when the pause is over the account is as it was")
    scene.compare("equal", "its position is whole", scene.balance(account, "perp.eth", before), scene.balance(account, "perp.eth"))
    scene.compare("equal", "a pause ends by itself", scene.term("watches", "eth", "until"), scene.time)
    scene.conserves()
    return scene


def depeg():
    scene = Incident(
        "19-quote-depeg", "Derive; Drift; USDC, March 2023",
        "The token that cash is held in fell below its peg, and accounts were liquidated by that alone.", True)
    maker, account = scene.give("u9", 500_000), scene.give("u1", 5_000)
    scene.trade(transfer(maker, account, "perp.eth", 9 * W), transfer(maker, account, put(1_800), 2 * W))
    before = scene.here
    scene.do("setStable", price=88 * W // 100, confidence=W)
    scene.opened(account)
    scene.refusal("DA_AccountIsAboveMaintenanceMargin", "nobody is liquidated by the step of the peg alone")
    scene.compare("equal", "maintenance margin does not move with it", scene.margin(account, "MM", before), scene.margin(account, "MM"))
    scene.compare("above", "initial margin does", scene.margin(account, "IM", before), scene.margin(account, "IM"))
    scene.takes(account, 3_500 * UNIT, "u1")
    scene.refusal("SRM_PortfolioBelowMargin", "and keeps cash from being taken out")
    scene.add("submitTransfers", caller="exchange", transfers=[transfer(maker, account, "perp.eth", 20 * W)])
    scene.refusal("SRM_PortfolioBelowMargin", "and positions from growing")
    scene.trade(transfer(account, maker, "perp.eth", 4 * W))
    scene.success("what is reduced may be reduced")
    scene.conserves()
    return scene


def redemption(is_guarded):
    """A staked token whose market price leaves what it is redeemed for, and comes back."""
    scene = Incident(
        "20-redemption-rate", "staked tokens, October 10th, 2025",
        "A staked token was sold far below what it is redeemed for, for less than an hour, and accounts whose collateral it was were closed out.",
        is_guarded)
    token, par, low = "base.wsteth", 2_300 * W, 2_231 * W
    scene.do("setCollateralPrice", asset="redemption", price=th(1_150), confidence=W)
    scene.give("u9", 500_000)
    (holder, debt), (other, _) = pledge(scene, "u1", token), pledge(scene, "u2", token)
    if is_guarded:
        scene.set("manager.adaptive", manager="manager.pmrm.eth", value={"grace": 7_200, "rules": [rule(
            token, "peg", (10, 0), (30, 60), (200, 200), step=th(20), notice=600, calm=3_600, price=W, market="eth",
            rate="redemption")]})
    before = scene.here
    scene.do("setCollateralPrice", asset=token, price=low, confidence=W)
    fallen = scene.here
    scene.compare("above", "the fall alone leaves the account above maintenance margin", scene.margin(holder, "MM"), 0)
    if not is_guarded:
        scene.set("pmrm.collateral", asset=token, isEnabled=True, isRiskCancelling=True, MMHaircut=th(90), IMHaircut=th(45))
        scene.opened(holder)
        scene.success("the reference follows by hand and at once, and who did nothing is auctioned for the new haircut alone")
        scene.do("setCollateralPrice", asset=token, price=par, confidence=W)
        bidder = scene.give("u7", 90_000, "pmrm")
        scene.buy(holder, bidder, "u7")
        scene.success("and sold at a discount although the token is back at what it is redeemed for")
        scene.compare("above", "the owner loses by it", [scene.margin(holder, "MtM", before)], [scene.margin(holder, "MtM")])
        scene.balances()
        return scene
    scene.warp(599)
    scene.compare("atMost", "the haircut is announced and changes nothing but interest before it binds",
                  scene.margin(holder, "MM", fallen), [scene.margin(holder, "MM"), {"number": str(W)}])
    for _ in range(3):
        last = scene.here
        scene.warp(1 if last == fallen + 1 else 600)
        scene.do("setCollateralPrice", asset=token, price=low, confidence=W)
        scene.compare("atMost", "it rises by no more than its step", scene.level(), [scene.level(after=last), {"number": str(th(20))}])
    scene.compare("above", "the steps bring the account below maintenance margin", 0, scene.margin(holder, "MM"))
    scene.opened(holder)
    scene.refusal(PROTECTED, "but nobody is auctioned for a step alone")
    scene.setting("graduated", graduated())
    scene.add("announce", caller="stranger", account=holder)
    scene.refusal(PROTECTED, "or announced to be reduced")
    late = scene.give("u3", 0, "pmrm")
    scene.puts(late, 10 * W, "u3", token)
    scene.takes(late, debt, "u3")
    scene.refusal("PMRM_2_InsufficientMargin", "new debt against the token has the haircut of now")
    scene.takes(holder, UNIT, "u1")
    scene.refusal("PMRM_2_InsufficientMargin", "and the old one does not grow")
    scene.do("setCollateralPrice", asset=token, price=par, confidence=W)
    for _ in range(4):
        scene.warp(3_600)
        scene.do("setCollateralPrice", asset=token, price=par, confidence=W)
    scene.compare("equal", "when the price is back the haircut is what was set, after as long as was said", scene.level(), 0)
    scene.claim("notBelow", "and everybody is above maintenance margin again", after=scene.here, member="MM")
    scene.claim("absent", "with no auction of anybody", after=scene.here, path=["auctions"])
    # A fall that is the market's own protects nobody.
    scene.do("setCollateralPrice", asset=token, price=1_850 * W, confidence=W)
    scene.setting("graduated", None)
    scene.opened(other)
    scene.success("whom the price itself brings below is auctioned at once")
    bidder = scene.give("u7", 90_000, "pmrm")
    scene.buy(other, bidder, "u7")
    scene.compare("equal", "in time for its collateral to cover what it owes", scene.term("sums", "lostInWindow"), 0)
    scene.conserves()
    scene.balances()
    return scene


def pledge(scene, owner, token):
    """An account of ten of the token that owes as much cash as it may, and the units of that."""
    account = scene.give(owner, 0, "pmrm")
    scene.puts(account, 10 * W, owner, token)
    debt = int(scene.trace.now["margins"][str(account)]["IM"]) // 10**12
    scene.takes(account, debt, owner)
    return account, debt


def chain():
    """Two bankrupt accounts on one side whose prices of bankruptcy differ."""
    scene = Incident(
        "29-deleveraging-chain", "auto-deleveraging at bankruptcy prices",
        "Accounts of one side were bankrupt at prices that did not overlap, and deleveraging at them passed the loss on in a chain.", True)
    first, second = scene.give("u1", 20_000), scene.give("u2", 25_000)
    sides = [scene.give("u3", 40_000), scene.give("u4", 30_000), scene.give("u5", 90_000, "pmrm")]
    scene.trade(*(transfer(side, first, "perp.eth", 30 * W) for side in sides))
    scene.trade(*(transfer(side, second, "perp.eth", 30 * W) for side in sides))
    scene.setting("deleveraging", deleveraging("queue", pairs=False, rate=500))
    scene.price(1_715 * W)
    for account in (first, second):
        scene.opened(account)
    scene.warp(30)
    for account in (first, second):
        bidder = scene.give("u7", 90_000)
        for side in sides:
            scene.do("settlePerps", caller="u7", account=side)
        before = scene.here
        scene.buy(account, bidder, "u7")
        for side in sides:
            scene.compare("atMost", "no candidate's maintenance margin is lower after it",
                          scene.margin(side, "MM", before), scene.margin(side, "MM"))
            scene.compare("atMost", "nor its initial margin", scene.margin(side, "IM", before), scene.margin(side, "IM"))
        scene.compare("atMost", "what all sides pay is at most what the bidder is owed",
                      [scene.margin(side, "MtM", before) for side in sides],
                      [scene.result("cashToBidder"), *(scene.margin(side, "MtM") for side in sides), {"number": str(10**6)}])
        scene.compare("atMost", "nothing is socialised", W, scene.term("cash", "exchangeRate"))
    scene.claim("notBelow", "nobody is made bankrupt by it", after=scene.here, member="MtM")
    scene.conserves()
    scene.balances()
    return scene


SCENES = (
    lambda: pump(True), lambda: pump(False), lambda: concentration(True), lambda: concentration(False), backstop,
    lambda: self_liquidation(True), lambda: self_liquidation(False), paid_within_caps, whale, stale, sandwich, depeg,
    lambda: redemption(True), lambda: redemption(False), chain,
)
