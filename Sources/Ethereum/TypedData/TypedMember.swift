/// One member of a struct type: its name and the text of its type.
public struct TypedMember: Hashable, Sendable {
  public var name: String
  public var type: String

  public init(_ name: String, _ type: String) {
    self.name = name
    self.type = type
  }
}
