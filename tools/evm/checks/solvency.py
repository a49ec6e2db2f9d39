"""Solvency proofs made here, each with one thing bent (SV-4 to SV-7)."""

import copy
from types import SimpleNamespace

from reference.checkpoint import checkpoint_digest
from reference.commitment import Trees, encode_record
from reference.commitment_assets import AssetTree
from reference.keccak import keccak256
from reference.making.venues import CASH, VENUES, address, asset, custodian, policy, sign_as
from reference.secp256k1 import N
from reference.venue import policy_hash

from .mutants import columns
from .trees import checkpoint
from .venue import proofs

W = 10**18
TIME = 1_770_240_788
BTC, ETH = asset("BTC"), asset("ETH")
VENUE = VENUES["plain"]
TOLERANCE, WINDOW = VENUE.genesis.cashTolerance, VENUE.genesis.attestationWindow
# Cash owed 1,100, lent 200; what custody owes with the checkpoint's own three numbers.
DUE = 1_100 * W + 7 * W - 200 * W - -20 * W + 3 * W


def record(cash, *collaterals):
    return encode_record({"manager": bytes(20), "cash": cash, "perpPosition": 0, "unsettledPerpCash": 0,
                          "collaterals": collaterals, "options": []})


def book(security=100 * W, deficit=40 * W):
    """Security module, fee recipient, a borrower, an account in deficit."""
    held = [record(security), record(1_000 * W), record(-200 * W, (BTC, 2 * W), (ETH, 30 * W)), record(0)]
    worth = [(100 * W, 0, 0), (1_000 * W, 0, 0), (60_000 * W, 0, 0), (0, deficit, 1)]
    return [{"owner": bytes([9, n]) * 10, "record": held[n], "sums": worth[n], "salt": bytes(32)} for n in range(4)]


def statement(of, number, units, source, time=TIME, engine=VENUE.engine):
    return SimpleNamespace(engine=engine, asset=of, custodian=address(f"custodian {number}"), units=units, time=time,
                           source=source, signer=None, signature=None)


def statements():
    cash = sorted((0, 1), key=lambda number: address(f"custodian {number}"))
    ether = sorted((0, 2), key=lambda number: address(f"custodian {number}"))
    return [statement(CASH, cash[0], DUE - 5 * W, "bank"), statement(CASH, cash[1], 5 * W, "safe"),
            statement(BTC, 0, 2 * W, "bank"),
            statement(ETH, ether[0], 10 * W, "wallet"), statement(ETH, ether[1], 20 * W, "vault")]


class Proof:
    """A solvency proof; what `change` does to its statements happens before they are signed and hashed."""

    def __init__(self, change=lambda given: None, accounts=None, policy=VENUE.genesis.policy, assets=(BTC, ETH),
                 **members):
        accounts = accounts or book()
        trees, asset_tree = Trees(3, accounts), asset_tree_of(accounts, list(assets))
        roots, equity = trees.roots(), trees.roots()["totals"]
        self.policy, self.attestation = policy, statements()
        change(self.attestation)
        digests = b""
        for each in self.attestation:
            digest = VENUE.digest("Custody", {name: getattr(each, name) for name in (
                "engine", "asset", "custodian", "units", "time", "source")})
            each.signature = each.signature or sign_as(each.signer or each.custodian, digest)
            digests += digest
        count = len(self.attestation).to_bytes(4, "big")
        self.message = checkpoint(**{
            "number": 3, "engine": VENUE.engine, "time": TIME, "depth": 3, "count": 4,
            "stateRoot": roots["stateRoot"], "solvencyRoot": roots["solvencyRoot"], "equity": equity[0],
            "deficit": equity[1], "belowMaintenance": equity[2], "assetRoot": asset_tree.roots()["root"],
            "assets": list(assets), "assetTotals": asset_tree.roots()["totals"], "feesAccrued": 7 * W,
            "netSettledCash": -20 * W, "pendingWithdrawals": 3 * W, "securityModule": 0, "feeRecipient": 1,
            "attestation": keccak256(b"\x70\0" + count + digests), "policy": policy_hash(policy), **members})
        nodes, asset_nodes = trees.open_root()["nodes"], asset_tree.open_root()["nodes"]
        self.opening = {side: {"hash": node[0], **columns(node[1])} for side, node in zip(("left", "right"), nodes)}
        self.assets = {side: {"hash": node[0], "sums": list(node[1])}
                       for side, node in zip(("left", "right"), asset_nodes)}
        self.security, self.fees = (account(trees, accounts, index) for index in (0, 1))

    def arguments(self):
        return (self.message, self.policy, self.opening, self.assets, self.attestation, self.security, self.fees)


