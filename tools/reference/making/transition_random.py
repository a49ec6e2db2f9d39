"""Random traces: many accounts under both managers, every operation, prices and times that move."""

from .dice import W, Dice
from .transition_scene import (
    ALWAYS, DAY, PORTFOLIO, SCENARIOS, START, Scene, call, portfolio_group, put, scenarios, transfer, venue, wads,
)

HOUR = 3_600
MANAGERS = ("manager.srm", "manager.pmrm.eth")
TOKENS = ("base.eth", "base.btc", "base.wsteth")
PRICES = {"eth": 2_000 * W, "btc": 50_000 * W}
FEEDS = [f"{market}.{kind}" for market in PRICES for kind in ("spot", "mark", "impact", "fwd", "vol", "rate")]


def config(dice):
    stable, decimals = dice.pick((6, 6, 8, 18, 20)), [dice.pick((18, 18, 8, 2, 20)) for _ in TOKENS]
    rates = {
        asset: str(dice.wad(0, 3)) for asset in ("option.eth", "perp.eth", "option.btc", "perp.btc") if dice.chance(60)}
    return venue(
        stableDecimals=str(stable), baseDecimals=dict(zip(TOKENS, map(str, decimals))),
        interest={name: str(dice.wad(low, high)) for name, low, high in (
            ("minRate", 0, 200), ("rateMultiplier", 0, 600), ("highRateMultiplier", 100, 4_000),
            ("optimalUtil", 300, 950))},
        smFee=str(dice.wad(0, 500)), oiFeeRate=rates, feeRecipientSet=dice.chance(60),
        srm={"maxAccountSize": str(dice.between(8, 20)), "minOIFee": str(dice.wad(0, 5_000))},
        pmrm={
            "maxAccountSize": str(dice.between(8, 20)), "minOIFee": str(dice.wad(0, 5_000)),
            "maxExpiries": str(dice.between(2, 4)),
            "scenarios": scenarios(dice.shuffled(SCENARIOS)[:dice.between(4, 9)])},
        caps={"base.wsteth": str(dice.wad(20_000, 90_000)), "perp.btc": str(dice.wad(1_000, 4_000))})


