# pragma version ==0.4.3
# @title What crosses the border of the verifier, in the members and the order of the specifications.

# Limits of this contract. The specifications allow more; a longer list is refused by the decoder of the call,
# without a name.
MAX_ASSETS: constant(uint256) = 32
MAX_COLUMNS: constant(uint256) = 34  # MAX_ASSETS and two
MAX_WITNESSES: constant(uint256) = 16
MAX_SIGNERS: constant(uint256) = 17  # MAX_WITNESSES and the operator
MAX_CUSTODIANS: constant(uint256) = 32
MAX_STATEMENTS: constant(uint256) = 32
MAX_RECORD: constant(uint256) = 8192
MAX_SOURCE: constant(uint256) = 288  # above the 256 of SV-1, so that 402 can be named
MAX_SIGNATURE: constant(uint256) = 96  # above the 65 of EH-20, so that EH-21 can be named
MAX_DEPTH: constant(uint256) = 32
MAX_PATH: constant(uint256) = 65  # of a log of 2^64 entries, and one


# CP-4

struct Witness:
    key: address
    role: uint8

struct Custodian:
    asset: address
    key: address

struct SignerPolicy:
    version: uint64
    operator: address
    witnesses: DynArray[Witness, MAX_WITNESSES]
    threshold: uint16
    rotationThreshold: uint16
    custodians: DynArray[Custodian, MAX_CUSTODIANS]

struct PolicySignature:
    signer: address
    signature: Bytes[MAX_SIGNATURE]


# CP-7, CP-9

struct Checkpoint:
    number: uint64
    previous: bytes32
    logSize: uint64
    logRoot: bytes32
    engine: bytes32
    height: uint64
    time: uint64
    depth: uint8
    count: uint64
    stateRoot: bytes32
    sectionsRoot: bytes32
    receiptsRoot: bytes32
    inputRoot: bytes32
    riskRoot: bytes32
    solvencyRoot: bytes32
    equity: uint128
    deficit: uint96
    belowMaintenance: uint32
    assetRoot: bytes32
    assets: DynArray[address, MAX_ASSETS]
    assetTotals: DynArray[uint128, MAX_COLUMNS]
    feesAccrued: uint128
    netSettledCash: int128
    pendingWithdrawals: uint128
    securityModule: uint32
    feeRecipient: uint32
    attestation: bytes32
    policy: bytes32

struct Cosignature:
    witness: address
    time: uint64
    role: uint8
    signature: Bytes[MAX_SIGNATURE]

struct SignedCheckpoint:
    message: Checkpoint
    signature: Bytes[MAX_SIGNATURE]
    cosignatures: DynArray[Cosignature, MAX_WITNESSES]


# CM-11, CM-21, PF-7: deficits are wider than a column, so that check 11 and 16 can be named.

struct Sibling:
    state: bytes32
    solvency: bytes32
    positiveEquity: uint128
    deficit: uint128
    belowMaintenance: uint32

struct Account:
    index: uint64
    owner: address
    record: Bytes[MAX_RECORD]
    positiveEquity: uint128
    deficit: uint128
    belowMaintenance: uint32
    salt: bytes32
    path: DynArray[Sibling, MAX_DEPTH]

struct SolvencyNode:
    hash: bytes32
    positiveEquity: uint128
    deficit: uint128
    belowMaintenance: uint32

struct SolvencyOpening:
    left: SolvencyNode
    right: SolvencyNode

struct AssetNode:
    hash: bytes32
    sums: DynArray[uint128, MAX_COLUMNS]

struct AssetOpening:
    left: AssetNode
    right: AssetNode


# SV-1

struct Statement:
    engine: bytes32
    asset: address
    custodian: address
    units: uint128
    time: uint64
    source: String[MAX_SOURCE]
    signature: Bytes[MAX_SIGNATURE]
