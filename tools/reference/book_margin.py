"""The margins of a book's accounts at a moment, and their totals (07, BK-8, BK-11 to BK-13)."""

import time
from types import SimpleNamespace

from .arithmetic import Failure, sdiv, sint, smul, to_int
from .arrangement import arrange
from .portfolio_margin import margin
from .standard_margin import standard_margin
from .standard_mapping import mapped


class Place:
    """A market of the book at a moment, with the sets that its accounts are margined under."""

    def __init__(self, underlying, first, market, portfolio, standard):
        """`first` is the market of the book's own moment."""
        self.underlying = underlying
        self.first = first
        self.market = market
        self.params, self.scenarios = portfolio
        self.standard = standard

    def portfolio_margin(self, account):
        portfolio = arrange(self.market, account, self.params.maxExpiries)
        return margin(self.params, self.scenarios, portfolio)

    def standard_margin(self, account):
        return standard_margin(
            self.standard, mapped(self.standard, self.underlying, self.market, account))


def remarked(account, first, later):
    """BK-8."""
    move = sint(to_int(later.perpPrice) - to_int(first.perpPrice))
    gain = smul(account.perpPosition, move)
    return SimpleNamespace(
        **{**vars(account), "unsettledPerpCash": sint(account.unsettledPerpCash + gain)})


def margined(place, account):
    """BK-11, or the failure."""
    try:
        held = remarked(account, place.first, place.market)
        result = place.portfolio_margin(held)
    except Failure as failure:
        return failure
    return SimpleNamespace(
        initialMargin=result.initialMargin,
        maintenanceMargin=result.maintenanceMargin,
        markToMarket=result.markToMarket,
        worstScenario=result.worstScenarioInitial,
        positionsAlone=or_none(lambda: positions_alone(place, held)),
        standardModel=or_none(lambda: requirement(place.standard_margin(held))),
    )


def requirement(result):
    return sint(result.markToMarket - result.initialMargin)


def or_none(compute):
    try:
        return compute()
    except Failure:
        return None


def positions_alone(place, account):
    total = 0
    for alone in single_positions(account):
        total = sint(total + requirement(place.portfolio_margin(alone)))
    return total


def single_positions(account):
    """An account for each position: the perp, each collateral, each option."""
    if account.perpPosition != 0:
        yield holding(perpPosition=account.perpPosition)
    for collateral in account.collaterals:
        if collateral.amount != 0:
            yield holding(collaterals=[collateral])
    for option in account.options:
        if option.amount != 0:
            yield holding(options=[option])


def holding(perpPosition=0, collaterals=(), options=()):
    return SimpleNamespace(
        cash=0, perpPosition=perpPosition, unsettledPerpCash=0, collaterals=collaterals,
        options=options)


class Totals:
    """BK-12."""

    def __init__(self):
        self.accounts = self.refused = 0
        self.belowInitialMargin = self.belowMaintenanceMargin = self.insolvent = 0
        self.equity = self.deficit = self.requirement = 0
        self.others = {"positionsAlone": Beside(), "standardModel": Beside()}

    def add(self, result):
        self.accounts += 1
        if isinstance(result, Failure):
            self.refused += 1
            return
        self.belowInitialMargin += result.initialMargin < 0
        self.belowMaintenanceMargin += result.maintenanceMargin < 0
        self.equity = sint(self.equity + result.markToMarket)
        if result.markToMarket < 0:
            self.insolvent += 1
            self.deficit = sint(self.deficit + sint(-result.markToMarket))
        own = requirement(result)
        self.requirement = sint(self.requirement + own)
        for name, beside in self.others.items():
            beside.add(getattr(result, name), own)

    def written(self):
        counts = (
            "accounts", "refused", "belowInitialMargin", "belowMaintenanceMargin", "insolvent")
        members = {name: getattr(self, name) for name in counts}
        for name in ("equity", "deficit", "requirement"):
            members[name] = str(getattr(self, name))
        for name, beside in self.others.items():
            capital = name[0].upper() + name[1:]
            saving = beside.saving()
            members[name] = str(beside.other)
            members[f"requirementBeside{capital}"] = str(beside.own)
            members[f"savingAgainst{capital}"] = None if saving is None else str(saving)
        return members


class Beside:
    """Another requirement, beside the own one of the accounts that have it."""

    def __init__(self):
        self.other = self.own = 0

    def add(self, other, own):
        if other is not None:
            self.other = sint(self.other + other)
            self.own = sint(self.own + own)

    def saving(self):
        if self.other <= 0:
            return None
        return or_none(lambda: sdiv(sint(self.other - self.own), self.other))


def written_account(identifier, result):
    """A line of BK-13."""
    if isinstance(result, Failure):
        return {"id": identifier, "error": {"name": result.name}}
    sums = ("initialMargin", "maintenanceMargin", "markToMarket")
    others = {
        name: None if getattr(result, name) is None else str(getattr(result, name))
        for name in ("positionsAlone", "standardModel")}
    return {
        "id": identifier, **{name: str(getattr(result, name)) for name in sums},
        "worstScenario": result.worstScenario, **others}


def written_totals(parameters, places, lines, results):
    """An object of BK-13's list."""
    whole, strategies = Totals(), {}
    for line, result in zip(lines, results):
        whole.add(result)
        strategies.setdefault(line.strategy, Totals()).add(result)
    seconds = next(iter(places.values())).market.timestamp
    return {
        "moment": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds)),
        "parameters": parameters,
        "spotPrices": {name: str(place.market.spotPrice) for name, place in places.items()},
        **whole.written(),
        "strategies": {name: totals.written() for name, totals in sorted(strategies.items())},
    }
