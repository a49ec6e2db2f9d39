"""The accounts that close a book: counterparties of its positions, and the venue's own (07, BK-15, BK-16)."""

from types import SimpleNamespace

from .arithmetic import W, sint
from .book import CENT, own_margin, up

MOST_OPTIONS = 1024


class Closing:
    """Sums over the accounts of a book, and the accounts that follow from them."""

    def __init__(self, markets):
        self.markets = markets
        self.options = {m.underlying: {} for m in markets}
        self.perps = {m.underlying: 0 for m in markets}
        self.equity = 0

    def add(self, underlying, held, equity):
        sums = self.options[underlying]
        for option in held.options:
            key = (option.expiry, option.strike, option.isCall)
            sums[key] = sint(sums.get(key, 0) + option.amount)
        self.perps[underlying] = sint(self.perps[underlying] + held.perpPosition)
        self.equity = sint(self.equity + max(equity, 0))

    def accounts(self, fund):
        """(id, underlying, strategy, account) of each."""
        found = []
        for m in self.markets:
            for expiry in m.expiries:
                options = self.negated(m, expiry)
                if len(options) > MOST_OPTIONS:
                    raise ValueError("Book_TooManyOptions")
                if options:
                    found.append((f"c-{m.underlying}-{expiry.expiry}", m, holding(options=options)))
        for m in self.markets:
            perp = sint(-self.perps[m.underlying])
            if perp:
                found.append((f"c-{m.underlying}-perp", m, holding(perp=perp)))
        for _, m, held in found:
            held.cash = up(2 * max(-own_margin(m, held).initialMargin, 0))
        first = self.markets[0].underlying
        fees = self.equity // 10_000 // CENT * CENT
        return [(identifier, m.underlying, "closing", held) for identifier, m, held in found] + [
            ("v-fees", first, "venue", holding(cash=fees)),
            ("v-security-module", first, "venue", holding(cash=self.cash_of(fund)))]

    def negated(self, m, expiry):
        sums = self.options[m.underlying]
        keys = sorted(key for key, amount in sums.items() if key[0] == expiry.expiry and amount)
        return [
            SimpleNamespace(
                key=expiry.key, expiry=expiry.expiry, secondsToExpiry=expiry.secondsToExpiry,
                strike=strike, isCall=is_call, amount=sint(-sums[time, strike, is_call]))
            for time, strike, is_call in keys]

    @staticmethod
    def cash_of(fund):
        return fund * W


def holding(cash=0, perp=0, options=()):
    return SimpleNamespace(
        cash=cash, perpPosition=perp, unsettledPerpCash=0, collaterals=[], options=list(options))
