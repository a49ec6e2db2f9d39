import FixedPoint

/// The numbers of the standard model (SM-3). Everything is a wad.
public struct StandardParameters: Hashable, Sendable {
  public var depeg: Depeg
  /// The markets by name.
  public var markets: [String: Market]

  /// What a stable coin below its peg costs, the same for all markets.
  public struct Depeg: Hashable, Sendable {
    public var threshold: UInt256
    public var depegFactor: UInt256

    public init(threshold: UInt256, depegFactor: UInt256) {
      self.threshold = threshold
      self.depegFactor = depegFactor
    }
  }

  /// The groups of one market.
  public struct Market: Hashable, Sendable {
    /// The asset that is the market's base, where it has one (SM-23).
    public var baseAsset: AssetIdentifier?
    public var perp: Perp
    public var option: Option
    public var base: Base
    public var oracle: Oracle

    public init(baseAsset: AssetIdentifier? = nil, perp: Perp, option: Option, base: Base, oracle: Oracle) {
      self.baseAsset = baseAsset
      self.perp = perp
      self.option = option
      self.base = base
      self.oracle = oracle
    }
  }

  /// Parts of a perp's notional.
  public struct Perp: Hashable, Sendable {
    public var mmPerpReq: UInt256
    public var imPerpReq: UInt256

    public init(mmPerpReq: UInt256, imPerpReq: UInt256) {
      self.mmPerpReq = mmPerpReq
      self.imPerpReq = imPerpReq
    }
  }

  /// What short options must be backed by.
  public struct Option: Hashable, Sendable {
    /// The part of spot for an option at the money, initial.
    public var maxSpotReq: UInt256
    /// The least part of spot, however far out of the money, initial.
    public var minSpotReq: UInt256
    public var mmCallSpotReq: UInt256
    public var mmPutSpotReq: UInt256
    /// A multiple of a put's mark; the larger of this and the part of spot counts.
    public var mmPutMtMReq: UInt256
    /// A multiple of the forward for each call that no long call covers, initial.
    public var unpairedIMScale: UInt256
    public var unpairedMMScale: UInt256
    /// What a put's maintenance is multiplied by, as the least initial.
    public var mmOffsetScale: UInt256

    public init(
      maxSpotReq: UInt256, minSpotReq: UInt256, mmCallSpotReq: UInt256, mmPutSpotReq: UInt256,
      mmPutMtMReq: UInt256, unpairedIMScale: UInt256, unpairedMMScale: UInt256, mmOffsetScale: UInt256
    ) {
      self.maxSpotReq = maxSpotReq
      self.minSpotReq = minSpotReq
      self.mmCallSpotReq = mmCallSpotReq
      self.mmPutSpotReq = mmPutSpotReq
      self.mmPutMtMReq = mmPutMtMReq
      self.unpairedIMScale = unpairedIMScale
      self.unpairedMMScale = unpairedMMScale
      self.mmOffsetScale = mmOffsetScale
    }
  }

  /// How much of the base asset's value counts.
  public struct Base: Hashable, Sendable {
    public var marginFactor: UInt256
    /// Multiplies the former for initial margin.
    public var imScale: UInt256

    public init(marginFactor: UInt256, imScale: UInt256) {
      self.marginFactor = marginFactor
      self.imScale = imScale
    }
  }

  /// The confidences below which prices are penalised; a threshold of zero switches its penalty off.
  public struct Oracle: Hashable, Sendable {
    public var perpThreshold: UInt256
    public var optionThreshold: UInt256
    public var baseThreshold: UInt256
    public var ocFactor: UInt256

    public init(
      perpThreshold: UInt256, optionThreshold: UInt256, baseThreshold: UInt256, ocFactor: UInt256
    ) {
      self.perpThreshold = perpThreshold
      self.optionThreshold = optionThreshold
      self.baseThreshold = baseThreshold
      self.ocFactor = ocFactor
    }
  }

  public init(depeg: Depeg, markets: [String: Market]) {
    self.depeg = depeg
    self.markets = markets
  }
}
