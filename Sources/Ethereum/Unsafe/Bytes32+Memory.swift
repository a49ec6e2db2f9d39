extension Bytes32 {
  /// The bytes, first to last.
  public var bytes: [UInt8] { withBytes { [UInt8]($0) } }

  /// Calls `body` with the 32 bytes, which are valid only during the call.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: self, body)
  }

  /// The 32 bytes of a list from a place on.
  /// - Returns: nil where there are fewer.
  init?(_ bytes: [UInt8], at place: Int) {
    guard place >= 0, place <= bytes.count - 32 else { return nil }
    self = .zero
    bytes.withUnsafeBytes { source in
      word0 = source.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      word1 = source.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
      word2 = source.loadUnaligned(fromByteOffset: place + 16, as: UInt64.self)
      word3 = source.loadUnaligned(fromByteOffset: place + 24, as: UInt64.self)
    }
  }

  /// Puts an address in the place of the last twenty bytes.
  mutating func put(_ address: Address) {
    withUnsafeMutableBytes(of: &self) { target in
      address.withBytes { UnsafeMutableRawBufferPointer(rebasing: target.suffix(20)).copyMemory(from: $0) }
    }
  }

  /// Appends the last so many bytes, all 32 at most.
  public func append(last count: Int, to bytes: inout [UInt8]) {
    withBytes { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0.suffix(max(0, count)))) }
  }

  /// Up to 32 bytes followed by zeros: the ABI's `bytes1` to `bytes32`.
  /// - Returns: nil for more than 32 bytes.
  public init?(leftAligned bytes: some Collection<UInt8>) {
    guard bytes.count <= 32 else { return nil }
    self = .zero
    withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
  }
}
