"""A state of its entries, of which parts may be missing (LG-6 to LG-8, LA-4): the inverse of `entries`."""

from types import SimpleNamespace

from ..canonical import read_json
from ..clearing.readings import add_feed
from ..clearing.rules import rules_of_bits
from ..clearing.state import CASH, OPTION, PERP, TOKEN, Account, Asset, Perp, State
from ..commitment import refuse_if
from .adaptive_forms import read_levels
from .entries import FEED_CODES, KNOWN, SOURCES, SURFACE, entries
from .gateway import Gateway
from .parts import asset_name, read_feed, read_liquidation, read_manager
from .values import NOT_CANONICAL, PLACES, Reader, signed, unsigned

ASSET_KINDS = (None, OPTION, PERP, TOKEN)
READS = {unsigned: Reader.unsigned, signed: Reader.signed}
ALWAYS = {1, 2, 3, 4, 5, 26, 30, 32, 33}  # parts whose key is the byte alone
SINGLE = ALWAYS | {35}
LAST = 38


def numbers(reader, count):
    return [reader.unsigned() for _ in range(count)]


def asset(reader):
    kind = reader.byte()
    refuse_if(kind > 3, NOT_CANONICAL)
    return CASH if kind == 0 else asset_name(ASSET_KINDS[kind], reader.place())


def instrument(reader):
    return asset(reader), reader.unsigned()


def whole(data, read):
    """All of some bytes."""
    reader = Reader(data)
    value = read(reader)
    reader.end()
    return value


def state_of(found, chain_time):
    """The state of entries, key to value; refused where these are not the spelling of a state's parts."""
    parts = {}
    for key, value in found.items():
        refuse_if(not key or not 1 <= key[0] <= LAST or (key[0] in SINGLE and len(key) > 1), "Ledger_MisplacedPart")
        parts.setdefault(key[0], {})[key[1:]] = value
    refuse_if(not ALWAYS <= set(parts), "Ledger_MissingPart")
    state = State(chain_time)
    state.account_count, state.market_count, state.collateral_count = 0, 0, 0
    state.cash_caps = {}
    read_venue(state, whole(parts[1][b""], venue))
    counted = whole(parts[1][b""], venue)
    for code, count in ((6, counted.perps), (7, counted.tokens), (8, counted.managers), (9, counted.markets),
                        (10, counted.collaterals)):
        refuse_if(any(unsigned(place) not in parts.get(code, {}) for place in range(count)), "Ledger_MissingPart")
    state.time, state.last_trade, state.account_count = whole(parts[2][b""], lambda reader: numbers(reader, 3))
    whole(parts[3][b""], lambda reader: read_cash(state, reader))
    for code, read in PARTS.items():
        for key, value in parts.get(code, {}).items():
            keys, values = Reader(key), Reader(value)
            read(state, keys, values)
            keys.end()
            values.end()
    for key, value in parts.get(8, {}).items():
        state.managers[whole(key, Reader.place)] = read_manager(read_json(value), state)
    state.managers = dict(sorted(state.managers.items()))
    for key, value in parts.get(37, {}).items():
        place = whole(key, Reader.place)
        refuse_if(place not in state.managers, "Ledger_UnsoundState")
        of = state.managers[place]
        of.levels = whole(value, read_levels)
        refuse_if(len(of.levels) > (len(of.adaptive.rules) if of.adaptive else 0), "Ledger_UnsoundState")
    read_liquidation(state, read_json(parts[4][b""]))
    spelled = entries(state)
    refuse_if(any(spelled.get(key) != value for key, value in found.items()), NOT_CANONICAL)
    return state


# The venue


def named(reader):
    return reader.text(), reader.address()


