"""Blocks of random calls, so that interest, funding, losses and refusals meet in ways that nobody thought of."""

from .dice import W, Dice
from .ledger_scene import ALL, FAR, NEAR, contract, person
from .ledger_stories import NOBODY, option, opened

STRIKES = (1_500, 1_900, 2_000, 2_200)


class Random:
    def __init__(self, scene, seed):
        self.scene, self.dice = scene, Dice(seed)
        self.people = [("one", 3), ("two", 4), ("three", 5), ("four", 6), ("five", 7)]
        self.spot, self.credits = 2_000 * W, 1_000

    def blocks(self, count, size):
        made = opened(self.scene)
        for _ in range(count):
            self.scene.time += self.dice.pick((1, 60, 3_600, 20_000))
            made.append((self.scene.time, self.prices() + [self.call() for _ in range(size)]))
        return made

    def prices(self):
        dice, s = self.dice, self.scene
        if dice.chance(20):
            return []
        self.spot = max(self.spot * dice.between(90, 111) // 100, 500 * W)
        mark = dice.between(-3, 6) * W
        coming = [expiry for expiry in (NEAR, FAR) if expiry - 1_800 > s.time]
        made = s.prices(self.spot, mark, coming, dice.pick((W, W, 97 * W // 100)))
        if s.time > NEAR and dice.chance(60):
            made.append(s.message("forward", NEAR, 5, 1_800 * self.spot + 5, 0, W, stamp=NEAR, deadline=ALL))
        return made

    def instrument(self):
        dice = self.dice
        if dice.chance(45):
            return "ETH-PERP", 0, self.spot * dice.between(97, 103) // 100
        price = dice.between(1, 300) * W
        return "ETH-OPTION", option(dice.pick((NEAR, FAR, FAR)), dice.pick(STRIKES) * W, dice.chance(50)), price

    def pair(self):
        return self.dice.shuffled(self.people)[:2]

    def call(self):
        dice, s = self.dice, self.scene
        (owner, account), other = self.pair()
        roll = dice.below(100)
        amount = dice.between(1, 4_000) * W // 1_000
        if roll < 45:
            name, sub, price = self.instrument()
            fee = dice.pick((0, 0, W, 50 * W))
            return s.matched((owner, account), other, amount, price, name, sub, fee)
        if roll < 58:
            legs = []
            for _ in range(dice.between(1, 4)):
                name, sub, price = self.instrument()
                legs.append((name, sub, price, dice.sign() * amount))
            return s.quote((owner, account), other, legs, dice.pick((0, W // 3)), 0)
        return self.tokens(roll, owner, account, other) if roll < 78 else self.rest(roll, owner, account, other, amount)

    def tokens(self, roll, owner, account, other):
        dice, s = self.dice, self.scene
        asset = dice.pick(("USDC", "USDC", "WETH", "WSTETH"))
        unit = {"USDC": 10**9, "WETH": 10**18, "WSTETH": 10**8}[asset]
        if roll < 63:
            self.credits += 1
            return s.credit(self.credits, owner, dice.between(1, 40) * unit, asset)
        if roll < 69:
            return s.deposit(owner, dice.pick((ALL, unit, unit // 3)), asset, account=account)
        if roll < 76:
            return s.one("withdrawal", owner, contract(asset), dice.between(1, 120) * unit, account=account)
        return s.one("takeOut", owner, contract(asset), dice.pick((ALL, 1)))

    def rest(self, roll, owner, account, other, amount):
        dice, s = self.dice, self.scene
        if roll < 90:
            call = dice.pick((0, 1, 1, 2, 2, 3, 4, 5, 6, 7))
            asset = {2: contract("ETH-OPTION"), 3: contract("ETH-PERP")}.get(call, NOBODY)
            return s.one("settlement", "anybody", call, account, asset)
        if roll < 94:
            return s.one("managerChange", owner, contract(dice.pick(("standard", "portfolio"))), account=account)
        if roll < 96:
            return s.one("guardian", "guardian", contract(dice.pick(("standard", "portfolio"))), int(dice.chance(20)))
        if roll < 98:
            return s.transfer(owner, account, [("USDC", 0, amount), (*self.instrument()[:2], dice.sign() * amount)])
        return s.one("sessionKey", owner, person("key"), dice.pick((0, s.time + 5_000)))
