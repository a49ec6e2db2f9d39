import Ethereum
import FixedPoint

/// A call of a venue's executor: actions of one module, what is known of their signatures, and what the module is to
/// do with them (FD-27).
public struct MatchedCall: Hashable, Sendable {
  public var actions: [SignedAction]
  /// As many as signatures came with the call.
  public var signatures: [CheckedSignature]
  /// For the module, in its own encoding.
  public var data: [UInt8]
  /// Who makes the call.
  public var caller: Address

  public init(actions: [SignedAction], signatures: [CheckedSignature], data: [UInt8], caller: Address) {
    (self.actions, self.signatures, self.data, self.caller) = (actions, signatures, data, caller)
  }

  /// Checks the signatures of a call, one after another; whoever has more processors makes the checked ones in
  /// parallel.
  public init(
    actions: [SignedAction], signatures: [[UInt8]], data: [UInt8], caller: Address, domainSeparator: Bytes32
  ) {
    // A call of another count is refused before signatures matter.
    let isInOrder = actions.count == signatures.count && actions.count <= ActionLimits.maximumActions
    let checked = signatures.enumerated().map { index, bytes in
      isInOrder
        ? CheckedSignature(bytes, of: actions[index], domainSeparator: domainSeparator) : CheckedSignature.notChecked
    }
    self.init(actions: actions, signatures: checked, data: data, caller: caller)
  }
}

/// What is known of the signature of an action. To find it out takes nothing of the state, so that it can be done
/// before and beside everything else.
public struct CheckedSignature: Hashable, Sendable {
  /// Whose signature of the action it is; nil where it is nobody's.
  public let signer: Address?
  /// The hash of the action's data, where it was made for that; an order is known by it.
  let dataHash: Bytes32?

  /// One that is nobody's, without having been looked at.
  public static let notChecked = CheckedSignature()

  private init() {
    (signer, dataHash) = (nil, nil)
  }

  /// Finds out who signed an action (EH-20 to EH-27); of one whose data is too large, nobody did.
  public init(_ bytes: [UInt8], of action: SignedAction, domainSeparator: Bytes32) {
    guard bytes.count == Signature.byteCount, action.data.count <= ActionLimits.maximumDataBytes else {
      self = .notChecked
      return
    }
    let hash = Keccak256.hash(action.data)
    dataHash = hash
    let digest = EIP712.digest(domainSeparator: domainSeparator, structHash: action.structHash(dataHash: hash))
    do throws(SignatureError) {
      signer = try Signature(bytes).signer(of: digest)
    } catch {
      signer = nil
    }
  }
}
