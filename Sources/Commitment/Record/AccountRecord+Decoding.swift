import Ethereum
import FixedPoint

extension AccountRecord {
  /// Reads the one encoding of a record and refuses every other (CM-9).
  /// - Complexity: linear in the bytes, which are at most 88,185 (CM-13).
  public init(_ bytes: [UInt8]) throws(RecordRefusal) {
    var reader = RecordReader(bytes: bytes)
    guard let version = bytes.first, version == Self.version else {
      throw bytes.isEmpty ? .truncated : .unknownVersion
    }
    _ = try reader.take(1)
    self.init(
      manager: try reader.address(), cash: try reader.signed(), perpPosition: try reader.signed(),
      unsettledPerpCash: try reader.signed())
    let collateralCount = try reader.unsigned(2)
    guard collateralCount <= CommitmentLimits.collaterals else { throw .tooManyCollaterals }
    for _ in 0..<collateralCount {
      let collateral = Collateral(asset: try reader.address(), amount: try reader.signed())
      if let last = collaterals.last, last.asset >= collateral.asset { throw .collateralsUnsorted }
      if collateral.amount == .zero { throw .zeroCollateral }
      collaterals.append(collateral)
    }
    let optionCount = try reader.unsigned(2)
    guard optionCount <= CommitmentLimits.options else { throw .tooManyOptions }
    for _ in 0..<optionCount {
      let expiry = try reader.unsigned(8)
      let strike = try reader.word().integer
      let side = try reader.unsigned(1)
      let amount = try reader.signed()
      guard side <= 1 else { throw .invalidSide }
      let option = Option(expiry: expiry, strike: strike, isCall: side == 1, amount: amount)
      if let last = options.last, !last.isBefore(option) { throw .optionsUnsorted }
      if amount == .zero { throw .zeroOption }
      options.append(option)
    }
    guard reader.isAtEnd else { throw .trailingBytes }
  }
}

/// Takes fields of fixed width from the front of bytes.
private struct RecordReader {
  let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ count: Int) throws(RecordRefusal) -> ArraySlice<UInt8> {
    guard bytes.count - position >= count else { throw .truncated }
    position += count
    return bytes[(position - count)..<position]
  }

  mutating func address() throws(RecordRefusal) -> Address {
    guard let address = Address(try take(20)) else { throw .truncated }
    return address
  }

  mutating func word() throws(RecordRefusal) -> Bytes32 {
    guard let word = Bytes32(try take(32)) else { throw .truncated }
    return word
  }

  mutating func signed() throws(RecordRefusal) -> Int256 {
    Int256(bitPattern: try word().integer)
  }

  mutating func unsigned(_ count: Int) throws(RecordRefusal) -> UInt64 {
    try take(count).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
