import FixedPoint

/// The numbers of liquidation auctions (CL-51). Wads, unless said otherwise.
public struct AuctionParameters: Hashable, Sendable {
  /// The part of mark to market at which a solvent auction starts.
  public var startingPart: UInt256
  /// The part at which its fast phase ends.
  public var cutoffPart: UInt256
  /// Seconds.
  public var fastLength: UInt256
  /// Seconds.
  public var slowLength: UInt256
  /// Seconds.
  public var insolventLength: UInt256
  public var feeRate: UInt256
  public var bufferPart: Int256

  public init(
    startingPart: UInt256, cutoffPart: UInt256, fastLength: UInt256, slowLength: UInt256,
    insolventLength: UInt256, feeRate: UInt256, bufferPart: Int256
  ) {
    self.startingPart = startingPart
    self.cutoffPart = cutoffPart
    self.fastLength = fastLength
    self.slowLength = slowLength
    self.insolventLength = insolventLength
    self.feeRate = feeRate
    self.bufferPart = bufferPart
  }
}
