import Encoding
import Ethereum

/// Labels of a trace and the addresses they stand for.
struct TraceParties {
  private(set) var addresses: [String: Address] = [:]

  mutating func add(_ label: String, _ address: Address) {
    addresses[label] = address
  }

  /// Objects of `address` and, for some, `privateKey`, by label.
  mutating func add(_ list: JSONValue) throws(JSONError) {
    for (label, party) in try list.objectMembers() {
      try party.refuseUnknownMembers(["address", "privateKey"])
      add(label, try party.member("address").address())
    }
  }

  func address(_ label: JSONValue) throws(JSONError) -> Address {
    guard let address = addresses[try label.string()] else {
      throw label.refusal(.outOfRange, expected: "a label of the configuration")
    }
    return address
  }

  /// Differences of addresses and those of the private keys beside them, of `zero` and the zero address, and in the
  /// spelling of addresses.
  static func check(_ list: JSONValue, path: String) throws(JSONError) -> [JSONDifference] {
    var differences: [JSONDifference] = []
    for (label, party) in try list.objectMembers() {
      let (text, address) = (try party.member("address").string(), try party.member("address").address())
      var expected = label == "zero" ? Address.zero : address
      if let key = try party.optionalMember("privateKey") { expected = try Self.address(ofKey: key) }
      if expected.description != text {
        differences.append(
          JSONDifference(path: "\(path).\(label).address", expected: text, found: expected.description))
      }
    }
    return differences
  }

  private static func address(ofKey value: JSONValue) throws(JSONError) -> Address {
    let bytes = try value.hexBytes()
    do throws(KeyError) {
      return try PrivateKey(bytes).address
    } catch {
      throw value.refusal(.outOfRange, expected: "a private key of secp256k1")
    }
  }
}
