/// A feed that knows something of each expiry, and nothing besides.
public struct ExpiryFeed<Known: Hashable & Sendable>: Hashable, Sendable {
  /// What the feed knows of an expiry.
  public typealias Point = Known

  public internal(set) var source: FeedSource
  private(set) var points: [UInt64: Point] = [:]

  public init(_ source: FeedSource) {
    self.source = source
  }

  /// The expiries that there is data of, ascending.
  public var expiries: [UInt64] { points.keys.sorted() }

  public internal(set) subscript(expiry: UInt64) -> Point? {
    get { points[expiry] }
    set { points[expiry] = newValue }
  }
}
