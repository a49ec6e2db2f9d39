"""Accounts of the standard model that are reduced: their legs and margins (GL-2)."""

from copy import copy
from types import SimpleNamespace

from .arithmetic import W, raw_uint_width, sint, to_int, to_uint_width
from .graduated import Account, leg_of
from .pricing import black76
from .standard_margin import standard_margin


class StandardCase(Account):
    def __init__(self, line):
        cash = line.portfolio.cash
        for market in line.portfolio.markets:
            if market.perpPosition != 0:
                cash = sint(cash + market.unsettledPerpCash)
        super().__init__(line, standard_legs(line.portfolio), cash)
        count = len(self.legs)
        self.direct = 2 * (len(line.portfolio.markets) + count * (8 + count // 64))
        self.searched = -(-self.direct // 8)

    def margins(self, amounts, cash):
        """The levels of other amounts and cash, and the target of the one row (GL-7)."""
        held = iter(amounts)
        markets = []
        for market in self.portfolio.markets:
            rest = copy(market)
            rest.perpPosition, rest.unsettledPerpCash = next(held), 0
            rest.expiries = []
            for expiry in market.expiries:
                options = []
                for option in expiry.options:
                    changed = copy(option)
                    changed.amount = next(held)
                    if changed.amount != 0:
                        options.append(changed)
                if options:
                    of = copy(expiry)
                    of.options = options
                    rest.expiries.append(of)
            if market.basePosition != 0:
                rest.basePosition = next(held)
            if rest.perpPosition or rest.expiries or rest.basePosition:
                markets.append(rest)
        portfolio = SimpleNamespace(cash=cash, stablePrice=self.portfolio.stablePrice, markets=markets)
        result = standard_margin(self.line.params, portfolio)
        levels = SimpleNamespace(
            initialMargin=result.initialMargin, maintenanceMargin=result.maintenanceMargin,
            markToMarket=result.markToMarket, binding=0)
        return levels, [self.target(levels.maintenanceMargin, levels.markToMarket)]


def standard_legs(portfolio):
    legs = []
    for m, market in enumerate(portfolio.markets):
        def leg(kind, place, amount, market=market, m=m, **more):
            return leg_of(kind, place, amount, m, market.spotPrice, portfolio.stablePrice, **more)

        legs.append(leg("perp", f"perp:{m}", market.perpPosition))
        for e, expiry in enumerate(market.expiries):
            for o, option in enumerate(expiry.options):
                legs.append(leg(
                    "call" if option.isCall else "put", f"option:{m}:{e}:{o}", option.amount, expiry=e, option=o,
                    mark=price_of(expiry, option), strike=option.strike, is_option=True))
        if market.basePosition != 0:
            legs.append(leg("collateral", f"collateral:{m}", to_int(market.basePosition), mark=market.spotPrice, moves=True))
    return legs


def price_of(expiry, option):
    """SM-10, of one."""
    call, put, _ = black76(
        expiry.secondsToExpiry, W, to_uint_width(option.vol, 128), to_uint_width(expiry.forwardPrice, 128),
        raw_uint_width(option.strike, 128))
    return to_int(call if option.isCall else put)
