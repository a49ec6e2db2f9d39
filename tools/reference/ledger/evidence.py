"""Evidence of a block that does not follow, with the operator's word (LA-7, LA-8)."""

from ..canonical import read_json
from ..checkpoint import check_checkpoint
from ..commitment import refuse_if
from ..document import Optional, decode
from ..document import Refused as Malformed
from ..proof_forms import CHANGES, GENESIS, SIGNED
from ..venue import History, Venue, json_refusal
from . import witness

WORD = {"after": SIGNED, "before": Optional(SIGNED), "policyChanges": CHANGES}
# The members of a checkpoint and the fields of a header that they sign, in the order of 661.
SIGNED_FIELDS = (("height", "height"), ("time", "time"), ("inputRoot", "input_root"), ("receiptsRoot", "receipts_root"),
                 ("sectionsRoot", "state_root"))
UNSIGNED = "receipts"  # the number of receipts, which no checkpoint signs


def read_word(data):
    try:
        return decode(WORD, read_json(data))
    except Malformed as malformed:
        raise json_refusal(malformed) from None


def check(data, expecting=None):
    """What is wrong with the block, and whether the operator has signed it; refused where it shows nothing."""
    given = witness.read(data)
    word = read_word(given.word) if given.word else None
    wrong, field = witness.judged(given, expecting)
    refuse_if(wrong is None, "Witness_NoDifference")
    if word is None:
        return wrong, False
    refuse_if(field == UNSIGNED, "Witness_NotAttributable")
    refuse_if(word.before is None and given.header.height > 1, "Witness_WordMissing")
    check_word(given, word)
    return wrong, True


def check_word(given, word):
    venue = Venue(decode(GENESIS, given.genesis.value["venue"]))
    refuse_if(word.after.message.engine != venue.engine, "Checkpoint_WrongEngine")
    History(venue, word.policyChanges)
    pairs = [(word.before, given.before), (word.after, given.header)]
    for checkpoint, _ in pairs:
        if checkpoint is not None:
            place = venue.genesis.chainId, venue.genesis.contract
            check_checkpoint(venue, *place, word.policyChanges, checkpoint, witnessed=False)
    for checkpoint, header in pairs:
        for member, name in SIGNED_FIELDS if header is not None else ():
            refuse_if(getattr(checkpoint.message, member) != getattr(header, name), "Witness_WordOfAnother")
