"""A whole state: its file and its audit (SV-11, SV-12)."""

from types import SimpleNamespace

from .canonical import canonical, read_json
from .checkpoint import check_checkpoint
from .commitment import Refused, Trees, check_leaf, decode_record, refuse_if
from .commitment_assets import AssetTree, empty_root, risk_root
from .custody import check_attestation, check_solvent
from .document import Leaf, Members, decode, number
from .document import Refused as Malformed
from .proof_forms import ADDRESS, CHANGES, COUNT, GENESIS, HASH, RECORD_BYTES, SIGNED, STATEMENTS, octets, text
from .proof_forms import SUMS
from .risk_items import (
    check_committable, leaf_columns, margin_or_refused, read_market, read_parameters, refused_as, risk_items,
)
from .venue import Venue, json_refusal, rises



def read_object(value, path):
    """An object whose own form is checked later."""
    if not isinstance(value, Members):
        raise Malformed(path, "type", "an object is expected")
    return value


OBJECT = Leaf(read_object)

HEAD = {
    "ballastState": number(1, 1), "genesis": GENESIS, "policyChanges": CHANGES, "checkpoint": SIGNED,
    "attestation": STATEMENTS,
    "risk": [{"manager": ADDRESS, "market": OBJECT, "parameters": OBJECT}],
}
LINE = {"index": COUNT, "owner": ADDRESS, "record": octets(0, RECORD_BYTES), "salt": HASH, "id": text(0, 64)}
BLOCK_LINE = LINE | SUMS  # of the state of a block


def is_block(message):
    """LG-22."""
    return message.sectionsRoot != empty_root()


def read_line(shape, line):
    value = read_json(line)
    decoded = decode(shape, value)
    if canonical(value) != line:
        raise Malformed("", "form", "another spelling")
    return decoded


def read_state(lines):
    """SV-11, from lines of bytes without their ends."""
    try:
        if not lines:
            raise Malformed("", "malformed", "no line")
        head = read_line(HEAD, lines[0])
        for each in head.risk:
            each.market_bytes, each.parameter_bytes = canonical(each.market), canonical(each.parameters)
        if is_block(head.checkpoint.message) and head.risk:
            raise Malformed("risk", "form", "nothing is expected of a block")
        if not rises([each.manager for each in head.risk]):
            raise Malformed("risk", "form", "managers do not rise")
        shape = BLOCK_LINE if is_block(head.checkpoint.message) else LINE
        return head, [read_line(shape, line) for line in lines[1:]]
    except Malformed as malformed:
        raise json_refusal(malformed) from None


def audit(lines, venue=None, trusted=None):
    """SV-12. Without a venue of the auditor's own, that of the file."""
    head, accounts = read_state(lines)
    venue = venue or Venue(head.genesis)
    genesis = venue.genesis
    checked = check_checkpoint(venue, genesis.chainId, genesis.contract, head.policyChanges, head.checkpoint)
    managers = {each.manager: margin_source(checked.message, each, trusted) for each in head.risk}
    records, leaves = audit_accounts(checked, managers, accounts)
    check_conservation(records, checked.message.time)
    check_roots(checked, managers, records, leaves)
    check_attestation(checked, head.attestation)
    at = checked.message.securityModule
    check_solvent(checked, head.attestation, records[at]["cash"], leaves[at]["sums"][0])
    return checked


def margin_source(message, each, trusted):
    """432 to 434 of a market and its set, and 435 where certain sets are expected."""
    market = refused_as("Margin_MarketForm", read_market, each.market_bytes)
    refuse_if(market.timestamp != message.time, "Margin_MarketTime")
    chosen = refused_as("Margin_ParametersForm", read_parameters, each.parameter_bytes)
    refuse_if(trusted is not None and chosen.hash not in trusted, "Margin_UnknownParameters")
    return SimpleNamespace(
        market=market, chosen=chosen, market_bytes=each.market_bytes, parameter_bytes=each.parameter_bytes)


def audit_accounts(checked, managers, accounts):
    """450 to 437."""
    refuse_if(len(accounts) != checked.message.count, "Audit_Count")
    seen, records, leaves = set(), [], []
    for index, each in enumerate(accounts):
        refuse_if(each.index != index, "Audit_Index")
        refuse_if(each.id in seen, "Audit_IdTwice")
        seen.add(each.id)
        record = decode_record(each.record)
        of_block = is_block(checked.message)
        refuse_if(("perps" in record) != of_block, "Audit_RecordVersion")
        if of_block:
            sums = each.positiveEquity, each.deficit, each.belowMaintenance
            check_leaf(sums)
            records.append(record)
            leaves.append({"owner": each.owner, "record": each.record, "sums": sums, "salt": each.salt})
            continue
        refuse_if(record["manager"] not in managers, "Audit_UnknownManager")
        source = managers[record["manager"]]
        check_committable(source.chosen, source.market, record)
        result = margin_or_refused(source.chosen, source.market, record)
        records.append(record)
        leaves.append({"owner": each.owner, "record": each.record, "sums": leaf_columns(result), "salt": each.salt})
    return records, leaves


def check_conservation(records, time):
    """454."""
    sums = {}
    for record in records:
        if "perps" in record:
            for *option, amount in record["options"]:
                if option[1] > time:
                    sums[tuple(option)] = sums.get(tuple(option), 0) + amount
            continue
        perp = (0, record["manager"])
        sums[perp] = sums.get(perp, 0) + record["perpPosition"]
        for expiry, strike, side, amount in record["options"]:
            option = (1, record["manager"], expiry, strike, side)
            sums[option] = sums.get(option, 0) + amount
    refuse_if(any(sums.values()), "Audit_PositionsNotConserved")


def solvency_roots(depth, leaves):
    """None where the sums fit no columns."""
    try:
        return Trees(depth, leaves).roots()
    except Refused:
        return None


def check_roots(checked, managers, records, leaves):
    """455 to 460."""
    message, roots = checked.message, checked.roots
    bare = Trees(message.depth, [{**leaf, "sums": (0, 0, 0)} for leaf in leaves]).roots()
    refuse_if(bare["stateRoot"] != roots["stateRoot"], "Audit_StateRoot")
    made = solvency_roots(message.depth, leaves)
    refuse_if(made is None or made["totals"] != roots["totals"], "Audit_Totals")
    refuse_if(made["solvencyRoot"] != roots["solvencyRoot"], "Audit_SolvencyRoot")
    assets = AssetTree(message.depth, message.assets, leaves).roots()
    refuse_if(assets["totals"] != message.assetTotals, "Audit_AssetTotals")
    refuse_if(assets["root"] != message.assetRoot, "Audit_AssetRoot")
    root = empty_root() if is_block(message) else risk_root(risk_items(managers, records))
    refuse_if(root != message.riskRoot, "Audit_RiskRoot")
