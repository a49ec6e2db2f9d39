/// What one matched call may ask for. The reference has no such limits; each has its own refusal (FD-2).
public enum ActionLimits {
  /// The most actions of a call.
  public static let maximumActions = 256
  /// The most bytes of one action's data.
  public static let maximumDataBytes = 1 << 16
  /// The most parameters that are announced at a time (MO-33).
  public static let maximumScheduled = 256
  /// The longest delay of governance, in seconds: a year.
  public static let maximumDelay: UInt64 = 31_536_000
}
