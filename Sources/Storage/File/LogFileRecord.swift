import Ethereum

/// The form of a portable log (ST-13): its opening, and the headings of its records.
enum LogFileRecord {
  /// A byte above 127, a line's end of either kind and a text's end show a transfer that took the file for text.
  static let magic: [UInt8] = [0x89, 0x42, 0x4C, 0x53, 0x54, 0x0D, 0x0A, 0x1A]
  static let version: UInt32 = 1
  static let openingBytes = 12

  static let genesis: UInt8 = 1
  static let block: UInt8 = 2
  static let end: UInt8 = 3

  /// Bytes of a heading, its kind and its seal included.
  static let genesisHeadingBytes = 1 + 32 + 8 + 32 + 32
  static let blockHeadingBytes = 1 + 8 + 32 + 32 + 8 + 8 + 32 + 32 + 32
  static let endBytes = 1 + 8 + 32 + 32

  static var opening: [UInt8] { magic + (0..<4).map { UInt8(truncatingIfNeeded: version >> (24 - 8 * $0)) } }

  /// The seal of a heading, which binds everything before it.
  /// - Parameter heading: without its seal.
  static func seal(_ before: Bytes32, _ heading: some Collection<UInt8>) -> Bytes32 {
    Keccak256.hash(Array("ballast log record".utf8) + before.bytes + heading)
  }
}

/// Writes headings.
struct HeadingWriter {
  private(set) var bytes: [UInt8]

  init(kind: UInt8) { bytes = [kind] }

  mutating func add(_ value: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  mutating func add(_ word: Bytes32) { bytes += word.bytes }
}

/// Reads headings whose length has been seen to be that of their kind.
struct HeadingReader {
  private var rest: ArraySlice<UInt8>

  /// - Parameter bytes: after the kind.
  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func integer() -> UInt64 {
    defer { rest = rest.dropFirst(8) }
    return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func word() -> Bytes32 {
    defer { rest = rest.dropFirst(32) }
    return Bytes32(rest.prefix(32)) ?? .zero
  }
}
