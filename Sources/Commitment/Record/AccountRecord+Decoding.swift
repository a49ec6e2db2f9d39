import Ethereum
import FixedPoint

extension AccountRecord {
  /// Reads the one encoding of a record and refuses every other (CM-9).
  /// - Complexity: linear in the bytes, which are at most 88,185 (CM-13).
  public init(_ bytes: [UInt8]) throws(RecordRefusal) {
    var reader = RecordReader(bytes: bytes)
    guard let version = Version(rawValue: try reader.integer(UInt8.self)) else { throw .unknownVersion }
    self.init(manager: try reader.address(), cash: try reader.signed())
    self.version = version
    if version == .book { (perpPosition, unsettledPerpCash) = (try reader.signed(), try reader.signed()) }
    try decodeCollaterals(from: &reader)
    if version == .ledger { try decodePerps(from: &reader) }
    try decodeOptions(from: &reader)
    guard reader.isAtEnd else { throw .trailingBytes }
  }

  private mutating func decodeCollaterals(from reader: inout RecordReader) throws(RecordRefusal) {
    let count = Int(try reader.integer(UInt16.self))
    guard count <= CommitmentLimits.collaterals else { throw .tooManyCollaterals }
    collaterals.reserveCapacity(count)
    for _ in 0..<count {
      let collateral = Collateral(asset: try reader.address(), amount: try reader.signed())
      if let last = collaterals.last, last.asset >= collateral.asset { throw .collateralsUnsorted }
      if collateral.amount == .zero { throw .zeroCollateral }
      collaterals.append(collateral)
    }
  }

  private mutating func decodePerps(from reader: inout RecordReader) throws(RecordRefusal) {
    let count = Int(try reader.integer(UInt16.self))
    guard count <= CommitmentLimits.perps else { throw .tooManyPerps }
    perps.reserveCapacity(count)
    for _ in 0..<count {
      let perp = Perp(
        asset: try reader.address(), position: try reader.signed(), unsettledCash: try reader.signed())
      if let last = perps.last, last.asset >= perp.asset { throw .perpsUnsorted }
      if perp.isNothing { throw .zeroPerp }
      perps.append(perp)
    }
  }

  private mutating func decodeOptions(from reader: inout RecordReader) throws(RecordRefusal) {
    let count = Int(try reader.integer(UInt16.self))
    guard count <= CommitmentLimits.options(of: version) else { throw .tooManyOptions }
    options.reserveCapacity(count)
    for _ in 0..<count {
      let asset = version == .ledger ? try reader.address() : .zero
      let expiry = try reader.integer(UInt64.self)
      let strike = try reader.unsigned()
      let side = try reader.integer(UInt8.self)
      let amount = try reader.signed()
      guard side <= 1 else { throw .invalidSide }
      let option = Option(asset: asset, expiry: expiry, strike: strike, isCall: side == 1, amount: amount)
      if let last = options.last, !last.isBefore(option) { throw .optionsUnsorted }
      if amount == .zero { throw .zeroOption }
      options.append(option)
    }
  }
}