def asset_tree_of(accounts, assets):
    """The asset tree; where a record is bent, that of the book as it should be."""
    whole = [each if len(each["record"]) >= 121 and each["record"][0] == 1 else {**each, "record": record(100 * W)}
             for each in accounts]
    return AssetTree(3, assets, whole)


def account(trees, accounts, index):
    own, found = accounts[index], trees.siblings([index])
    return {"index": index, "owner": own["owner"], "record": own["record"], **columns(own["sums"]),
            "salt": own["salt"], "path": [{"state": state, "solvency": node[0], **columns(node[1])}
                                          for state, node in zip(found["state"], found["solvency"])]}


def with_record(data):
    accounts = book()
    accounts[0]["record"] = data
    return accounts


def high_s(signature):
    s = N - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


def members(index, **given):
    """A change of one statement before it is signed."""
    return lambda attestation: vars(attestation[index]).update(given)


def before_signing():
    """(note, refusal or None, proof)."""
    def made(note, expected, *arguments, **given):
        return note, expected, Proof(*arguments, **given)

    yield made("solvent", None)
    yield made("a source of 256 bytes", None, members(0, source="b" * 256))
    yield made("one source for two assets", None, members(2, source="safe"))
    yield made("as old as may be", None, members(1, time=TIME - WINDOW))
    yield made("short by the tolerance", None, members(1, units=5 * W - TOLERANCE))
    yield made("above by the tolerance", None, members(1, units=5 * W + TOLERANCE))
    yield made("a deficit as great as the security module", None, accounts=book(deficit=100 * W))
    yield made("a source that is empty", "Custody_Source", members(4, source=""))
    yield made("a source of 257 bytes", "Custody_Source", members(4, source="b" * 257))
    yield made("a source of 289 bytes", "Custody_Source", members(4, source="b" * 289))
    yield made("no statements under a hash of some", "Custody_AttestationMismatch", lambda a: a.clear(),
               attestation=bytes(32))
    yield made("statements swapped", "Custody_Unsorted", lambda a: a.insert(0, a.pop(1)))
    yield made("a statement twice", "Custody_Unsorted", lambda a: a.insert(2, copy.copy(a[2])))
    yield made("another engine", "Custody_WrongEngine", members(2, engine=bytes(32)))
    yield made("an asset that is not on the list", "Custody_UnknownAsset", members(4, asset=asset("WSTETH")))
    yield made("an asset below all on the list", "Custody_UnknownAsset", members(2, asset=b"\0" * 19 + b"\1"))
    yield made("a custodian of another asset", "Custody_UnknownCustodian", members(2, custodian=address("custodian 1")))
    yield made("a custodian of nothing", "Custody_UnknownCustodian", members(
        4, custodian=b"\xff" * 20, signer=address("stranger")))
    last = statement(asset("WSTETH"), 2, 0, "vault")
    last.custodian, last.signer = b"\xff" * 20, address("stranger")
    yield made("a custodian above all", "Custody_UnknownCustodian", lambda a: a.append(last),
               assets=(BTC, ETH, asset("WSTETH")))
    yield made("a second late", "Custody_TimeOutOfWindow", members(0, time=TIME + 1))
    yield made("a second too old", "Custody_TimeOutOfWindow", members(0, time=TIME - WINDOW - 1))
    yield made("signed by another", "Custody_SignatureMismatch", members(3, signer=address("stranger")))
    yield made("a signature of 64 bytes", "ECDSAInvalidSignatureLength", members(3, signature=bytes(64)))
    yield made("a signature of zeros", "SignatureInvalidV", members(3, signature=bytes(65)))
    yield made("one source twice", "Custody_SourceTwice", members(1, source="bank"))
    yield made("one source twice, of the last asset", "Custody_SourceTwice", members(4, source="wallet"))
    yield made("a unit of the first asset short", "Solvency_CollateralShort", members(2, units=2 * W - 1))
    yield made("a unit of the last asset short", "Solvency_CollateralShort", members(4, units=20 * W - 1))
    yield made("nothing of an asset", "Solvency_CollateralShort", lambda a: a.pop(2))
    yield made("a unit of cash short", "Solvency_CashShort", members(1, units=5 * W - TOLERANCE - 1))
    yield made("nothing at all", "Solvency_CollateralShort", lambda a: a.clear())
    yield made("a unit of cash above", "Solvency_CashSurplus", members(1, units=5 * W + TOLERANCE + 1))
    yield made("great numbers", "Solvency_CashShort", feesAccrued=2**128 - 1, pendingWithdrawals=2**128 - 1,
               netSettledCash=-(2**127))
    yield made("great numbers below zero", "Solvency_CashSurplus", feesAccrued=0, netSettledCash=2**127 - 1)
    yield made("a deficit above the security module", "Solvency_DeficitAboveSecurityModule",
               accounts=book(deficit=100 * W + 1))
    yield made("a record of nothing", "Record_Truncated", accounts=with_record(b""))
    yield made("a record that ends in its cash", "Record_Truncated", accounts=with_record(record(100 * W)[:52]))
    yield made("a record of version 3", "Record_UnknownVersion", accounts=with_record(b"\3" + record(100 * W)[1:]))
    yield made("a record of version 2", None, accounts=with_record(
        encode_record({"manager": bytes(20), "cash": 100 * W, "collaterals": [], "perps": [], "options": []})))

    lent = {"netSettledCash": -121 * W}  # the security module owes 1 instead of having 100: as much cash as before
    yield made("a security module in debt, and no deficit", None, accounts=book(-W, 0), **lent)
    yield made("a security module in debt", "Solvency_DeficitAboveSecurityModule", accounts=book(-W, 1), **lent)


