import Encoding
import FixedPoint
import Pricing

/// What was observed of markets at a number of moments (MB-1): prices and volatility surfaces, wads.
struct MarketTape: Hashable, Sendable {
  /// Where the numbers come from, for people.
  var source: String
  /// In the order of time; no two at the same.
  var moments: [Moment]

  /// What was observed at one moment.
  struct Moment: Hashable, Sendable {
    /// Unix seconds.
    var timestamp: UInt64
    /// In the order of their names.
    var observations: [Observation]

    func observation(of underlying: String) -> Observation? {
      observations.first { $0.underlying == underlying }
    }
  }

  /// What was observed of one underlying.
  struct Observation: Hashable, Sendable {
    var underlying: String
    /// The index price.
    var spot: UInt256
    /// The perp's mark price; nil where it is not known.
    var perp: UInt256?
    /// In the order of time.
    var expiries: [Expiry]
  }

  /// One listed expiry.
  struct Expiry: Hashable, Sendable {
    /// Unix seconds.
    var expiry: UInt64
    /// The exchange's name of it, for people.
    var instrument: String
    /// The volatility surface, with forward and time in years.
    var svi: SVISlice
    /// How far the surface is from the marks it was fitted to, in volatility.
    var fitError: UInt256
    /// The number of strikes fitted.
    var strikes: Int
    /// The contracts open.
    var openInterest: UInt256
  }
}

extension MarketTape {
  /// The underlyings that were observed at one moment at least, in the order of their names.
  var underlyings: [String] {
    Set(moments.flatMap { $0.observations.map(\.underlying) }).sorted()
  }

  /// The index of the moment that a text names: an index, Unix seconds, or UTC text (MB-3).
  /// - Throws: `unknownMoment`.
  func moment(_ text: String) throws(TapeError) -> Int {
    let isNumber = !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    if isNumber, let index = Int(text), index < moments.count { return index }
    let seconds = isNumber ? UInt64(text) : CalendarTime.seconds(text)
    if let seconds, let index = moments.firstIndex(where: { $0.timestamp == seconds }) { return index }
    throw .unknownMoment(
      text, count: moments.count, first: moments.first?.timestamp ?? 0, last: moments.last?.timestamp ?? 0,
      nearest: seconds.flatMap { nearest(to: $0) })
  }

  private func nearest(to seconds: UInt64) -> UInt64? {
    moments.map(\.timestamp).min {
      max($0, seconds) - min($0, seconds) < max($1, seconds) - min($1, seconds)
    }
  }

  /// What was observed of an underlying at a moment.
  /// - Throws: `unknownUnderlying`.
  func observation(of underlying: String, at moment: Int) throws(TapeError) -> Observation {
    guard let observation = moments[moment].observation(of: underlying) else {
      throw .unknownUnderlying(
        underlying, at: moments[moment].timestamp,
        known: moments[moment].observations.map(\.underlying))
    }
    return observation
  }

  /// The expiries of an underlying that every moment from one through another lists and that none has
  /// reached (BK-3).
  /// - Throws: `unknownUnderlying` where a moment lacks it, `momentsReversed`.
  func lastingExpiries(
    of underlying: String, from first: Int, through last: Int
  ) throws(TapeError) -> [UInt64] {
    guard first <= last else {
      throw .momentsReversed(at: moments[first].timestamp, through: moments[last].timestamp)
    }
    var lasting: [UInt64] = []
    for index in first...last {
      let listed = try observation(of: underlying, at: index).expiries.map(\.expiry)
        .filter { $0 > moments[index].timestamp }
      lasting = index == first ? listed : lasting.filter(Set(listed).contains)
    }
    return lasting
  }
}