def venue(reader):
    of = SimpleNamespace(owner=reader.address(), rules=rules_of_bits(reader.unsigned()), module=reader.unsigned())
    of.options = reader.sequence(reader.place)
    of.perps, of.tokens, of.managers, of.markets, of.collaterals = numbers(reader, 5)
    of.gateway, of.chain_id = reader.address(), reader.unsigned()
    of.directory = SimpleNamespace(
        cash=named(reader), markets=reader.sequence(reader.text), **{
            word: reader.sequence(lambda: named(reader)) for word in ("options", "perps", "tokens", "managers")},
        collaterals=reader.sequence(reader.text))
    of.first = [reader.optional(reader.place) for _ in range(2)]
    return of


def read_venue(state, of):
    state.owner, state.rules, state.security_module = of.owner, of.rules, of.module
    state.directory, state.chain_id = of.directory, of.chain_id
    state.market_count, state.collateral_count = of.markets, of.collaterals
    state.gateway = Gateway(state, of.gateway, of.owner, of.chain_id)
    for place, market in enumerate(of.options):
        state.assets[asset_name(OPTION, place)] = Asset(OPTION, market)
    for kind, count in ((PERP, of.perps), (TOKEN, of.tokens)):
        for place in range(count):
            made = state.assets[asset_name(kind, place)] = Asset(kind)
            if kind == PERP:
                made.perp = Perp(0, 0, 0, 0)
    add_feed(state, "stable")
    for place in range(of.markets):
        for feed in ("spot", "mark", "impact", "fwd", "vol", "rate"):
            add_feed(state, f"{place}.{feed}")
    for place in range(of.collaterals):
        add_feed(state, f"own.{place}")


def read_cash(state, reader):
    of = state.cash
    of.total_supply, of.total_borrow, of.net_settled = *numbers(reader, 2), reader.signed()
    (of.accrued_fees, of.borrow_index, of.supply_index, of.last_timestamp, of.fee,
     of.previous_fee) = numbers(reader, 6)
    of.withdraw_fee_on, of.tokens, of.decimals = reader.flag(), reader.unsigned(), reader.byte()
    of.model = SimpleNamespace(**dict(zip(
        ("minRate", "rateMultiplier", "highRateMultiplier", "optimalUtil"), numbers(reader, 4))))
    shares = reader.optional(lambda: numbers(reader, 6))
    if shares:
        (of.supply_shares, of.supply_remainder, of.borrow_shares, of.borrow_remainder, of.fee_remainder,
         of.unbacked) = shares


# Parts by the byte of their keys: (state, key, value)


def put_reading(state, feed, reader, *names):
    *values, time, heartbeat = numbers(reader, len(names) + 2)
    state.feeds.heartbeats[feed] = heartbeat
    if time or any(values):
        state.feeds.readings[feed, None] = SimpleNamespace(time=time, **dict(zip(names, values)))


def read_sourced(state, feed, reader):
    put_reading(state, feed, reader, "price", "confidence")
    source = reader.optional(reader.address)
    if source is not None:
        state.feeds.sources[feed] = source


def read_perp(state, key, reader):
    made = state.assets[asset_name(PERP, key.place())]
    made.market, of = reader.place(), made.perp
    of.aggregate, of.last_paid = reader.signed(), reader.unsigned()
    closing = reader.optional(reader.unsigned)
    of.disabled, of.closing_mark = closing is not None, closing or 0
    of.static_rate, of.bound, of.convergence, of.rate_in_force, of.index_in_force = (reader.signed() for _ in range(5))


def read_token(state, key, reader):
    made = state.assets[asset_name(TOKEN, key.place())]
    made.decimals, made.tokens = reader.byte(), reader.unsigned()


def read_market(state, key, reader):
    place, feeds = key.place(), state.feeds
    sources = reader.optional(lambda: [reader.address() for _ in SOURCES])
    for kind, source in zip(SOURCES, sources or []):
        feeds.sources[f"{place}.{kind}"] = source
    put_reading(state, f"{place}.spot", reader, "price", "confidence")
    put_reading(state, f"{place}.mark", reader, "price", "confidence")
    put_reading(state, f"{place}.impact", reader, "bid", "ask")
    for kind in ("fwd", "vol", "rate"):
        feeds.heartbeats[f"{place}.{kind}"] = reader.unsigned()
    for kind in ("fwd", "vol", "rate"):
        for _ in range(reader.unsigned()):
            read_expiry(feeds, f"{place}.{kind}", kind, reader)
    for _ in range(reader.unsigned()):
        expiry, price = numbers(reader, 2)
        feeds.settlements[place, expiry] = price


