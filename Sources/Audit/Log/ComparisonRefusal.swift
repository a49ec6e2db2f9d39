/// Why a checkpoint is not what the log gives, or cannot be held against it (LA-11). Codes are never reused.
public enum ComparisonRefusal: Error, Hashable, Sendable {
  /// The first member that is another, as CP-7 names it: what follows from the log, and what the checkpoint says.
  case checkpointDiffers(member: String, expected: String, found: String)
  /// The log ends before the checkpoint's block, which is no lie.
  case blockMissing(height: UInt64)

  /// The refusal's stable number.
  public var code: Int {
    switch self {
    case .checkpointDiffers: 663
    case .blockMissing: 664
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .checkpointDiffers: "Witness_CheckpointDiffers"
    case .blockMissing: "Witness_BlockMissing"
    }
  }

  /// The member that differs.
  public var member: String? {
    if case .checkpointDiffers(let member, _, _) = self { member } else { nil }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .checkpointDiffers(let member, let expected, let found):
      "\(member) \(expected) was expected, because the log gives it, and \(found) was found"
    case .blockMissing(let height): "block \(height) was expected, and the log ends before it"
    }
  }
}
