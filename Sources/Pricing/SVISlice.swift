import FixedPoint

/// One expiry of a volatility surface in raw SVI form (PR-9 to PR-11): total variance over log-moneyness.
public struct SVISlice: Hashable, Sendable {
  /// Level of the variance, wad.
  public var a: Int256
  /// Slope of the wings, wad.
  public var b: UInt256
  /// Rotation, wad.
  public var rho: Int256
  /// Centre in log-moneyness, wad.
  public var m: Int256
  /// Curvature at the centre, wad.
  public var sigma: UInt256
  /// The forward for which the slice was fitted, wad.
  public var forward: UInt256
  /// The time to expiry for which the slice was fitted, in years, wad.
  public var tau: UInt64

  public init(
    a: Int256, b: UInt256, rho: Int256, m: Int256, sigma: UInt256, forward: UInt256, tau: UInt64
  ) {
    self.a = a
    self.b = b
    self.rho = rho
    self.m = m
    self.sigma = sigma
    self.forward = forward
    self.tau = tau
  }

  /// The largest total variance that the slice gives, wad.
  static var largestVariance: Int256 { Int256(144_000_000_000_000_000_000) }

  /// The annual volatility at a strike, wad, rounded down.
  ///
  /// Log-moneyness is clamped to four widths of the surface on each side.
  /// - Throws: `noForwardPrice`, `negativeVariance`, `invalidParameters`, or what the arithmetic throws.
  public func volatility(strike: UInt256) throws(PricingError) -> UInt256 {
    if strike.isZero { return .zero }
    if forward.isZero { throw .noForwardPrice }
    let level: Int256
    do throws(ArithmeticError) {
      level = try a + Int256(bitPattern: b.multiplyWadDown(sigma))
    } catch {
      throw .arithmetic(error)
    }
    if level.isNegative { throw .negativeVariance }
    let variance: Int256
    do throws(ArithmeticError) {
      variance = try totalVariance(strike: strike, level: level)
    } catch {
      throw .arithmetic(error)
    }
    if variance.isNegative { throw .invalidParameters }
    do throws(ArithmeticError) {
      let capped = min(variance, Self.largestVariance)
      return try capped.bitPattern.divideWadDown(UInt256(tau)).squareRootWad()
    } catch {
      throw .arithmetic(error)
    }
  }

  /// The total variance at a strike, wad, of either sign.
  private func totalVariance(strike: UInt256, level: Int256) throws(ArithmeticError) -> Int256 {
    let four = Int256(4_000_000_000_000_000_000)
    let bound = try Int256(bitPattern: level.bitPattern.squareRootWad()).multiplyWadTruncating(four)
    let ratio = try strike.divideWadDown(forward)
    let lower = try -bound
    let k = ratio.isZero ? lower : min(max(try Int256(ratio).naturalLogarithm(), lower), bound)
    let d = try k - m
    let square = try d.multiplyWadTruncating(d) + Int256(bitPattern: sigma.multiplyWadDown(sigma))
    let root = try Int256(bitPattern: UInt256(square).squareRootWad())
    let wing = try root + rho.multiplyWadTruncating(d)
    return try a + Int256(bitPattern: b).multiplyWadTruncating(wing)
  }
}
