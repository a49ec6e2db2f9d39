import FixedPoint

/// A forward price in its two parts, wad: what the average has fixed already, and what still moves.
public struct ForwardPortions: Hashable, Sendable {
  public let fixed: UInt256
  public let variable: UInt256
  public let confidence: UInt64
}

extension ForwardFeed {
  /// The forward price in its two parts, from the spot price read before it (FD-15).
  /// - Throws: `FeedRefusal`, in the order of FD-15.
  public func portions(
    expiry: UInt64, spot: FeedValue<UInt256>, now: UInt64
  ) throws(FeedRefusal) -> ForwardPortions {
    let windowStart = try Self.windowStart(expiry)
    guard let point = self[expiry] else { throw .missingExpiry(.forward, expiry) }
    if point.timestamp != expiry { try checkFresh(point.timestamp, windowStart: windowStart, now: now) }
    let live = try Self.sum(spot.value, point.difference).asPrice()
    let confidence = min(point.confidence, spot.confidence)
    // No message is stamped after its expiry.
    let rest = expiry &- point.timestamp
    if rest >= Self.settlementWindow { return ForwardPortions(fixed: .zero, variable: live, confidence: confidence) }
    let fixed = try point.fixedPortion()
    do throws(ArithmeticError) {
      let variable = try live * UInt256(rest) / UInt256(Self.settlementWindow)
      return ForwardPortions(fixed: fixed, variable: variable, confidence: confidence)
    } catch {
      throw .arithmetic(error)
    }
  }

  /// The forward price (FD-16).
  /// - Throws: as `portions`, then `overflow`.
  public func price(
    expiry: UInt64, spot: FeedValue<UInt256>, now: UInt64
  ) throws(FeedRefusal) -> FeedValue<UInt256> {
    let portions = try portions(expiry: expiry, spot: spot, now: now)
    do throws(ArithmeticError) {
      return FeedValue(try portions.fixed + portions.variable, confidence: portions.confidence)
    } catch {
      throw .arithmetic(error)
    }
  }

  /// The price at which an expiry's options settle, once a message stamped with the expiry itself has come (FD-17);
  /// nil before. It is never too old, and needs no spot price.
  ///
  /// The expiry 0 counts as settled at 0, although no message can be of it.
  /// - Throws: `overflow`.
  public func settlementPrice(expiry: UInt64) throws(FeedRefusal) -> UInt256? {
    guard let point = self[expiry] else { return expiry == 0 ? .zero : nil }
    return point.timestamp == expiry ? try point.fixedPortion() : nil
  }

  private static func sum(_ spot: UInt256, _ difference: Int128) throws(FeedRefusal) -> Int256 {
    do throws(ArithmeticError) { return try Int256(spot) + Int256(difference) } catch { throw .arithmetic(error) }
  }

  private func checkFresh(_ timestamp: UInt64, windowStart: UInt64, now: UInt64) throws(FeedRefusal) {
    try source.checkFresh(timestamp, now: now)
    guard now > windowStart else { return }
    let from = max(timestamp, windowStart)
    // A sum of 256 bits, unlike that of the heartbeat.
    guard UInt128(from) + UInt128(settlementHeartbeat) >= UInt128(now) else {
      throw .settlementTooOld(from: from, heartbeat: settlementHeartbeat, now: now)
    }
  }
}
