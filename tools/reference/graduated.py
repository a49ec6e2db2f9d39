"""Graduated reduction: forms, discount, lots and packages, the portfolio model (GL-1 to GL-10, GL-16 to GL-20)."""

from copy import deepcopy
from types import SimpleNamespace

from .arithmetic import MAX_UINT256, W, Failure, absolute, floor_div, sint, smul, to_int, to_uint, udiv, uint, umul
from .document import ANY, BOOLEAN, INT, TEXT, UINT, UINT64, Optional, integer, number, word
from .portfolio import ABOUT, COLLATERALS, PARAMETERS, PORTFOLIO, SCENARIOS
from .portfolio_margin import margin, option_price

MOST_LEGS = 512
MOST_LOTS = 2**64
SUMMED_OPTIONS = 128  # of one expiry, which a search sums from prices that are computed once
PARTS = 4096
LEAST_COVER = 10  # a pair covers at least one part in so many of its risk

SIZES = {"option": UINT, "perp": UINT, "collateral": UINT}
PENALTY = {
    "maximumRate": UINT, "fullDepth": UINT, "initialShare": UINT, "rampSeconds": UINT64, "equityShare": UINT,
}
RULES = {
    "buffer": UINT, "steps": SIZES, "least": SIZES, "hedgesWithPerp": BOOLEAN, "keepsPairs": BOOLEAN,
    "penalty": PENALTY,
}
LEVELS = {"initialMargin": INT, "maintenanceMargin": INT, "markToMarket": INT, "binding": number(0, 256)}
UINT128 = integer(0, 2**128 - 1)
PACKAGE = {
    "kind": word("single", "pair", "hedge", "whole"), "isBought": BOOLEAN, "size": UINT128,
    "parts": [{"leg": number(0, PARTS), "lots": UINT128}, PARTS],
}
STEP = {
    "packages": [PACKAGE, PARTS], "trades": [{"place": TEXT, "amount": INT}, PARTS], "proceeds": INT,
    "penalty": UINT, "notional": UINT, "contribution": INT, "after": LEVELS,
}
PLAN = {
    "outcome": word("reached", "insolvent", "unreachable"), "rate": UINT, "before": LEVELS,
    "steps": [STEP, PARTS], "notional": UINT, "penalty": UINT,
}
LINE = {
    **ABOUT, "params": PARAMETERS, "scenarios": SCENARIOS, "portfolio": PORTFOLIO, "spotConfidence": UINT,
    "perpPrice": UINT, "perpConfidence": UINT, "coins": [{"amount": UINT, "price": UINT}, COLLATERALS],
    "rules": RULES, "seconds": UINT64, "plan": Optional(PLAN), "expected": Optional(ANY),
}
RATE_LINE = {
    **ABOUT, "rule": PENALTY, "seconds": UINT64, "maintenanceMargin": INT, "markToMarket": INT, "base": UINT,
    "expected": Optional(ANY),
}


