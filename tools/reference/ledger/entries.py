"""A state as entries of the state map (LG-5, LG-6)."""

from types import SimpleNamespace

from ..canonical import canonical
from ..clearing.exact_cash import is_exact
from ..clearing.readings import HEARTBEAT
from ..clearing.rules import bits
from ..clearing.state import OPTION, PERP, PORTFOLIO, STANDARD, TOKEN
from .adaptive_forms import levels_bytes
from .parts import asset_name, feed_settings_json, liquidation_json, manager_json, place_of
from .values import flag, octets, optional, plain, sequence, signed, text, unsigned

SOURCES = ("spot", "mark", "ask", "bid", "fwd", "vol", "rate")
NEVER = SimpleNamespace(price=0, confidence=0, time=0, bid=0, ask=0)
FEED_CODES = ("LyraSpotFeed", "LyraSpotDiffFeed", "LyraForwardFeed", "LyraVolFeed", "LyraRateFeed")
SURFACE = (("a", signed), ("b", unsigned), ("rho", signed), ("m", signed), ("sigma", unsigned), ("fwd", unsigned),
           ("refTau", unsigned))
KNOWN = {
    "LyraSpotFeed": (("price", unsigned),), "LyraSpotDiffFeed": (("spotDiff", signed),),
    "LyraForwardFeed": (("fwdSpotDifference", signed),), "LyraRateFeed": (("rate", signed),),
    "LyraVolFeed": tuple((f"SVI_{name}", write) for name, write in SURFACE),
}


def whole(*values):
    return b"".join(map(unsigned, values))


def asset(name):
    kind, place = place_of(name)
    return bytes([kind]) + (unsigned(place) if kind else b"")


def instrument(value):
    return asset(value[0]) + unsigned(value[1])


def places(state, kind):
    """The assets of a kind in the order of their places."""
    count = sum(each.kind == kind for each in state.assets.values())
    return [state.assets[asset_name(kind, place)] for place in range(count)]


def entries(state):
    """All of them: key to value."""
    found = {}

    def put(code, key, value):
        assert bytes([code]) + key not in found
        found[bytes([code]) + key] = value

    put(1, b"", venue(state))
    put(2, b"", whole(state.time, state.last_trade, state.account_count))
    put(3, b"", cash(state.cash, is_exact(state)))
    put(4, b"", canonical(liquidation_json(state)))
    put(5, b"", sourced(state, "stable"))
    for place, each in enumerate(places(state, PERP)):
        put(6, unsigned(place), perp(each))
    for place, each in enumerate(places(state, TOKEN)):
        put(7, unsigned(place), bytes([each.decimals]) + unsigned(each.tokens))
    for place, manager in state.managers.items():
        put(8, unsigned(place), canonical(manager_json(manager)))
    for place in range(state.market_count):
        put(9, unsigned(place), market(state, place))
    for place in range(state.collateral_count):
        put(10, unsigned(place), sourced(state, f"own.{place}"))
    for number, account in state.accounts.items():
        put(11, unsigned(number), account_value(account))
    add_tracking(state, put)
    for (number, owner, delegate, what), amounts in state.allowances.items():
        if any(amounts):
            name, sub = (what, None) if isinstance(what, str) else what
            put(14, unsigned(number) + owner + delegate + asset(name) + optional(sub, unsigned), whole(*amounts))
    for address, feed in state.signed.items():
        put(15, address, canonical(feed_settings_json(feed)))
        for expiry, fields in feed.known.items():
            put(16, address + optional(expiry, unsigned), known(feed, expiry, fields))
    add_gateway(state, state.gateway, put)
    put(33, b"", sequence(state.versions, lambda each: whole(*each[:2]) + sequence(each[2], text)))
    for number, auction in state.auctions.items():
        put(23, unsigned(number), unsigned(auction.scenario) + flag(auction.insolvent) + flag(auction.ongoing)
            + whole(auction.cached, auction.start, auction.reserved) + waits_bytes(auction.waited))
    add_waterfall(state, put)
    return found


