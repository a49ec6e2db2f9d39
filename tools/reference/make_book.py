#!/usr/bin/env python3
"""Writes the sample of a seeded book that other implementations are held to (07).

    make_book.py                     vectors/market/book-sample.jsonl
    make_book.py FILE SEED ACCOUNTS AT THROUGH   another one; AT and THROUGH are indices of moments
"""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reference.book import BookMarket, lines  # noqa: E402
from reference.document import decode, parse  # noqa: E402
from reference.portfolio import PARAMETERS, SCENARIOS  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
TAPE = ROOT / "vectors" / "market" / "market-tape-2026.json"
SETS = ROOT / "Sources" / "Margin" / "ParameterSets"


def main():
    if len(sys.argv) not in (1, 6):
        print(__doc__, file=sys.stderr)
        return 2
    file = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "vectors" / "market" / "book-sample.jsonl"
    seed, count, at, through = map(int, sys.argv[2:]) if sys.argv[1:] else (1, 200, 3, 10)
    snapshots = json.loads(TAPE.read_text(encoding="utf-8"))["snapshots"][at:through + 1]
    markets = [
        BookMarket(snapshots, name, *parameters(name)) for name in sorted(snapshots[0]["markets"])]
    with open(file, "w", encoding="ascii") as output:
        for line in lines(TAPE.name, snapshots, seed, count, markets):
            print(line, file=output)
    return 0


def parameters(underlying):
    text = (SETS / f"derive-pmrm2-mainnet-{underlying.lower()}-v1.json").read_text(encoding="utf-8")
    members = dict(parse(text))
    return decode(PARAMETERS, members["params"]), decode(SCENARIOS, members["scenarios"])


if __name__ == "__main__":
    sys.exit(main())
