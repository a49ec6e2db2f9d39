import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@Suite struct EIP712Tests {
  /// The reference protocol's types, whose hashes its contracts hold as constants.
  @Test func typeHashesOfTheReferenceProtocol() throws {
    let member = { (name: String, type: String) in TypedMember(name, type) }
    let schema = try TypedSchema(types: [
      "FeedData": [member("data", "bytes"), member("deadline", "uint256"), member("timestamp", "uint64")],
      "Action": [
        member("subaccountId", "uint256"), member("nonce", "uint256"), member("module", "address"),
        member("data", "bytes"),
        member("expiry", "uint256"), member("owner", "address"), member("signer", "address"),
      ],
      "AssetAllowance": [member("asset", "address"), member("positive", "uint256"), member("negative", "uint256")],
      "SubIdAllowance": [
        member("asset", "address"), member("subId", "uint256"), member("positive", "uint256"),
        member("negative", "uint256"),
      ],
      "PermitAllowance": [
        member("delegate", "address"), member("nonce", "uint256"), member("accountId", "uint256"),
        member("deadline", "uint256"),
        member("assetAllowances", "AssetAllowance[]"), member("subIdAllowances", "SubIdAllowance[]"),
      ],
    ])
    for (name, hash) in [
      ("FeedData", "0xd2bfedead63489b480a7250e6942f2d2b6feeed023c25fddc0f5d1a0487c252f"),
      ("Action", "0x4d7a9f27c403ff9c0f19bce61d76d82f9aa29f8d6d4b0c5474607d9770d1af17"),
      ("AssetAllowance", "0xce00941d7e1c6bca20b872d8e8b4f7adbc64efcdff14a640f818046af8e4292f"),
      ("SubIdAllowance", "0xa49b507c25a3937a524e476a942debe3c058a467b1d5e8197a7b81683b85af84"),
      ("PermitAllowance", "0x70d5940fb1a5c6829d2c3655d0d5a62c8a51232dc6a01422e14e874f81956045"),
    ] { #expect(try schema.typeHash(name).description == hash) }
    let domain = EIP712.Domain(name: "Feed", version: "1", chainId: 957, verifyingContract: .zero)
    #expect(domain.type == "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
    #expect(
      Keccak256.hash(domain.type).description == "0x8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f")
  }

  @Test func typeTextsAndHashes() throws {
    for test in try TestJSON.cases("type-hashes.json") {
      let primary = try test.text("primaryType")
      let types = try test.object("types").mapValues { try TypedMember.list($0) }
      if primary == "EIP712Domain" {
        let domain = EIP712.Domain(name: "", version: "", chainId: 0, verifyingContract: .zero)
        #expect(domain.members == types[primary])
        #expect(try domain.type == test.text("text"))
        continue
      }
      let schema = try TypedSchema(types: types)
      #expect(try schema.encodeType(primary) == test.text("text"))
      #expect(try schema.typeHash(primary) == test.word("typeHash"))
    }
  }

  @Test func signedMessages() throws {
    let lines = try Repository.bytes("vectors/ethereum/typed-data.jsonl").split(separator: 10)
    #expect(lines.count == 274)
    for line in lines {
      let test = try TestJSON.parse(line)
      let name = try test.text("name")
      let data = try TypedData(JSONParser.once(line))
      #expect(try data.digest() == TypedData(test, message: "message").digest(), "\(name)")
      #expect(try data.domain.separator == test.word("domainSeparator"), "\(name)")
      #expect(try Keccak256.hash(data.encodedMessage()) == test.word("structHash"), "\(name)")
      let digest = try data.digest()
      #expect(try digest == test.word("digest"), "\(name)")
      let key = try PrivateKey(test.bytes("privateKey"))
      #expect(try key.sign(digest).bytes == test.bytes("signature"), "\(name)")
      #expect(try Signature(test.bytes("signature")).signer(of: digest).description == test.text("address"), "\(name)")
    }
  }

  /// The path for types fixed in code gives what the general one gives.
  @Test func fixedPathEqualsGeneralPath() throws {
    var (feeds, actions) = (0, 0)
    for line in try Repository.bytes("vectors/ethereum/typed-data.jsonl").split(separator: 10) {
      let test = try TestJSON.parse(line)
      let message = try #require(test["message"])
      let number = { (key: String) in Bytes32(try #require(UInt256(message.text(key)))) }
      let address = { (key: String) in Bytes32(try Address(message.text(key))) }
      let members: [Bytes32]
      let type: String
      switch try test.text("primaryType") {
      case "FeedData":
        feeds += 1
        type = "FeedData(bytes data,uint256 deadline,uint64 timestamp)"
        members = [Keccak256.hash(try message.bytes("data")), try number("deadline"), try number("timestamp")]
      case "Action":
        actions += 1
        type =
          "Action(uint256 subaccountId,uint256 nonce,address module,bytes data,uint256 expiry,address owner,address signer)"
        members = [
          try number("subaccountId"), try number("nonce"), try address("module"),
          Keccak256.hash(try message.bytes("data")),
          try number("expiry"), try address("owner"), try address("signer"),
        ]
      default: continue
      }
      let hash = EIP712.structHash(Keccak256.hash(type), members)
      #expect(try EIP712.digest(domainSeparator: test.word("domainSeparator"), structHash: hash) == test.word("digest"))
    }
    #expect(feeds == 46)
    #expect(actions == 12)
  }

  @Test func refusals() throws {
    var names: Set<String> = []
    var limits = JSONLimits.standard
    limits.maximumDepth = 64
    let file = try Repository.bytes("vectors/ethereum/typed-data-refused.json")
    let document = try JSONDocument(file, limits: limits).root
    #expect(try document.member("count").smallInteger(0...1000) == document.member("cases").elements().count)
    for test in try document.member("cases").elements() {
      let (name, expected) = (try test.member("name").string(), try test.member("error").string())
      let error = #expect(throws: TypedDataError.self, "\(name)") { try TypedData(test).digest() }
      #expect(error?.name == expected, "\(name): \(error?.message ?? "")")
      #expect(error?.message.contains("expected") == true)
      if let error { names.insert(error.name) }
    }
    #expect(names.count == 13)
  }

  @Test func documentsOfAnotherShapeAreRefused() throws {
    for (text, expected) in [
      ("[]", "JSON_WrongType"), ("{}", "JSON_MissingMember"),
      (#"{"types":{},"primaryType":"A","domain":{}}"#, "JSON_MissingMember"),
      (#"{"types":[],"primaryType":"A","domain":{},"message":{}}"#, "JSON_WrongType"),
      (#"{"types":{"A":{}},"primaryType":"A","domain":{},"message":{}}"#, "JSON_WrongType"),
      (#"{"types":{"A":[{"name":"a"}]},"primaryType":"A","domain":{},"message":{}}"#, "JSON_MissingMember"),
      (
        #"{"types":{"A":[{"name":"a","type":"bool","x":1}]},"primaryType":"A","domain":{},"message":{}}"#,
        "JSON_UnknownMember"
      ),
      (#"{"types":{"A":[]},"primaryType":1,"domain":{},"message":{}}"#, "JSON_WrongType"),
      (#"{"types":{"A":[]},"primaryType":"A","domain":{"other":"1"},"message":{}}"#, "JSON_UnknownMember"),
      (#"{"types":{"A":[]},"primaryType":"A","domain":{"name":1},"message":{}}"#, "JSON_WrongType"),
      (#"{"types":{"K":[],"\u212a":[]},"primaryType":"K","domain":{},"message":{}}"#, "JSON_DuplicateMember"),
    ] {
      let error = #expect(throws: JSONError.self, "\(text)") { try TypedData(JSONDocument(Array(text.utf8)).root) }
      #expect(error?.name == expected, "\(text)")
    }
    let text = #"{"types":{"A":[]},"primaryType":"A","domain":{},"message":{"K":1,"\u212a":1}}"#
    let error = #expect(throws: TypedDataError.self) { try TypedData(JSONDocument(Array(text.utf8)).root) }
    #expect(error?.name == "TypedDataDuplicateMember")
  }

  @Test func refusalSaysWhere() throws {
    let data = try TypedData(
      types: ["Order": [TypedMember("legs", "Leg[]")], "Leg": [TypedMember("size", "uint8")]], primaryType: "Order",
      domain: EIP712.Domain(),
      message: .object(["legs": .array([.object(["size": .unsigned(1)]), .object(["size": .text("256")])])]))
    let error = #expect(throws: TypedDataError.self) { try data.digest() }
    #expect(error?.message == "at \"legs.1.size\" an integer of uint8 was expected, and 256 was found")
  }

  @Test func valuesThatAreNotTextGiveTheSameWords() throws {
    let schema = try TypedSchema(types: [
      "T": [
        TypedMember("a", "uint256"), TypedMember("b", "int256"), TypedMember("c", "address"),
        TypedMember("d", "bytes3"),
        TypedMember("e", "bytes"), TypedMember("f", "uint64"),
      ]
    ])
    let owner = try Address("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")
    let native: TypedValue = .object([
      "a": .signed(5), "b": .signed(-5), "c": .address(owner), "d": .bytes([1, 2, 3]), "e": .bytes([9]),
      "f": .unsigned(16),
    ])
    let text: TypedValue = .object([
      "a": .text("5"), "b": .text("-5"), "c": .text(owner.description), "d": .text("0x010203"), "e": .text("0x09"),
      "f": .text("0x10"),
    ])
    #expect(try schema.encodeData("T", native) == schema.encodeData("T", text))
    #expect(try schema.structHash("T", native) == schema.structHash("T", text))
  }

  @Test func depthAtTheLimit() throws {
    let schema = try TypedSchema(types: ["Tree": [TypedMember("children", "Tree[]")]])
    var tree: TypedValue = .object(["children": .array([])])
    for _ in 0..<15 { tree = .object(["children": .array([tree])]) }
    _ = try schema.structHash("Tree", tree)
    tree = .object(["children": .array([tree])])
    let error = #expect(throws: TypedDataError.self) { try schema.structHash("Tree", tree) }
    #expect(error?.name == "TypedDataTooDeep")
  }
}

extension JSONParser {
  /// The root of one text.
  static func once(_ line: ArraySlice<UInt8>) throws -> JSONValue { try JSONDocument([UInt8](line)).root }
}
