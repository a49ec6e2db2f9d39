/// The sizes up to which witnesses and evidence are read (LA-2, LA-10).
public enum LogAuditLimits {
  /// Bytes of a file.
  public static let fileBytes = 1 << 28
  /// Bytes of the operator's word.
  public static let wordBytes = 1 << 24
}
