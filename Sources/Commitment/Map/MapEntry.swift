/// A key of a state map with what is under it: as an entry to be proven, and as a change (MP-1).
public struct MapEntry: Hashable, Sendable {
  /// At most 128 bytes.
  public var key: [UInt8]
  /// At most 1 MiB; nil where nothing is under the key. No bytes are a value too.
  public var value: [UInt8]?

  public init(key: [UInt8], value: [UInt8]?) {
    self.key = key
    self.value = value
  }
}

extension MapEntry {
  /// Refuses a key or a value that is too long, entry by entry, the key first (MP-9).
  static func check(_ entries: [MapEntry]) throws(MapRefusal) {
    for entry in entries {
      if entry.key.count > MapLimits.keyBytes { throw .keyTooLong(entry.key.count) }
      if let value = entry.value, value.count > MapLimits.valueBytes { throw .valueTooLong(value.count) }
    }
  }
}
