import Ethereum
import FixedPoint

/// A refusal of a policy, a checkpoint, its log or its extension, in the order of the checks (CP-4 to CP-17).
/// Codes are never reused.
public enum CheckpointRefusal: Error, Hashable, Sendable {
  // CP-4
  case policyTooManyWitnesses(Int)
  case policyZeroKey(KeyHolder)
  case policyWitnessesUnsorted(Address)
  case policyOperatorIsWitness(Address)
  case policyUnknownRole(UInt8, witness: Address)
  case policyThreshold(Int, witnesses: Int)
  case policyRotationThreshold(Int, signers: Int)
  case policyTooManyCustodians(Int)
  case policyCustodiansUnsorted(asset: Address, key: Address)
  // CP-6
  case policyTooManyChanges(Int)
  case policyVersion(expected: UInt128, found: UInt64)
  case policyEffectiveOrder(UInt64, after: UInt64)
  case policySignersUnsorted(Address)
  case policySignerUnknown(Address)
  case policySignatureMismatch(expected: Address, found: Address)
  case policyQuorumShort(expected: Int, found: Int)
  // CP-10
  case wrongChain(expected: UInt256, found: UInt256)
  case wrongContract(expected: Address, found: Address)
  case wrongEngine(expected: Bytes32, found: Bytes32)
  case wrongPolicy(expected: Bytes32, found: Bytes32, number: UInt64)
  case wrongDepth(expected: Int, found: Int)
  case logSize(expected: UInt64, found: UInt64)
  case previous(number: UInt64)
  case logRoot(size: UInt64)
  case commitment(CommitmentRefusal)
  case zeroAsset
  case assetTotals(expected: Int, found: Int)
  case venueAccount(VenueAccount, expected: UInt32, found: UInt32, count: UInt64)
  case operatorMismatch(expected: Address, found: Address)
  case witnessesUnsorted(Address)
  case witnessUnknown(Address)
  case witnessRole(Address, expected: UInt8, found: UInt8)
  case witnessTime(Address, time: UInt64, checkpoint: UInt64)
  case witnessMismatch(expected: Address, found: Address)
  case quorumShort(expected: Int, found: Int)
  /// A signature that nobody can have made, by whomever it is said to be (EH-21 to EH-25).
  case signature(SignatureError, of: Address)
  // CP-11
  case future(time: UInt64, now: UInt64)
  case stale(time: UInt64, now: UInt64, greatestAge: UInt64)
  // CP-13, CP-14
  case logIndexOutOfRange(index: UInt64, size: UInt64)
  case logPathLength(expected: Int, found: Int)
  case logRootMismatch
  case logSizeRollback(older: UInt64, newer: UInt64)
  case logEmptyRoot
  case logSameSize(UInt64)
  case logOlderMismatch
  // CP-15, CP-16
  case older(number: UInt64, than: UInt64)
  case contradiction(number: UInt64)
  case timeReversed(newer: UInt64, older: UInt64)
  case noExtension(from: UInt64, to: UInt64)
  case historyRewritten
  // CP-17
  case evidenceOrder(first: UInt64, second: UInt64)
  case evidenceNoContradiction

  /// Whose key a policy names.
  public enum KeyHolder: Hashable, Sendable {
    case `operator`
    /// By its place in the list, from 0.
    case witness(Int)
    /// By its place in the list, from 0.
    case custodian(Int)
  }

  /// The accounts that are the venue's own.
  public enum VenueAccount: Hashable, Sendable {
    case securityModule
    case feeRecipient

    /// For a message.
    var words: String { self == .securityModule ? "security module" : "fee recipient" }
  }

  /// The refusal's stable number; nil of a signature's refusal, which has a name alone.
  public var code: Int? { identity.code }

  /// The refusal's stable name.
  public var name: String { identity.name }

