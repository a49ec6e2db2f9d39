/// What operations may know of the block that they are part of, besides its time. It is no part of the state: whoever
/// makes or repeats the block says it again.
public struct BlockContext: Sendable {
  /// 0 outside blocks.
  public var height: UInt64 = 0
  /// Where the work of operations is counted; nil where it has no limit.
  public var meter: WorkMeter?

  public init(height: UInt64 = 0, meter: WorkMeter? = nil) {
    (self.height, self.meter) = (height, meter)
  }
}
