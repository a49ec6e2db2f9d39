import Commitment

/// The sizes up to which a state file is read.
public enum AuditLimits {
  /// Bytes of the first line.
  public static var headerBytes: Int { 64 << 20 }
  /// Bytes of an account's line: twice the longest record, in hexadecimal digits, and room for the rest.
  public static var accountBytes: Int { 192 << 10 }
  /// Bytes of an account's name in the book.
  public static var idBytes: Int { 64 }
  /// Bytes of the longest record: all that CM-8 has room for.
  static var recordBytes: Int { 121 + 52 * CommitmentLimits.collaterals + 73 * CommitmentLimits.options }
}
