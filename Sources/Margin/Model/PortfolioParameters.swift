import FixedPoint

/// The numbers of the portfolio model PMRM_2 (PM-5). Everything is a wad unless said otherwise.
public struct PortfolioParameters: Hashable, Sendable {
  public var volShock: VolatilityShock
  public var margin: MarginFactors
  public var basisContingency: BasisContingency
  public var otherContingency: OtherContingency
  public var skewShock: SkewShock
  /// The collaterals that are enabled.
  public var collaterals: [AssetIdentifier: Collateral]
  /// The most distinct expiries an account may hold; nil where the caller does not limit them.
  public var maxExpiries: Int?

  /// How far volatility moves, by time to expiry.
  public struct VolatilityShock: Hashable, Sendable {
    public var rangeUp: UInt256
    public var rangeDown: UInt256
    /// The power up to thirty days.
    public var shortTermPower: Int256
    /// The power beyond thirty days.
    public var longTermPower: Int256
    /// The shortest time to expiry that the shock distinguishes, in seconds.
    public var dteFloorSeconds: UInt256
    /// The least volatility after an upward shock.
    public var minVolUpShock: UInt256

    public init(
      rangeUp: UInt256, rangeDown: UInt256, shortTermPower: Int256, longTermPower: Int256,
      dteFloorSeconds: UInt256, minVolUpShock: UInt256
    ) {
      self.rangeUp = rangeUp
      self.rangeDown = rangeDown
      self.shortTermPower = shortTermPower
      self.longTermPower = longTermPower
      self.dteFloorSeconds = dteFloorSeconds
      self.minVolUpShock = minVolUpShock
    }
  }

  /// The factors of initial and maintenance margin, and the static discount of option value.
  public struct MarginFactors: Hashable, Sendable {
    public var imFactor: UInt256
    public var mmFactor: UInt256
    public var shortRateMultScale: UInt256
    public var longRateMultScale: UInt256
    public var shortRateAddScale: UInt256
    public var longRateAddScale: UInt256
    public var shortBaseStaticDiscount: UInt256
    public var longBaseStaticDiscount: UInt256

    public init(
      imFactor: UInt256, mmFactor: UInt256, shortRateMultScale: UInt256, longRateMultScale: UInt256,
      shortRateAddScale: UInt256, longRateAddScale: UInt256, shortBaseStaticDiscount: UInt256,
      longBaseStaticDiscount: UInt256
    ) {
      self.imFactor = imFactor
      self.mmFactor = mmFactor
      self.shortRateMultScale = shortRateMultScale
      self.longRateMultScale = longRateMultScale
      self.shortRateAddScale = shortRateAddScale
      self.longRateAddScale = longRateAddScale
      self.shortBaseStaticDiscount = shortBaseStaticDiscount
      self.longBaseStaticDiscount = longBaseStaticDiscount
    }
  }

  /// The forward of each expiry moving by itself.
  public struct BasisContingency: Hashable, Sendable {
    public var scenarioSpotUp: UInt256
    public var scenarioSpotDown: UInt256
    public var addFactor: UInt256
    public var multFactor: UInt256

    public init(
      scenarioSpotUp: UInt256, scenarioSpotDown: UInt256, addFactor: UInt256, multFactor: UInt256
    ) {
      self.scenarioSpotUp = scenarioSpotUp
      self.scenarioSpotDown = scenarioSpotDown
      self.addFactor = addFactor
      self.multFactor = multFactor
    }
  }

  /// A depegged stable coin, oracles of low confidence, perps and naked short options.
  public struct OtherContingency: Hashable, Sendable {
    public var pegLossThreshold: UInt256
    public var pegLossFactor: UInt256
    public var confThreshold: UInt256
    public var confMargin: UInt256
    public var mmPerpPercent: UInt256
    public var imPerpPercent: UInt256
    public var mmOptionPercent: UInt256
    public var imOptionPercent: UInt256

    public init(
      pegLossThreshold: UInt256, pegLossFactor: UInt256, confThreshold: UInt256, confMargin: UInt256,
      mmPerpPercent: UInt256, imPerpPercent: UInt256, mmOptionPercent: UInt256, imOptionPercent: UInt256
    ) {
      self.pegLossThreshold = pegLossThreshold
      self.pegLossFactor = pegLossFactor
      self.confThreshold = confThreshold
      self.confMargin = confMargin
      self.mmPerpPercent = mmPerpPercent
      self.imPerpPercent = imPerpPercent
      self.mmOptionPercent = mmOptionPercent
      self.imOptionPercent = imOptionPercent
    }
  }

  /// The volatility smile turning (linear) or bending (abs).
  public struct SkewShock: Hashable, Sendable {
    public var linearBaseCap: UInt256
    public var absBaseCap: UInt256
    public var linearCBase: Int256
    public var absCBase: Int256
    public var minKStar: Int256
    public var widthScale: Int256
    public var volParamStatic: Int256
    public var volParamScale: Int256

    public init(
      linearBaseCap: UInt256, absBaseCap: UInt256, linearCBase: Int256, absCBase: Int256, minKStar: Int256,
      widthScale: Int256, volParamStatic: Int256, volParamScale: Int256
    ) {
      self.linearBaseCap = linearBaseCap
      self.absBaseCap = absBaseCap
      self.linearCBase = linearCBase
      self.absCBase = absCBase
      self.minKStar = minKStar
      self.widthScale = widthScale
      self.volParamStatic = volParamStatic
      self.volParamScale = volParamScale
    }
  }

  /// One enabled collateral.
  public struct Collateral: Hashable, Sendable {
    /// Whether a move of the market's spot moves it.
    public var isRiskCancelling: Bool
    public var mmHaircut: UInt256
    /// Added to the first for initial margin.
    public var imHaircut: UInt256

    public init(isRiskCancelling: Bool, mmHaircut: UInt256, imHaircut: UInt256) {
      self.isRiskCancelling = isRiskCancelling
      self.mmHaircut = mmHaircut
      self.imHaircut = imHaircut
    }
  }

  public init(
    volShock: VolatilityShock, margin: MarginFactors, basisContingency: BasisContingency,
    otherContingency: OtherContingency, skewShock: SkewShock,
    collaterals: [AssetIdentifier: Collateral], maxExpiries: Int? = nil
  ) {
    self.volShock = volShock
    self.margin = margin
    self.basisContingency = basisContingency
    self.otherContingency = otherContingency
    self.skewShock = skewShock
    self.collaterals = collaterals
    self.maxExpiries = maxExpiries
  }
}
