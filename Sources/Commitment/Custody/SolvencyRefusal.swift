import Ethereum
import FixedPoint

/// A refusal of custody or of solvency, in the order of the checks (SV-4, SV-6, SV-7). Codes are never reused.
public enum SolvencyRefusal: Error, Hashable, Sendable {
  // SV-4; places are from 0
  case tooManyStatements(Int)
  case source(Int, bytes: Int)
  case attestationMismatch
  case statementsUnsorted(Int)
  case statementEngine(expected: Bytes32, found: Bytes32)
  case unknownAsset(Address)
  case unknownCustodian(asset: Address, custodian: Address)
  case timeOutOfWindow(time: UInt64, checkpoint: UInt64, window: UInt64)
  /// A signature that nobody can have made, by whomever it is said to be (EH-21 to EH-25).
  case signature(SignatureError, of: Address)
  case statementMismatch(expected: Address, found: Address)
  case sourceTwice(asset: Address, place: Int)
  // SV-6, in wads
  case collateralShort(asset: Address, owed: UInt128, held: UInt256)
  case cashShort(due: Int256, held: UInt256, tolerance: UInt256)
  case cashSurplus(due: Int256, held: UInt256, tolerance: UInt256)
  case deficitAboveSecurityModule(deficit: UInt128, cash: Int256, equity: UInt128)
  // SV-7
  case venueAccount(CheckpointRefusal.VenueAccount, expected: UInt32, found: UInt64)
  case commitment(CommitmentRefusal)

  /// The refusal's stable number; nil of a signature's refusal, which has a name alone.
  public var code: Int? { identity.code }

  /// The refusal's stable name.
  public var name: String { identity.name }

  private var identity: (code: Int?, name: String) {
    switch self {
    case .tooManyStatements: (401, "Custody_TooMany")
    case .source: (402, "Custody_Source")
    case .attestationMismatch: (403, "Custody_AttestationMismatch")
    case .statementsUnsorted: (404, "Custody_Unsorted")
    case .statementEngine: (405, "Custody_WrongEngine")
    case .unknownAsset: (406, "Custody_UnknownAsset")
    case .unknownCustodian: (407, "Custody_UnknownCustodian")
    case .timeOutOfWindow: (408, "Custody_TimeOutOfWindow")
    case .signature(let error, _): (nil, error.name)
    case .statementMismatch: (409, "Custody_SignatureMismatch")
    case .sourceTwice: (410, "Custody_SourceTwice")
    case .collateralShort: (420, "Solvency_CollateralShort")
    case .cashShort: (421, "Solvency_CashShort")
    case .cashSurplus: (422, "Solvency_CashSurplus")
    case .deficitAboveSecurityModule: (423, "Solvency_DeficitAboveSecurityModule")
    case .venueAccount: (424, "Solvency_VenueAccount")
    case .commitment(let refusal): (refusal.code, refusal.name)
    }
  }

  /// The address whose key gives the signature of the digest.
  /// - Parameter expected: whose signature it is said to be, for the refusal.
  static func signer(
    of digest: Bytes32, _ bytes: [UInt8], expected: Address
  ) throws(SolvencyRefusal) -> Address {
    do throws(SignatureError) {
      return try Signature(bytes).signer(of: digest)
    } catch {
      throw .signature(error, of: expected)
    }
  }
}

extension SolvencyRefusal {
  /// One sentence that says what was expected, what was found, and what that means for who reads it.
  public var message: String {
    switch self {
    case .tooManyStatements(let count):
      "\(VenueLimits.statements) custody statements at most were expected, and \(count) were found"
    case .source(let place, let bytes):
      "a source of 1 to \(VenueLimits.sourceBytes) bytes was expected, and that of custody statement \(place) has "
        + "\(bytes)"
    case .attestationMismatch:
      "the custody statements that the checkpoint was signed over were expected, and these are others: one is changed, "
        + "missing or added"
    case .statementsUnsorted(let place):
      "custody statements in strictly rising order of asset and custodian were expected, and statement \(place) is not "
        + "above the one before: what stood twice would count twice"
    case .statementEngine(let expected, let found):
      "custody for engine \(expected) was expected, and the statement is for \(found): it is held for another venue"
    case .unknownAsset(let asset):
      "custody of an asset of the checkpoint's list, or of zero for cash, was expected, and \(asset) was found"
    case .unknownCustodian(let asset, let custodian):
      "a custodian of asset \(asset) that the policy names was expected, and \(custodian) is none"
    case .timeOutOfWindow(let time, let checkpoint, let window):
      "a custody statement of the \(window) seconds before \(checkpoint), the checkpoint's time, was expected, and "
        + "\(time) was found: it says nothing of the checkpoint's moment"
    case .signature(let error, let signer): "signature of \(signer): \(error.message)"
    case .statementMismatch(let expected, let found):
      "a custody statement signed by \(expected) was expected, and it is by \(found), or of something else: the "
        + "custodian has not said what stands here"
    case .sourceTwice(let asset, let place):
      "statements of different sources were expected, and statement \(place) has the source of an earlier one of asset "
        + "\(asset): the same holdings would count twice"
    case .collateralShort(let asset, let owed, let held):
      "\(WadText.text(owed)) units of asset \(asset) were expected in custody, because accounts hold as many, and "
        + "\(WadText.text(held)) were found: the venue does not have what it owes"
    case .cashShort(let due, let held, let tolerance):
      "\(WadText.text(due)) stable tokens, or at most \(WadText.text(tolerance)) fewer, were expected in custody, and "
        + "\(WadText.text(held)) were found: the venue does not have the cash that it owes"
    case .cashSurplus(let due, let held, let tolerance):
      "\(WadText.text(due)) stable tokens, or at most \(WadText.text(tolerance)) more, were expected in custody, and "
        + "\(WadText.text(held)) were found: the books leave out cash that is there, perhaps somebody's balance"
    case .deficitAboveSecurityModule(let deficit, let cash, let equity):
      "deficits that the security module can pay were expected, from cash of \(WadText.text(cash)) and equity of "
        + "\(WadText.text(equity)), whichever is less, and they are \(WadText.text(deficit)): nobody stands for the rest"
    case .venueAccount(let account, let expected, let found):
      "account \(expected), the venue's \(account.words), was expected, and the proof is of account \(found)"
    case .commitment(let refusal): refusal.message
    }
  }
}
