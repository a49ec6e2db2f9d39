"""What an operator promises of a transaction, and whether a log keeps it (LG-21, LA-12)."""

from types import SimpleNamespace

from ..canonical import read_json
from ..commitment import Refused, refuse_if
from ..document import Refused as Malformed
from ..document import decode, encode, number
from ..proof_forms import GENESIS, HASH, SIGNATURE, U64
from ..secp256k1 import sign, signer
from ..venue import Venue, json_refusal
from .blocks import MOST_TRANSACTIONS, read_block, tree_root
from .values import RECEIPT, RECEIPT_TREE, TRANSACTION, TRANSACTION_TREE, Reader, tagged

LINE = {"engine": HASH, "transaction": HASH, "height": U64, "position": number(0, MOST_TRANSACTIONS - 1), "time": U64,
        "receipt": HASH, "signature": SIGNATURE}


def venue_of(genesis):
    return Venue(decode(GENESIS, genesis.value["venue"]))


def promise_digest(venue, promise):
    return venue.digest("Acknowledgement", promise)


def signed(venue, key, promise):
    """The members of a line."""
    return encode(LINE, SimpleNamespace(**vars(promise), signature=sign(key, promise_digest(venue, promise))))


def content(block, receipts):
    """The header of a block, the hashes of its transactions, and those of their receipts."""
    header, transactions = read_block(block)
    reader = Reader(receipts)
    kept = reader.sequence(lambda: reader.octets(len(receipts)), 2 * MOST_TRANSACTIONS)
    reader.end()
    named = [tagged(TRANSACTION, each) for each in transactions]
    came = [tagged(RECEIPT, each) for each in kept]
    refuse_if(
        (header.transactions, header.receipts) != (len(named), len(came))
        or header.input_root != tree_root(TRANSACTION_TREE, named)
        or header.receipts_root != tree_root(RECEIPT_TREE, came), "Ledger_HeaderDiffers")
    return header, named, came[len(came) - len(named):]


def promises(venue, block, receipts):
    """What is to be signed of a block."""
    header, named, came = content(block, receipts)
    return [SimpleNamespace(
        engine=venue.engine, transaction=each, height=header.height, position=position, time=header.time, receipt=receipt)
        for position, (each, receipt) in enumerate(zip(named, came))]


def check(venue, data, blocks=None):
    """LA-12 for the bytes of a line; `blocks` are block and receipts of the heights from 1, where there is a log."""
    try:
        promise = decode(LINE, read_json(data))
    except Malformed as malformed:
        raise json_refusal(malformed) from None
    refuse_if(promise.engine != venue.engine, "Promise_OtherVenue")
    signature = vars(promise).pop("signature")
    try:
        by = signer(promise_digest(venue, promise), signature)
    except Refused:
        by = None
    refuse_if(by != venue.genesis.policy.operator, "Promise_NotSigned")
    if blocks is None:
        return
    refuse_if(promise.height > len(blocks), "Witness_BlockMissing")
    refuse_if(promise.height == 0, "Promise_Broken")
    refuse_if(promise not in promises(venue, *blocks[promise.height - 1]), "Promise_Broken")
