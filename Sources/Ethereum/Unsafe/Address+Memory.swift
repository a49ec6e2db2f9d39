extension Address {
  /// The twenty bytes, first to last.
  public var bytes: [UInt8] {
    withUnsafeBytes(of: words) { [UInt8]($0.prefix(20)) }
  }

  /// From exactly twenty bytes.
  /// - Returns: nil for another count.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 20 else { return nil }
    self.init()
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
  }

  /// The last twenty bytes of a word, whatever the first twelve are: `address(uint160(uint256(word)))`.
  public init(lastBytesOf word: Bytes32) {
    self.init()
    withUnsafeMutableBytes(of: &words) { target in
      word.withBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.suffix(20))) }
    }
  }
}

extension Address {
  /// Calls `body` with the twenty bytes, which are valid only during the call.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withUnsafeBytes(of: words) { try body(UnsafeRawBufferPointer(rebasing: $0.prefix(20))) }
  }
}
