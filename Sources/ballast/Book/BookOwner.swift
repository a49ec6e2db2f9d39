import Ethereum

extension Address {
  /// The owner of an account that a seeded book made (BK-14): an address whose key nobody has.
  init(ownerOf id: String, seed: UInt64) {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: seed >> (56 - 8 * $0)) }
    self.init(lastBytesOf: Keccak256.hash(Array("ballast owner".utf8) + bytes + Array(id.utf8)))
  }
}
