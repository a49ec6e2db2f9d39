"""Margins of the books below vectors/market, at their own moment and at another one of the tape (07)."""

import json
from pathlib import Path

from .. import market_rule
from ..arithmetic import Failure
from ..book_file import portfolio_set, read_book, standard_set
from ..book_margin import Place, margined, remarked, written_account, written_totals
from ..result import encode_result

ROOT = Path(__file__).resolve().parent.parent.parent.parent
TAPE = ROOT / "vectors" / "market" / "market-tape-2026.json"
SAMPLE, CLOSED, BENT = "book-sample.jsonl", "book-closed.jsonl", "book-bent.jsonl"
FALL = 1770326977  # 2026-02-05T21:29:37Z, the worst moment of the tape's fall
OWN_SETS = "the book's sets"
TEST_SET = "derive-pmrm2-test"

# Book, moment (None: its own), parameters, how many accounts are written one by one, and of how many the
# margins of the standard model as well.
RUNS = (
    (SAMPLE, None, OWN_SETS, 60, 0),
    (SAMPLE, FALL, OWN_SETS, 60, 20),
    (SAMPLE, FALL, TEST_SET, 10, 0),
    (CLOSED, None, OWN_SETS, 0, 0),
    (CLOSED, FALL, OWN_SETS, 0, 0),
    (BENT, None, OWN_SETS, 1000, 1000),
    (BENT, None, TEST_SET, 0, 0),
)


def book_margins(texts):
    """The vector file; `texts` are the books' by name."""
    snapshots = json.loads(TAPE.read_text(encoding="utf-8"))["snapshots"]
    totals, accounts, standard = [], [], []
    for book, moment, parameters, count, standard_count in RUNS:
        header, lines = read_book(texts[book])
        places = {
            name: Place(
                name, booked.market, market_at(snapshots, moment, name, booked.market),
                portfolio_set(booked.params if parameters == OWN_SETS else parameters),
                standard_set(booked.standard))
            for name, booked in header.markets.items()}
        results = [margined(places[line.underlying], line.account) for line in lines]
        about = {
            "book": book, "at": None if moment is None else str(moment), "parameters": parameters}
        totals.append({**about, "expected": written_totals(parameters, places, lines, results)})
        accounts += [
            {**about, "expected": written_account(line.id, result)}
            for line, result in list(zip(lines, results))[:count]]
        standard += [
            {**about, "id": line.id, "expected": standard_margins(places[line.underlying], line.account)}
            for line in lines[:standard_count]]
    return file_text({"totals": totals, "accounts": accounts, "standard": standard})


def standard_margins(place, account):
    """SM-4 of the account mapped by SM-24; its first failure where it has one."""
    try:
        held = remarked(account, place.first, place.market)
        return encode_result(place.standard_margin(held))
    except Failure as failure:
        return {"revert": failure.name}


def market_at(snapshots, moment, underlying, own):
    if moment is None:
        return own
    snapshot = next(s for s in snapshots if s["timestamp"] == moment)
    return market_rule.market(snapshot, underlying)


def file_text(lists):
    """A case a line."""
    parts = [
        f'"{name}":[\n' + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]"
        for name, cases in lists.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"
