"""A seeded book as the lines of its file (07, BK-10, BK-14)."""

import json

from .book import account
from .closed_book import Closing
from .keccak import keccak256


def lines(tape_name, snapshots, seed, count, markets, fund=None):
    """The lines of a book's file, without their ends; closed where a fund is given, in whole cash units."""
    made = []
    closing = Closing(markets)
    for number in range(1, count + 1):
        underlying, strategy, held, equity = account(seed, number, markets)
        closing.add(underlying, held, equity)
        made.append((f"a{number:07d}", underlying, strategy, held))
    if fund is not None:
        made += closing.accounts(fund)
    yield compact({
        "ballastBook": 1,
        "seed": str(seed),
        "accounts": len(made),
        **({} if fund is None else {"closed": {"fund": str(closing.cash_of(fund))}}),
        "tape": {
            "name": tape_name, "at": str(snapshots[0]["timestamp"]),
            "through": str(snapshots[-1]["timestamp"])},
        "markets": {
            m.underlying: {
                "params": "derive-pmrm2-mainnet-" + m.underlying.lower(),
                "standard": "derive-standard-mainnet",
                "market": written_market(m.market)}
            for m in markets},
    })
    for identifier, underlying, strategy, held in made:
        yield compact({
            "id": identifier, "owner": owner(seed, identifier), "underlying": underlying,
            "strategy": strategy, "account": written_account(held)})


def owner(seed, identifier):
    """BK-14."""
    digest = keccak256(b"ballast owner" + seed.to_bytes(8, "big") + identifier.encode("utf-8"))
    return "0x" + digest[-20:].hex()


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def texts(value, *names):
    return {name: str(getattr(value, name)) for name in names}


def written_market(m):
    return {
        **texts(m, "timestamp", "spotPrice", "spotConfidence", "stablePrice", "perpPrice", "perpConfidence"),
        "collaterals": [texts(c, "asset", "name", "price", "confidence") for c in m.collaterals],
        "expiries": [
            {
                **texts(
                    e, "expiry", "forwardFixedPortion", "forwardVariablePortion", "forwardConfidence",
                    "rate", "rateConfidence"),
                "svi": texts(e.svi, "a", "b", "rho", "m", "sigma", "forward", "tau"),
                "volConfidence": str(e.volConfidence)}
            for e in m.expiries],
    }


def written_account(held):
    return {
        **texts(held, "cash", "perpPosition", "unsettledPerpCash"),
        "collaterals": [texts(c, "asset", "amount") for c in held.collaterals],
        "options": [
            {**texts(o, "expiry", "strike"), "isCall": o.isCall, "amount": str(o.amount)}
            for o in held.options],
    }
