import Ethereum
import FixedPoint

extension AccountRecord {
  static let version: UInt8 = 1

  /// The one encoding of the record (CM-8).
  /// - Throws: what decoding would refuse: too many holdings, not in order, repeated, or of zero.
  public func encoded() throws(RecordRefusal) -> [UInt8] {
    var bytes: [UInt8] = [Self.version]
    bytes.reserveCapacity(121 + 52 * collaterals.count + 73 * options.count)
    bytes += manager.bytes
    for amount in [cash, perpPosition, unsettledPerpCash] { bytes += Bytes32(amount).bytes }
    guard collaterals.count <= CommitmentLimits.collaterals else { throw .tooManyCollaterals }
    bytes += Preimage.bytes(UInt16(truncatingIfNeeded: collaterals.count))
    for (place, collateral) in collaterals.enumerated() {
      if place > 0, collaterals[place - 1].asset >= collateral.asset { throw .collateralsUnsorted }
      if collateral.amount == .zero { throw .zeroCollateral }
      bytes += collateral.asset.bytes + Bytes32(collateral.amount).bytes
    }
    guard options.count <= CommitmentLimits.options else { throw .tooManyOptions }
    bytes += Preimage.bytes(UInt16(truncatingIfNeeded: options.count))
    for (place, option) in options.enumerated() {
      if place > 0, !options[place - 1].isBefore(option) { throw .optionsUnsorted }
      if option.amount == .zero { throw .zeroOption }
      bytes += Preimage.bytes(option.expiry) + Bytes32(option.strike).bytes
      bytes += [option.isCall ? 1 : 0] + Bytes32(option.amount).bytes
    }
    return bytes
  }
}
