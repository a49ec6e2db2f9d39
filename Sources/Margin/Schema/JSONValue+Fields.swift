import Encoding
import FixedPoint

/// Short forms of what every reader of a schema does.
extension JSONValue {
  func uint(_ name: String) throws(JSONError) -> UInt256 { try member(name).uint256() }
  func int(_ name: String) throws(JSONError) -> Int256 { try member(name).int256() }

  /// The elements of an array member, refused where there are more than a limit.
  func list(_ name: String, atMost limit: Int) throws(JSONError) -> JSONElements {
    let value = try member(name)
    let elements = try value.elements()
    if elements.count > limit {
      throw value.refusal(.outOfRange, expected: "at most \(limit) elements")
    }
    return elements
  }

  func asset() throws(JSONError) -> AssetIdentifier {
    guard let asset = AssetIdentifier(try string()) else { throw refusal(.wrongForm, expected: Self.assetForm) }
    return asset
  }

  static var assetForm: String { "an address: 0x and forty hexadecimal digits" }

  /// Refuses a value whose key was seen before (JS-10).
  func refuseRepetition<Key: Hashable>(
    of key: Key, in seen: inout Set<Key>, _ what: String
  ) throws(JSONError) {
    if !seen.insert(key).inserted { throw refusal(.duplicateElement, expected: "each \(what) once") }
  }
}