def read_expiry(feeds, feed, kind, reader):
    expiry = reader.unsigned()
    if kind == "fwd":
        values = dict(zip(("fixed", "variable"), numbers(reader, 2)))
    elif kind == "rate":
        values = {"rate": reader.signed()}
    elif reader.flag():
        values = {"flat": None, "surface": [READS[write](reader) for _, write in SURFACE]}
    else:
        values = {"flat": reader.unsigned(), "surface": None}
    confidence, time, _ = numbers(reader, 3)
    feeds.readings[feed, expiry] = SimpleNamespace(time=time, confidence=confidence, **values)


def read_account(state, key, reader):
    number, made = key.unsigned(), Account(reader.address(), reader.place())
    made.approved = reader.optional(reader.address)
    made.last_trade, made.cash_index = numbers(reader, 2)
    made.shares, made.remainder = reader.signed(), reader.signed()
    for _ in range(reader.unsigned()):
        what = instrument(reader)
        made.store(what, reader.signed())
    for _ in range(reader.unsigned()):
        memory = made.perp(asset_name(PERP, reader.place()))
        memory.mark, memory.funding, memory.pnl, memory.aggregate = (reader.signed() for _ in range(4))
    for _ in range(reader.unsigned()):
        place = reader.place()
        made.option_total[asset_name(OPTION, place)] = reader.unsigned()
    state.accounts[number] = made


def read_tracking(state, key, reader):
    name, manager = asset(key), key.place()
    allowed, cap, total = reader.flag(), *numbers(reader, 2)
    if name == CASH:
        state.cash_caps[manager] = cap
        if allowed:
            state.cash.managers.add(manager)
        return
    position = state.assets[name].position(manager)
    position.allowed, position.cap, position.value = allowed, cap, total


def read_interest(state, key, reader):
    name, sub = instrument(key)
    interest = state.assets[name].interest(sub)
    interest.value, interest.settled = reader.unsigned(), reader.signed()


def read_allowance(state, key, reader):
    number, owner, delegate, name = key.unsigned(), key.address(), key.address(), asset(key)
    sub = key.optional(key.unsigned)
    state.allowances[number, owner, delegate, name if sub is None else (name, sub)] = numbers(reader, 2)


def read_settings(state, key, reader):
    feed = read_feed(read_json(reader.take(len(reader.data))), state.chain_id)
    refuse_if(feed.address != key.address(), "Ledger_MisplacedPart")
    state.signed[feed.address] = feed


def read_known(state, key, reader):
    feed, expiry = state.signed[key.address()], key.optional(key.unsigned)
    refuse_if(FEED_CODES[reader.byte()] != feed.kind, "Ledger_MisplacedPart")
    refuse_if(expiry is not None and reader.unsigned() != expiry, "Ledger_MisplacedPart")
    fields = {name: READS[write](reader) for name, write in KNOWN[feed.kind]}
    fields["confidence"], fields["timestamp"] = numbers(reader, 2)
    if feed.kind == "LyraForwardFeed":
        fields["settlementStartAggregate"], fields["currentSpotAggregate"] = numbers(reader, 2)
    if feed.kind != "LyraSpotFeed" and feed.kind != "LyraSpotDiffFeed":
        fields["expiry"] = expiry
    feed.known[expiry] = fields


def read_auction(state, key, reader):
    made = SimpleNamespace(scenario=reader.unsigned(), insolvent=reader.flag(), ongoing=reader.flag())
    made.cached, made.start, made.reserved = numbers(reader, 3)
    made.waited = read_waits(state, reader)
    state.auctions[key.unsigned()] = made


