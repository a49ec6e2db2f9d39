import Encoding
import Ethereum

extension KeyFile {
  /// From the bytes of a file.
  /// - Throws: `KeyFileError` of the first check of KY-4 that fails, up to that of the authentication code's form.
  public init(_ bytes: [UInt8]) throws(KeyFileError) {
    guard bytes.count <= KeyLimits.fileBytes else { throw .fileTooLarge }
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(bytes)
    } catch {
      throw .malformed(reason: error.name, offset: error.offset)
    }
    let file = Member(document.root, path: "")
    let version = try file.member("version").integer()
    guard version == 3 else { throw .unknownVersion(version) }
    let id = try file.member("id")
    identifier = try id.text("the text of a UUID")
    guard Self.isIdentifier(identifier) else {
      throw .wrongForm(id.path, expected: "the text of a UUID", found: "another text")
    }
    address = try file.optionalMember("address")?.address()

    let crypto = try file.member("crypto")
    let cipher = try crypto.member("cipher").text("the name of a cipher")
    guard cipher == "aes-128-ctr" else { throw .unknownCipher(Self.shown(cipher)) }
    counter = try crypto.member("cipherparams").member("iv").bytes(16...16)
    ciphertext = try crypto.member("ciphertext").bytes(32...32)
    derivation = try Self.derivation(crypto)
    code = Bytes32(try crypto.member("mac").bytes(32...32)) ?? .zero
  }

  private static func derivation(_ crypto: Member) throws(KeyFileError) -> KeyDerivation {
    let name = try crypto.member("kdf").text("the name of a key derivation")
    guard name == "scrypt" || name == "pbkdf2" else { throw .unknownDerivation(shown(name)) }
    let parameters = try crypto.member("kdfparams")
    let length = try parameters.member("dklen")
    let count = try length.integer()
    guard count == KeyLimits.derivedKeyBytes else {
      throw .lengthOutOfRange(
        length.path, expected: KeyLimits.derivedKeyBytes...KeyLimits.derivedKeyBytes, found: count)
    }
    if name == "pbkdf2" {
      let function = try parameters.member("prf").text("the name of a pseudorandom function")
      guard function == "hmac-sha256" else { throw .unknownPseudorandomFunction(shown(function)) }
      let iterations = try parameters.member("c").integer()
      try KeyDerivation.check(iterations: iterations)
      return .pbkdf2(
        iterations: iterations ?? 0, salt: try parameters.member("salt").bytes(KeyLimits.saltBytes))
    }
    let cost = try parameters.member("n").integer()
    try ScryptCost.check(cost: cost)
    let blockSize = try parameters.member("r").integer()
    try KeyFileError.check(blockSize, "r", KeyLimits.scryptBlockSize)
    let parallelisation = try parameters.member("p").integer()
    try KeyFileError.check(parallelisation, "p", KeyLimits.scryptParallelisation)
    let all = ScryptCost(cost: cost ?? 0, blockSize: blockSize ?? 0, parallelisation: parallelisation ?? 0)
    try all.checkProducts()
    return .scrypt(all, salt: try parameters.member("salt").bytes(KeyLimits.saltBytes))
  }

  /// Whether a text is 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
  private static func isIdentifier(_ text: String) -> Bool {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12] && Hex.decode("0x" + text.filter { $0 != "-" }) != nil
  }

  /// The name of an algorithm for a message; a text that is none may be a secret in the wrong place.
  private static func shown(_ name: String) -> String {
    let isName =
      name.utf8.count <= 32
      && name.utf8.allSatisfy { $0 &- 48 < 10 || ($0 | 0x20) &- 97 < 26 || $0 == UInt8(ascii: "-") }
    return isName ? "\"\(name)\"" : "another text"
  }
}

/// A value of the file with its path; its refusals quote nothing of it.
private struct Member {
  let json: JSONValue
  let path: String

  init(_ json: JSONValue, path: String) {
    (self.json, self.path) = (json, path)
  }

  func member(_ name: String) throws(KeyFileError) -> Member {
    guard let member = try optionalMember(name) else { throw .missingMember(join(name)) }
    return member
  }

  func optionalMember(_ name: String) throws(KeyFileError) -> Member? {
    do throws(JSONError) {
      return try json.optionalMember(name).map { Member($0, path: join(name)) }
    } catch {
      throw wrongForm("an object")
    }
  }

  private func join(_ name: String) -> String { path.isEmpty ? name : path + "." + name }

  func text(_ expected: String) throws(KeyFileError) -> String {
    do throws(JSONError) { return try json.string() } catch { throw wrongForm(expected) }
  }

  /// - Returns: nil for an integer beyond 64 bits.
  func integer() throws(KeyFileError) -> Int? {
    do throws(JSONError) {
      return try json.smallInteger(Int.min...Int.max)
    } catch {
      if error.kind == .outOfRange { return nil }
      throw wrongForm("a whole number")
    }
  }

  /// Hexadecimal digits of either case, without `0x`.
  func bytes(_ counts: ClosedRange<Int>) throws(KeyFileError) -> [UInt8] {
    let expected = "hexadecimal digits without 0x"
    guard let bytes = Hex.decode("0x" + (try text(expected))) else { throw wrongForm(expected) }
    guard counts.contains(bytes.count) else {
      throw .lengthOutOfRange(path, expected: counts, found: bytes.count)
    }
    return bytes
  }

  /// Forty hexadecimal digits of either case, with or without `0x`; the case carries no meaning.
  func address() throws(KeyFileError) -> Address {
    let expected = "an address of 40 hexadecimal digits"
    let text = try text(expected)
    guard let bytes = Hex.decode(text.hasPrefix("0x") ? text : "0x" + text), let address = Address(bytes) else {
      throw wrongForm(expected)
    }
    return address
  }

  private func wrongForm(_ expected: String) -> KeyFileError {
    let found =
      switch json.kind {
      case .object: "an object"
      case .array: "an array"
      case .string: "another text"
      case .number: "another number"
      case .bool: "true or false"
      case .null: "null"
      }
    return .wrongForm(path, expected: expected, found: found)
  }
}
