"""A seeded book of accounts on the market tape (07, BK-1 to BK-7)."""

from types import SimpleNamespace

from .arithmetic import W, trunc, tz, udiv, umul
from .arrangement import arrange
from .elementary import exp
from .market_rule import Grid, asset, market, vol
from .portfolio_margin import margin
from .pricing import black76

MASK = 2**64 - 1
CENT = 10**16


class Stream:
    """BK-2."""

    def __init__(self, state):
        self.state = state

    @staticmethod
    def of_account(seed, number):
        return Stream(Stream(Stream(seed).next() ^ number).next())

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, k):
        if k == 0:
            return 0
        while True:
            product = self.next() * k
            if product & MASK >= (2**64 - k) % k:
                return product >> 64

    def between(self, a, b):
        return a + self.below(b - a + 1)

    def chance(self, per_mille):
        return self.below(1000) < per_mille

    def unit(self):
        return self.next() * W >> 64

    def bell(self):
        return sum(self.unit() for _ in range(4)) - 2 * W

    def choice(self, *weights):
        rest = self.below(sum(weights))
        for index, weight in enumerate(weights):
            if rest < weight:
                return index
            rest -= weight

    def coin(self):
        return self.below(2) == 0


class BookMarket:
    """BK-3."""

    def __init__(self, snapshots, underlying, params, scenarios):
        """`snapshots` are the moments from `at` through `through`."""
        self.underlying = underlying
        self.params = params
        self.scenarios = scenarios
        self.market = market(snapshots[0], underlying)
        listed = [
            {e["expiry"] for e in s["markets"][underlying]["expiries"] if e["expiry"] > s["timestamp"]}
            for s in snapshots]
        lasting = sorted(set.intersection(*listed))[:params.maxExpiries]
        by_time = {e.expiry: e for e in self.market.expiries}
        self.expiries = [by_time[time] for time in lasting]
        if len(self.expiries) < 2:
            raise ValueError("Tape_TooFewExpiries")
        self.grids = [Grid(e) for e in self.expiries]
        self.collaterals = [c for c in self.market.collaterals if c.asset in params.collaterals]
        self.coin = [c.asset for c in self.collaterals].index(asset(underlying))
        self.lot = 10**9
        while umul(self.market.spotPrice, self.lot * 10) <= 1000 * W:
            self.lot *= 10

    def delta(self, e, strike, is_call):
        listed = self.expiries[e]
        discount = exp(tz(-listed.rate * listed.secondsToExpiry, 31_536_000))
        call = black76(
            listed.secondsToExpiry, discount, vol(strike, listed.svi), self.grids[e].forward, strike)[2]
        return call if is_call else call - discount


