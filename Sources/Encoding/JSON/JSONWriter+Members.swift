import FixedPoint

/// Members in one call: a name and its value.
extension JSONWriter {
  /// A quoted decimal.
  public mutating func member(_ name: String, _ value: UInt256) {
    key(name)
    decimal(value)
  }

  /// A quoted decimal.
  public mutating func member(_ name: String, _ value: Int256) {
    key(name)
    decimal(value)
  }

  /// A quoted decimal.
  public mutating func member(_ name: String, _ value: UInt128) {
    key(name)
    decimal(value)
  }

  /// A quoted decimal.
  public mutating func member(_ name: String, _ value: UInt64) {
    key(name)
    decimal(value)
  }

  /// A quoted decimal.
  public mutating func member(_ name: String, _ value: UInt32) { member(name, UInt64(value)) }

  public mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// A string, or null for nil.
  public mutating func member(_ name: String, _ text: String?) {
    key(name)
    if let text { string(text) } else { null() }
  }

  /// Bytes as `0x` and two lower-case digits for each.
  public mutating func member(_ name: String, octets: [UInt8]) {
    key(name)
    hexadecimal(octets)
  }

  /// A number without quotes.
  public mutating func member(_ name: String, number: Int) {
    key(name)
    self.number(number)
  }

  /// An object whose members `write` writes.
  public mutating func object(_ write: (inout JSONWriter) -> Void) {
    beginObject()
    write(&self)
    endObject()
  }

  /// A member that is an object.
  public mutating func object(_ name: String, _ write: (inout JSONWriter) -> Void) {
    key(name)
    object(write)
  }

  /// A member that is an array, each element written by `write`.
  public mutating func list<Element>(
    _ name: String, _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
  ) {
    key(name)
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }
}
