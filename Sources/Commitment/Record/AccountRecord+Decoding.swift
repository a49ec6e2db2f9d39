import Ethereum
import FixedPoint

extension AccountRecord {
  /// Reads the one encoding of a record and refuses every other (CM-9).
  /// - Complexity: linear in the bytes, which are at most 88,185 (CM-13).
  public init(_ bytes: [UInt8]) throws(RecordRefusal) {
    var reader = RecordReader(bytes: bytes)
    guard try reader.integer(UInt8.self) == Self.version else { throw .unknownVersion }
    self.init(
      manager: try reader.address(), cash: try reader.signed(), perpPosition: try reader.signed(),
      unsettledPerpCash: try reader.signed())
    let collateralCount = Int(try reader.integer(UInt16.self))
    guard collateralCount <= CommitmentLimits.collaterals else { throw .tooManyCollaterals }
    collaterals.reserveCapacity(collateralCount)
    for _ in 0..<collateralCount {
      let collateral = Collateral(asset: try reader.address(), amount: try reader.signed())
      if let last = collaterals.last, last.asset >= collateral.asset { throw .collateralsUnsorted }
      if collateral.amount == .zero { throw .zeroCollateral }
      collaterals.append(collateral)
    }
    let optionCount = Int(try reader.integer(UInt16.self))
    guard optionCount <= CommitmentLimits.options else { throw .tooManyOptions }
    options.reserveCapacity(optionCount)
    for _ in 0..<optionCount {
      let expiry = try reader.integer(UInt64.self)
      let strike = try reader.unsigned()
      let side = try reader.integer(UInt8.self)
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
