/// What feeds may grow to. The reference has no such limits; each has its own refusal (FD-2).
public enum FeedLimits {
  /// The most bytes of a message: 255 signers with a signature each take a third of it.
  public static let maximumMessageBytes = 1 << 17
  /// The most signers on a feed's list.
  public static let maximumSigners = 1_024
  /// The most expiries that a feed holds values of.
  public static let maximumExpiries = 1 << 13
}