class Walk:
    """One random trace being made."""

    name, about, seed, poor = "random", "random operations of many accounts", "transitions", 1

    def __init__(self, number):
        self.dice = Dice(f"{self.seed} {number}")
        self.scene = Scene(f"{self.name}-{number}", self.about, self.config())
        self.expiries = [START + days * DAY for days in (1, 3, 20, 60)]
        self.accounts = []
        self.owners = {}
        self.price = dict(PRICES)
        self.scene.do("setStable", price=W, confidence=W)
        self.scene.do("setCollateralPrice", asset="base.wsteth", price=2_300 * W, confidence=W)
        for market in PRICES:
            self.write(market, 100)
        for number in range(1, 11):
            self.fund(f"u{number}", MANAGERS[self.dice.below(2)])

    def config(self):
        return config(self.dice)

    def run(self, steps):
        while len(self.scene.steps) < steps:
            self.step()
        return self.scene

    def step(self):
        dice = self.dice
        roll = dice.below(100)
        for limit, action in (
                (42, self.trade), (52, self.tokens), (60, self.settle), (66, self.cash), (78, self.market),
                (88, self.pass_time), (92, self.allow), (97, self.setting), (100, self.new_account)):
            if roll < limit:
                action()
                return

    # Accounts

    def units(self, asset, thousandths):
        config = self.scene.config
        digits = int(config["stableDecimals"] if asset == "cash" else config["baseDecimals"].get(asset, 18))
        return thousandths * 10**digits // 1_000

    def fund(self, owner, manager):
        scene, dice = self.scene, self.dice
        account = scene.do("createAccount", owner=owner, manager=manager)["account"]
        self.accounts.append(account)
        self.owners[account] = owner
        scene.do(
            "deposit", caller=owner, account=account, asset="cash",
            amount=self.units("cash", dice.between(1_000_000, 60_000_000) // self.poor))
        if dice.chance(50):
            asset = dice.pick(TOKENS[:2])
            whole = dice.between(100, 900) if asset == "base.btc" else dice.between(1_000, 20_000)
            scene.add("deposit", caller=owner, account=account, asset=asset, amount=self.units(asset, whole))
        scene.do("approve", caller=owner, account=account, to="exchange")

    def new_account(self):
        if len(self.accounts) < 18:
            self.fund(f"u{self.dice.between(1, 12)}", self.dice.pick(MANAGERS))
        else:
            account = self.account()
            self.scene.add("approve", caller=self.caller(account), account=account, to="exchange")

    def account(self):
        return self.dice.pick(self.accounts) if self.dice.chance(97) else self.dice.pick((0, 1, 2, 4, 5, 99))

    def caller(self, account):
        return self.owners.get(account, "u1") if self.dice.chance(85) else self.dice.pick(("u1", "u9", "exchange"))

    # Trades

    def instrument(self):
        """What is traded, its price, and a usual size in thousandths."""
        dice = self.dice
        market = dice.pick(("eth", "eth", "eth", "btc"))
        spot, one = self.price[market], 1_000 if market == "eth" else 40
        roll = dice.below(10)
        if roll < 3:
            return f"perp.{market}", spot // 50, one
        if roll < 9:
            step = 100 if market == "eth" else 2_500
            strike = (spot // W * dice.between(75, 125) // 100) // step * step
            live = [expiry for expiry in self.expiries if expiry > self.scene.time] or self.expiries
            expiry = dice.pick(live if dice.chance(95) else self.expiries)
            return (call if dice.chance(50) else put)(strike, expiry, market), spot // 20, one
        return dice.pick((*TOKENS, "base.junk")), spot, one // 4

    def held(self, account):
        """Something that the account holds, or None."""
        known = self.scene.state.accounts.get(account)
        others = [each for each in known.held if each[0] != "cash"] if known else []
        return self.dice.pick(others) if others else None

    def trade(self):
        dice, scene = self.dice, self.scene
        transfers = []
        for _ in range(dice.pick((1, 1, 1, 1, 2, 3))):
            a, b = self.account(), self.account()
            if a == b and not dice.chance(10):
                continue
            held = self.held(a) if dice.chance(35) else None
            if held:
                balance = scene.state.accounts[a].balance(held)
                amount = dice.pick((balance, balance, balance // 2, 2 * balance))
                transfers.append(transfer(a, b, held[0], amount, held[1]))
                continue
            what, price, usual = self.instrument()
            amount = dice.sign() * usual * dice.pick((1, 1, 2, 5, 9, 60)) * W // 1_000 + dice.below(10**6)
            transfers.append(transfer(a, b, what, amount))
            if dice.chance(70):
                transfers.append(transfer(b, a, "cash", amount * price // W))
        single = len(transfers) == 1 and dice.chance(40)
        caller = "exchange" if dice.chance(90) else dice.pick(("u1", "u2", "u9", "stranger"))
        scene.add("submitTransfer" if single else "submitTransfers", caller=caller, transfers=transfers)

    def allow(self):
        dice, account = self.dice, self.account()
        held = self.held(account)
        what = {"asset": dice.pick(("cash", "perp.eth", "option.eth", "base.eth"))}
        op = "setAssetAllowance"
        if held and dice.chance(50):
            op, what = "setSubIdAllowance", {"asset": held[0], "subId": held[1]}
        self.scene.add(
            op, caller=self.caller(account), account=account, delegate=dice.pick(("u9", "u1", "u2")), **what,
            positive=dice.pick((0, dice.wad(0, 5_000), ALWAYS)), negative=dice.pick((0, dice.wad(0, 5_000), ALWAYS)))

    # Tokens, cash, settlement

    def tokens(self):
        dice, account = self.dice, self.account()
        asset = dice.pick(("cash", "cash", "cash", *TOKENS, "base.junk"))
        size = {"cash": 9_000_000, "base.btc": 300}.get(asset, 6_000)
        self.scene.add(
            dice.pick(("deposit", "withdraw", "withdraw")), caller=self.caller(account), account=account, asset=asset,
            amount=dice.pick((self.units(asset, dice.between(0, size)), dice.below(1_000), self.units(asset, 9 * size))))

    def cash(self):
        dice, scene = self.dice, self.scene
        account = self.account()
        op = dice.pick((
            "accrueInterest", "transferSmFees", "disableWithdrawFee", "payCashInsolvency", "donateBalance", "smDonate",
            "smWithdraw"))
        if op == "donateBalance":
            scene.add(op, caller=self.caller(account), account=account, amount=dice.wad(0, 2_000))
        elif op.startswith("sm"):
            scene.add(
                op, caller=dice.pick(("owner", "owner", "u1")),
                amount=self.units("cash", dice.between(0, 5_000_000)))
        else:
            scene.add(op, caller="stranger")

    def settle(self):
        dice, account = self.dice, self.account()
        op = dice.pick(("settlePerps", "settlePerps", "realizePerp", "settleInterest", "settleOptions", "settleOptions"))
        kind = {"realizePerp": "perp", "settleOptions": "option"}.get(op)
        more = {"asset": f"{kind}.{dice.pick(('eth', 'eth', 'btc'))}"} if kind else {}
        self.scene.add(op, caller="stranger", account=account, **more)

    # Markets, time, settings

    def confidence(self):
        return W if self.dice.chance(80) else self.dice.wad(300, 1_000)

    def write(self, market, percent):
        """Prices of a market, each with so many chances of a hundred."""
        dice, scene, spot = self.dice, self.scene, self.price[market]
        sure = percent == 100

        def near(price, thousandths):
            return price + dice.sign() * dice.wad(0, thousandths) * price // W

        scene.spot(market, spot, W if sure else self.confidence())
        if dice.chance(percent):
            mark = near(spot, 3)
            scene.perp_prices(market, mark, near(mark, 2), near(mark, 2) + mark // 400, self.confidence())
        for expiry in self.expiries:
            if expiry <= scene.time and not sure:
                continue
            of = {"market": market, "expiry": expiry, "confidence": W if sure else self.confidence()}
            if dice.chance(percent):
                fixed = dice.pick((0, spot // 3))
                scene.do("setForward", **of, fixed=fixed, variable=near(spot, 10) - fixed)
            if dice.chance(percent) and dice.chance(60):
                scene.do(
                    "setVolSVI", **of, a=dice.wad(0, 20), b=dice.wad(5, 60), rho=dice.sign() * dice.wad(0, 400),
                    m=dice.sign() * dice.wad(0, 60), sigma=dice.wad(20, 200), fwd=spot, tau=dice.wad(10, 150))
            elif dice.chance(percent):
                scene.do("setVolFlat", **of, vol=dice.wad(300, 1_500))
            if dice.chance(percent):
                scene.do("setRate", **of, rate=dice.sign() * dice.wad(0, 150))

    def market(self):
        dice, scene = self.dice, self.scene
        if dice.chance(15):
            scene.do("setStable", price=dice.wad(975, 1_010), confidence=self.confidence())
        elif dice.chance(15):
            scene.do(
                "setCollateralPrice", asset="base.wsteth", price=dice.wad(2_000_000, 2_600_000),
                confidence=self.confidence())
        else:
            market = dice.pick(("eth", "eth", "btc"))
            moves = dice.wad(0, 150 if dice.chance(20) else 30)
            self.price[market] += dice.sign() * moves * self.price[market] // W
            self.write(market, 25)

    def pass_time(self):
        dice, scene = self.dice, self.scene
        scene.warp(dice.pick((0, 1, 12, 600, HOUR, 7 * HOUR, DAY, 3 * DAY)))
        for expiry in self.expiries:
            for market in PRICES:
                if expiry <= scene.time and (market, expiry) not in scene.state.feeds.settlements and dice.chance(80):
                    price = dice.wad(950, 1_050) * self.price[market] // W
                    scene.do("setSettlementPrice", market=market, expiry=expiry, price=price)

    def setting(self):
        dice, scene = self.dice, self.scene
        manager = dice.pick(MANAGERS)
        name = dice.pick(tuple(PORTFOLIO))
        group = portfolio_group(name)
        member = dice.pick(tuple(group))
        bent = group | {member: str(int(group[member]) * dice.wad(500, 1_600) // W)}
        asset = dice.pick(("perp.eth", "perp.btc"))
        choices = (
            ("cash.smFee", {"value": str(dice.wad(0, 1_100))}),
            ("cash.interestModel", {
                "minRate": str(dice.wad(0, 100)), "rateMultiplier": str(dice.wad(0, 900)),
                "highRateMultiplier": str(dice.wad(0, 5_100)), "optimalUtil": str(dice.wad(100, 1_000))}),
            (f"pmrm.{name}", bent), (f"pmrm.{name}", group),
            ("pmrm.scenarios", {"scenarios": scenarios(dice.shuffled(SCENARIOS)[:dice.between(2, 8)])}),
            ("srm.perpMargin", {"market": dice.pick(("eth", "btc")), **wads({"mmPerpReq": dice.between(20, 90)}),
                                "imPerpReq": str(dice.wad(60, 200))}),
            ("srm.baseMargin", {"market": "eth", "marginFactor": str(dice.wad(500, 1_020)), "IMScale": str(dice.wad(500, 1_000))}),
            ("srm.borrowingEnabled", {"value": dice.chance(70)}),
            ("manager.minOIFee", {"manager": manager, "value": str(dice.wad(0, 9_000))}),
            ("manager.oiFeeRate", {"manager": manager, "asset": "option.eth", "value": str(dice.wad(0, 5))}),
            ("manager.feeBypassedCaller", {"manager": manager, "who": "exchange", "value": dice.chance(50)}),
            ("manager.trustedRiskAssessor", {"manager": manager, "who": "exchange", "value": dice.chance(40)}),
            ("manager.maxAccountSize", {"manager": manager, "value": str(dice.between(7, 24))}),
            ("manager.feeRecipient", {"manager": manager, "account": self.account()}),
            ("asset.cap", {"asset": asset, "manager": manager, "value": str(dice.pick((ALWAYS, dice.wad(0, 9_000))))}),
            ("perp.rateBounds", {"asset": asset, "value": str(dice.wad(0, 8))}),
            ("perp.staticInterestRate", {"asset": asset, "value": str(dice.sign() * dice.wad(0, 1))}),
            ("perp.convergencePeriod", {"asset": asset, "value": str(dice.wad(1_000, 30_000))}),
            ("feed.heartbeat", {"feed": dice.pick(FEEDS + ["stable", "wsteth"]), "value": str(dice.pick((2**40, 2**40, DAY)))}),
        )
        param, args = dice.pick(choices)
        scene.add("setParam", caller=dice.pick(("owner", "owner", "owner", "owner", "u1")), param=param, args=args)
        if dice.chance(3):
            scene.add("setParam", caller="owner", param="perp.disable", args={"asset": asset})


class AuctionWalk(Walk):
    """Poor accounts, prices that move far, and auctions of them."""

    name, about, seed, poor = (
        "random-auctions", "random operations of many accounts, auctions among them", "random-auctions", 6)

    def __init__(self, number):
        super().__init__(number)
        self.bidders = {manager: [] for manager in MANAGERS}
        dice = self.dice
        length = dice.pick((60, 900, 7_200))
        self.set("auction.params", {
            "startingMtMPercentage": str(dice.wad(800, 1_000)), "fastAuctionCutoffPercentage": str(dice.wad(300, 800)),
            "fastAuctionLength": str(length), "slowAuctionLength": str(30 * length),
            "insolventAuctionLength": str(dice.pick((60, 3_600))), "liquidatorFeeRate": str(dice.wad(0, 100)),
            "bufferMarginPercentage": str(dice.wad(-200, 500))})
        if dice.chance(40):
            self.set("auction.mtmCutoff", {"value": str(dice.wad(-500_000, 900_000))})
        self.scene.do("smDonate", caller="u1", amount=self.units("cash", dice.pick((0, 1_000_000, 9_000_000))))

    def set(self, param, args):
        self.scene.add("setParam", caller="owner", param=param, args=args)

    def step(self):
        dice = self.dice
        if not self.weak_ones():
            if dice.chance(25):
                self.jump(dice.pick(("eth", "eth", "btc")))
            elif dice.chance(50):
                self.venture()
            else:
                super().step()
        elif dice.chance(55):
            self.auction()
        elif dice.chance(5):
            self.jump(dice.pick(tuple(PRICES)))
        elif dice.chance(6):
            self.set(*dice.pick((
                ("auction.smAccount", {"account": dice.pick((0, 2, 2, 2, self.account()))}),
                ("auction.whitelistManager", {"manager": dice.pick(MANAGERS), "value": dice.chance(75)}),
                ("sm.whitelistModule", {"value": dice.chance(80)}),
                ("auction.mtmCutoff", {"value": str(dice.wad(-500_000, 1_100_000))}))))
        else:
            super().step()

    def jump(self, market):
        self.price[market] += self.dice.sign() * self.dice.wad(60, 300) * self.price[market] // W
        self.write(market, 70)

    def venture(self):
        """A perp or an option of about the most that the margin of an account allows."""
        dice, scene = self.dice, self.scene
        margins = {
            int(number): int(views["IM"]) for number, views in scene.trace.now["margins"].items()
            if views["IM"].isdigit() and int(number) in self.accounts}
        if len(margins) < 2:
            return
        richest = max(margins, key=margins.get)
        account = dice.pick([each for each in margins if each != richest])
        what, price, _ = self.instrument()
        if dice.chance(60):
            what, price = "perp.eth", self.price["eth"] // 50
        spot = self.price["btc" if price > 500 * W else "eth"]
        size = margins[account] * W * dice.between(3, 9) // spot
        ends = dice.pick(((account, richest), (richest, account)))
        scene.add("submitTransfers", caller="exchange", transfers=[transfer(*ends, what, size)])

    def weak_ones(self):
        known = self.scene.trace.now
        return [
            int(number) for number, views in known["margins"].items()
            if views["MM"].startswith("-") or number in known["auctionViews"]]

    def weak(self):
        """Mostly an account below maintenance, or one that is auctioned."""
        weak = self.weak_ones()
        return self.dice.pick(weak) if weak and self.dice.chance(90) else self.account()

    def auction(self):
        dice, scene, account = self.dice, self.scene, self.weak()
        opened = str(account) in scene.trace.now["auctionViews"]
        if not opened and dice.chance(70):
            scene.add("startAuction", caller="stranger", account=account, scenarioId=dice.below(5))
        elif dice.chance(65):
            self.bid(account)
        else:
            op = dice.pick(("updateScenarioId", "convertToInsolvent", "terminateAuction", "terminateAuction"))
            more = {"scenarioId": dice.below(10)} if op == "updateScenarioId" else {}
            scene.add(op, caller="stranger", account=account, **more)

    def bid(self, account):
        dice, scene = self.dice, self.scene
        known = scene.state.accounts.get(account)
        manager = known.manager if known else dice.pick(MANAGERS)
        ready = [
            each for each in self.bidders[manager] if scene.state.accounts[each].held == [("cash", 0)]]
        if not ready:
            made = scene.do("createAccount", owner="u12", manager=manager)["account"]
            scene.add(
                "deposit", caller="u12", account=made, asset="cash",
                amount=self.units("cash", dice.between(100_000, 400_000_000)))
            self.bidders[manager].append(made)
            ready = [made]
        bidder = dice.pick(ready) if dice.chance(93) else self.account()
        last = known.last_trade if known and dice.chance(40) else dice.pick((0, 0, 0, 7))
        limit = dice.pick((0, 0, 0, 0, dice.wad(0, 3_000_000), -dice.wad(0, 3_000_000)))
        percent = dice.pick((W, W, dice.below(W), dice.below(W), W // 10, 1, 0))
        scene.add(
            "bid", caller="u12" if dice.chance(95) else "u1", account=account, bidder=bidder, percent=percent,
            priceLimit=limit, expectedLastTradeId=last)


def walks(kind, count, steps):
    return [lambda number=number: kind(number).run(steps) for number in range(1, count + 1)]


SCENES = walks(Walk, 4, 230) + walks(AuctionWalk, 5, 280)