class Draft:
    """An account in the making (BK-4): options by (expiry, index, is call), all in lots."""

    def __init__(self, book_market, stream):
        self.market = book_market
        self.stream = stream
        self.options = {}
        self.perp_tenths = 0
        self.coins = [0] * len(book_market.collaterals)
        self.secured_cash = 0
        self.size = 0

    def hold(self, lots, e, index, is_call):
        key = (e, index, is_call)
        self.options[key] = self.options.get(key, 0) + lots

    def hold_coin(self, lots):
        self.coins[self.market.coin] += lots * self.market.lot

    def hold_worth(self, c, value):
        amount = max(udiv(value, self.market.collaterals[c].price) // 10**15, 1) * 10**15
        self.coins[c] += amount

    def hedge(self, held):
        total = sum(
            self.market.delta(e, self.market.grids[e].strike(i), is_call) * lots
            for (e, i, is_call), lots in held)
        self.perp_tenths -= tz(total * 10, W)

    # The draws of BK-6.

    def expiry(self, count=None):
        count = len(self.market.expiries) if count is None else count
        return min(self.stream.below(count), self.stream.below(count))

    def near(self, e, price, hundredths):
        grid = self.market.grids[e]
        return grid.nearest(umul(price, exp(tz(grid.deviation * hundredths, 100))))

    def strike(self, e, a, b):
        return self.near(e, self.market.grids[e].forward, self.stream.between(a, b))

    def above(self, e, i, a, b):
        grid = self.market.grids[e]
        found = self.near(e, grid.strike(i), self.stream.between(a, b))
        return min(max(found, i + 1), grid.count - 1)

    def below(self, e, i, a, b):
        found = self.near(e, self.market.grids[e].strike(i), -self.stream.between(a, b))
        return max(min(found, i - 1), 0)

    def part(self, q):
        return max(1, q * self.stream.between(40, 100) // 100)


CALL, PUT = True, False


def covered_call(d, q):
    e = d.expiry()
    d.hold_coin(q)
    d.hold(-q, e, d.strike(e, 30, 150), CALL)


def protective_put(d, q):
    e = d.expiry()
    d.hold_coin(q)
    d.hold(q, e, d.strike(e, -150, -20), PUT)


def cash_secured_put(d, q):
    e = d.expiry()
    i = d.strike(e, -150, 0)
    d.secured_cash += umul(q * d.market.lot, d.market.grids[e].strike(i))
    d.hold(-q, e, i, PUT)


def bull_call_spread(d, q):
    e = d.expiry()
    i = d.strike(e, -30, 50)
    j = d.above(e, i, 40, 150)
    d.hold(q, e, i, CALL)
    d.hold(-q, e, j, CALL)


def bear_put_spread(d, q):
    e = d.expiry()
    i = d.strike(e, -50, 30)
    j = d.below(e, i, 40, 150)
    d.hold(q, e, i, PUT)
    d.hold(-q, e, j, PUT)


def iron_condor(d, q):
    e = d.expiry()
    i = d.strike(e, -120, -40)
    j = d.below(e, i, 30, 80)
    k = d.strike(e, 40, 120)
    top = d.above(e, k, 30, 80)
    for lots, index, is_call in ((q, j, PUT), (-q, i, PUT), (-q, k, CALL), (q, top, CALL)):
        d.hold(lots, e, index, is_call)


def long_straddle(d, q):
    e = d.expiry()
    i = d.strike(e, -20, 20)
    d.hold(q, e, i, CALL)
    d.hold(q, e, i, PUT)


def short_strangle(d, q):
    e = d.expiry()
    i = d.strike(e, -150, -40)
    k = d.strike(e, 40, 150)
    d.hold(-q, e, i, PUT)
    d.hold(-q, e, k, CALL)


def calendar_spread(d, q):
    count = len(d.market.expiries)
    e = d.expiry(count - 1)
    f = d.stream.between(e + 1, min(e + 3, count - 1))
    i = d.strike(e, -50, 50)
    j = d.market.grids[f].nearest(d.market.grids[e].strike(i))
    is_call = d.stream.coin()
    d.hold(-q, e, i, is_call)
    d.hold(q, f, j, is_call)


def ratio_spread(d, q):
    e = d.expiry()
    is_call = d.stream.coin()
    if is_call:
        i = d.strike(e, 0, 60)
        j = d.above(e, i, 40, 100)
    else:
        i = d.strike(e, -60, 0)
        j = d.below(e, i, 40, 100)
    d.hold(q, e, i, is_call)
    d.hold(-2 * q, e, j, is_call)


def hedged_short_volatility(d, q):
    e = d.expiry()
    if d.stream.coin():
        i = k = d.strike(e, -20, 20)
    else:
        i = d.strike(e, -100, -30)
        k = d.strike(e, 30, 100)
    d.hold(-q, e, i, PUT)
    d.hold(-q, e, k, CALL)
    d.hedge([((e, i, PUT), -q), ((e, k, CALL), -q)])


def basis_trade(d, q):
    d.hold_coin(q)
    d.perp_tenths -= 10 * q


def perp_long(d, q):
    d.perp_tenths += 10 * q


def perp_short(d, q):
    d.perp_tenths -= 10 * q


def coins_alone(d, _):
    chosen = [c for c in range(len(d.coins)) if d.stream.chance(600)] or [d.market.coin]
    for c in chosen:
        d.hold_worth(c, d.size * d.stream.between(20, 100) // 100)


def multi_strategy(d, q):
    for _ in range(d.stream.between(3, 6)):
        _, _, _, add = STRATEGIES[d.stream.below(14)]
        add(d, d.part(q))


def market_maker(d, q):
    count = len(d.market.expiries)
    c = min(d.stream.between(3, 6), count)
    s = d.stream.below(count - c + 1)
    for _ in range(d.stream.between(16, 40)):
        e = s + d.stream.below(c)
        x = d.stream.between(-150, 150)
        i = d.strike(e, x, x)
        inside = d.stream.chance(200)
        a = max(1, q * d.stream.between(1, 100) // 100)
        lots = a if d.stream.coin() else -a
        d.hold(lots, e, i, (x >= 0) != inside)
    d.hedge(d.options.items())


# BK-5: name, weight, whether repeated, holdings.
STRATEGIES = (
    ("covered call", 80, True, covered_call),
    ("protective put", 45, True, protective_put),
    ("cash-secured put", 50, True, cash_secured_put),
    ("bull call spread", 60, True, bull_call_spread),
    ("bear put spread", 50, True, bear_put_spread),
    ("iron condor", 65, True, iron_condor),
    ("long straddle", 40, True, long_straddle),
    ("short strangle", 70, True, short_strangle),
    ("calendar spread", 40, True, calendar_spread),
    ("ratio spread", 40, True, ratio_spread),
    ("delta-hedged short volatility", 50, True, hedged_short_volatility),
    ("basis trade", 40, False, basis_trade),
    ("perp long", 60, False, perp_long),
    ("perp short", 30, False, perp_short),
    ("lender", 15, False, coins_alone),
    ("borrower", 15, False, coins_alone),
    ("multi-strategy", 240, False, multi_strategy),
    ("market maker", 10, False, market_maker),
)
WEIGHTS = [weight for _, weight, _, _ in STRATEGIES]
TIERS = ((30, 1000, 1100), (120, 1100, 1500), (350, 1500, 3000), (350, 3000, 8000), (150, 8000, 25000))


def account(seed, number, markets):
    """BK-4: (underlying, strategy, account, equity), the last as BK-16 sums it."""
    stream = Stream.of_account(seed, number)
    book_market = markets[stream.choice(*(60 if m.underlying == "BTC" else 40 for m in markets))]
    name, _, repeated, add = STRATEGIES[stream.choice(*WEIGHTS)]
    d = Draft(book_market, stream)
    base = (500_000 if name == "market maker" else 25_000) * W
    d.size = umul(base, exp(tz(stream.bell() * 26, 10)))
    lots = max(1, d.size // umul(book_market.market.spotPrice, book_market.lot))
    if repeated:
        for _ in range(stream.choice(5, 3, 2) + 1):
            add(d, d.part(lots))
    else:
        add(d, lots)
    if name not in ("lender", "borrower") and stream.chance(250):
        c = stream.below(len(book_market.collaterals))
        d.hold_worth(c, d.size * stream.between(5, 50) // 100)
    held = holdings(d)
    result = own_margin(book_market, held)
    held.cash = cash(d, name, result)
    return book_market.underlying, name, held, result.markToMarket + held.cash


def own_margin(m, held):
    """The margin of an account at the book's own moment, under the market's set."""
    return margin(m.params, m.scenarios, arrange(m.market, held, m.params.maxExpiries))


def holdings(d):
    """The account without cash."""
    lot = d.market.lot
    return SimpleNamespace(
        cash=0,
        perpPosition=d.perp_tenths * (lot // 10),
        unsettledPerpCash=0,
        collaterals=[
            SimpleNamespace(asset=c.asset, amount=amount)
            for c, amount in zip(d.market.collaterals, d.coins) if amount],
        options=[
            SimpleNamespace(
                key=d.market.expiries[e].key,
                expiry=d.market.expiries[e].expiry,
                secondsToExpiry=d.market.expiries[e].secondsToExpiry,
                strike=d.market.grids[e].strike(i), isCall=is_call, amount=lots * lot)
            for (e, i, is_call), lots in d.options.items() if lots],
    )


def up(x):
    return -(-x // CENT) * CENT


def cash(d, name, result):
    """BK-7, from the margin without cash."""
    m = d.market
    mtm, mm = result.markToMarket, result.maintenanceMargin
    _, low, high = TIERS[d.stream.choice(*(tier[0] for tier in TIERS))]
    multiple = d.stream.between(low, high)
    securable = name in ("covered call", "protective put", "cash-secured put")
    secured = name == "lender" or (securable and d.stream.chance(650))
    share = d.stream.between(0, 100) if secured else 0
    requirement = max(mtm - mm, 0)
    if secured:
        if name == "cash-secured put":
            custom = d.secured_cash
        else:
            custom = d.size * share // (100 if name == "lender" else 1000)
        return max(up(custom), up(requirement - mtm))
    value = sum(
        amount * c.price // m.market.stablePrice for c, amount in zip(m.collaterals, d.coins))
    debt = trunc(value * 4 // 5, CENT) * CENT
    return max(up(tz(requirement * multiple, 1000) - mtm), -debt)