class Fault(Exception):
    """A plan that does not hold, by the name of its fault (GL-1, GL-19)."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


# The discount


def rate_of(rule, seconds, maintenance, mark_to_market, base):
    """GL-17."""
    if maintenance >= 0:
        depth = 0
    elif mark_to_market <= 0:
        depth = W
    else:
        requirement = to_uint(sint(mark_to_market - maintenance))
        depth = min(udiv(absolute(maintenance), requirement), W)
    share = W if rule.fullDepth == 0 else min(udiv(depth, rule.fullDepth), W)
    if depth == 0:
        share = 0
    if seconds >= rule.rampSeconds or rule.initialShare >= W:
        growth = W
    else:
        growth = rule.initialShare + (W - rule.initialShare) * seconds // rule.rampSeconds
    rate = umul(umul(rule.maximumRate, share), growth)
    if base == 0 or mark_to_market < 0:
        return 0
    return min(rate, udiv(umul(mark_to_market, min(rule.equityShare, W)), base))


# The account


class Account:
    """An account with its legs, lots, and what sizes of packages make of it."""

    def __init__(self, line, legs, cash):
        self.line, self.rules = line, line.rules
        self.portfolio = line.portfolio
        self.legs, self.cash = legs, cash
        self.units = [units_of(abs(leg.amount), *self.steps(leg)) for leg in legs]
        self.hedge = None
        self.rate = 0
        self.direct, self.searched = 0, 0  # what a margin counts (LG-31)
        self.spend = lambda units: None

    def steps(self, leg):
        name = "option" if leg.is_option else leg.kind
        return getattr(self.rules.steps, name), getattr(self.rules.least, name)

    def target(self, margin_, mark_to_market):
        """GL-3."""
        return sint(margin_ + smul(sint(margin_ - mark_to_market), to_int(self.rules.buffer)))

    def goal(self, levels):
        return self.target(levels.maintenanceMargin, levels.markToMarket)

    def effect(self, packages, sizes):
        """GL-5, GL-6, GL-8: the trades of all packages together, and what they bring and cost."""
        taken = [0] * len(self.legs)
        effect = SimpleNamespace(trades=[0] * len(self.legs), proceeds=0, penalty=0, notional=0)
        for package, size in zip(packages, sizes):
            if size == 0:
                continue
            most = size_of(package)
            for leg, lots in package.parts:
                share = lots if size >= most else lots * size // most
                if package.kind == "hedge":
                    amount = amount_of(self.hedge, share)
                    self.trade(effect, leg, amount if package.isBought else -amount)
                else:
                    taken[leg] = min(taken[leg] + share, self.units[leg].lots)
        for leg, lots in enumerate(taken):
            if lots:
                amount = amount_of(self.units[leg], lots)
                self.trade(effect, leg, amount if self.legs[leg].amount < 0 else -amount)
        return effect

    def trade(self, effect, index, trade):
        leg, size = self.legs[index], abs(trade)
        effect.trades[index] = sint(effect.trades[index] + trade)
        effect.proceeds = sint(effect.proceeds + proceeds(leg, trade))
        effect.penalty = uint(effect.penalty + umul(base_of(leg, size), self.rate))
        effect.notional = uint(effect.notional + notional(leg, size))

    def after(self, packages, sizes):
        """The levels when so much of the packages is taken."""
        effect = self.effect(packages, sizes)
        amounts = [sint(leg.amount + trade) for leg, trade in zip(self.legs, effect.trades)]
        cash = sint(sint(self.cash + effect.proceeds) - to_int(effect.penalty))
        return self.margins(amounts, cash)[0]

    def reaches(self, packages, sizes):
        """GL-3; a refused margin counts as missed."""
        try:
            return self.goal(self.after(packages, sizes)) >= 0
        except Failure:
            return False

    def start(self):
        """GL-1: the levels before, and the discount."""
        if len(self.legs) > MOST_LEGS:
            raise Fault("Reduction_TooManyLegs")
        levels, _ = self.margins([leg.amount for leg in self.legs], self.cash)
        base = 0
        for leg in self.legs:
            base = uint(base + base_of(leg, abs(leg.amount)))
        self.rate = rate_of(
            self.rules.penalty, self.line.seconds, levels.maintenanceMargin, levels.markToMarket, base)
        if levels.maintenanceMargin >= 0:
            raise Fault("Reduction_NotBelowMaintenance")
        return levels


class Case(Account):
    """An account of the portfolio model."""

    def __init__(self, line):
        portfolio = line.portfolio
        super().__init__(line, legs_of(line), sint(portfolio.cash + portfolio.perpValue))
        contracts = sum(abs(leg.amount) for leg in self.legs if leg.is_option)
        if self.rules.hedgesWithPerp and line.perpPrice != 0 and contracts != 0:
            self.hedge = units_of(contracts, self.rules.steps.perp, 0)
        self.direct = len(self.legs) * (len(line.scenarios) + 8)
        wide = 2**80
        is_wide = (
            abs(portfolio.perpPosition) >= wide or portfolio.spotPrice >= wide
            or any(len(expiry.options) > SUMMED_OPTIONS for expiry in portfolio.expiries)
            or any(leg.is_option and abs(leg.amount) >= wide for leg in self.legs))
        self.searched = self.direct if is_wide else -(-self.direct // 16)

    def margins(self, amounts, cash):
        """GL-2: the levels of other amounts and cash, and the targets of the rows (GL-7)."""
        line, rest = self.line, deepcopy(self.portfolio)
        rest.cash, rest.perpValue = cash, 0
        for leg, amount in zip(self.legs, amounts):
            if leg.kind == "perp":
                rest.perpPosition = amount
            elif leg.is_option:
                rest.expiries[leg.expiry].options[leg.option].amount = amount
            else:
                collateral = rest.collaterals[leg.index]
                collateral.value = worth(leg, amount)
                collateral.held = amount
        rest.perpPrice = line.perpPrice if rest.perpPosition else 0
        rest.minConfidence = (
            min(line.spotConfidence, line.perpConfidence) if rest.perpPosition else line.spotConfidence)
        for expiry in rest.expiries:
            expiry.options = [option for option in expiry.options if option.amount]
        rest.expiries = [expiry for expiry in rest.expiries if expiry.options]
        rest.collaterals = [collateral for collateral in rest.collaterals if collateral.held]
        result = margin(line.params, line.scenarios, rest)
        levels = SimpleNamespace(
            initialMargin=result.initialMargin, maintenanceMargin=result.maintenanceMargin,
            markToMarket=result.markToMarket, binding=result.worstScenarioMaintenance)
        factor = to_int(line.params.margin.mmFactor)
        fixed = sint(result.markToMarket - to_int(result.mmContingency))
        rows = [sint(smul(p, factor) + fixed) for p in [*result.scenarioPnl, result.basisContingency]]
        return levels, [self.target(row, levels.markToMarket) for row in rows]


def legs_of(line):
    """GL-2."""
    portfolio = line.portfolio
    spot, stable = portfolio.spotPrice, portfolio.stablePrice

    def leg(kind, place, amount, **more):
        return leg_of(kind, place, amount, 0, spot, stable, **more)

    legs = [leg("perp", "perp:0", portfolio.perpPosition)]
    for e, expiry in enumerate(portfolio.expiries):
        forward = uint(expiry.forwardVariablePortion + expiry.forwardFixedPortion)
        for o, option in enumerate(expiry.options):
            legs.append(leg(
                "call" if option.isCall else "put", f"option:0:{e}:{o}", option.amount, expiry=e, option=o,
                mark=option_price(expiry, option, option.vol, forward), strike=option.strike, is_option=True))
    for i, (collateral, coin) in enumerate(zip(portfolio.collaterals, line.coins)):
        known = line.params.collaterals.get(collateral.asset)
        legs.append(leg(
            "collateral", f"collateral:{i}", to_int(coin.amount), index=i, mark=coin.price,
            moves=known is not None and known.isRiskCancelling))
    return legs


def leg_of(kind, place, amount, market, spot, stable, **more):
    values = {"mark": 0, "strike": 0, "moves": False, "expiry": None, "is_option": False, **more}
    return SimpleNamespace(kind=kind, place=place, amount=amount, market=market, spot=spot, stable=stable, **values)


def units_of(held, step, least):
    """GL-4."""
    unit = max(step, -(-held // MOST_LOTS), 1)
    return SimpleNamespace(unit=unit, lots=-(-held // unit), least=least, held=held)


def amount_of(units, lots):
    """GL-4."""
    if lots == 0:
        return 0
    amount = min(lots * units.unit, units.held)
    return units.held if units.held - amount < units.least else amount


def worth(leg, size):
    return floor_div(uint(to_uint(size) * leg.mark), leg.stable)


def notional(leg, size):
    """GL-5."""
    return worth(leg, size) if leg.kind == "collateral" else umul(size, leg.spot)


def base_of(leg, size):
    """GL-6."""
    if leg.kind == "collateral":
        return worth(leg, size)
    is_long = leg.is_option and leg.amount >= 0
    return umul(size, min(leg.mark, leg.spot) if is_long else leg.spot)


def proceeds(leg, trade):
    """GL-5."""
    if leg.kind == "perp":
        return 0
    if leg.kind == "collateral":
        value = to_int(worth(leg, abs(trade)))
        return value if trade < 0 else -value
    return smul(-to_int(leg.mark), trade)


def size_of(package):
    return max((lots for _, lots in package.parts), default=0)


# Packages


def package(kind, parts, bought=False):
    return SimpleNamespace(kind=kind, parts=tuple(parts), isBought=bought)


def reliefs(case):
    """GL-9."""
    case.spend((len(case.legs) + 1) * case.searched)
    held = [leg.amount for leg in case.legs]
    levels, before = case.margins(held, case.cash)
    found = []
    for index, leg in enumerate(case.legs):
        relief = 0
        if leg.amount:
            closed = list(held)
            closed[index] = 0
            try:
                cash = sint(case.cash + proceeds(leg, sint(-leg.amount)))
                _, rows = case.margins(closed, cash)
                relief = sint(rows[levels.binding] - before[levels.binding])
            except Failure:
                relief = 0
        found.append(relief)
    return found


def direction(leg):
    if leg.amount == 0 or leg.kind == "collateral" and not leg.moves:
        return 0
    held = 1 if leg.amount > 0 else -1
    return -held if leg.kind == "put" else held


def hedges(a, b):
    """GL-10: whether two legs are of those that hedge each other."""
    if a.market != b.market or direction(a) == 0 or direction(a) != -direction(b):
        return False
    if a.is_option and b.is_option:
        return a.kind == b.kind and a.expiry == b.expiry
    return True


def covers_enough(legs, relief, cover, risk):
    """GL-10: whether a contract of the cover covers at least a tenth of one of the risk."""
    covered = LEAST_COVER * abs(relief[cover]) * abs(legs[risk].amount)
    needed = abs(relief[risk]) * abs(legs[cover].amount)
    return needed <= covered <= MAX_UINT256


def rank(cover, risk):
    if cover.is_option:
        return 0, abs(cover.strike - (risk.strike if risk.is_option else risk.spot))
    return (1, 0) if cover.kind == "perp" else (2, 0)


def closing_packages(case):
    """GL-8, GL-10: the pairs, then what is left of each leg."""
    rest = [units.lots for units in case.units]
    packages = []
    if case.rules.keepsPairs:
        relief = reliefs(case)
        every = range(len(case.legs))
        for risk in sorted((i for i in every if relief[i] > 0), key=lambda i: (-relief[i], i)):
            covers = [
                i for i in every if relief[i] < 0 and hedges(case.legs[i], case.legs[risk])
                and covers_enough(case.legs, relief, i, risk)]
            for cover in sorted(covers, key=lambda i: (*rank(case.legs[i], case.legs[risk]), i)):
                u, v = case.units[risk].unit, case.units[cover].unit
                n = min(rest[risk], rest[cover] * v // u)
                m = min(n * u // v, rest[cover])
                if n and m:
                    rest[risk] -= n
                    rest[cover] -= m
                    packages.append(package("pair", [(risk, n), (cover, m)]))
    return packages + [package("single", [(i, lots)]) for i, lots in enumerate(rest) if lots]


def hedge_packages(case):
    """GL-8."""
    if case.hedge is None:
        return []
    held = case.portfolio.perpPosition
    ways = [True, False] if held == 0 else [held > 0]
    return [package("hedge", [(0, case.hedge.lots)], way) for way in ways]


def whole_package(case):
    parts = [(i, units.lots) for i, units in enumerate(case.units) if units.lots]
    return [package("whole", parts)] if parts else []


# Steps and lines


def lowers(after, before, is_whole):
    """GL-16."""
    return after.maintenanceMargin < before.maintenanceMargin or (
        not is_whole and after.initialMargin < before.initialMargin)


def case_of(line):
    if len(line.coins) != len(line.portfolio.collaterals):
        raise Fault("Reduction_CoinsDiffer")
    try:
        return Case(line)
    except Failure as failure:
        raise Fault(failure.name) from None
