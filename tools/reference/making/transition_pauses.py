"""Traces about pauses: rows of them, what stands while they last, and withdrawals that wait for them (WF-23, WF-27)."""

from ..clearing.breakers import age
from .dice import W
from .transition_auctions import UNIT
from .transition_breakers import DOWN, ORACLE
from .transition_scene import DAY, transfer
from .transition_waterfall import Reduced, graduated


def rows():
    scene = Reduced("waterfall-rows-of-pauses", "a row of pauses ends when liquidations went on for as long as it lasted")
    scene.setting("oracle", ORACLE)
    scene.spot("eth", 2_000 * W)
    scene.fall(1_560)
    scene.warp(1_000)
    began = scene.time

    def doubted(second, until):
        """At a second since the scene began: a reading that is uncertain, and when liquidations go on."""
        scene.do("warp", to=began + second)
        scene.spot("eth", 1_560 * W, W // 2)
        assert scene.state.watches["eth"].until == began + until, (second, scene.state.watches["eth"], began)

    # The row of the fall is long over; a short one, one that another reading grows, and one as long as may be.
    for second, until in ((0, 60), (120, 180), (239, 299), (297, 300), (479, 300), (480, 540), (599, 659), (778, 660), (779, 660), (900, 960)):
        doubted(second, until)
    scene.refused("Waterfall_Paused", "startAuction", **scene.ask, scenarioId=DOWN)
    doubted(1_020, 1_080)
    scene.refused("Waterfall_Paused", "startAuction", **scene.ask, scenarioId=DOWN)
    scene.do("warp", to=began + 1_080)
    scene.start()
    return scene


def clocks(manager, levels):
    """`levels` are prices below maintenance, and where the account is worth less than nothing."""
    below, nothing = levels

    def made():
        scene = Reduced(f"waterfall-clocks-{manager}", "graces, discounts and auctions that grow no older while their market waits", manager)
        ask, debtor = scene.ask, scene.debtor
        rule = ORACLE | {"band": 2**255, "divergence": 2**255, "pause": 300, "longestPause": 500}
        scene.setting("graduated", graduated(grace=600, validity=4_200))
        scene.setting("oracle", rule)
        price = below

        def doubted():
            scene.spot("eth", price * W, W // 2)
            scene.spot("eth", price * W)

        def old():
            auction = scene.state.auctions[debtor]
            return age(scene.state, auction.start, auction.waited)

        scene.fall(below)
        # A pause before, which nothing that begins later counts.
        doubted()
        scene.warp(1_000)
        scene.do("announce", **ask)
        scene.warp(100)
        doubted()
        scene.warp(299)
        scene.not_reduced("Waterfall_Paused")
        scene.warp(1)
        # 400 seconds, of which 100 count.
        scene.not_reduced("Waterfall_DiscountTooSmall", least=10**30)
        scene.refused("Waterfall_ReductionComesFirst", "startAuction", **ask, scenarioId=DOWN)
        scene.warp(499)
        scene.refused("Waterfall_ReductionComesFirst", "startAuction", **ask, scenarioId=DOWN)
        scene.refused("Waterfall_AlreadyAnnounced", "announce", **ask)
        scene.warp(1)
        scene.start()
        assert scene.state.auctions[debtor].waited == {"eth": 600}
        scene.warp(40)
        before = old()
        doubted()
        assert old() == before
        for seconds in (1, 199, 60):
            scene.warp(seconds)
            # A row that grows: as much older as it grew by.
            doubted()
            scene.not_bid("Waterfall_Paused", W // 9)
            assert old() == before, (old(), before)
        scene.do("warp", to=scene.state.watches["eth"].until)
        assert old() == before
        scene.sold(W // 50, bidder=scene.fresh())
        # To the end of its time, and beyond it by what it waited.
        start = scene.state.auctions[debtor].start
        scene.do("warp", to=start + 900 + 43_200)
        scene.refused("DA_OngoingSolventAuction", "convertToInsolvent", **ask)
        scene.warp(499)
        scene.refused("DA_OngoingSolventAuction", "convertToInsolvent", **ask)
        scene.warp(1)
        price = nothing
        scene.fall(price)
        scene.do("convertToInsolvent", **ask)
        scene.warp(1_000)
        before = old()
        doubted()
        scene.warp(300)
        assert old() == before
        scene.sold(W // 10, bidder=scene.fresh())
        # Without the rule liquidations go on; its clocks do as if it were there.
        doubted()
        scene.warp(700)
        doubted()
        scene.setting("oracle", None)
        scene.sold(W // 10, bidder=scene.fresh())
        scene.warp(100)
        scene.sold(W // 10, bidder=scene.fresh())
        scene.warp(5_000)
        scene.sold(W, bidder=scene.fresh())
        # What begins without it keeps nothing.
        other = scene.account("u1", "pmrm" if manager == "pmrm" else "srm", 4_000 * UNIT)
        scene.fall(2_000)
        scene.trade(transfer(scene.maker, other, "perp.eth", 8 * W))
        price = below - 30
        scene.fall(price)
        scene.do("announce", caller="u9", account=other)
        scene.setting("oracle", rule)
        scene.warp(500)
        doubted()
        scene.warp(300)
        scene.do("startAuction", caller="u9", account=other, scenarioId=DOWN)
        return scene
    return made


def by_turns():
    """An account of two markets: of pauses by turns the longest counts, of what it held when its clock began."""
    scene = Reduced("waterfall-clocks-by-turns", "graces of accounts of two markets, and of one that is entered later")
    scene.setting("graduated", graduated(grace=600))
    scene.setting("oracle", ORACLE | {"band": 2**255, "divergence": 2**255, "pause": 100, "longestPause": 500})
    both = scene.account("u5", "srm", 4_300 * UNIT)
    scene.trade(transfer(scene.maker, both, "perp.eth", 8 * W), transfer(scene.maker, both, "perp.btc", W // 100))
    scene.spot("btc", 50_000 * W, W // 2)
    scene.warp(5_000)
    scene.fall(1_560)
    accounts = (both, scene.debtor)
    for account in accounts:
        scene.do("announce", caller="u9", account=account)
    assert scene.state.waited == {both: {"eth": 0, "btc": 100}, scene.debtor: {"eth": 0}}
    for market, price in (("btc", 50_000), ("eth", 1_560), ("btc", 50_000), ("eth", 1_560), ("btc", 50_000)):
        scene.warp(100)
        scene.spot(market, price * W, W // 2)
        scene.not_reduced("Waterfall_Paused" if market == "eth" else "Waterfall_DiscountTooSmall", least=10**30)
        scene.not_reduced("Waterfall_Paused", account=both)
    scene.warp(100)
    for seconds in (199, 1, 99, 1):
        scene.warp(seconds)
        for account in accounts:
            scene.add("startAuction", caller="u9", account=account, scenarioId=DOWN)
    return scene


def held():
    scene = Reduced("waterfall-held-withdrawals", "withdrawals of the whole venue that wait while one of its markets does")
    cash = {"caller": "u2", "account": scene.maker, "asset": "cash", "amount": UNIT}
    token = {"caller": "u2", "account": scene.maker, "asset": "base.eth", "amount": W}
    scene.do("deposit", **token)
    other = scene.account("u5", "pmrm", 5 * UNIT)  # which holds nothing of any market
    scene.setting("withdrawals", {"amount": 20 * W, "seconds": DAY})
    everything = (("withdraw", cash), ("withdraw", token | {"amount": W // 90}), ("smWithdraw", {"caller": "owner", "amount": UNIT}),
                  ("withdraw", cash | {"caller": "u5", "account": other}))

    def everybody(name=None):
        for op, arguments in everything:
            scene.refused(name, op, **arguments) if name else scene.do(op, **arguments)

    for holds in (False, True):
        scene.setting("oracle", ORACLE | ({"holdsWithdrawals": True} if holds else {}))
        scene.spot("eth", 2_000 * W)
        scene.spot("btc", 50_000 * W, W // 2)
        everybody("Waterfall_Paused" if holds else None)
        scene.warp(200)
    # The caller is looked at before, everything else after.
    scene.spot("btc", 50_000 * W, W // 2)
    for op, arguments, name in (
            ("withdraw", cash | {"caller": "u9"}, "CA_OnlyAccountOwner"),
            ("withdraw", token | {"caller": "u9"}, "WERC_OnlyAccountOwner"),
            ("smWithdraw", {"caller": "u9", "amount": UNIT}, "OwnableUnauthorizedAccount"),
            ("withdraw", cash | {"account": 999}, "ERC721NonexistentToken"),
            ("withdraw", token | {"amount": 2**250}, "Waterfall_Paused"), ("withdraw", cash | {"amount": 2**250}, "Waterfall_Paused"),
            ("withdraw", cash | {"amount": 900 * UNIT}, "Waterfall_Paused")):
        scene.refused(name, op, **arguments)
    scene.do("deposit", **cash)
    scene.trade(transfer(scene.maker, other, "cash", W))
    scene.warp(59)
    everybody("Waterfall_Paused")
    scene.warp(1)
    everybody()
    scene.spot("eth", 3_000 * W)
    everybody("Waterfall_Paused")
    scene.setting("oracle", None)
    everybody()
    return scene


SCENES = (rows, clocks("srm", (1_560, 1_380)), clocks("pmrm", (1_700, 1_350)), by_turns, held)
