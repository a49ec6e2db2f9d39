import Encoding
import FixedPoint
import TestSupport

extension Tree {
  /// The tree of a value of the reader under test, through its accessors.
  init(_ value: JSONValue) throws {
    switch value.kind {
    case .object:
      self = .object(try value.objectMembers().map { .init(name: Array($0.name.utf8), value: try Tree($0.value)) })
    case .array: self = .array(try value.elements().map { try Tree($0) })
    case .string: self = .string(Array(try value.string().utf8))
    case .number: self = .number(String(decoding: value.rawBytes, as: UTF8.self))
    case .bool: self = .bool(try value.bool())
    case .null: self = .null
    }
  }

  /// A random tree; numbers are integers, so that the writer can write it.
  init(random generator: inout SeededGenerator, depth: Int = 4) {
    switch Int.random(in: depth > 0 ? 0...7 : 2...7, using: &generator) {
    case 0:
      var members: [Member] = []
      for _ in 0..<Int.random(in: 0...20, using: &generator) {
        let name = Self.randomText(&generator)
        if members.contains(where: { $0.name == name }) { continue }
        members.append(.init(name: name, value: Tree(random: &generator, depth: depth - 1)))
      }
      self = .object(members)
    case 1:
      self = .array(
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in Tree(random: &generator, depth: depth - 1) })
    case 2...4: self = .string(Self.randomText(&generator))
    case 5:
      self = .number(
        String(Int.random(in: .min ... .max, using: &generator) >> Int.random(in: 0...63, using: &generator)))
    case 6: self = .bool(Bool.random(using: &generator))
    default: self = .null
    }
  }

  /// Short texts with what needs care: quotes, controls, all lengths of UTF-8, the edges of the surrogates.
  private static func randomText(_ generator: inout SeededGenerator) -> [UInt8] {
    let scalars: [UInt32] = [
      0, 8, 9, 10, 0x1F, 0x20, 0x22, 0x2F, 0x5C, 0x61, 0x62, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF,
      0x10000, 0x10FFFF,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      text.unicodeScalars.append(Unicode.Scalar(scalars.randomElement(using: &generator) ?? 0x61) ?? "a")
    }
    return Array(text.utf8)
  }

  func write(to writer: inout JSONWriter) {
    switch self {
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.key(String(decoding: member.name, as: UTF8.self))
        member.value.write(to: &writer)
      }
      writer.endObject()
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .string(let text): writer.string(String(decoding: text, as: UTF8.self))
    case .number(let text): writer.number(Int(text) ?? 0)
    case .bool(let value): writer.bool(value)
    case .null: writer.null()
    }
  }

  /// A spelling of the tree with white space and escapes at random.
  func spelled(_ generator: inout SeededGenerator) -> [UInt8] {
    func space() -> [UInt8] {
      (0..<Int.random(in: 0...2, using: &generator)).map { _ in [32, 9, 10, 13].randomElement(using: &generator) ?? 32 }
    }
    func list(_ items: [[UInt8]], _ open: UInt8, _ close: UInt8) -> [UInt8] {
      [open] + space() + Array(items.joined(separator: [44])) + [close]
    }
    var text: [UInt8]
    switch self {
    case .object(let members):
      let items = members.map { member in
        let name = Self.string(member.name).spelled(&generator)
        return name + [58] + member.value.spelled(&generator)
      }
      text = list(items, 123, 125)
    case .array(let elements): text = list(elements.map { $0.spelled(&generator) }, 91, 93)
    case .string(let bytes):
      text = [34]
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
        if mustEscape || Bool.random(using: &generator) {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
            text += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
          }
        } else {
          text += Array(String(scalar).utf8)
        }
      }
      text.append(34)
    case .number(let number): text = Array(number.utf8)
    case .bool(let value): text = Array((value ? "true" : "false").utf8)
    case .null: text = Array("null".utf8)
    }
    return space() + text + space()
  }

  /// The canonical form by its definition, one rule a line; nil where a number is no integer.
  var canonical: [UInt8]? {
    func quoted(_ bytes: [UInt8]) -> [UInt8] {
      var text: [UInt8] = [34]
      for byte in bytes {
        if byte == 34 || byte == 92 {
          text += [92, byte]
        } else if byte < 32 {
          text += Array("\\u00".utf8) + Array((byte < 16 ? "0" : "").utf8) + Array(String(byte, radix: 16).utf8)
        } else {
          text.append(byte)
        }
      }
      return text + [34]
    }
    func all(_ items: [[UInt8]?]) -> [[UInt8]]? { items.contains { $0 == nil } ? nil : items.compactMap { $0 } }
    switch self {
    case .object(let members):
      let sorted = members.sorted { $0.name.lexicographicallyPrecedes($1.name) }
      guard let items = all(sorted.map { m in m.value.canonical.map { quoted(m.name) + [58] + $0 } }) else {
        return nil
      }
      return [123] + Array(items.joined(separator: [44])) + [125]
    case .array(let elements):
      guard let items = all(elements.map(\.canonical)) else { return nil }
      return [91] + Array(items.joined(separator: [44])) + [93]
    case .string(let text): return quoted(text)
    case .number(let text): return text == "-0" || text.contains { ".eE".contains($0) } ? nil : Array(text.utf8)
    case .bool(let value): return Array((value ? "true" : "false").utf8)
    case .null: return Array("null".utf8)
    }
  }
}
