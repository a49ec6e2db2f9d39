/// What typed data may hold at most, so that a hostile document costs little (EH-16).
public enum TypedDataLimits {
  /// Struct types of a schema.
  public static let types = 64
  /// Members of all struct types together.
  public static let members = 512
  /// Bytes of the name of a type or a member.
  public static let nameBytes = 128
  /// Dimensions of an array type.
  public static let dimensions = 8
  /// Structs and arrays in one another, counted from the message.
  public static let depth = 32
}
