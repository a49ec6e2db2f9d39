import Ethereum
import FixedPoint

extension AccountRecord {
  /// The one encoding of the record (CM-8, CM-27).
  /// - Throws: what decoding would refuse: too many holdings, not in order, repeated, or of zero.
  public func encoded() throws(RecordRefusal) -> [UInt8] {
    var bytes: [UInt8] = [version.rawValue]
    bytes.reserveCapacity(121 + 52 * collaterals.count + 84 * perps.count + 93 * options.count)
    bytes += manager.bytes
    let amounts = version == .book ? [cash, perpPosition, unsettledPerpCash] : [cash]
    for amount in amounts { bytes += Bytes32(amount).bytes }
    try encodeCollaterals(to: &bytes)
    if version == .book && !perps.isEmpty { throw .tooManyPerps }
    if version == .ledger { try encodePerps(to: &bytes) }
    try encodeOptions(to: &bytes)
    return bytes
  }

  private func encodeCollaterals(to bytes: inout [UInt8]) throws(RecordRefusal) {
    guard collaterals.count <= CommitmentLimits.collaterals else { throw .tooManyCollaterals }
    bytes += Preimage.bytes(UInt16(truncatingIfNeeded: collaterals.count))
    for (place, collateral) in collaterals.enumerated() {
      if place > 0, collaterals[place - 1].asset >= collateral.asset { throw .collateralsUnsorted }
      if collateral.amount == .zero { throw .zeroCollateral }
      bytes += collateral.asset.bytes + Bytes32(collateral.amount).bytes
    }
  }

  private func encodePerps(to bytes: inout [UInt8]) throws(RecordRefusal) {
    guard perps.count <= CommitmentLimits.perps else { throw .tooManyPerps }
    bytes += Preimage.bytes(UInt16(truncatingIfNeeded: perps.count))
    for (place, perp) in perps.enumerated() {
      if place > 0, perps[place - 1].asset >= perp.asset { throw .perpsUnsorted }
      if perp.isNothing { throw .zeroPerp }
      bytes += perp.asset.bytes + Bytes32(perp.position).bytes + Bytes32(perp.unsettledCash).bytes
    }
  }

  private func encodeOptions(to bytes: inout [UInt8]) throws(RecordRefusal) {
    guard options.count <= CommitmentLimits.options(of: version) else { throw .tooManyOptions }
    bytes += Preimage.bytes(UInt16(truncatingIfNeeded: options.count))
    for (place, option) in options.enumerated() {
      if place > 0, !options[place - 1].isBefore(option) { throw .optionsUnsorted }
      if option.amount == .zero { throw .zeroOption }
      if version == .ledger { bytes += option.asset.bytes }
      bytes += Preimage.bytes(option.expiry) + Bytes32(option.strike).bytes
      bytes += [option.isCall ? 1 : 0] + Bytes32(option.amount).bytes
    }
  }
}
