import Encoding
import Ethereum

/// One account of an exported state (SV-11).
public struct StateAccount: Hashable, Sendable {
  public var index: UInt32
  public var owner: Address
  /// The account record as it came (CM-8).
  public var record: [UInt8]
  public var salt: Bytes32
  /// The account's name in the book, which no hash covers.
  public var id: String

  public init(index: UInt32, owner: Address, record: [UInt8], salt: Bytes32, id: String) {
    self.index = index
    self.owner = owner
    self.record = record
    self.salt = salt
    self.id = id
  }
}

extension StateAccount {
  /// Reads a line without its end; every spelling but the canonical one is refused.
  init(line: ArraySlice<UInt8>) throws(JSONError) {
    let json = try JSONDocument(line).root
    try json.refuseUnknownMembers(["index", "owner", "record", "salt", "id"])
    self.init(
      index: UInt32(truncatingIfNeeded: try json.member("index").smallInteger(0...Int(UInt32.max))),
      owner: try json.member("owner").stateAddress(), record: try json.member("record").stateBytes(AuditLimits.recordBytes),
      salt: try json.member("salt").stateWord(), id: try json.member("id").stateText(AuditLimits.idBytes))
    try json.checkIsCanonical(line)
  }

  /// The account's line, with its end.
  public var line: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("id")
    json.string(id)
    json.key("index")
    json.number(Int(index))
    json.key("owner")
    json.hexadecimal(owner.bytes)
    json.key("record")
    json.hexadecimal(record)
    json.key("salt")
    json.hexadecimal(salt.bytes)
    json.endObject()
    return json.bytes + [10]
  }
}
