"""Traces about cash: interest and its edges, fees of the security module, donations, tokens and decimals."""

from .dice import W
from .transition_scene import DAY, Scene, transfer, venue, wads

UNIT = 10**6  # of the cash token
YEAR = 31_536_000


def lender_and_borrower(scene, lent, borrowed):
    """A lender with `lent` tokens, and an account that took out `borrowed` of them against its collateral."""
    lender = scene.account("u1", cash=lent)
    debtor = scene.account("u2")
    scene.do("deposit", caller="u2", account=debtor, asset="base.eth", amount=10**6 * W)
    scene.do("withdraw", caller="u2", account=debtor, asset="cash", amount=borrowed)
    return lender, debtor


def interest():
    scene = Scene("interest", "rates below, at and above the optimal utilisation, indices, models that change, fees")
    scene.prices()
    lender, debtor = lender_and_borrower(scene, 1_000_000 * UNIT, 400_000 * UNIT)
    third = scene.account("u3", "pmrm")
    for seconds in (1, 59, 3_600, DAY, 30 * DAY):
        scene.warp(seconds)
        scene.do("accrueInterest", caller="stranger")
        scene.do("settleInterest", caller="stranger", account=debtor)
        scene.do("settleInterest", caller="stranger", account=third)
    scene.do("settleInterest", caller="stranger", account=lender)
    # To the optimal utilisation and over it.
    cash = scene.state.cash
    for thousandths in (849, 850, 851, 990):
        missing = cash.total_supply * thousandths // 1_000 - cash.total_borrow
        scene.do("withdraw", caller="u2", account=debtor, asset="cash", amount=missing // 10**12)
        scene.warp(DAY)
        scene.do("settleInterest", caller="u9", account=lender)
    # More borrowed than supplied: the utilisation is 1.
    scene.do("withdraw", caller="u1", account=lender, asset="cash", amount=9_000 * UNIT)
    scene.warp(DAY)
    scene.do("accrueInterest", caller="u9")
    scene.refused("OwnableUnauthorizedAccount", "setParam", caller="u1", param="cash.smFee", args={"value": "0"})
    scene.refuse("CA_SmFeeInvalid", "cash.smFee", value=W + 1)
    # Paid back in part, by trade, wholly, and beyond.
    scene.do("deposit", caller="u2", account=debtor, asset="cash", amount=500_000 * UNIT)
    scene.warp(DAY)
    scene.trade(transfer(lender, debtor, "cash", 100_000 * W))
    scene.warp(DAY)
    owed = -scene.state.accounts[debtor].balance(("cash", 0)) // 10**12
    scene.do("deposit", caller="u9", account=debtor, asset="cash", amount=owed + 10_000 * UNIT)
    scene.warp(DAY)
    scene.do("accrueInterest", caller="u9")
    scene.do("settleInterest", caller="u9", account=debtor)
    scene.do("withdraw", caller="u2", account=debtor, asset="cash", amount=60_000 * UNIT)
    models(scene, debtor)
    return scene


def models(scene, debtor):
    steep = wads({"minRate": 2_000, "rateMultiplier": 5_000, "highRateMultiplier": 5_000, "optimalUtil": 1_000})
    for name in steep:
        scene.refuse("IRM_InvalidParamBound", "cash.interestModel", **steep | {name: str(int(steep[name]) + 1)})
    scene.refuse("OwnableUnauthorizedAccount", "cash.interestModel", "stranger", **steep)
    scene.warp(DAY)
    # The old model up to now, the new one from now on; twice in a moment.
    scene.set("cash.interestModel", **steep)
    scene.set("cash.interestModel", **steep | {"optimalUtil": "0"})
    scene.warp(1)
    scene.set("cash.interestModel", **steep)
    scene.warp(DAY)
    scene.do("settleInterest", caller="u9", account=debtor)
    # Above the optimum at the rate of 0.
    scene.set(
        "cash.interestModel", **wads({"minRate": 0, "rateMultiplier": 0, "highRateMultiplier": 0, "optimalUtil": 0}))
    for seconds in (1, YEAR):
        scene.warp(seconds)
        for op, arguments in (
                ("accrueInterest", {}), ("settleInterest", {"account": debtor}), ("transferSmFees", {}),
                ("deposit", {"account": debtor, "asset": "cash", "amount": UNIT})):
            scene.refused("Panic(0x11)", op, caller="u2", **arguments)
    scene.refuse("Panic(0x11)", "cash.interestModel", **steep)


def interest_edges():
    scene = Scene(
        "interest-edges", "exponents of 0, borrowed cash without supply, supply printed by settlement",
        venue(interest=wads({"minRate": 0, "rateMultiplier": 0, "highRateMultiplier": 0, "optimalUtil": 850})
              | {"minRate": str(1_000 * YEAR)}))
    scene.prices()
    lender, debtor = lender_and_borrower(scene, 1_000 * UNIT, 500 * UNIT)
    # Rate times seconds over a year is 1,000 wei a second; the exponent of 1 is W, a factor of 0.
    scene.warp(1)
    scene.do("accrueInterest", caller="u9")
    scene.set("cash.smFee", value=W)
    scene.warp(5)
    scene.do("settleInterest", caller="u9", account=lender)
    scene.do("settleInterest", caller="u9", account=debtor)
    scene.set("cash.smFee", value=0)
    scene.set(
        "cash.interestModel",
        **wads({"rateMultiplier": 0, "highRateMultiplier": 0, "optimalUtil": 1_000}) | {"minRate": str(YEAR // 4)})
    for seconds in (1, 1, 1):
        scene.warp(seconds)
        scene.refused("Panic(0x11)", "settleInterest", caller="u9", account=lender)
        scene.refused("Panic(0x11)", "donateBalance", caller="u1", account=lender, amount=1)
        scene.refused("Panic(0x11)", "payCashInsolvency", caller="u1")
        scene.refused("Panic(0x11)", "withdraw", caller="u1", account=lender, asset="cash", amount=1)
    # What does not touch cash goes on.
    scene.do("deposit", caller="u2", account=debtor, asset="base.eth", amount=1)
    scene.do("settlePerps", caller="u2", account=debtor)
    scene.warp(1)
    scene.do("settleInterest", caller="u9", account=lender)
    return scene


def no_supply():
    scene = Scene("no-supply", "cash burnt by a settlement before there is any: borrowed without supply")
    scene.prices()
    loser, winner = scene.account("u1"), scene.account("u2", "pmrm")
    for owner, account in (("u1", loser), ("u2", winner)):
        scene.do("deposit", caller=owner, account=account, asset="base.eth", amount=100 * W)
    scene.trade(transfer(winner, loser, "perp.eth", 5 * W))
    scene.perp_prices("eth", 1_900 * W)
    scene.do("settlePerps", caller="u9", account=loser)
    scene.do("accrueInterest", caller="u9")
    scene.warp(DAY)
    tenths = wads({"minRate": 100, "rateMultiplier": 100, "highRateMultiplier": 100, "optimalUtil": 500})
    for op, arguments in (
            ("accrueInterest", {}), ("settleInterest", {"account": loser}), ("settleInterest", {"account": winner}),
            ("deposit", {"account": winner, "asset": "cash", "amount": UNIT}), ("transferSmFees", {}),
            ("smDonate", {"amount": UNIT}), ("settlePerps", {"account": winner}),
            ("settleOptions", {"account": winner, "asset": "option.eth"}), ("payCashInsolvency", {})):
        scene.refused("Panic(0x12)", op, caller="u1", **arguments)
    scene.refuse("Panic(0x12)", "cash.interestModel", **tenths)
    # Without anything that is owed it settles.
    scene.do("realizePerp", caller="u9", account=loser, asset="perp.eth")
    scene.set("cash.smFee", value=W // 2)
    scene.do("disableWithdrawFee", caller="u1")
    scene.do("deposit", caller="u1", account=loser, asset="base.eth", amount=W)
    return scene


def security_module():
    scene = Scene("security-module", "fees, donations, tokens of the security module, what backs cash")
    scene.prices()
    lender, debtor = lender_and_borrower(scene, 1_000_000 * UNIT, 900_000 * UNIT)
    scene.do("transferSmFees", caller="stranger")
    scene.refused("OwnableUnauthorizedAccount", "smWithdraw", caller="u1", amount=1)
    scene.refused("SRM_PortfolioBelowMargin", "smWithdraw", caller="owner", amount=1)
    scene.do("smDonate", caller="u1", amount=5_000 * UNIT)
    scene.do("smWithdraw", caller="owner", amount=1_000 * UNIT)
    scene.refused("ERC20InsufficientBalance", "smWithdraw", caller="owner", amount=200_000 * UNIT)
    for share in (W // 5, W, 0, W // 3):
        scene.set("cash.smFee", value=share)
        scene.warp(10 * DAY)
        # The fees that were, and not those that accrue in this very movement.
        scene.do("transferSmFees", caller="stranger")
        scene.do("transferSmFees", caller="stranger")
        scene.warp(DAY)
        scene.do("accrueInterest", caller="stranger")
        scene.do("transferSmFees", caller="stranger")
    # Nothing to burn: tokens and borrowed cash back what there is, to the last digits.
    scene.refused("CA_DonateBalanceNotAuthorized", "donateBalance", caller="u2", account=lender, amount=1)
    scene.do("approve", caller="u1", account=lender, to="u2")
    scene.refused("CA_DonateBalanceNotAuthorized", "donateBalance", caller="u2", account=lender, amount=1)
    scene.add("donateBalance", caller="u1", account=lender, amount=10**9 * W)
    scene.add("payCashInsolvency", caller="stranger")
    # Rounding of deposits down leaves tokens that back nothing.
    scene.do("deposit", caller="u1", account=lender, asset="cash", amount=1)
    scene.add("donateBalance", caller="u1", account=lender, amount=0)
    scene.add("donateBalance", caller="u2", account=debtor, amount=1)
    scene.do("disableWithdrawFee", caller="stranger")
    scene.warp(DAY)
    scene.add("payCashInsolvency", caller="stranger")
    scene.refused("CA_OnlyAccountOwner", "withdraw", caller="u2", account=lender, asset="cash", amount=1)
    scene.refused("CA_OnlyAccountOwner", "withdraw", caller="exchange", account=lender, asset="cash", amount=1)
    scene.refused("ERC20InsufficientBalance", "withdraw", caller="u1", account=lender, asset="cash", amount=10**12 * UNIT)
    return scene


def printed_cash():
    """A perp that pays out prints cash: supply without tokens, then the other way round."""
    scene = Scene("printed-cash", "settlements print and burn cash: interest on what is printed, exchange rates, donations")
    scene.prices()
    long, short = (scene.account(f"u{i}", cash=50_000 * UNIT) for i in (1, 2))
    lender, debtor = scene.account("u3", cash=10_000 * UNIT), scene.account("u4", "pmrm")
    scene.do("deposit", caller="u4", account=debtor, asset="base.eth", amount=100 * W)
    scene.do("withdraw", caller="u4", account=debtor, asset="cash", amount=20_000 * UNIT)
    scene.trade(transfer(short, long, "perp.eth", 10 * W))
    for price, first in ((2_400, long), (1_900, short), (2_200, short), (2_100, long)):
        scene.warp(DAY)
        scene.perp_prices("eth", price * W)
        other = short if first == long else long
        for account in (first, other):
            scene.do("settlePerps", caller="stranger", account=account)
            scene.warp(3_600)
            scene.do("accrueInterest", caller="stranger")
            scene.add("donateBalance", caller="u3", account=lender, amount=7 * W)
            scene.add("payCashInsolvency", caller="stranger")
    scene.perp_prices("eth", 3_000 * W)
    scene.do("settlePerps", caller="stranger", account=long)
    scene.do("smDonate", caller="u9", amount=2_000 * UNIT)
    # All cash printed and not yet burnt, and then withdrawn against tokens of others.
    scene.do("withdraw", caller="u1", account=long, asset="cash", amount=45_000 * UNIT)
    scene.refused("ERC20InsufficientBalance", "withdraw", caller="u1", account=long, asset="cash", amount=100_000 * UNIT)
    scene.add("donateBalance", caller="u3", account=lender, amount=10**6 * W)
    scene.add("payCashInsolvency", caller="stranger")
    scene.do("settlePerps", caller="stranger", account=short)
    scene.add("donateBalance", caller="u3", account=lender, amount=1)
    scene.warp(DAY)
    scene.do("settleInterest", caller="stranger", account=debtor)
    return scene


def decimals(name, stable, base):
    def made():
        scene = Scene(
            name, f"tokens of {stable} and of {base} decimals: roundings of deposits and withdrawals",
            venue(stableDecimals=str(stable), baseDecimals=dict(zip(("base.eth", "base.btc", "base.wsteth"), map(str, base)))))
        scene.prices()
        a, p = scene.account("u1"), scene.account("u2", "pmrm")
        places = {"cash": stable, "base.eth": base[0], "base.btc": base[1], "base.wsteth": base[2]}
        for asset, digits in places.items():
            one = 10**digits
            fine = 10 ** max(digits - 18, 0)
            who, account = ("u2", p) if asset == "base.wsteth" else ("u1", a)
            for amount in (0, 1, fine - 1, fine, fine + 1, 3 * one + 7):
                scene.do("deposit", caller="u3", account=account, asset=asset, amount=amount)
            for amount in (0, 1, fine - 1, fine, fine + 1):
                scene.add("withdraw", caller=who, account=account, asset=asset, amount=amount)
            scene.refused(
                "ERC20InsufficientBalance", "withdraw", caller=who, account=account, asset=asset, amount=1_000 * one)
            owner = "CA_OnlyAccountOwner" if asset == "cash" else "WERC_OnlyAccountOwner"
            scene.refused(owner, "withdraw", caller="u3", account=account, asset=asset, amount=0)
            # All of it, by the balance rounded up to tokens and down.
            balance = scene.state.accounts[account].balance((asset, 0))
            tokens = balance * one // W
            for amount in (tokens + 2, tokens + 1, tokens):
                scene.add("withdraw", caller=who, account=account, asset=asset, amount=amount)
        for asset in ("base.eth", "base.btc"):
            scene.do("deposit", caller="u2", account=p, asset=asset, amount=10 ** (places[asset] + 2))
            scene.refused(
                "WERC_CannotBeNegative", "withdraw", caller="u1", account=a, asset=asset, amount=10 ** (places[asset] + 1))
            scene.refused(
                "WERC_CannotBeNegative", "submitTransfers", caller="u1", transfers=[transfer(a, p, asset, 10 * W)])
        return scene
    return made


SCENES = (
    interest, interest_edges, no_supply, security_module, printed_cash, decimals("decimals-0", 0, (0, 1, 17)),
    decimals("decimals-18", 18, (6, 18, 19)), decimals("decimals-24", 24, (24, 30, 18)),
)
