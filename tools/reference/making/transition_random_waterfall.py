"""Random traces with the waterfall: settings that change, accounts announced and reduced, losses, pauses."""

from ..clearing.laws import check_laws
from ..clearing.rules import NAMES
from .dice import W
from .transition_breakers import ORACLE, deleveraging
from .transition_random import AuctionWalk, walks
from .transition_scene import spelled
from .transition_waterfall import graduated

CORRECTED = 3  # of so many walks the first ones have all switches on


class WaterfallWalk(AuctionWalk):
    name = seed = "random-waterfall"
    about = "random operations of many accounts, auctions among them, with the whole waterfall"

    def config(self):
        made = super().config()
        return made | {"corrections": list(NAMES)} if self.corrected else made

    def __init__(self, number):
        self.corrected = number <= CORRECTED
        super().__init__(number)
        for name in ("graduated", "judgesBids", "fund", "deleveraging", "oracle", "withdrawals"):
            if self.dice.chance(40 if name == "oracle" else 90):
                self.waterfall(name)

    def waterfall(self, name):
        dice = self.dice
        value = {
            "graduated": lambda: graduated(
                dice.pick((0, 60, 3_600)), dice.pick((7_200, 86_400)), {
                    "maximumRate": dice.wad(0, 100), "fullDepth": dice.wad(0, 1_000), "initialShare": dice.wad(0, 1_000),
                    "equityShare": dice.wad(0, 1_000)},
                buffer=dice.wad(0, 800), hedgesWithPerp=dice.chance(70), keepsPairs=dice.chance(60),
                least={"option": dice.wad(0, 900), "perp": dice.wad(0, 900), "collateral": 0}),
            "judgesBids": lambda: True,
            "fund": lambda: {
                "moment": dice.wad(0, 900_000), "window": dice.wad(0, 3_000_000), "seconds": dice.pick((0, 3_600, 86_400)),
                "markets": [
                    {"market": market, "cap": dice.wad(0, 900_000)} for market in ("eth", "btc") if dice.chance(40)]},
            "deleveraging": lambda: deleveraging(
                dice.pick(("queue", "proRata", "least")), dice.chance(50), dice.between(1, 300), dice.wad(0, 100_000),
                dice.pick((0, 3_600, 86_400))),
            "oracle": lambda: ORACLE | {
                "leastConfidence": dice.wad(300, 900), "divergence": dice.wad(5, 90), "band": dice.wad(50, 400)},
            "withdrawals": lambda: {"amount": dice.wad(0, 9_000_000), "seconds": dice.pick((0, 3_600, 86_400))},
        }[name]()
        self.set(f"liquidation.{name}", {"value": spelled(value)})

    def step(self):
        dice, scene = self.dice, self.scene
        if self.weak_ones() and dice.chance(40):
            account = self.weak()
            op = dice.pick(("announce", "reduce", "reduce", "reduce", "withdrawAnnouncement"))
            if op == "reduce":
                self.reduce(account)
            else:
                scene.add(op, caller="stranger", account=account)
        elif dice.chance(2):
            self.waterfall(dice.pick(("graduated", "fund", "deleveraging", "oracle", "withdrawals")))
        elif dice.chance(1):
            self.set("liquidation." + dice.pick(("graduated", "fund", "deleveraging", "oracle")), {"value": None})
        else:
            super().step()
        if self.corrected:
            check_laws(scene.state)

    def reduce(self, account):
        dice, scene = self.dice, self.scene
        known = scene.state.accounts.get(account)
        keepers = [
            each for each in self.owners
            if known and scene.state.accounts[each].manager == known.manager and dice.chance(50)]
        keeper = max(keepers, key=self.richness, default=0) if dice.chance(90) else self.account()
        scene.add(
            "reduce", caller=self.owners.get(keeper, "u1"), account=account, keeper=keeper,
            steps=dice.pick((0, 0, 1, 2)), part=dice.pick((W, W, W, dice.below(W))), leastDiscount=dice.pick((0, 0, 0, dice.wad(0, 2_000))),
            expectedLastTradeId=0)

    def richness(self, account):
        margin = self.scene.trace.now["margins"].get(str(account), {}).get("IM", "0")
        return 0 if margin.startswith("revert") else int(margin)


SCENES = walks(WaterfallWalk, 6, 260)
