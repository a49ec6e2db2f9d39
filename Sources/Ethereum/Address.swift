/// The twenty bytes that name an account or a contract.
public struct Address: Sendable {
  /// The bytes in the order of memory.
  var words: (UInt64, UInt64, UInt32)

  init() {
    words = (0, 0, 0)
  }

  /// Twenty zero bytes, which nobody holds a key for.
  public static let zero = Address()

  /// The last twenty bytes of the Keccak-256 of the key's 64 bytes x ‖ y (EH-5).
  public init(_ key: PublicKey) {
    self.init(lastBytesOf: Keccak256.hash(words: [key.x, key.y]))
  }

  public var isZero: Bool { self == .zero }
}

extension Address: Hashable, Comparable {
  public static func == (a: Address, b: Address) -> Bool { a.words == b.words }

  /// Order of the bytes, which is that of the unsigned integers they spell.
  public static func < (a: Address, b: Address) -> Bool {
    (a.words.0.bigEndian, a.words.1.bigEndian, a.words.2.bigEndian)
      < (b.words.0.bigEndian, b.words.1.bigEndian, b.words.2.bigEndian)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
  }
}
