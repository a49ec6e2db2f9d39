#!/usr/bin/env python3
"""Writes the books that other implementations are held to, and their margins (07); always the same bytes.

    make_book.py                     vectors/market/book-sample.jsonl, book-closed.jsonl, book-bent.jsonl,
                                     book-margins.json
    make_book.py --check             write nothing; exit 1 if one of them would change
    make_book.py FILE SEED ACCOUNTS AT THROUGH [FUND]   another book; AT and THROUGH are indices of moments;
                                     closed where there is a FUND, in whole cash units
"""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reference.book import BookMarket  # noqa: E402
from reference.book_file import portfolio_set  # noqa: E402
from reference.book_lines import lines  # noqa: E402
from reference.making.bent_book import bent_lines  # noqa: E402
from reference.making.book_margins import BENT, CLOSED, SAMPLE, TAPE, book_margins  # noqa: E402

MARKET = TAPE.parent


def main():
    if len(sys.argv) in (6, 7):
        Path(sys.argv[1]).write_text(book(*map(int, sys.argv[2:])), encoding="ascii")
        return 0
    if sys.argv[1:] not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    changed = False
    for name, content in files():
        path = MARKET / name
        same = path.is_file() and path.read_bytes() == content.encode()
        changed = changed or not same
        if not sys.argv[1:]:
            path.write_bytes(content.encode())
        print(f"market/{name}: {len(content.encode())} bytes{'' if same else ', changed'}")
    return 1 if changed and sys.argv[1:] else 0


def files():
    sample = book(1, 200, 3, 10)
    closed = book(2, 120, 3, 10, 10_000_000)
    bent = text(bent_lines(sample))
    yield SAMPLE, sample
    yield CLOSED, closed
    yield BENT, bent
    yield "book-margins.json", book_margins({SAMPLE: sample, CLOSED: closed, BENT: bent})


def book(seed, count, at, through, fund=None):
    snapshots = json.loads(TAPE.read_text(encoding="utf-8"))["snapshots"][at:through + 1]
    markets = [
        BookMarket(snapshots, name, *portfolio_set(f"derive-pmrm2-mainnet-{name.lower()}"))
        for name in sorted(snapshots[0]["markets"])]
    return text(lines(TAPE.name, snapshots, seed, count, markets, fund))


def text(every):
    return "".join(f"{line}\n" for line in every)


if __name__ == "__main__":
    sys.exit(main())
