import Commitment
import Encoding
import Ethereum

/// One account of an exported state (SV-11).
public struct StateAccount: Hashable, Sendable {
  public var index: UInt32
  public var owner: Address
  /// The account record as it came (CM-8).
  public var record: [UInt8]
  public var salt: Bytes32
  /// The account's name in the book, or its number; no hash covers it.
  public var id: String
  /// Its columns, in the state of a block; those of a book follow from the margin.
  public var sums: SolvencySums?

  public init(
    index: UInt32, owner: Address, record: [UInt8], salt: Bytes32, id: String, sums: SolvencySums? = nil
  ) {
    self.sums = sums
    self.index = index
    self.owner = owner
    self.record = record
    self.salt = salt
    self.id = id
  }
}

extension StateAccount {
  /// Reads a line without its end; every spelling but the canonical one is refused.
  /// - Parameter isOfBlock: whether it has columns, as the accounts of a block have.
  init(line: ArraySlice<UInt8>, isOfBlock: Bool) throws(JSONError) {
    let json = try JSONDocument(line).root
    let columns = isOfBlock ? ["positiveEquity", "deficit", "belowMaintenance"] : []
    try json.refuseUnknownMembers(["index", "owner", "record", "salt", "id"] + columns)
    self.init(
      index: UInt32(truncatingIfNeeded: try json.member("index").smallInteger(0...Int(UInt32.max))),
      owner: try json.member("owner").stateAddress(), record: try json.member("record").stateBytes(AuditLimits.recordBytes),
      salt: try json.member("salt").stateWord(), id: try json.member("id").stateText(AuditLimits.idBytes),
      sums: isOfBlock ? try json.stateColumns() : nil)
    try json.checkIsCanonical(line)
  }

  /// The account's line, with its end.
  public var line: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    if let sums {
      json.key("belowMaintenance")
      json.decimal(UInt64(sums.belowMaintenance))
      json.key("deficit")
      json.decimal(sums.deficit)
    }
    json.key("id")
    json.string(id)
    json.key("index")
    json.number(Int(index))
    json.key("owner")
    json.hexadecimal(owner.bytes)
    if let sums {
      json.key("positiveEquity")
      json.decimal(sums.positiveEquity)
    }
    json.key("record")
    json.hexadecimal(record)
    json.key("salt")
    json.hexadecimal(salt.bytes)
    json.endObject()
    return json.bytes + [10]
  }
}
