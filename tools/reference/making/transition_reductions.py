"""Traces about hedged pairs: covers that cover next to nothing."""

from .dice import W
from .transition_auctions import UNIT
from .transition_breakers import Insolvent, deleveraging
from .transition_scene import call, transfer


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


SCENES = (covers,)
