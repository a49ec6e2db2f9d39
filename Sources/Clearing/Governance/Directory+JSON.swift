import Encoding
import Ethereum

/// Names in JSON (MO-30).
extension Directory {
  private func place(_ value: JSONValue, in names: [String], _ what: String) throws(JSONError) -> Int {
    let name = try value.string()
    guard let place = names.firstIndex(of: name) else {
      throw value.refusal(.outOfRange, expected: "\(what): one of \(names.joined(separator: ", "))")
    }
    return place
  }

  public func market(_ value: JSONValue) throws(JSONError) -> Int { try place(value, in: markets, "a market") }

  public func manager(_ value: JSONValue) throws(JSONError) -> Int {
    try place(value, in: managers.map(\.name), "a manager")
  }

  public func perp(_ value: JSONValue) throws(JSONError) -> Int { try place(value, in: perps.map(\.name), "a perp") }

  public func option(_ value: JSONValue) throws(JSONError) -> Int {
    try place(value, in: options.map(\.name), "an option asset")
  }

  public func base(_ value: JSONValue) throws(JSONError) -> Int {
    try place(value, in: bases.map(\.name), "a wrapped token")
  }

  public func asset(_ value: JSONValue) throws(JSONError) -> Asset {
    let name = try value.string()
    if name == cash.name { return .cash }
    if let place = options.firstIndex(where: { $0.name == name }) { return .option(place) }
    if let place = perps.firstIndex(where: { $0.name == name }) { return .perp(place) }
    return .base(try base(value))
  }

  /// Who is meant, as the directory spells it.
  public func address(_ value: JSONValue) throws(JSONError) -> Address {
    let text = try value.string()
    if spelling == .label { return Address(lastBytesOf: Keccak256.hash(text)) }
    do throws(AddressError) {
      return try Address(text)
    } catch {
      throw value.refusal(.wrongForm, expected: "an address of 0x and 40 hexadecimal digits, with its checksum")
    }
  }
}
