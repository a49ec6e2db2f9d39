import Commitment
import Encoding
import Ethereum

/// An acknowledgement with a signature, as it is kept and given to whom a transaction came from (LG-21, LG-26).
public struct SignedAcknowledgement: Hashable, Sendable {
  public var promise: Acknowledgement
  /// 65 bytes.
  public var signature: [UInt8]

  public init(promise: Acknowledgement, signature: [UInt8]) {
    (self.promise, self.signature) = (promise, signature)
  }

  /// From an object of LG-26.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["engine", "transaction", "height", "position", "time", "receipt", "signature"])
    let position = try json.member("position").smallInteger(0...LedgerLimits.blockTransactions - 1)
    promise = Acknowledgement(
      engine: try json.hash("engine"), transaction: try json.hash("transaction"),
      height: try json.member("height").uint64(), position: UInt32(truncatingIfNeeded: position),
      time: try json.member("time").uint64(), receipt: try json.hash("receipt"))
    signature = try json.octets("signature", Signature.byteCount)
  }

  /// Writes the same form.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("engine", promise.engine)
      json.member("transaction", promise.transaction)
      json.member("height", promise.height)
      json.member("position", number: Int(promise.position))
      json.member("time", promise.time)
      json.member("receipt", promise.receipt)
      json.member("signature", octets: signature)
    }
  }
}

extension JSONValue {
  fileprivate func hash(_ name: String) throws(JSONError) -> Bytes32 { Bytes32(try octets(name, 32)) ?? .zero }

  /// So many bytes, in the small letters of proof files (PF-1).
  fileprivate func octets(_ name: String, _ count: Int) throws(JSONError) -> [UInt8] {
    let value = try member(name)
    let text = try value.string()
    guard let bytes = Hex.decode(text), Hex.encode(bytes) == text else {
      throw value.refusal(.wrongForm, expected: "0x and pairs of hexadecimal digits in small letters")
    }
    guard bytes.count == count else { throw value.refusal(.outOfRange, expected: "\(count) bytes") }
    return bytes
  }
}