def waits_bytes(waited):
    """LG-6: nothing where WF-27 keeps nothing."""
    return sequence(sorted(waited.items()), lambda row: whole(*row)) if waited else b""


def add_waterfall(state, put):
    """WF-11."""
    for number, since in state.announced.items():
        put(34, unsigned(number), unsigned(since) + waits_bytes(state.waited[number]))
    of = state.sums
    if any(vars(of).values()):
        put(35, b"", whole(of.paid_at, of.paid_then, of.paid_in_window)
            + sequence(sorted(of.paid_by_market.items()), lambda row: whole(*row))
            + whole(of.lost_at, of.lost_in_window, of.withdrawn_at, of.withdrawn_in_window))
    for place, watch in state.watches.items():
        put(36, unsigned(place), whole(watch.slow, watch.last, watch.time, watch.since, watch.until, watch.waited))
    for place, manager in state.managers.items():
        if manager.levels:
            put(37, unsigned(place), levels_bytes(manager.levels))
    for (name, manager), rise in state.rises.items():
        put(38, asset(name) + unsigned(manager), whole(rise.time, rise.start) + flag(rise.told))


def add_tracking(state, put):
    for place in state.managers:
        if place in state.cash.managers:
            put(12, b"\0" + unsigned(place), flag(True) + whole(0, 0))
    for name, each in state.assets.items():
        for place, position in each.positions.items():
            if position.allowed or position.cap or position.value:
                put(12, asset(name) + unsigned(place), flag(position.allowed) + whole(position.cap, position.value))
        for sub, interest in each.open_interest.items():
            if interest.value or interest.settled:
                put(13, instrument((name, sub)), unsigned(interest.value) + signed(interest.settled))


def add_gateway(state, gateway, put):
    for address in gateway.executors:
        put(17, address, b"")
    for address, kind in gateway.modules.items():
        put(18, address, kind.encode())
    for number, owner in gateway.owners.items():
        put(19, unsigned(number), owner)
    for number, time in gateway.asked.items():
        put(20, unsigned(number), unsigned(time))
    for (owner, key), expiry in gateway.keys.items():
        put(21, owner + key, unsigned(expiry))
    for module, owner, nonce in gateway.nonces:
        put(22, module + owner + unsigned(nonce), b"")
    for (module, owner, nonce), (digest, filled) in gateway.fills.items():
        put(24, module + owner + unsigned(nonce), digest + unsigned(filled))
    for address, number in gateway.fee_recipients.items():
        if number:
            put(25, address, unsigned(number))
    put(26, b"", unsigned(gateway.opening_deposit))
    for (name, owner), amount in gateway.wallets.items():
        if amount:
            put(27, asset(name) + owner, unsigned(amount))
    for number, pending in gateway.pending.items():
        put(28, unsigned(number), asset(pending.token) + pending.owner + whole(pending.amount, pending.time))
    for number in gateway.credits:
        put(29, unsigned(number), b"")
    put(30, b"", gateway.bridge + unsigned(gateway.withdrawals))
    for number, (due, parameter) in gateway.scheduled.items():
        put(31, unsigned(number), unsigned(due) + octets(parameter))
    put(32, b"", whole(gateway.delay, gateway.announced))


def venue(state):
    names = state.directory
    markets = [each.market for each in places(state, OPTION)]

    def named(each):
        return text(each[0]) + each[1]

    return (state.owner + unsigned(bits(state.rules)) + unsigned(state.security_module) + sequence(markets, unsigned)
            + whole(len(places(state, PERP)), len(places(state, TOKEN)), len(state.managers), state.market_count,
                    state.collateral_count)
            + state.gateway.address + unsigned(state.chain_id) + named(names.cash) + sequence(names.markets, text)
            + sequence(names.options, named) + sequence(names.perps, named) + sequence(names.tokens, named)
            + sequence(names.managers, named) + sequence(names.collaterals, text)
            + b"".join(optional(first_of(state, model), unsigned) for model in (STANDARD, PORTFOLIO)))


def first_of(state, model):
    """The place of the first manager of a model (MO-31)."""
    return next((place for place, each in state.managers.items() if each.model == model), None)


