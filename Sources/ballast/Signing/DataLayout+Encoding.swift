import Encoding
import Ethereum
import FixedPoint
import Ledger

extension DataLayout {
  /// Encodes a description's data.
  /// - Throws: the first member that is not of the form, or that names what the venue does not have.
  func encoded(_ json: JSONValue, of venue: SigningVenue) throws(JSONError) -> [UInt8] {
    try json.encoded(isTuple ? [.tuple(values(json, venue))] : values(json, venue))
  }

  func values(_ json: JSONValue, _ venue: SigningVenue) throws(JSONError) -> [ABIValue] {
    try json.values(of: members, in: venue)
  }
}

extension JSONValue {
  /// The values of an object with these members and no others.
  fileprivate func values(of members: [DataLayout.Member], in venue: SigningVenue) throws(JSONError) -> [ABIValue] {
    try refuseUnknownMembers(members.compactMap { $0.form.isMember ? $0.name : nil })
    var values: [ABIValue] = []
    for member in members {
      guard member.form.isMember, let value = try optionalMember(member.name) else {
        if member.form.isMember && !member.isOptional { _ = try self.member(member.name) }
        values.append(member.form.zero)
        continue
      }
      values.append(try member.form.read(value, in: venue))
    }
    return values
  }

  func encoded(_ values: [ABIValue]) throws(JSONError) -> [UInt8] {
    do throws(ABIError) {
      return try ABIEncoder.encode(values)
    } catch {
      throw refusal(.outOfRange, expected: "values that stand less deep")
    }
  }
}

extension DataLayout.Form {
  fileprivate var isMember: Bool {
    if case .noBytes = self { return false }
    return true
  }

  /// What stands for a member that is left out.
  fileprivate var zero: ABIValue {
    switch self {
    case .document, .noBytes: .bytes([])
    case .list: .array([])
    case .unsigned, .signed, .bool, .address, .asset, .manager, .call: .unsigned(.zero)
    }
  }

  fileprivate func read(_ json: JSONValue, in venue: SigningVenue) throws(JSONError) -> ABIValue {
    switch self {
    case .unsigned(let bits):
      let value = try json.uint256()
      if bits < 256 && !(value >> bits).isZero {
        throw json.refusal(.outOfRange, expected: "a whole number of \(bits) bits")
      }
      return .unsigned(value)
    case .signed(let bits):
      let value = try json.int256()
      if (try? value.narrowed(toBits: UInt16(clamping: bits))) == nil {
        throw json.refusal(.outOfRange, expected: "a whole number of \(bits) bits with its sign")
      }
      return .signed(value)
    case .bool: return .bool(try json.bool())
    case .address: return .address(try json.signingAddress())
    case .asset: return .address(try json.address(in: venue.assets, what: "an asset"))
    case .manager: return .address(try json.address(in: venue.managers, what: "a manager"))
    case .call(let names): return .unsigned(UInt256(UInt64(try json.place(in: names))))
    case .list(let members):
      var elements: [ABIValue] = []
      for element in try json.elements() { elements.append(.tuple(try element.values(of: members, in: venue))) }
      return .array(elements)
    case .document: return .bytes(try json.canonicalBytes())
    case .noBytes: return zero
    }
  }
}

extension JSONValue {
  func signingAddress() throws(JSONError) -> Address {
    guard let bytes = Hex.decode(try string()), let address = Address(bytes) else {
      throw refusal(.wrongForm, expected: "an address of 40 hexadecimal digits after 0x")
    }
    return address
  }

  /// An address, or the name of something that has one.
  func address(in names: [(name: String, address: Address)], what: String) throws(JSONError) -> Address {
    let text = try string()
    if let known = names.first(where: { $0.name == text }) { return known.address }
    guard let bytes = Hex.decode(text), let address = Address(bytes) else {
      let known = names.map { "\"\($0.name)\"" }.joined(separator: ", ")
      throw refusal(.outOfRange, expected: "\(what) by its address or its name, one of \(known)")
    }
    return address
  }

  /// The place of a name in a list.
  func place(in names: [String]) throws(JSONError) -> Int {
    let text = try string()
    guard let place = names.firstIndex(of: text) else {
      throw refusal(.outOfRange, expected: "one of \(names.joined(separator: ", "))")
    }
    return place
  }
}
