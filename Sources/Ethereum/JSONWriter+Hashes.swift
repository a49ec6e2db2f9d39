import Encoding

/// Addresses and hashes in small letters, as documents that are hashed have them.
extension JSONWriter {
  public mutating func address(_ address: Address) { hexadecimal(address.bytes) }

  public mutating func member(_ name: String, _ value: Address) {
    key(name)
    address(value)
  }

  public mutating func member(_ name: String, _ value: Bytes32) {
    key(name)
    hexadecimal(value.bytes)
  }
}
