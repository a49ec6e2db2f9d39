import FixedPoint

/// Reads ABI-encoded bytes as the decoder does that Solidity's compiler generates: with its failures, and with
/// all that it lets pass (EH-28 to EH-31).
///
/// Nothing is allocated by a length that the bytes state: what is dynamic is given as a slice of them.
public struct ABIDecoder: Sendable {
  /// The most bytes that are read.
  public static let maximumBytes = 1 << 20
  /// Where a contract's free memory starts.
  public static let firstFreeMemory: UInt64 = 128
  static let wordBytes = 32

  private let bytes: [UInt8]
  /// The next free byte of the memory that a contract would have taken so far.
  private var freeMemory: UInt64

  /// - Parameter freeMemory: the memory that the contract has taken before it decodes; it decides between the two
  ///   failures where a length is within that count of 2^64.
  /// - Throws: `tooLarge`.
  public init(_ bytes: [UInt8], freeMemory: UInt64 = firstFreeMemory) throws(ABIDecodingError) {
    guard bytes.count <= Self.maximumBytes else {
      throw .tooLarge(limit: Self.maximumBytes, found: bytes.count)
    }
    self.bytes = bytes
    self.freeMemory = freeMemory
  }

  /// The arguments, of this many words of heads.
  /// - Throws: `malformed`.
  public func arguments(words: Int) throws(ABIDecodingError) -> ABIHeads {
    try heads(words, at: 0)
  }

  /// The struct that a head points to, of this many words of heads.
  /// - Throws: `malformed`, `memory`.
  public mutating func tuple(_ list: ABIHeads, _ index: Int, words: Int) throws(ABIDecodingError) -> ABIHeads {
    let tuple = try heads(words, at: target(list, index))
    try allocate(elements: UInt64(truncatingIfNeeded: words), header: false)
    return tuple
  }

  /// The array of one-word elements that a head points to; offsets in it count from its first element.
  /// - Throws: `malformed`, `memory`.
  public mutating func array(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> ABIHeads {
    let place = try target(list, index)
    let count = try length(at: place)
    try allocate(elements: count, header: true)
    return try heads(fitting(count), at: place + Self.wordBytes)
  }

  /// The array of structs of this many words each, none of them dynamic, that a head points to.
  /// - Throws: `malformed`, `memory`.
  public mutating func structs(
    _ list: ABIHeads, _ index: Int, words: Int
  ) throws(ABIDecodingError) -> ABIStructs {
    let place = try target(list, index)
    let count = try length(at: place)
    try allocate(elements: count, header: true)
    let (fitting, start) = (try fitting(count), place + Self.wordBytes)
    let (size, overflow) = fitting.multipliedReportingOverflow(by: words)
    guard !overflow else { throw .malformed }
    _ = try heads(size, at: start)
    try allocate(elements: UInt64(truncatingIfNeeded: size), header: false)
    return ABIStructs(start: start, words: words, count: fitting)
  }

  /// The bytes that a head points to; padding after them is neither wanted nor looked at.
  /// - Throws: `malformed`, `memory`.
  public mutating func bytes(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> ArraySlice<UInt8> {
    let place = try target(list, index)
    let count = try length(at: place)
    try allocate(bytes: count)
    let start = place + Self.wordBytes
    let size = try fitting(count)
    guard size <= bytes.count - start else { throw .malformed }
    return bytes[start..<start + size]
  }

  /// A head as it stands.
  /// - Throws: `malformed` beyond the heads.
  public func word(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> Bytes32 {
    guard index >= 0, index < list.count, let word = word(at: list.start + index * Self.wordBytes) else {
      throw .malformed
    }
    return word
  }

  private func word(at place: Int) -> Bytes32? {
    Bytes32(bytes, at: place)
  }

  private func heads(_ count: Int, at start: Int) throws(ABIDecodingError) -> ABIHeads {
    guard count <= (bytes.count - start) / Self.wordBytes else { throw .malformed }
    return ABIHeads(start: start, count: count)
  }

  /// Where a head points: beyond the end nothing can be read, whatever it is.
  private func target(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> Int {
    let offset = try word(list, index).integer
    guard offset <= UInt256(UInt64(truncatingIfNeeded: bytes.count - list.start)) else { throw .malformed }
    return list.start + Int(truncatingIfNeeded: offset.low)
  }

  /// A length, which is read before it is known to fit.
  private func length(at place: Int) throws(ABIDecodingError) -> UInt64 {
    guard let word = word(at: place) else { throw .malformed }
    guard word.integer <= UInt256(UInt64.max) else { throw .memory }
    return UInt64(truncatingIfNeeded: word.integer.low)
  }

  /// A count that is no more than there are bytes.
  private func fitting(_ count: UInt64) throws(ABIDecodingError) -> Int {
    guard let count = Int(exactly: count), count <= bytes.count else { throw .malformed }
    return count
  }

  private mutating func allocate(bytes count: UInt64) throws(ABIDecodingError) {
    let (padded, overflow) = count.addingReportingOverflow(31)
    guard !overflow else { throw .memory }
    try allocate(elements: padded / 32, header: true)
  }

  /// Takes words of memory, and one more for the length, as long as its end has an address below 2^64.
  private mutating func allocate(elements: UInt64, header: Bool) throws(ABIDecodingError) {
    let (words, carry) = elements.addingReportingOverflow(header ? 1 : 0)
    let (size, large) = words.multipliedReportingOverflow(by: 32)
    let (end, beyond) = freeMemory.addingReportingOverflow(size)
    guard !carry, !large, !beyond else { throw .memory }
    freeMemory = end
  }
}

/// A list of heads in encoded bytes: what offsets count from, and how many words there are.
public struct ABIHeads: Hashable, Sendable {
  let start: Int
  public let count: Int
}

/// An array of structs in encoded bytes.
public struct ABIStructs: Hashable, Sendable {
  let start: Int
  let words: Int
  public let count: Int

  /// The members of a struct of the array; beyond the last there are none.
  public subscript(index: Int) -> ABIHeads {
    guard index >= 0, index < count else { return ABIHeads(start: start, count: 0) }
    return ABIHeads(start: start + index * words * ABIDecoder.wordBytes, count: words)
  }
}