  private var identity: (code: Int?, name: String) {
    switch self {
    case .policyTooManyWitnesses: (301, "Policy_TooManyWitnesses")
    case .policyZeroKey: (302, "Policy_ZeroKey")
    case .policyWitnessesUnsorted: (303, "Policy_WitnessesUnsorted")
    case .policyOperatorIsWitness: (304, "Policy_OperatorIsWitness")
    case .policyUnknownRole: (305, "Policy_UnknownRole")
    case .policyThreshold: (306, "Policy_Threshold")
    case .policyRotationThreshold: (307, "Policy_RotationThreshold")
    case .policyTooManyCustodians: (308, "Policy_TooManyCustodians")
    case .policyCustodiansUnsorted: (309, "Policy_CustodiansUnsorted")
    case .policyTooManyChanges: (310, "Policy_TooManyChanges")
    case .policyVersion: (311, "Policy_Version")
    case .policyEffectiveOrder: (312, "Policy_EffectiveOrder")
    case .policySignersUnsorted: (313, "Policy_SignersUnsorted")
    case .policySignerUnknown: (314, "Policy_SignerUnknown")
    case .policySignatureMismatch: (315, "Policy_SignatureMismatch")
    case .policyQuorumShort: (316, "Policy_QuorumShort")
    case .wrongChain: (320, "Checkpoint_WrongChain")
    case .wrongContract: (321, "Checkpoint_WrongContract")
    case .wrongEngine: (322, "Checkpoint_WrongEngine")
    case .wrongPolicy: (323, "Checkpoint_WrongPolicy")
    case .wrongDepth: (324, "Checkpoint_WrongDepth")
    case .logSize: (325, "Checkpoint_LogSize")
    case .previous: (326, "Checkpoint_Previous")
    case .logRoot: (327, "Checkpoint_LogRoot")
    case .commitment(let refusal): (refusal.code, refusal.name)
    case .zeroAsset: (328, "Checkpoint_ZeroAsset")
    case .assetTotals: (329, "Checkpoint_AssetTotals")
    case .venueAccount: (330, "Checkpoint_VenueAccount")
    case .operatorMismatch: (331, "Checkpoint_OperatorMismatch")
    case .witnessesUnsorted: (332, "Checkpoint_WitnessesUnsorted")
    case .witnessUnknown: (333, "Checkpoint_WitnessUnknown")
    case .witnessRole: (334, "Checkpoint_WitnessRole")
    case .witnessTime: (335, "Checkpoint_WitnessTime")
    case .witnessMismatch: (336, "Checkpoint_WitnessMismatch")
    case .quorumShort: (337, "Checkpoint_QuorumShort")
    case .signature(let error, _): (nil, error.name)
    case .future: (338, "Checkpoint_Future")
    case .stale: (339, "Checkpoint_Stale")
    case .logIndexOutOfRange: (340, "Log_IndexOutOfRange")
    case .logPathLength: (341, "Log_PathLength")
    case .logRootMismatch: (342, "Log_RootMismatch")
    case .logSizeRollback: (343, "Log_SizeRollback")
    case .logEmptyRoot: (344, "Log_EmptyRoot")
    case .logSameSize: (345, "Log_SameSize")
    case .logOlderMismatch: (346, "Log_OlderMismatch")
    case .older: (350, "Checkpoint_Older")
    case .contradiction: (351, "Checkpoint_Contradiction")
    case .timeReversed: (352, "Checkpoint_TimeReversed")
    case .noExtension: (353, "Checkpoint_NoExtension")
    case .historyRewritten: (354, "Policy_HistoryRewritten")
    case .evidenceOrder: (360, "Evidence_Order")
    case .evidenceNoContradiction: (361, "Evidence_NoContradiction")
    }
  }

  /// The address whose key gives the signature of the digest.
  /// - Parameter expected: whose signature it is said to be, for the refusal.
  static func signer(
    of digest: Bytes32, _ bytes: [UInt8], expected: Address
  ) throws(CheckpointRefusal) -> Address {
    do throws(SignatureError) {
      return try Signature(bytes).signer(of: digest)
    } catch {
      throw .signature(error, of: expected)
    }
  }
}
