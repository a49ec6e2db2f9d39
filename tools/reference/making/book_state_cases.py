"""vectors/commitment/books.jsonl: what a checkpoint says of a closed book at a moment (SV-15)."""

import json

from ..book_file import read_book
from ..book_state import book_state
from ..market_rule import market
from .book_margins import CLOSED, FALL, ROOT, TAPE
from .commitment_cases import line, numbered
from .lines import Count

RUNS = (("the book's own moment", 1770240788, 24), ("the worst moment of the fall", FALL, 24),
        ("the worst moment of the fall, in shallower trees", FALL, 8))


def book_lines():
    header, accounts = read_book((ROOT / "vectors" / "market" / CLOSED).read_text(encoding="utf-8"))
    snapshots = {each["timestamp"]: each for each in json.loads(TAPE.read_text(encoding="utf-8"))["snapshots"]}
    lines = []
    for note, moment, depth in RUNS:
        markets = {name: market(snapshots[moment], name) for name in header.markets}
        got = book_state(header, accounts, markets, depth)
        got["depth"] = Count(depth)
        lines.append(line(note=note, book=CLOSED, moment=moment, depth=Count(depth), expected=got))
    return numbered(lines)
