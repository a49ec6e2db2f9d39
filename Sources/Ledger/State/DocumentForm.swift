import Clearing
import Encoding
import Ethereum
import FixedPoint
import Margin

/// Rare parts of the state as JSON: the same form in a genesis and, canonically spelled, in the state map (LG-7).
enum DocumentForm {
  /// The canonical spelling (PS-3).
  static func bytes(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    write(&writer)
    // What a writer has written can be read.
    return (try? JSONDocument(writer.bytes).root.canonicalBytes()) ?? writer.bytes
  }

  static func read<Value>(
    _ bytes: [UInt8], _ read: (JSONValue) throws(JSONError) -> Value
  ) throws(LedgerRefusal) -> Value {
    do throws(JSONError) { return try read(JSONDocument(bytes).root) } catch { throw .json(error) }
  }
}

extension JSONValue {
  func address() throws(JSONError) -> Address {
    guard let bytes = Hex.decode(try string()), let address = Address(bytes) else {
      throw refusal(.wrongForm, expected: "an address of 40 hexadecimal digits after 0x")
    }
    return address
  }

  func addresses() throws(JSONError) -> [Address] {
    var addresses: [Address] = []
    for element in try elements() { addresses.append(try element.address()) }
    for place in addresses.indices.dropFirst() where addresses[place] <= addresses[place - 1] {
      throw refusal(.duplicateElement, expected: "addresses in rising order")
    }
    return addresses
  }

  func place() throws(JSONError) -> Int { try smallInteger(0...LedgerLimits.places - 1) }

  /// An asset's kind, and but for cash its place: `option 3`.
  func asset() throws(JSONError) -> Asset {
    let text = try string()
    if text == "cash" { return .cash }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    if words.count == 2, let place = Int(words[1]), place >= 0, place < LedgerLimits.places,
      "\(place)" == words[1]
    {
      switch words[0] {
      case "option": return .option(place)
      case "perp": return .perp(place)
      case "base": return .base(place)
      default: break
      }
    }
    throw refusal(.wrongForm, expected: "cash, or option, perp or base and its place")
  }
}

extension Asset {
  /// As documents name it (LG-7): `cash`, `perp 0`.
  public var text: String {
    switch self {
    case .cash: "cash"
    case .option(let place): "option \(place)"
    case .perp(let place): "perp \(place)"
    case .base(let place): "base \(place)"
    }
  }
}

extension JSONWriter {
  mutating func member(_ name: String, _ addresses: some Sequence<Address>) {
    list(name, addresses) { $0.address($1) }
  }
}
