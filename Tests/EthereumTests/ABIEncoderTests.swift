import Encoding
import Ethereum
import FixedPoint
import Testing

@Suite struct ABIEncoderTests {
  @Test func vectors() throws {
    for test in try TestJSON.cases("abi.json") {
      let types = try test.array("types").map { try #require($0.text) }
      let values = try zip(types, test.array("values")).map { try ABIValue($0, $1) }
      #expect(try ABIEncoder.encode(values) == test.bytes("encoding"), "\(types)")
    }
  }

  @Test func depthIsBounded() throws {
    var value = ABIValue.array([])
    for _ in 0..<30 { value = .array([value]) }
    #expect(try ABIEncoder.encode([value]).count > 0)
    value = .array([value])
    let error = #expect(throws: ABIError.self) { try ABIEncoder.encode([value]) }
    #expect(error == .tooDeep(limit: 32))
    #expect(error?.name == "ABITooDeep")
  }
}

extension ABIValue {
  /// A vector's value under its type.
  init(_ type: String, _ json: TestJSON) throws {
    if type.hasSuffix("]"), case .array(let values) = json {
      let opening = try #require(type.lastIndex(of: "["))
      let elements = try values.map { try ABIValue(String(type[..<opening]), $0) }
      self = type.hasSuffix("[]") ? .array(elements) : .tuple(elements)
    } else if type.hasPrefix("("), case .array(let values) = json {
      self = .tuple(try zip(Self.parts(String(type.dropFirst().dropLast())), values).map { try ABIValue($0, $1) })
    } else if case .bool(let value) = json {
      self = .bool(value)
    } else {
      let text = try #require(json.text)
      switch type {
      case "string": self = .string(text)
      case "bytes": self = .bytes(try #require(Hex.decode(text)))
      case "address": self = .address(try Address(text))
      case _ where type.hasPrefix("bytes"):
        let bytes = try #require(Hex.decode(text))
        self = .word(try #require(Bytes32(leftAligned: bytes)))
      case _ where type.hasPrefix("uint"): self = .unsigned(try #require(UInt256(text)))
      default: self = .signed(try #require(Int256(text)))
      }
    }
  }

  static func parts(_ text: String) -> [String] {
    var (parts, depth): ([String], Int) = ([""], 0)
    for character in text {
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      if character == "," && depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts
  }
}
