"""Random traces in corrected mode, and under some of its switches; accounts change their managers, some are isolated."""

from ..clearing.laws import check_laws
from ..clearing.rules import NAMES
from .transition_random import MANAGERS, AuctionWalk, Walk, walks

WHOLE = 3  # of so many walks the first ones have all switches on


class Corrected:
    """What both kinds of walks have besides."""

    def config(self):
        dice, made = self.dice, super().config()
        count = len(NAMES) if self.whole else dice.between(1, 12)
        on = dice.shuffled(NAMES)[:count]
        made["corrections"] = [name for name in NAMES if name in on]
        if dice.chance(25):
            made["srm"]["isolated"] = True
        return made

    def __init__(self, number):
        self.whole = number <= WHOLE
        super().__init__(number)

    def step(self):
        dice, scene = self.dice, self.scene
        if dice.chance(6):
            account = self.account()
            scene.add("changeManager", caller=self.caller(account), account=account, manager=dice.pick(MANAGERS))
        elif dice.chance(2):
            scene.add("setParam", caller="owner", param="manager.isolated",
                      args={"manager": dice.pick(MANAGERS), "value": dice.chance(40)})
        elif dice.chance(2):
            scene.add("setParam", caller="guardian", param="manager.adjustmentsPaused",
                      args={"manager": dice.pick(MANAGERS), "value": dice.chance(30)})
        else:
            super().step()
        if self.whole:
            check_laws(scene.state)


class CorrectedWalk(Corrected, Walk):
    name = seed = "random-corrected"


class CorrectedAuctionWalk(Corrected, AuctionWalk):
    name = seed = "random-auctions-corrected"


SCENES = walks(CorrectedWalk, 6, 230) + walks(CorrectedAuctionWalk, 6, 280)
