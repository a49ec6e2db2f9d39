import Encoding
import Ethereum
import FixedPoint
import Margin
import TestSupport
import Testing

struct ParameterSetTests {
  static let names = [
    "derive-pmrm2-mainnet-eth", "derive-pmrm2-mainnet-btc", "derive-pmrm2-test", "derive-standard-mainnet",
    "derive-pmrm1-scenarios",
  ]

  static func hash(_ set: ParameterSet) -> String { Keccak256.hash(set.canonicalBytes).description }

  @Test func theListIsFixed() {
    #expect(ParameterSet.builtIn.map(\.name) == Self.names)
    #expect(ParameterSet.builtIn.map(\.version) == [1, 1, 1, 1, 1])
  }

  /// Each file loads, is the file of the repository, states its own hash, and is listed with it.
  @Test(arguments: names)
  func builtInSetsAreWhatTheyState(name: String) throws {
    let set = try ParameterSet.builtIn(name)
    #expect(set.name == name)
    #expect(set.version == 1)
    #expect(Self.hash(set) == set.hash)
    #expect(try ParameterSet.builtIn(name, version: 1) == set)
    let file = "Sources/Margin/ParameterSets/\(name)-v1.json"
    #expect(try Repository.bytes(file) == ParameterSet.builtInBytes(name))
    let specification = String(decoding: try Repository.bytes("specs/05-parameter-sets.md"), as: UTF8.self)
    #expect(specification.contains("| `\(name)` | 1 | \(set.model.name) | `\(set.hash)` |"))
  }

