"""A whole log executed again, every root compared (LA-9): a portable log or a data directory (21)."""

from pathlib import Path

from ..commitment import Refused, refuse_if
from ..storage import read_directory, read_log
from .blocks import Differs, Ledger
from .genesis import Genesis


def read(path):
    """Genesis hash, genesis and blocks."""
    path = Path(path)
    return read_directory(path)[:3] if path.is_dir() else read_log(path.read_bytes())


def replay(genesis_hash, genesis, blocks):
    """The ledger after the last block; refused at the first that does not follow."""
    of = Genesis(genesis)
    refuse_if(of.bytes != genesis, "Ledger_NotCanonical")
    refuse_if(of.hash != genesis_hash, "Ledger_OtherVenue")
    ledger = Ledger(of)
    for height, _, block_hash, block, receipts in blocks:
        ledger.replay(block, receipts)
        refuse_if(ledger.hash != block_hash or ledger.height != height, "Ledger_HeaderDiffers")
    return ledger


def main(path):
    """What `ballast-reference replay` prints, and its status."""
    genesis_hash, genesis, blocks = read(path)
    try:
        ledger = replay(genesis_hash, genesis, blocks)
    except Differs as differs:
        print(f"block {differs.given.height} does not follow: {differs.field}")
        return 1
    except Refused as refused:
        print(refused.name)
        return 1
    count = sum(len(block[3]) for block in blocks)
    print(f"{ledger.height} blocks of {count} bytes follow; the last is 0x{ledger.hash.hex()}")
    return 0
