import Ethereum

extension MapProof {
  /// The proof in its one encoding (MP-9).
  public func encoded() -> [UInt8] {
    var bytes = Preimage.bytes(UInt32(truncatingIfNeeded: entries.count))
    for entry in entries {
      bytes.append(UInt8(truncatingIfNeeded: entry.key.count))
      bytes += entry.key
      bytes.append(entry.value == nil ? 0 : 1)
      if let value = entry.value {
        bytes += Preimage.bytes(UInt32(truncatingIfNeeded: value.count))
        bytes += value
      }
    }
    bytes += Preimage.bytes(UInt32(truncatingIfNeeded: parts.count))
    bytes += parts.map(\.rawValue)
    bytes += Preimage.bytes(UInt32(truncatingIfNeeded: hashes.count))
    for hash in hashes { bytes += hash.bytes }
    return bytes
  }

  /// Reads a proof; whether it holds is for `verify` to say.
  /// - Throws: the first field that is not as MP-9 says.
  public init(_ bytes: [UInt8]) throws(MapRefusal) {
    var reader = MapProofReader(bytes: bytes)
    let count = Int(try reader.number(4))
    try Self.check(count: count)
    self.init(entries: [], parts: [], hashes: [])
    for _ in 0..<count {
      let key = try reader.key()
      let form = UInt8(truncatingIfNeeded: try reader.number(1))
      if form > 1 { throw .unknownForm(form) }
      entries.append(MapEntry(key: key, value: form == 0 ? nil : try reader.value()))
    }
    let partCount = Int(try reader.number(4))
    if partCount > MapLimits.proofParts { throw .tooManyParts(partCount) }
    parts = try reader.parts(partCount)
    let hashCount = Int(try reader.number(4))
    hashes = try reader.hashes(hashCount)
    if !reader.rest.isEmpty { throw .trailingBytes(reader.rest.count) }
  }
}

/// Fields of a proof from the front. Nothing is reserved for a length that the bytes do not have.
private struct MapProofReader {
  var rest: ArraySlice<UInt8>

  init(bytes: [UInt8]) {
    rest = bytes[...]
  }

  mutating func take(_ count: Int) throws(MapRefusal) -> ArraySlice<UInt8> {
    guard rest.count >= count else { throw .truncated }
    let taken = rest.prefix(count)
    rest = rest.dropFirst(count)
    return taken
  }

  mutating func number(_ count: Int) throws(MapRefusal) -> UInt32 {
    try take(count).reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func key() throws(MapRefusal) -> [UInt8] {
    let length = Int(try number(1))
    if length > MapLimits.keyBytes { throw .keyTooLong(length) }
    return [UInt8](try take(length))
  }

  mutating func value() throws(MapRefusal) -> [UInt8] {
    let length = Int(try number(4))
    if length > MapLimits.valueBytes { throw .valueTooLong(length) }
    return [UInt8](try take(length))
  }

  mutating func parts(_ count: Int) throws(MapRefusal) -> [MapPart] {
    let bytes = try take(count)
    var parts: [MapPart] = []
    parts.reserveCapacity(count)
    for byte in bytes {
      guard let part = MapPart(rawValue: byte) else { throw .unknownForm(byte) }
      parts.append(part)
    }
    return parts
  }

  mutating func hashes(_ count: Int) throws(MapRefusal) -> [Bytes32] {
    let bytes = try take(32 * count)
    return stride(from: bytes.startIndex, to: bytes.endIndex, by: 32).map {
      Bytes32(leftAligned: bytes[$0..<$0 + 32]) ?? .zero
    }
  }
}
