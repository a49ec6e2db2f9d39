import Commitment
import Encoding
import Ethereum
import Ledger

/// The checkpoints that an operator signed of a block and of the one before it (LA-7).
public struct OperatorWord: Hashable, Sendable {
  /// Of the block before; nil of the first block, which stands on the genesis.
  public var before: SignedCheckpoint?
  public var after: SignedCheckpoint
  /// All changes of the signer policy, from the genesis on.
  public var changes: [PolicyChange]

  public init(before: SignedCheckpoint?, after: SignedCheckpoint, changes: [PolicyChange]) {
    (self.before, self.after, self.changes) = (before, after, changes)
  }

  /// Checks that both are the operator's, and of the headers.
  /// - Throws: the first check that fails, in the order of LA-8.
  func verify(of block: BlockHeader, after header: BlockHeader?, in venue: Venue) throws(WitnessRefusal) {
    if header != nil && before == nil { throw .wordMissing }
    do throws(CheckpointRefusal) {
      let history = try after.policies(
        of: venue, changes: changes, chainId: venue.chainId, contract: venue.contract)
      try before?.verifyOperator(under: history)
      try after.verifyOperator(under: history)
    } catch {
      throw .checkpoint(error)
    }
    if let header, let before { try Self.check(before.checkpoint, isOf: header, isBefore: true) }
    try Self.check(after.checkpoint, isOf: block, isBefore: false)
  }

  private static func check(
    _ checkpoint: Checkpoint, isOf header: BlockHeader, isBefore: Bool
  ) throws(WitnessRefusal) {
    if let field = difference(of: checkpoint, from: header) {
      throw .wordOfAnother(isBefore: isBefore, field)
    }
  }

  /// The first field by which a checkpoint is of another block; nil where it is of this one (661).
  public static func difference(of checkpoint: Checkpoint, from header: BlockHeader) -> BlockField? {
    if checkpoint.height != header.height { return .height }
    if checkpoint.time != header.time { return .time }
    if checkpoint.inputRoot != header.inputRoot { return .inputRoot }
    if checkpoint.receiptsRoot != header.receiptsRoot { return .receiptsRoot }
    return checkpoint.sectionsRoot == header.stateRoot ? nil : .stateRoot
  }
}

extension OperatorWord {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["before", "after", "policyChanges"])
    var changes: [PolicyChange] = []
    for change in try json.member("policyChanges").elements() { changes.append(try PolicyChange(change)) }
    self.init(
      before: try json.optionalMember("before").map { (json) throws(JSONError) in try SignedCheckpoint(json) },
      after: try SignedCheckpoint(json.member("after")), changes: changes)
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("after")
    after.write(to: &json)
    if let before {
      json.key("before")
      before.write(to: &json)
    }
    json.key("policyChanges")
    json.beginArray()
    for change in changes { change.write(to: &json) }
    json.endArray()
    json.endObject()
  }
}
