"""The JSON forms of venues, policies, checkpoints and proofs (CP-1, CP-4, CP-7, PF-1 to PF-8)."""

import re

from .document import Leaf, Refused, integer, number

SMALL_HEX = re.compile(r"0x(?:[0-9a-f]{2})*")
RECORD_BYTES, PATH, RISK_PATH = 88_185, 32, 20


def octets(shortest, longest):
    """Bytes as `0x` and small digits."""
    def read(value, path):
        if not isinstance(value, str):
            raise Refused(path, "type", "bytes are a string")
        if not SMALL_HEX.fullmatch(value):
            raise Refused(path, "form", "not 0x and an even number of small hexadecimal digits")
        data = bytes.fromhex(value[2:])
        if not shortest <= len(data) <= longest:
            raise Refused(path, "range", f"{len(data)} bytes, {shortest} to {longest} expected")
        return data

    return Leaf(read, lambda value: "0x" + value.hex())


def text(shortest, longest):
    """Text of so many bytes of UTF-8."""
    def read(value, path):
        if not isinstance(value, str):
            raise Refused(path, "type", "a string is expected")
        if not shortest <= len(value.encode()) <= longest:
            raise Refused(path, "range", f"text of {shortest} to {longest} bytes is expected")
        return value

    return Leaf(read)


def exactly(word):
    def read(value, path):
        if not isinstance(value, str):
            raise Refused(path, "type", "a string is expected")
        if value != word:
            raise Refused(path, "form", f"{word!r} is expected")
        return value

    return Leaf(read)


def either_null(shape):
    """`null` or a value of the shape."""
    from .document import decode, encode

    return Leaf(
        lambda value, path: None if value is None else decode(shape, value, path),
        lambda value: None if value is None else encode(shape, value))


def uint(bits):
    return integer(0, (1 << bits) - 1)


def int_(bits):
    return integer(-(1 << bits - 1), (1 << bits - 1) - 1)


HASH, ADDRESS, SIGNATURE = octets(32, 32), octets(20, 20), octets(65, 65)
U32, U64, U96, U128, U256 = (uint(bits) for bits in (32, 64, 96, 128, 256))
COUNT = number(0, (1 << 32) - 1)

POLICY = {
    "version": U64,
    "operator": ADDRESS,
    "witnesses": [{"key": ADDRESS, "role": number(0, 255)}],
    "threshold": number(0, 65_535),
    "rotationThreshold": number(0, 65_535),
    "custodians": [{"asset": ADDRESS, "key": ADDRESS}],
}

GENESIS = {
    "ballastVenue": number(1, 1),
    "name": text(1, 64),
    "rules": exactly("ballast-1"),
    "chainId": U256,
    "contract": ADDRESS,
    "depth": number(1, 32),
    "securityModule": COUNT,
    "feeRecipient": COUNT,
    "cashTolerance": U256,
    "attestationWindow": U64,
    "policy": POLICY,
}

CHANGES = [
    {"policy": POLICY, "effective": U64, "signatures": [{"signer": ADDRESS, "signature": SIGNATURE}, 65]}, 1000]

CHECKPOINT = {
    "number": U64, "previous": HASH, "logSize": U64, "logRoot": HASH, "engine": HASH, "height": U64, "time": U64,
    "depth": number(0, 255), "count": U64, "stateRoot": HASH, "sectionsRoot": HASH, "receiptsRoot": HASH,
    "inputRoot": HASH, "riskRoot": HASH, "solvencyRoot": HASH, "equity": U128, "deficit": U96,
    "belowMaintenance": U32, "assetRoot": HASH, "assets": [ADDRESS], "assetTotals": [U128], "feesAccrued": U128,
    "netSettledCash": int_(128), "pendingWithdrawals": U128, "securityModule": U32, "feeRecipient": U32,
    "attestation": HASH, "policy": HASH,
}

SIGNED = {
    "message": CHECKPOINT,
    "signature": SIGNATURE,
    "cosignatures": [{"witness": ADDRESS, "time": U64, "role": number(0, 255), "signature": SIGNATURE}, 64],
}

SUMS = {"positiveEquity": U128, "deficit": U128, "belowMaintenance": U32}
HOLDER = {"index": U32, "owner": ADDRESS, "record": octets(0, RECORD_BYTES), "salt": HASH}
LONE_ACCOUNT = {**HOLDER, **SUMS}
SIBLINGS = [{"state": HASH, "solvency": HASH, **SUMS}, PATH]
ACCOUNT = {**LONE_ACCOUNT, "path": SIBLINGS}
NODE = {"hash": HASH, **SUMS}
ASSET_NODE = {"hash": HASH, "sums": [U128]}
ITEM = {
    "index": COUNT, "count": COUNT, "kind": number(1, 3), "key": octets(0, 4 << 20), "value": octets(0, 4 << 20),
    "path": [HASH, RISK_PATH],
}
STATEMENTS = [{
    "engine": HASH, "asset": ADDRESS, "custodian": ADDRESS, "units": U128, "time": U64, "source": text(0, 4 << 20),
    "signature": SIGNATURE,
}]
CLAIMED = {
    "initialMargin": int_(256), "maintenanceMargin": int_(256), "markToMarket": int_(256), "worstScenario": COUNT}

BODIES = {
    "checkpoint": {},
    "inclusion": ACCOUNT,
    "accounts": {"accounts": [LONE_ACCOUNT], "stateNodes": [HASH], "solvencyNodes": [NODE]},
    "emptiness": {"index": U32, "path": SIBLINGS},
    "assets": {"account": HOLDER, "path": [ASSET_NODE, PATH]},
    "solvency": {
        "solvencyOpening": {"left": NODE, "right": NODE}, "assetOpening": {"left": ASSET_NODE, "right": ASSET_NODE},
        "attestation": STATEMENTS, "securityModule": ACCOUNT, "feeRecipient": ACCOUNT,
    },
    "margin": {"account": ACCOUNT, "market": ITEM, "parameters": ITEM, "arrays": [ITEM], "claimed": CLAIMED},
    "consistency": {"from": SIGNED, "consistency": [HASH], "inclusion": [HASH]},
    "equivocation": {"second": SIGNED, "entry": either_null({"digest": HASH, "path": [HASH]})},
}

LEVELS = {
    "checkpoint": "commitment", "accounts": "inclusion",
    **{kind: kind for kind in ("inclusion", "emptiness", "assets", "solvency", "margin", "consistency", "equivocation")},
}


def file_shape(kind):
    """PF-3."""
    return {
        "ballastProof": number(1, 1), "kind": exactly(kind), "chainId": U256, "contract": ADDRESS,
        "checkpoint": SIGNED, "policyChanges": CHANGES, "body": BODIES[kind],
    }
