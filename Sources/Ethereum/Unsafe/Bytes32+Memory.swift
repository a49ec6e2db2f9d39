extension Bytes32 {
  /// The bytes, first to last.
  public var bytes: [UInt8] { withBytes { [UInt8]($0) } }

  /// Calls `body` with the 32 bytes, which are valid only during the call.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: self, body)
  }

  /// Up to 32 bytes followed by zeros: the ABI's `bytes1` to `bytes32`.
  /// - Returns: nil for more than 32 bytes.
  public init?(leftAligned bytes: some Collection<UInt8>) {
    guard bytes.count <= 32 else { return nil }
    self = .zero
    withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
  }
}
