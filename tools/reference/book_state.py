"""A closed book at a moment as a state (SV-15): the accounts, and what a checkpoint says of them."""

from types import SimpleNamespace

from .book_file import SETS
from .book_margin import remarked
from .canonical import canonical, read_json
from .commitment import Trees, encode_record
from .commitment_assets import AssetTree, risk_root
from .document import encode
from .market_rule import asset
from .portfolio import MARKET
from .risk_items import leaf_columns, read_market, read_parameters, record_margin, risk_items

VENUE_ACCOUNTS = ("v-security-module", "v-fees")
NO_SALT = bytes(32)


def octets(address):
    return bytes.fromhex(address[2:])


def published_set(name):
    """The canonical bytes of the newest version of a published set."""
    files = sorted(SETS.glob(f"{name}-v*.json"), key=lambda path: int(path.stem.rpartition("-v")[2]))
    return canonical(read_json(files[-1].read_bytes()))


def market_bytes(market):
    """JS-8 in canonical form, expiries named by time."""
    named = [SimpleNamespace(**{**vars(expiry), "secondsToExpiry": None}) for expiry in market.expiries]
    return canonical(encode(MARKET, SimpleNamespace(**{**vars(market), "expiries": named})))


def manager_of(header, underlying):
    return bytes(20) if len(header.markets) == 1 else octets(asset(underlying))


def record_of(header, line, market):
    """CM-8 of a line's account at a moment (BK-8)."""
    held = remarked(line.account, header.markets[line.underlying].market, market)
    return {
        "manager": manager_of(header, line.underlying), "cash": held.cash, "perpPosition": held.perpPosition,
        "unsettledPerpCash": held.unsettledPerpCash,
        "collaterals": sorted((octets(each.asset), each.amount) for each in held.collaterals if each.amount),
        "options": sorted((each.expiry, each.strike, int(each.isCall), each.amount)
                          for each in held.options if each.amount)}


def ordered(lines):
    """The security module, the recipient of fees, then the others as they stand."""
    named = {line.id: line for line in lines}
    return [named[name] for name in VENUE_ACCOUNTS] + [line for line in lines if line.id not in VENUE_ACCOUNTS]


def book_state(header, lines, markets, depth):
    """The members of CP-7 that follow from a book. `markets` are those of the moment, by underlying."""
    sources = {}
    for underlying, booked in header.markets.items():
        market, parameters = market_bytes(markets[underlying]), published_set(booked.params)
        sources[manager_of(header, underlying)] = SimpleNamespace(
            market=read_market(market), chosen=read_parameters(parameters), market_bytes=market,
            parameter_bytes=parameters)
    records, leaves = [], []
    for line in ordered(lines):
        record = record_of(header, line, markets[line.underlying])
        where = sources[record["manager"]]
        sums = leaf_columns(record_margin(where.chosen, where.market, record))
        records.append(record)
        leaves.append({"owner": octets(line.owner), "record": encode_record(record), "sums": sums, "salt": NO_SALT})
    assets = sorted({held for record in records for held, _ in record["collaterals"]})
    roots, asset_roots = Trees(depth, leaves).roots(), AssetTree(depth, assets, leaves).roots()
    equity, deficit, below = roots["totals"]
    [time] = {each.market.timestamp for each in sources.values()}
    return {
        "time": time, "depth": depth, "count": len(leaves), "stateRoot": roots["stateRoot"],
        "riskRoot": risk_root(risk_items(sources, records)), "solvencyRoot": roots["solvencyRoot"], "equity": equity,
        "deficit": deficit, "belowMaintenance": below, "assetRoot": asset_roots["root"], "assets": assets,
        "assetTotals": asset_roots["totals"], "securityModule": 0, "feeRecipient": 1}
