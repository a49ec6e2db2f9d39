import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@Suite struct SignatureTests {
  @Test func recoveryAndRefusals() throws {
    var names: Set<String> = []
    for test in try TestJSON.cases("signatures.json") {
      let digest = try test.word("digest")
      let bytes = try test.bytes("signature")
      let name = try test.text("name")
      if let expected = test["error"]?.text {
        let error = #expect(throws: SignatureError.self, "\(name)") { try Signature(bytes).signer(of: digest) }
        #expect(error?.name == expected, "\(name)")
        #expect(error?.message.contains("expected") == true)
        names.insert(expected)
      } else {
        let signature = try Signature(bytes)
        #expect(signature.bytes == bytes)
        #expect(try signature.publicKey(of: digest).uncompressed == test.bytes("publicKey"), "\(name)")
        #expect(try signature.signer(of: digest).description == test.text("address"), "\(name)")
        try signature.publicKey(of: digest).verify(signature, of: digest)
        if test["privateKey"] != nil {
          #expect(try PrivateKey(test.bytes("privateKey")).sign(digest) == signature)
        }
      }
    }
    #expect(
      names == [
        "ECDSAInvalidSignatureLength", "ECDSAInvalidSignatureS", "SignatureInvalidV", "SignatureInvalidR",
        "SignatureZeroS",
        "ECDSAInvalidSignature",
      ])
  }

  @Test func distinguishedEncoding() throws {
    for test in try TestJSON.cases("signatures-der.json") {
      let key = try PublicKey(test.bytes("publicKey"))
      let (digest, bytes, name) = (try test.word("digest"), try test.bytes("signature"), try test.text("name"))
      if let expected = test["error"]?.text {
        let error = #expect(throws: SignatureError.self, "\(name)") {
          try key.verify(distinguishedEncoding: bytes, of: digest)
        }
        #expect(error?.name == expected, "\(name)")
      } else {
        #expect(throws: Never.self, "\(name)") { try key.verify(distinguishedEncoding: bytes, of: digest) }
      }
    }
  }

  @Test func keys() throws {
    for test in try TestJSON.cases("keys.json") {
      let bytes = try test.bytes("bytes")
      let isPrivate = try test.text("kind") == "private"
      let make = { if isPrivate { _ = try PrivateKey(bytes) } else { _ = try PublicKey(bytes) } }
      if let expected = test["error"]?.text {
        let error = #expect(throws: KeyError.self, "\(test.name)") { try make() }
        #expect(error?.name == expected, "\(test.name)")
        #expect(error?.message.contains("expected") == true)
      } else {
        try make()
      }
    }
  }

  @Test func protocolNames() {
    #expect(SignatureError.length(64).protocolName == "ECDSAInvalidSignatureLength")
    #expect(SignatureError.highS(.zero).protocolName == "ECDSAInvalidSignatureS")
    for error in [SignatureError.recoveryByte(0), .rOutOfRange(.zero), .zeroS, .unrecoverable] {
      #expect(error.protocolName == "ECDSAInvalidSignature")
    }
  }

  struct Sample {
    var key: PrivateKey
    var digest: Bytes32
  }

  static func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  @Test func signThenRecover() {
    forAll(300, generate: { (Self.bytes(32, &$0), Self.bytes(32, &$0)) }) { secret, message in
      let key = try PrivateKey(secret)
      guard let digest = Bytes32(message) else { return false }
      let signature = try key.sign(digest)
      try key.publicKey.verify(signature, of: digest)
      return try signature.signer(of: digest) == key.address && signature.publicKey(of: digest) == key.publicKey
        && Signature(signature.bytes) == signature && signature.s.integer <= Signature.greatestS
    }
  }

  /// No bit of a signature can be changed and the signer stay.
  @Test func everyFlippedBitIsAnotherSignerOrRefused() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<8 {
      let key = try PrivateKey(Self.bytes(32, &generator))
      let digest = try #require(Bytes32(Self.bytes(32, &generator)))
      let valid = try key.sign(digest).bytes
      for bit in 0..<(65 * 8) {
        var changed = valid
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        do {
          #expect(try Signature(changed).signer(of: digest) != key.address, "bit \(bit)")
        } catch {}
      }
      for bit in 0..<256 {
        var other = digest.bytes
        other[bit / 8] ^= 1 << UInt8(bit % 8)
        let flipped = try #require(Bytes32(other))
        #expect(try Signature(valid).signer(of: flipped) != key.address)
      }
    }
  }

  @Test func everyOtherLengthIsRefused() throws {
    let valid = try PrivateKey([UInt8](repeating: 7, count: 32)).sign(.zero).bytes
    for count in 0...200 where count != 65 {
      let bytes = (0..<count).map { valid[$0 % 65] }
      let error = #expect(throws: SignatureError.self) { try Signature(bytes) }
      #expect(error == .length(count))
    }
  }

  @Test func anyBytesAreRefusedOrRecover() {
    forAll(3000, generate: { Self.bytes(Int.random(in: 0...80, using: &$0), &$0) }) { bytes in
      do {
        _ = try Signature(bytes).signer(of: .zero)
      } catch is SignatureError {}
      do {
        _ = try PublicKey(bytes)
      } catch is KeyError {}
      return true
    }
  }

  /// Every single byte of a DER signature changed to every value: none verifies, none crashes.
  @Test func everyChangedByteOfDERIsRefused() throws {
    let test = try #require(try TestJSON.cases("signatures-der.json").first)
    let key = try PublicKey(test.bytes("publicKey"))
    let (digest, valid) = (try test.word("digest"), try test.bytes("signature"))
    for position in valid.indices {
      for value in UInt8.min...UInt8.max where value != valid[position] {
        var changed = valid
        changed[position] = value
        #expect(throws: SignatureError.self) { try key.verify(distinguishedEncoding: changed, of: digest) }
      }
    }
  }

  @Test func aPrivateKeyIsNeverPrinted() throws {
    let key = try PrivateKey([UInt8](repeating: 0xA7, count: 32))
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)"] {
      #expect(!text.lowercased().contains("a7a7"))
      #expect(!text.contains("167, 167"))
      #expect(text.contains(key.address.description))
    }
    #expect(key.withSecretBytes { [UInt8]($0) } == [UInt8](repeating: 0xA7, count: 32))
  }

  @Test func threadsShareOneContext() async throws {
    let key = try PrivateKey([UInt8](repeating: 3, count: 32))
    let expected = try (0..<64).map { try key.sign(Keccak256.hash([$0])) }
    try await withThrowingTaskGroup(of: [Signature].self) { group in
      for _ in 0..<8 { group.addTask { try (0..<64).map { try key.sign(Keccak256.hash([$0])) } } }
      for try await found in group { #expect(found == expected) }
    }
  }
}