  /// PS-4: the example, and that a stated hash is only stated.
  @Test func theExampleHasItsHash() throws {
    let specification = String(decoding: try Repository.bytes("specs/05-parameter-sets.md"), as: UTF8.self)
    let canonical =
      #"{"ballastParameterSet":1,"description":"","model":"scenarios","name":"one","scenarios":[{"dampeningFactor":"#
      + #""1000000000000000000","spotShock":"1000000000000000000","volShock":"none"}],"source":"","version":1}"#
    let hash = Keccak256.hash(canonical).description
    #expect(specification.contains("`\(canonical)` is a canonical form of \(canonical.utf8.count) bytes"))
    #expect(specification.contains("with the hash `\(hash)`"))
    let stated = String(repeating: "ab", count: 32)
    let set = try ParameterSet(Array((String(canonical.dropLast()) + #", "hash": "0x\#(stated)"}"#).utf8))
    #expect(set.canonicalBytes == Array(canonical.utf8))
    #expect(set.hash == "0x" + stated)
    #expect(Self.hash(set) == hash)
  }

  /// No file of the folder is left out of the list.
  @Test func everyFileIsListed() throws {
    let files = try Repository.files(in: "Sources/Margin/ParameterSets", suffix: ".json")
    #expect(files.count == ParameterSet.builtIn.count)
  }

  @Test func anUnknownNameIsRefused() {
    #expect(throws: ParameterSetError.unknownName("derive", version: nil)) { try ParameterSet.builtIn("derive") }
    #expect(throws: ParameterSetError.unknownName("derive-pmrm2-test", version: 2)) {
      try ParameterSet.builtIn("derive-pmrm2-test", version: 2)
    }
  }

  @Test(arguments: names)
  func writesWhatItReads(name: String) throws {
    let set = try ParameterSet.builtIn(name)
    for layout in [JSONWriter.Layout.compact, .indented] {
      var json = JSONWriter(layout)
      set.write(to: &json)
      #expect(json.isComplete)
      #expect(try ParameterSet(json.bytes) == set)
    }
  }

  /// Any digit changed anywhere outside the stated hash is refused, by the text, the bounds or the hash.
  @Test(arguments: names)
  func aChangedDigitIsRefused(name: String) throws {
    let bytes = try ParameterSet.builtInBytes(name)
    let stride = name == "derive-standard-mainnet" ? 17 : 1
    var (tried, byText, byBounds, byHash) = (0, 0, 0, 0)
    for position in Swift.stride(from: 0, to: bytes.count, by: stride)
    where (48...57).contains(bytes[position]) {
      var changed = bytes
      changed[position] = bytes[position] == 57 ? 48 : bytes[position] + 1
      tried += 1
      do throws(ParameterSetError) {
        let set = try ParameterSet(changed)
        #expect(Self.hash(set) != set.hash, "\(name): byte \(position)")
        byHash += 1
      } catch {
        switch error {
        case .document: byText += 1
        case .bounds: byBounds += 1
        case .unknownName: Issue.record("\(error)")
        }
      }
    }
    #expect(tried > 400)
    #expect(byHash > byText + byBounds)
  }

  /// The test set is what most of the vectors use; only the collaterals and the limit are its own.
  @Test func theTestSetIsThatOfTheVectors() throws {
    let (published, scenarios) = try ParameterSet.portfolio("derive-pmrm2-test")
    var parameters = published
    #expect(parameters.maxExpiries == 10)
    #expect(parameters.collaterals.count == 3)
    let file = "pmrm2-portfolios.jsonl"
    let cases = try PortfolioCase.all(Repository.bytes("vectors/evm/" + file), file: file)
    parameters.maxExpiries = nil
    let same = cases.count { vector in
      var wanted = parameters
      wanted.collaterals = vector.parameters.collaterals
      return vector.parameters == wanted && vector.scenarios == scenarios
    }
    #expect(same == 133)
  }

  @Test func theMainnetSetsDifferInCollateralsOnly() throws {
    var (eth, btc) = try (ParameterSet.portfolio(Self.names[0]), ParameterSet.portfolio(Self.names[1]))
    #expect(eth.scenarios == btc.scenarios)
    #expect(eth.scenarios.count == 33)
    #expect(eth.parameters.collaterals.count == 2 && btc.parameters.collaterals.count == 3)
    (eth.parameters.collaterals, btc.parameters.collaterals) = ([:], [:])
    #expect(eth.parameters == btc.parameters)
  }

  @Test func theStandardSetHasEveryMarket() throws {
    let parameters = try ParameterSet.standard()
    #expect(parameters.markets.count == 39)
    #expect(parameters.markets.values.count { $0.baseAsset != nil } == 17)
    #expect(parameters.markets["BTC"]?.base.imScale == wad("0.93"))
    #expect(parameters.markets["BITCOIN"]?.perp.imPerpReq == wad("0.33333"))
    #expect(parameters.markets["SNX"]?.option.maxSpotReq == wad("0.25"))
  }

  /// PS-6: an address of the table is the capital letters of the name.
  @Test func addressesSpellTheirNames() throws {
    let parameters = try ParameterSet.standard()
    for (name, market) in parameters.markets {
      guard let asset = market.baseAsset else { continue }
      let letters = Hex.encode(Array(name.uppercased().utf8)).dropFirst(2)
      let address = "0x" + String(repeating: "0", count: 40 - letters.count) + letters
      #expect(asset == AssetIdentifier(address), "\(name)")
    }
  }
}

/// What a file is refused for, each with its name and path.
struct ParameterSetRefusalTests {
  static func refusal(of name: String, replacing part: String, by other: String) throws -> String? {
    let text = String(decoding: try ParameterSet.builtInBytes(name), as: UTF8.self)
    let pieces = text.split(separator: part, maxSplits: 1, omittingEmptySubsequences: false)
    #expect(pieces.count == 2, "\(part) is not there")
    do throws(ParameterSetError) {
      _ = try ParameterSet(Array(pieces.joined(separator: other).utf8))
      return nil
    } catch {
      return "\(error.name) \(error.path)"
    }
  }

  @Test(arguments: [
    (#""ballastParameterSet": 1"#, #""ballastParameterSet": 2"#, "JSON_OutOfRange ballastParameterSet"),
    (#""ballastParameterSet": 1"#, #""ballastParameterSet": "1""#, "JSON_WrongType ballastParameterSet"),
    (#""name": "derive"#, #""name": "Derive"#, "JSON_WrongForm name"),
    (#""version": 1"#, #""version": 0"#, "JSON_OutOfRange version"),
    (#""model": "portfolio""#, #""model": "portfolios""#, "JSON_WrongForm model"),
    (#""model": "portfolio""#, #""model": "standard""#, "JSON_UnknownMember scenarios"),
    (#""source""#, #""sources""#, "JSON_UnknownMember sources"),
    (#""hash": "0x"#, #""hash": "0X"#, "JSON_WrongForm hash"),
    (#""hash": "0x"#, #""hash": "0x0"#, "JSON_WrongForm hash"),
    (#""rangeUp""#, #""rangeup""#, "JSON_UnknownMember params.volShock.rangeup"),
    (#""volShock": "up""#, #""volShock": "Up""#, "JSON_WrongForm scenarios[0].volShock"),
    (#""imFactor": "1"#, #""imFactor": "100"#, "PMRML2_InvalidMarginParameters params.margin.imFactor"),
  ])
  func refusesByNameAndPath(part: String, other: String, expected: String) throws {
    #expect(try Self.refusal(of: "derive-pmrm2-mainnet-eth", replacing: part, by: other) == expected)
  }

  @Test func refusesABaseAssetOfTwoMarkets() throws {
    #expect(
      try Self.refusal(of: "derive-standard-mainnet", replacing: "425443", by: "455448")
        == "JSON_DuplicateElement params.markets.BTC.baseAsset")
  }

  /// White space and order do not matter; what is hashed is the same.
  @Test func layoutDoesNotMatter() throws {
    let set = try ParameterSet.builtIn("derive-pmrm2-test")
    var json = JSONWriter()
    set.write(to: &json)
    #expect(try ParameterSet(json.bytes).canonicalBytes == set.canonicalBytes)
    #expect(!String(decoding: set.canonicalBytes, as: UTF8.self).contains("hash"))
  }
}