def cash(of, exact):
    model = of.model
    shares = whole(of.supply_shares, of.supply_remainder, of.borrow_shares, of.borrow_remainder, of.fee_remainder, of.unbacked)
    return (whole(of.total_supply, of.total_borrow) + signed(of.net_settled)
            + whole(of.accrued_fees, of.borrow_index, of.supply_index, of.last_timestamp, of.fee, of.previous_fee)
            + flag(of.withdraw_fee_on) + unsigned(of.tokens) + bytes([of.decimals])
            + whole(model.minRate, model.rateMultiplier, model.highRateMultiplier, model.optimalUtil)
            + optional(shares if exact else None, plain))


def perp(asset_):
    of = asset_.perp
    return (unsigned(asset_.market) + signed(of.aggregate) + unsigned(of.last_paid)
            + optional(of.closing_mark if of.disabled else None, unsigned) + signed(of.static_rate) + signed(of.bound)
            + signed(of.convergence) + signed(of.rate_in_force) + signed(of.index_in_force))


def reading(state, feed):
    of = state.feeds.readings.get((feed, None), NEVER)
    return whole(of.price, of.confidence, of.time, state.feeds.heartbeats.get(feed, HEARTBEAT))


def sourced(state, feed):
    return reading(state, feed) + optional(state.feeds.sources.get(feed), plain)


def market(state, place):
    feeds = state.feeds
    sources = [feeds.sources[f"{place}.{kind}"] for kind in SOURCES] if f"{place}.spot" in feeds.sources else None
    impact = feeds.readings.get((f"{place}.impact", None), NEVER)
    beats = {kind: feeds.heartbeats[f"{place}.{kind}"] for kind in ("impact", "fwd", "vol", "rate")}

    def expiries(kind, write):
        rows = sorted((expiry, each) for (feed, expiry), each in feeds.readings.items() if feed == f"{place}.{kind}")
        return sequence(rows, lambda row: unsigned(row[0]) + write(row[1]) + whole(
            row[1].confidence, row[1].time, beats[kind]))

    settled = sorted((expiry, price) for (market_, expiry), price in feeds.settlements.items() if market_ == place)
    return (optional(sources, b"".join) + reading(state, f"{place}.spot") + reading(state, f"{place}.mark")
            + whole(impact.bid, impact.ask, impact.time, beats["impact"], beats["fwd"], beats["vol"], beats["rate"])
            + expiries("fwd", lambda each: whole(each.fixed, each.variable)) + expiries("vol", volatility)
            + expiries("rate", lambda each: signed(each.rate)) + sequence(settled, lambda row: whole(*row)))


def volatility(each):
    if each.flat is not None:
        return b"\0" + unsigned(each.flat)
    return b"\1" + b"".join(write(value) for (_, write), value in zip(SURFACE, each.surface))


def account_value(account):
    def holding(each):
        return instrument(each) + signed(account.balances[each])

    def memory(row):
        of = row[1]
        return unsigned(row[0]) + signed(of.mark) + signed(of.funding) + signed(of.pnl) + signed(of.aggregate)

    memories = sorted((place_of(name)[1], of) for name, of in account.perps.items() if any(vars(of).values()))
    totals = sorted((place_of(name)[1], total) for name, total in account.option_total.items() if total)
    return (account.owner + unsigned(account.manager) + optional(account.approved, plain)
            + whole(account.last_trade, account.cash_index) + signed(account.shares) + signed(account.remainder)
            + sequence(account.held, holding)
            + sequence(memories, memory) + sequence(totals, lambda row: whole(*row)))


def known(feed, expiry, fields):
    """What a signed feed has."""
    kind = feed.kind
    data = bytes([FEED_CODES.index(kind)]) + (b"" if expiry is None else unsigned(expiry))
    data += b"".join(write(fields[name]) for name, write in KNOWN[kind])
    data += whole(fields["confidence"], fields["timestamp"])
    if kind == "LyraForwardFeed":
        data += whole(fields["settlementStartAggregate"], fields["currentSpotAggregate"])
    return data
