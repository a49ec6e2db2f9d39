"""The trace of an incident being made: a story, what happened elsewhere, and what must hold here (JS-16)."""

import json

from ..clearing.claims import Story
from ..clearing.rules import NAMES
from .dice import W
from .transition_auctions import DOWN, UNIT
from .transition_scene import NEAR, Scene, transfer, venue
from .transition_waterfall import Reduced

PANICS = ["Panic(0x01)", "Panic(0x11)", "Panic(0x12)", "Panic(0x32)", "EmptyRevert", "ReentrancyGuardReentrantCall"]


class Incident(Reduced):
    """A venue with prices, in corrected mode unless its name says otherwise; nobody has an account yet."""

    def __init__(self, name, incident, happened, is_corrected=True, **changes):
        corrections = {"corrections": list(NAMES)} if is_corrected else {}
        self.told = []
        Scene.__init__(self, name if is_corrected else name + "-reference", happened, venue(**changes) | corrections)
        self.incident, self.happened, self.claims = incident, happened, []
        self.manager = "manager.srm"
        self.prices()

    # What happens

    @property
    def here(self):
        """The number of the last step."""
        return len(self.steps) - 1

    def price(self, price, market="eth"):
        """Index price, mark and forward."""
        self.spot(market, price)
        self.perp_prices(market, price)
        self.expiry(market, NEAR, price)

    def give(self, owner, cash, manager="srm"):
        return self.account(owner, manager, cash * UNIT)

    def puts(self, account, amount, owner, asset="cash"):
        """A deposit, in units of the token."""
        self.do("deposit", caller=owner, account=account, asset=asset, amount=amount)

    def long(self, cash, size):
        """Somebody who takes the other side, and an account that is long the perp."""
        maker, account = self.give("u9", 500_000), self.give("u1", cash)
        self.trade(transfer(maker, account, "perp.eth", size))
        return maker, account

    def opened(self, account, scenario=DOWN):
        return self.add("startAuction", caller="stranger", account=account, scenarioId=scenario)

    def buy(self, account, bidder, owner, part=W, limit=0, trade=0):
        """A bid, on everything unless said otherwise."""
        return self.bid(part, limit, trade, bidder, owner, account)

    def takes(self, account, amount, owner, asset="cash"):
        return self.add("withdraw", caller=owner, account=account, asset=asset, amount=amount)

    # What must hold

    def claim(self, kind, that, **members):
        self.claims.append({"claim": kind, "that": that} | members)

    def refusal(self, name, that):
        """The last step was refused by this name."""
        found = self.steps[-1]["result"].get("revert")
        assert found == name, (self.name, self.here, self.steps[-1]["op"], found, name)
        self.claim("refused", that, step=self.here, name=name)

    def success(self, that):
        assert self.steps[-1]["result"].get("ok"), (self.name, self.here, self.steps[-1])
        self.claim("succeeds", that, step=self.here)

    def term(self, *path, after=None, minus=False):
        made = {"path": [str(each) for each in path], "after": self.here if after is None else after}
        return made | ({"minus": True} if minus else {})

    def margin(self, account, member, after=None):
        return self.term("margins", account, member, after=after)

    def balance(self, account, instrument="cash", after=None, minus=False):
        return self.term("balances", account, instrument, after=after, minus=minus)

    def level(self, place=0, after=None, manager="manager.pmrm.eth"):
        """The level in force of an adaptive rule when it was last looked at."""
        return self.term("levels", manager, place, "level", after=after)

    def result(self, name, step=None):
        return {"result": name, "of": self.here if step is None else step}

    def compare(self, kind, that, left, right):
        """`left` and `right` are terms or numbers, or lists of them."""
        def terms(value):
            value = value if isinstance(value, list) else [value]
            return [each if isinstance(each, dict) else {"number": str(each)} for each in value]
        self.claim(kind, that, left=terms(left), right=terms(right))

    def conserves(self):
        self.claim("conserved", "cash is backed to the last fine unit after every step")

    def balances(self):
        self.claim("balanced", "for every position there is its other side")

    def no_panic(self):
        self.claim("neverRefused", "no step ends in a panic", names=PANICS)

    def text(self):
        made = super().text()
        story = Story(int(self.config["stableDecimals"]))
        for state, step in zip(self.told, self.steps):
            story.add(state, step["result"])
        for claim in self.claims:
            assert story.holds(claim), (self.name, claim, [story.total(claim[side]) for side in ("left", "right") if side in claim])
        head = "".join(
            f"{json.dumps(name)}:{json.dumps(value, separators=(',', ':'))},\n"
            for name, value in (("incident", self.incident), ("happened", self.happened)))
        holds = ",\n".join(json.dumps(claim, separators=(",", ":")) for claim in self.claims)
        made = made.replace('"config":', head + '"config":', 1)
        return made[:-2] + f',\n"holds":[\n{holds}\n]}}\n'

    def add(self, op, **arguments):
        result = super().add(op, **arguments)
        self.told.append(self.trace.now)
        return result
