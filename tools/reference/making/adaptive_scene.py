"""A scene with adaptive margin (26): rules by name, levels looked at and looked up."""

from .dice import W
from .transition_auctions import UNIT
from .transition_scene import NEAR, call, transfer
from .transition_waterfall import Reduced

NOTICE, CALM, GRACE = 600, 1_800, 3_600  # seconds
INVALID = "Waterfall_InvalidSetting"
PROTECTED = "Waterfall_ParameterGrace"


def th(number):
    return number * W // 1_000


def points(*pairs):
    """A curve in thousandths."""
    return [{"at": th(at), "add": th(add)} for at, add in pairs]


def rule(asset, kind, *curve, parameter="requirement", step=th(20), notice=NOTICE, calm=CALM, **given):
    """`given` are the settings of the input."""
    return {
        "asset": asset, "parameter": parameter, "input": {"kind": kind, **given}, "curve": points(*curve),
        "step": step, "notice": notice, "calm": calm}


def doubted(asset, *curve, **more):
    """A rule that follows how far the confidence of a price is from 1: the easiest one to move."""
    return rule(asset, "confidence", *(curve or ((0, 0), (1_000, 1_000))), **more)


class Adapted(Reduced):
    """The accounts of an auction's scene, and `holder`, who owes cash against tokens."""

    def __init__(self, name, description, manager="srm", config=None):
        super().__init__(name, description, manager, config)
        self.tokens = ("base.eth", "base.wsteth") if manager == "pmrm" else ("base.eth",)
        self.do("setCollateralPrice", asset="redemption", price=th(1_150), confidence=W)
        self.holder = self.account("u5", manager, 2_000 * UNIT)
        for token in self.tokens:
            self.do("deposit", caller="u5", account=self.holder, asset=token, amount=3 * W)
        self.trade(transfer(self.holder, self.maker, call(2_600, NEAR), 2 * W))
        self.do("withdraw", caller="u5", account=self.holder, asset="cash", amount=3_500 * UNIT)

    def adapt(self, *rules, grace=GRACE, manager=None):
        return self.set(
            "manager.adaptive", manager=manager or self.manager, value={"grace": grace, "rules": list(rules)})

    def refuse_adaptive(self, value, caller="owner", name=INVALID, manager=None):
        self.refuse(name, "manager.adaptive", caller, manager=manager or self.manager, value=value)

    def look(self):
        """A reading that moves nothing here, after which every rule is looked at."""
        self.do("setStable", price=W, confidence=W)

    def after(self, seconds):
        self.warp(seconds)
        self.look()

    def level(self, place, member="level", manager=None):
        return int(self.trace.now["levels"][manager or self.manager][str(place)][member])

    def expect(self, place, **members):
        """What is kept of a rule."""
        found = {name: self.level(place, name) for name in members}
        assert found == members, (self.name, len(self.steps), found, members)

    def doubt(self, thousandths, market="eth"):
        """An index price of this much less than full confidence."""
        price = self.state.feeds.readings[f"{market}.spot", None].price
        self.spot(market, price, W - th(thousandths))

    def margin(self, account, member="MM"):
        return int(self.trace.now["margins"][str(account)][member])