def read_pending(state, key, reader):
    made = SimpleNamespace(token=asset(reader), owner=reader.address())
    made.amount, made.time = numbers(reader, 2)
    state.gateway.pending[key.unsigned()] = made


def read_bridge(state, key, reader):
    state.gateway.bridge, state.gateway.withdrawals = reader.address(), reader.unsigned()


def read_governance(state, key, reader):
    state.gateway.delay, state.gateway.announced = numbers(reader, 2)


def read_versions(state, key, reader):
    state.versions = reader.sequence(lambda: (*numbers(reader, 2), reader.sequence(reader.text)))


def read_announced(state, key, reader):
    number = key.unsigned()
    state.announced[number], state.waited[number] = reader.unsigned(), read_waits(state, reader)


def read_waits(state, reader):
    """LG-6, WF-27."""
    if reader.at == len(reader.data):
        return {}
    found = reader.sequence(lambda: (reader.place(), reader.unsigned(1 << 64)), PLACES)
    markets = [market for market, _ in found]
    refuse_if(not found or sorted(set(markets)) != markets, NOT_CANONICAL)
    refuse_if(markets[-1] >= state.market_count, "Ledger_UnsoundState")
    return dict(found)


def read_sums(state, key, reader):
    of = state.sums
    of.paid_at, of.paid_then, of.paid_in_window = numbers(reader, 3)
    of.paid_by_market = dict(reader.sequence(lambda: (reader.place(), reader.unsigned())))
    of.lost_at, of.lost_in_window, of.withdrawn_at, of.withdrawn_in_window = numbers(reader, 4)


def read_watch(state, key, reader):
    place = key.place()
    refuse_if(place >= state.market_count, "Ledger_UnsoundState")
    state.watches[place] = SimpleNamespace(**dict(zip(("slow", "last", "time", "since", "until", "waited"), numbers(reader, 6))))


def read_rise(state, key, reader):
    name, manager = asset(key), key.place()
    refuse_if(name not in state.assets, "Ledger_UnsoundState")
    time, start = numbers(reader, 2)
    state.rises[name, manager] = SimpleNamespace(time=time, start=start, told=reader.flag())


def gateway(name, key_of, value_of):
    def read(state, key, reader):
        getattr(state.gateway, name)[key_of(key)] = value_of(reader)
    return read


def member(name, key_of):
    def read(state, key, reader):
        getattr(state.gateway, name).add(key_of(key))
    return read


def nonce(key):
    return key.address(), key.address(), key.unsigned()


def read_opening(state, key, reader):
    state.gateway.opening_deposit = reader.unsigned()


PARTS = {
    5: lambda state, key, reader: read_sourced(state, "stable", reader), 6: read_perp, 7: read_token, 9: read_market,
    10: lambda state, key, reader: read_sourced(state, f"own.{key.place()}", reader), 11: read_account,
    12: read_tracking, 13: read_interest, 14: read_allowance, 15: read_settings, 16: read_known,
    17: member("executors", Reader.address),
    18: gateway("modules", Reader.address, lambda reader: reader.take(len(reader.data)).decode()),
    19: gateway("owners", Reader.unsigned, Reader.address), 20: gateway("asked", Reader.unsigned, Reader.unsigned),
    21: gateway("keys", lambda key: (key.address(), key.address()), Reader.unsigned), 22: member("nonces", nonce),
    23: read_auction, 24: gateway("fills", nonce, lambda reader: (reader.hash(), reader.unsigned())),
    25: gateway("fee_recipients", Reader.address, Reader.unsigned), 26: read_opening,
    27: gateway("wallets", lambda key: (asset(key), key.address()), Reader.unsigned), 28: read_pending,
    29: member("credits", Reader.unsigned), 30: read_bridge,
    31: gateway("scheduled", Reader.unsigned, lambda reader: (reader.unsigned(), reader.octets())), 32: read_governance,
    33: read_versions, 34: read_announced, 35: read_sums, 36: read_watch, 38: read_rise,
}