def after_signing():
    """The same, of what is not signed by a custodian."""
    def bent(note, expected, change):
        proof = Proof()
        change(proof)
        return note, expected, proof

    def put(name, *path):
        *where, last, value = path

        def change(proof):
            part = getattr(proof, name)
            for step in where:
                part = part[step]
            part[last] = value(part[last]) if callable(value) else value
        return change

    def told(**given):
        return lambda proof: vars(proof.message).update(given)

    totals, root = "Commitment_TotalsMismatch", "Commitment_SolvencyRootMismatch"
    yield bent("another policy", "Verifier_OtherPolicy", lambda proof: vars(proof).update(
        policy=policy(custodians=[custodian(CASH, 0)])))
    yield bent("another total of equity", totals, told(equity=1))
    yield bent("no deficit", totals, told(deficit=0))
    yield bent("a half with a deficit of 2^96", "Commitment_SiblingDeficitOutOfRange",
               put("opening", "left", "deficit", 1 << 96))
    yield bent("a half with another hash", root, put("opening", "left", "hash", bytes(32)))
    yield bent("a half of nobody with another hash", "Commitment_SolvencySiblingNotEmpty",
               put("opening", "right", "hash", bytes(32)))
    yield bent("more units than there are", "Commitment_AssetTotalsMismatch",
               told(assetTotals=[1_100 * W, 200 * W, 2 * W, 31 * W]))
    yield bent("a half with more units", "Commitment_AssetRootMismatch",
               put("assets", "left", "sums", 2, lambda units: units + 1))
    yield bent("a column too few", "Commitment_AssetColumns", put("assets", "left", "sums", lambda sums: sums[:-1]))
    yield bent("another security module", "Solvency_VenueAccount", put("security", "index", 1))
    yield bent("another fee recipient", "Solvency_VenueAccount", put("fees", "index", 0))
    yield bent("a richer security module", "Commitment_StateRootMismatch",
               put("security", "record", record(10**6 * W)))
    yield bent("equity of the fee recipient", root, put("fees", "positiveEquity", lambda equity: equity + 1))
    yield bent("a path too short", "Commitment_StatePathLength", put("fees", "path", lambda path: path[:-1]))
    yield bent("more units than stated", "Custody_AttestationMismatch", lambda proof: members(0, units=1)(
        proof.attestation))
    yield bent("another attestation", "Custody_AttestationMismatch", told(attestation=bytes(32)))
    yield bent("a high s", "ECDSAInvalidSignatureS", lambda proof: members(
        4, signature=high_s(proof.attestation[4].signature))(proof.attestation))


def run(tally):
    contract = proofs(VENUE)
    for note, expected, proof in [*before_signing(), *after_signing()]:
        outcome = contract.call("checkSolvency", *proof.arguments())
        tally.compare("checkSolvency", note, expected, outcome, checkpoint_digest(VENUE, proof.message))
