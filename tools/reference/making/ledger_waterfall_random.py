"""Random calls in a venue with the whole waterfall."""

from .dice import W
from .ledger_keeping import auction, bid, liquidation
from .ledger_random import Random
from .ledger_scene import FAR
from .ledger_stories import opened
from .ledger_waterfall import (
    DELEVERAGING, FUND, GRADUATED, KEEPERS, ORACLE, RULES, keepers, other_side, positions, reduced, reduction,
)


def drawn(dice):
    """The settings of a venue, of which each may be absent; as the part *liquidation* has them."""
    rules = RULES | {
        "buffer": str(dice.wad(0, 800)), "hedgesWithPerp": dice.chance(60), "keepsPairs": dice.chance(60),
        "least": {"option": str(dice.wad(0, 900)), "perp": str(dice.wad(0, 900)), "collateral": "0"}}
    made = {
        "graduated": GRADUATED | {"rules": rules, "grace": str(dice.pick((0, 60, 600)))},
        "fund": {"moment": str(dice.wad(1_000, 9_000_000)), "window": str(dice.wad(1_000, 20_000_000)),
                 "seconds": str(dice.pick((0, 3_600))), "markets": [{"market": 0, "cap": str(dice.wad(1_000, 9_000_000))}]},
        "deleveraging": DELEVERAGING | {
            "rule": dice.pick(("queue", "proRata", "least")), "keepsPairs": dice.chance(50),
            "largestRate": str(dice.wad(10, 400)), "socialisedFirst": str(dice.wad(0, 900_000)), "seconds": "3600"},
        "oracle": ORACLE | {"band": str(dice.wad(150, 400)), "divergence": str(dice.wad(2, 10)), "slowSeconds": "600"},
        "withdrawals": {"amount": str(dice.wad(1_000_000, 90_000_000)), "seconds": "3600"},
        "interest": {"seconds": "3600", "assets": [{"asset": "perp 0", "growth": str(dice.wad(290_000, 500_000))}]}}
    made = {name: value for name, value in made.items() if name == "graduated" or dice.chance(85)}
    return made | ({"judgesBids": True} if dice.chance(50) else {})


class WaterfallRandom(Random):
    def __init__(self, scene, seed):
        super().__init__(scene, seed)
        self.people, self.spot = [*self.people, *KEEPERS], 2_500 * W

    def blocks(self, count, size):
        s, dice = self.scene, self.dice
        yield from opened(s)
        s.time += 100
        yield s.time, [*keepers(s), s.one("securityModule", "nine", 0, dice.between(1, 20) * 10**9), *positions(s), *other_side(s)]
        for _ in range(count):
            s.time += dice.pick((1, 60, 400, 700, 3_600, 8_000))
            yield s.time, self.prices() + [self.call() for _ in range(size)]

    def prices(self):
        dice, s = self.dice, self.scene
        if dice.chance(15):
            return []
        # Accounts 3 and 4 are short: below margin from 2,500 on, insolvent from 3,000 on.
        self.spot = min(max(self.spot * dice.pick((94, 98, 99, 101, 102, 104, 115)) // 100, 2_350 * W), 3_300 * W)
        return s.prices(self.spot, dice.between(-3, 12) * W, (FAR,), dice.pick((W, W, 97 * W // 100)))

    def call(self):
        return super().call() if self.dice.chance(35) else self.liquidating()

    def weak(self):
        return self.dice.pick((3, 3, 3, 4, 4, 4, self.dice.between(5, 15)))

    def liquidating(self):
        dice, s, account = self.dice, self.scene, self.weak()
        accounts = s.ledger.state.accounts
        alike = [each for each in self.people if account in accounts and each[1] != account
                 and accounts[each[1]].manager == accounts[account].manager]
        keeper = owner, number = dice.pick(alike if alike and dice.chance(90) else KEEPERS)
        roll, part = dice.below(100), dice.pick((W, W // 2, W // 9, dice.between(1, W)))
        if roll < 15:
            return reduction(s, "announce", account)
        if roll < 22:
            return reduction(s, "withdraw", account)
        if roll < 52:
            return reduced(s, account, keeper, steps=dice.pick((0, 0, 1, 2)), part=part, least=dice.pick((0, 0, W)))
        if roll < 70:
            return auction(s, dice.pick((0, 0, 0, 1, 1, 2, 3)), account, dice.below(6))
        if roll < 80:
            return bid(s, owner, account, number, part, account=number)
        return liquidation(s, owner, number, account, dice.between(1, 30) * 1_000 * W, part, int(dice.chance(50)))
