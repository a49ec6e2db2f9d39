"""Custody statements and when a venue is solvent (SV-1 to SV-7)."""

from .commitment import decode_record, refuse_if, verify_accounts, verify_root
from .commitment_assets import verify_asset_root
from .keccak import keccak256
from .secp256k1 import signer

STATEMENT_COUNT, SOURCE = 1024, 256
CASH = bytes(20)


def statement_digest(venue, statement):
    """SV-1."""
    return venue.digest("Custody", {name: getattr(statement, name) for name in (
        "engine", "asset", "custodian", "units", "time", "source")})


def attestation_hash(venue, statements):
    """SV-3."""
    digests = b"".join(statement_digest(venue, each) for each in statements)
    return keccak256(b"\x70\0" + len(statements).to_bytes(4, "big") + digests)


def check_attestation(checked, statements):
    """SV-4."""
    venue, message = checked.venue, checked.message
    refuse_if(len(statements) > STATEMENT_COUNT, "Custody_TooMany")
    refuse_if(any(not 1 <= len(each.source.encode()) <= SOURCE for each in statements), "Custody_Source")
    refuse_if(attestation_hash(venue, statements) != message.attestation, "Custody_AttestationMismatch")
    custodians = {(each.asset, each.key) for each in checked.policy.custodians}
    last, seen = (), set()
    for each in statements:
        pair = each.asset, each.custodian
        refuse_if(pair <= last, "Custody_Unsorted")
        refuse_if(each.engine != message.engine, "Custody_WrongEngine")
        refuse_if(each.asset not in [CASH, *message.assets], "Custody_UnknownAsset")
        refuse_if(pair not in custodians, "Custody_UnknownCustodian")
        late = each.time > message.time
        refuse_if(late or each.time + venue.genesis.attestationWindow < message.time, "Custody_TimeOutOfWindow")
        by = signer(statement_digest(venue, each), each.signature)
        refuse_if(by != each.custodian, "Custody_SignatureMismatch")
        refuse_if((each.asset, each.source) in seen, "Custody_SourceTwice")
        seen.add((each.asset, each.source))
        last = pair


def held(statements, asset):
    """SV-5."""
    return sum(each.units for each in statements if each.asset == asset)


def due(message):
    """SV-6: the stable tokens that custody must hold."""
    owed, lent = message.assetTotals[:2]
    return owed + message.feesAccrued - lent - message.netSettledCash + message.pendingWithdrawals


def check_solvent(checked, statements, security_cash, security_equity):
    """SV-6."""
    message, tolerance = checked.message, checked.venue.genesis.cashTolerance
    for asset, total in zip(message.assets, message.assetTotals[2:]):
        refuse_if(held(statements, asset) < total, "Solvency_CollateralShort")
    cash = held(statements, CASH)
    refuse_if(cash < due(message) - tolerance, "Solvency_CashShort")
    refuse_if(cash > due(message) + tolerance, "Solvency_CashSurplus")
    refuse_if(message.deficit > min(max(security_cash, 0), security_equity), "Solvency_DeficitAboveSecurityModule")


def check_solvency(checked, openings, venue_accounts, statements):
    """A solvency proof (PF-10). Openings of the solvency and of the asset tree; the proofs of SV-7."""
    verify_root(checked.roots, {"nodes": openings[0]})
    verify_asset_root(checked.asset_roots, {"nodes": openings[1]})
    for name, proof in zip(("securityModule", "feeRecipient"), venue_accounts):
        refuse_if(proof["accounts"][0][0] != getattr(checked.message, name), "Solvency_VenueAccount")
        verify_accounts(checked.roots, proof)
    check_attestation(checked, statements)
    security = venue_accounts[0]["accounts"][0][1]
    check_solvent(checked, statements, decode_record(security["record"])["cash"], security["sums"][0])
