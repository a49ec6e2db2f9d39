internal import CKeccak

/// Keccak-256 as Ethereum uses it, which pads otherwise than SHA3-256 (EH-1 to EH-3).
public enum Keccak256 {
  /// The digest of bytes in memory.
  public static func hash(_ message: UnsafeRawBufferPointer) -> Bytes32 {
    var digest = Bytes32.zero
    withUnsafeMutableBytes(of: &digest) {
      ballast_keccak256(message.baseAddress, message.count, $0.baseAddress)
    }
    return digest
  }

  /// The digest of bytes.
  public static func hash(_ message: [UInt8]) -> Bytes32 {
    message.withUnsafeBytes { hash($0) }
  }

  /// The digest of the text's UTF-8 bytes.
  public static func hash(_ text: String) -> Bytes32 {
    var text = text
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }

  /// The digest of the concatenation of words.
  public static func hash(words: [Bytes32]) -> Bytes32 {
    words.withUnsafeBytes { hash($0) }
  }

  /// How many messages of one length the processor hashes at once: 8, 4 or 1.
  public static var width: Int { Int(truncatingIfNeeded: ballast_keccak_width()) }

  /// The digests of messages of one length that stand one after another.
  /// - Parameters:
  ///   - messages: `count` times `length` bytes.
  ///   - length: bytes of one message, one or more.
  ///   - digests: receives `count` digests; must not overlap the messages.
  /// - Throws: `KeccakBatchError` where the sizes do not agree; nothing is written then.
  public static func hashEach(
    _ messages: UnsafeRawBufferPointer, length: Int, into digests: UnsafeMutableBufferPointer<Bytes32>
  ) throws(KeccakBatchError) {
    try hashEach(messages, length: length, into: digests, atMost: 8)
  }

  /// The digests of messages of one length that stand one after another.
  /// - Parameters:
  ///   - messages: `count` times `length` bytes.
  ///   - length: bytes of one message, one or more.
  ///   - count: the number of messages.
  /// - Throws: `KeccakBatchError` where the sizes do not agree.
  public static func hashEach(
    _ messages: [UInt8], length: Int, count: Int
  ) throws(KeccakBatchError) -> [Bytes32] {
    try hashEach(messages, length: length, count: count, atMost: 8)
  }

  /// The same with a bound on the states permuted at once, for the tests of each width.
  static func hashEach(
    _ messages: [UInt8], length: Int, count: Int, atMost width: Int
  ) throws(KeccakBatchError) -> [Bytes32] {
    // Before anything is allocated for a count that the messages do not have; with a length of zero any count
    // would do.
    try check(bytes: messages.count, length: length, count: count)
    var digests = [Bytes32](repeating: .zero, count: count)
    let refusal: KeccakBatchError? = messages.withUnsafeBytes { source in
      digests.withUnsafeMutableBufferPointer { target in
        do throws(KeccakBatchError) {
          try hashEach(source, length: length, into: target, atMost: width)
          return nil
        } catch {
          return error
        }
      }
    }
    if let refusal { throw refusal }
    return digests
  }

  private static func hashEach(
    _ messages: UnsafeRawBufferPointer, length: Int, into digests: UnsafeMutableBufferPointer<Bytes32>,
    atMost width: Int
  ) throws(KeccakBatchError) {
    try check(bytes: messages.count, length: length, count: digests.count)
    ballast_keccak256_each(messages.baseAddress, length, digests.count, width, digests.baseAddress)
  }

  private static func check(bytes: Int, length: Int, count: Int) throws(KeccakBatchError) {
    let (expected, overflow) = length.multipliedReportingOverflow(by: count)
    guard length >= 1, count >= 0, !overflow, expected == bytes else {
      throw KeccakBatchError(bytes: bytes, length: length, count: count)
    }
  }
}

/// The refusal of a batch whose bytes are not its count times its length, or whose length is zero.
public struct KeccakBatchError: Error, Hashable, Sendable {
  public let bytes: Int
  public let length: Int
  public let count: Int

  /// The refusal's stable name.
  public var name: String { "KeccakInvalidBatch" }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    "\(count) messages of \(length) bytes, one or more, were expected, and \(bytes) bytes were found"
  }
}
