internal import COpenSSL

/// Bytes that nobody else may see: overwritten when they go, shown by no description.
public final class SecretBytes: @unchecked Sendable {
  public let count: Int
  private let memory: UnsafeMutableRawPointer

  /// Bytes that `fill` writes; nothing writes to them after it.
  /// - Throws: what `fill` throws; what it had written is overwritten then.
  init<Failure: Error>(
    count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    self.count = count
    memory = .allocate(byteCount: max(1, count), alignment: 16)
    let bytes = UnsafeMutableRawBufferPointer(start: memory, count: count)
    bytes.initializeMemory(as: UInt8.self, repeating: 0)
    try fill(bytes)
  }

  /// A copy of bytes in memory, which stay as they are.
  public convenience init(_ bytes: UnsafeRawBufferPointer) {
    self.init(count: bytes.count) { $0.copyMemory(from: bytes) }
  }

  /// A copy of bytes, which stay as they are.
  public convenience init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
  }

  deinit {
    OPENSSL_cleanse(memory, count)
    memory.deallocate()
  }

  /// Calls `body` with the bytes, which are valid only during the call.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: memory, count: count))
  }

  /// Overwrites bytes of a secret that stand elsewhere.
  static func wipe(_ bytes: UnsafeMutableRawBufferPointer) { OPENSSL_cleanse(bytes.baseAddress, bytes.count) }

  /// A copy of some of the bytes.
  /// - Parameter range: within the bytes; what lies outside is left out.
  func part(_ range: Range<Int>) -> SecretBytes {
    withBytes { SecretBytes(UnsafeRawBufferPointer(rebasing: $0[range.clamped(to: 0..<count)])) }
  }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says that there is a secret and nothing of it, not even its length.
  public var description: String { "SecretBytes(redacted)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
