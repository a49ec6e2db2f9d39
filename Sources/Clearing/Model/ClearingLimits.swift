import FixedPoint

/// What one operation may ask for: the work it causes is bounded by these.
public enum ClearingLimits {
  /// The most transfers of one trade.
  public static let transfers = 1_000
  /// The most instruments by which one trade may move one account (CL-17).
  public static let deltas = 100
  /// The least limit that a manager may set on the instruments of an account.
  public static let leastAccountSize: UInt64 = 8
  /// The greatest limit that a manager may set on the instruments of an account.
  public static let greatestAccountSize: UInt64 = 500
  /// The most accounts of a venue (CL-78).
  public static let accounts: UInt64 = 1 << 32
  /// The most holdings that one trade may have judged, over all accounts that it moves (CL-78).
  public static let judgedHoldings = 20_000
  /// The most positions that one deleveraging looks at (WF-17).
  static let deleveraged = 256
  /// The most cash that all accounts together may come to hold, and to owe, in fine units (CL-68).
  static let fineCash = UInt256(1) << 200
  /// The most decimals of a token behind cash in shares, and those of a fine unit (CL-70).
  static let tokenDecimals: UInt8 = 36
}
