/// Struct types of typed data, checked, with the text and hash of each (EH-8, EH-12).
public struct TypedSchema: Sendable {
  struct Structure: Sendable {
    var members: [(name: String, type: MemberType, text: String)]
    var typeHash: Bytes32
  }

  private var structures: [String: Structure] = [:]
  private var texts: [String: String] = [:]

  /// Checks every name and every member's type.
  /// - Parameter types: the members of each struct type, by its name, without the domain's type.
  /// - Throws: `TypedDataError`, with the type and member as the path.
  public init(types: [String: [TypedMember]]) throws(TypedDataError) {
    guard types.count <= TypedDataLimits.types else {
      throw TypedDataError(.tooMany("struct types", limit: TypedDataLimits.types))
    }
    guard types.values.reduce(0, { $0 + $1.count }) <= TypedDataLimits.members else {
      throw TypedDataError(.tooMany("members of struct types", limit: TypedDataLimits.members))
    }
    // In order of the names' bytes, so that of several faults always the same one is reported.
    let names = types.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for name in names where !MemberType.isStructName(name) { throw TypedDataError(.typeName(name)) }
    for name in names {
      do throws(TypedDataError) {
        structures[name] = Structure(members: try Self.parse(types[name] ?? [], types), typeHash: .zero)
      } catch {
        throw error.within(name)
      }
    }
    for name in names {
      let text = composeType(name)
      texts[name] = text
      structures[name]?.typeHash = Keccak256.hash(text)
    }
  }

  private static func parse(
    _ members: [TypedMember], _ types: [String: [TypedMember]]
  ) throws(TypedDataError) -> [(name: String, type: MemberType, text: String)] {
    var seen: Set<String> = []
    var parsed: [(name: String, type: MemberType, text: String)] = []
    for member in members {
      guard MemberType.isIdentifier(member.name) else { throw TypedDataError(.memberName(member.name)) }
      guard seen.insert(member.name).inserted else { throw TypedDataError(.duplicateMember(member.name)) }
      do throws(TypedDataError) {
        let type = try MemberType.parse(member.type)
        if let structure = type.structure, types[structure] == nil {
          throw TypedDataError(.unknownType(member.type))
        }
        parsed.append((member.name, type, member.type))
      } catch {
        throw error.within(member.name)
      }
    }
    return parsed
  }

  /// The type's text: the struct itself, then every struct that it reaches, in order of their names.
  /// - Throws: `TypedDataError` where the schema has no such struct.
  public func encodeType(_ name: String) throws(TypedDataError) -> String {
    _ = try structure(name)
    return texts[name] ?? ""
  }

  /// Keccak-256 of the type's text.
  /// - Throws: `TypedDataError` where the schema has no such struct.
  public func typeHash(_ name: String) throws(TypedDataError) -> Bytes32 {
    try structure(name).typeHash
  }

  func structure(_ name: String) throws(TypedDataError) -> Structure {
    // Names of structs are ASCII; without this check, text of other bytes that Swift calls equal is found.
    guard MemberType.isIdentifier(name), let structure = structures[name] else {
      throw TypedDataError(.unknownType(name))
    }
    return structure
  }

  private func composeType(_ name: String) -> String {
    var reached: Set<String> = [name]
    var pending = [name]
    while let next = pending.popLast() {
      for member in structures[next]?.members ?? [] {
        if let other = member.type.structure, reached.insert(other).inserted { pending.append(other) }
      }
    }
    reached.remove(name)
    // Names are ASCII, so this is the order of their bytes.
    return ([name] + reached.sorted()).map { name in
      let members = structures[name]?.members ?? []
      return name + "(" + members.map { $0.text + " " + $0.name }.joined(separator: ",") + ")"
    }.joined()
  }
}
