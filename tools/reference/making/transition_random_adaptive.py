"""Random traces with adaptive margin: rules of every kind that change, beside trades, liquidations and the waterfall."""

from .adaptive_scene import rule, th
from .dice import W
from .transition_random import MANAGERS, walks
from .transition_random_waterfall import WaterfallWalk
from .transition_scene import DAY, spelled

OF_MODEL = {
    "manager.srm": ("perp.eth", "perp.eth", "option.eth", "base.eth", "perp.btc", "option.btc", "base.btc"),
    "manager.pmrm.eth": ("perp.eth", "perp.eth", "option.eth", "option.eth", "base.eth", "base.btc", "base.wsteth")}
PARS = {"base.btc": 50_000, "perp.btc": 50_000, "option.btc": 50_000, "base.wsteth": 2_300}


class AdaptiveWalk(WaterfallWalk):
    name = seed = "random-adaptive"
    about = "random operations of many accounts, auctions and the waterfall among them, with adaptive margin"

    def __init__(self, number):
        super().__init__(number)
        self.given = {}
        self.scene.do("setCollateralPrice", asset="redemption", price=th(1_150), confidence=W)
        for manager in MANAGERS:
            self.adapt(manager)

    def adapt(self, manager):
        dice = self.dice
        rules = list(self.given.get(manager, ()))
        if not rules or dice.chance(40):
            rules = [self.rule(manager) for _ in range(dice.between(1, 7))]
        else:
            rules[dice.below(len(rules))] = self.rule(manager)
        least = min((each["notice"] for each in rules if each["input"]["kind"] != "size"), default=DAY)
        value = {"grace": dice.pick((0, 10 * least, 32 * least, 32 * least, 32 * least + dice.below(9))), "rules": rules}
        if self.scene.add("setParam", caller="owner" if dice.chance(95) else "u1", param="manager.adaptive",
                          args=spelled({"manager": manager, "value": value})).get("ok"):
            self.given[manager] = rules

    def rule(self, manager):
        dice = self.dice
        asset = dice.pick(OF_MODEL[manager])
        parameter = dice.pick(("requirement", "requirement", "spotRange", "volRange")) if (
            manager != MANAGERS[0] and asset == "option.eth") else "requirement"
        kinds = ("realised", "confidence", "confidence", "confidence", "peg", "interest", "size", "share")
        if parameter != "requirement" and dice.chance(95):
            kinds = kinds[:-2]
        kind = dice.pick(kinds if asset.startswith("base.") else (*kinds, "implied"))
        notice = dice.pick((60, 60, 600, 3_600))
        curve, at, add = [], dice.between(0, 300), dice.between(0, 20)
        for _ in range(dice.between(1, 4)):
            curve.append((at, add))
            at, add = at + dice.between(1, 600), add + dice.between(0, 400 if parameter != "requirement" else 120)
        return rule(
            asset, kind, *curve, parameter=parameter, step=dice.wad(1, 150), notice=notice,
            calm=notice * dice.between(1, 5), **self.input(asset, kind))

    def input(self, asset, kind):
        dice, par = self.dice, PARS.get(asset, 2_000)
        if kind == "peg":
            return dice.pick((
                {"price": dice.wad(900, 1_000) * par}, {"price": dice.wad(par, par + 200), "market": "eth"},
                {"price": W, "market": "eth", "rate": "redemption"}, {"price": dice.wad(1_000, 2_000), "rate": "wsteth"}))
        return {
            "realised": lambda: {"seconds": dice.pick((60, 3_600, DAY))},
            "implied": lambda: {
                "expiries": [each for each in self.expiries if dice.chance(70)], "tenor": dice.pick((0, DAY))},
            "confidence": lambda: {}, "interest": lambda: {"reference": dice.wad(100, 30_000)},
            "size": lambda: {"depth": dice.wad(500, 20_000) * par}, "share": lambda: {"least": dice.wad(1, 9_000)},
        }[kind]()

    def step(self):
        dice = self.dice
        if dice.chance(9):
            self.lull()
        elif dice.chance(2):
            self.adapt(dice.pick(MANAGERS))
        elif dice.chance(1):
            self.set("manager.adaptive", {"manager": dice.pick(MANAGERS), "value": None})
        elif dice.chance(3):
            self.scene.add(
                "setCollateralPrice", asset="redemption", price=dice.wad(1_050, 1_200), confidence=self.confidence())
        elif self.weak_ones() and dice.chance(10):
            self.scene.warp(dice.pick((1, 59, 60, 600, 3_600)))
        else:
            super().step()


    def lull(self):
        """A price that stays and is doubted while steps bind, then whom they have brought below."""
        dice, scene = self.dice, self.scene
        market = dice.pick(("eth", "eth", "btc"))
        notices = [each["notice"] for rules in self.given.values() for each in rules] or [60]
        if dice.chance(60):
            self.swift(market)
        for _ in range(4):
            self.venture()
        known = set(self.weak_ones())
        doubt = dice.wad(560, 950)
        for _ in range(dice.between(1, 4)):
            scene.spot(market, self.price[market], doubt)
            scene.warp(dice.pick(notices))
        for account in self.weak_ones():
            if account not in known:
                op = dice.pick(("startAuction", "startAuction", "announce"))
                scene.add(op, caller="stranger", account=account, **({} if op == "announce" else {"scenarioId": dice.below(5)}))
                self.reduce(account)
                self.bid(account)


    def swift(self, market):
        """A manager whose rules follow the doubts about a market in long steps, with all the grace that there may be."""
        dice = self.dice
        manager = dice.pick(MANAGERS) if market == "eth" else MANAGERS[0]
        rules = [
            rule(asset, "confidence", (0, 0), (400, dice.between(60, 300)), step=dice.wad(60, 200), notice=60, calm=600)
            for asset in (f"perp.{market}", f"option.{market}", f"base.{market}")]
        self.set("manager.adaptive", spelled({"manager": manager, "value": {"grace": 1_920, "rules": rules}}))
        self.given[manager] = rules


SCENES = walks(AdaptiveWalk, 8, 260)
