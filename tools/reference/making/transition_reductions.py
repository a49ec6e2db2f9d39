"""Traces about what a reduction takes: hedges that cost more than closing, and covers that cover next to nothing."""

from .dice import W
from .transition_auctions import UNIT
from .transition_breakers import Insolvent, deleveraging
from .transition_scene import call, scenarios, transfer
from .transition_waterfall import Reduced, graduated


def dear_hedge():
    """Long calls near worthless: the perp would close a tenth of the notional at ten times the discount."""
    scene = Reduced("waterfall-dear-hedge", "long options that are closed, because the perp would close less and cost more", "pmrm")
    moves = ((1_100, "None", 1_000), (900, "None", 1_000), (1_000, "None", 1_000))
    scene.set("pmrm.scenarios", scenarios=scenarios(moves))
    scene.set("pmrm.other", **scene.config["pmrm"]["other"] | {"MMPerpPercent": "0", "IMPerpPercent": "0"})
    scene.setting("graduated", graduated(keepsPairs=False))
    holder = scene.account("u5", "pmrm", 3_000 * UNIT)
    scene.trade(transfer(scene.maker, holder, call(2_000), 40 * W))
    free = int(scene.trace.now["margins"][str(holder)]["IM"]) // 10**12
    scene.do("withdraw", caller="u5", account=holder, asset="cash", amount=free - UNIT)
    scene.sink(holder)
    scene.do("announce", caller="u9", account=holder)
    scene.warp(1_000)
    price = scene.state.feeds.readings["eth.spot", None].price
    scene.fall(price // W)
    closed = scene.reduced(account=holder)
    assert scene.state.accounts[holder].balance(("perp.eth", 0)) == 0
    # Without a discount nothing is dearer, and the perp hedges.
    scene.setting("graduated", graduated(keepsPairs=False, penalty={"maximumRate": 0}))
    scene.sink(holder)
    hedged = scene.reduced(account=holder, keeper=scene.fresh())
    assert scene.state.accounts[holder].balance(("perp.eth", 0)) < 0, (closed, hedged)
    return scene


class Covered(Insolvent):
    """The other side of an insolvent account stands in accounts with calls near the price and far from it."""

    def others(self):
        self.sides = {}
        for strike in (1_450, 1_500, 1_600, 2_000):
            side = self.sides[strike] = self.account("u10", "pmrm", 20_000 * UNIT)
            self.trade(transfer(side, self.maker, "perp.eth", 2 * W), transfer(self.maker, side, call(strike), 2 * W))


def covers():
    scene = Covered("waterfall-covers", "calls that cover next to nothing keep no perp out of deleveraging, those that cover do", "pmrm", 1_350)
    scene.setting("deleveraging", deleveraging("queue", rate=1_000))
    scene.sold(W, bidder=scene.fresh())
    left = {strike: -scene.state.accounts[side].balance(("perp.eth", 0)) for strike, side in scene.sides.items()}
    assert left[1_450] == 2 * W and left[2_000] < 2 * W, left
    return scene


SCENES = (dear_hedge, covers)
