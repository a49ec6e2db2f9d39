"""The structs that are signed here, hashed as EIP-712 (EH-8 to EH-11, CP-3)."""

from .keccak import keccak256

STRUCTS = {
    "EIP712Domain": "string name,string version,uint256 chainId,address verifyingContract",
    "Witness": "address key,uint8 role",
    "Custodian": "address asset,address key",
    "SignerPolicy": "uint64 version,address operator,Witness[] witnesses,uint16 threshold,"
                    "uint16 rotationThreshold,Custodian[] custodians",
    "PolicyChange": "bytes32 engine,bytes32 from,bytes32 to,uint64 effective",
    "Checkpoint": "uint64 number,bytes32 previous,uint64 logSize,bytes32 logRoot,bytes32 engine,uint64 height,"
                  "uint64 time,uint8 depth,uint64 count,bytes32 stateRoot,bytes32 sectionsRoot,bytes32 receiptsRoot,"
                  "bytes32 inputRoot,bytes32 riskRoot,bytes32 solvencyRoot,uint128 equity,uint96 deficit,"
                  "uint32 belowMaintenance,bytes32 assetRoot,address[] assets,uint128[] assetTotals,"
                  "uint128 feesAccrued,int128 netSettledCash,uint128 pendingWithdrawals,uint32 securityModule,"
                  "uint32 feeRecipient,bytes32 attestation,bytes32 policy",
    "Cosignature": "bytes32 checkpoint,uint64 time,uint8 role",
    "Acknowledgement": "bytes32 engine,bytes32 transaction,uint64 height,uint32 position,uint64 time,bytes32 receipt",
    "Custody": "bytes32 engine,address asset,address custodian,uint128 units,uint64 time,string source",
}


def members(name):
    return [tuple(member.split(" ")) for member in STRUCTS[name].split(",")]


def reached(name):
    """The structs that a struct reaches, without itself."""
    found = set()
    for kind, _ in members(name):
        kind = kind.removesuffix("[]")
        if kind in STRUCTS and kind not in found:
            found |= {kind} | reached(kind)
    return found - {name}


def encode_type(name):
    """EH-8."""
    return "".join(f"{each}({STRUCTS[each]})" for each in [name, *sorted(reached(name))])


def word(kind, value):
    """EH-9."""
    if kind.endswith("[]"):
        return keccak256(b"".join(word(kind[:-2], element) for element in value))
    if kind in STRUCTS:
        return hash_struct(kind, value)
    if kind == "string":
        return keccak256(value.encode())
    if isinstance(value, bytes):
        assert len(value) == (20 if kind == "address" else 32)
        return value.rjust(32, b"\0")
    return (value % 2**256).to_bytes(32, "big")


def hash_struct(name, value):
    """EH-9. `value` has its members as attributes or by name."""
    given = value if isinstance(value, dict) else vars(value)
    words = [word(kind, given[member]) for kind, member in members(name)]
    return keccak256(keccak256(encode_type(name).encode()) + b"".join(words))


def domain_separator(chain_id, contract):
    """CP-3."""
    return hash_struct("EIP712Domain", {
        "name": "Ballast", "version": "1", "chainId": chain_id, "verifyingContract": contract})


def digest(separator, name, value):
    """EH-11."""
    return keccak256(b"\x19\x01" + separator + hash_struct(name, value))
