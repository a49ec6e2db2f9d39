import Clearing
import Console
import Encoding
import Ethereum
import Ledger
import TestSupport
import Testing

@testable import ballast

/// What the second implementation signs of descriptions, or refuses them for (MO-41 to MO-43).
@Suite("Descriptions of actions and messages, against the second implementation")
struct DescribedVectorTests {
  @Test func everyLine() throws {
    let lines = try Repository.bytes("vectors/ledger/described.jsonl").split(separator: 10).map {
      try JSONDocument(Array($0)).root
    }
    let genesis = try #require(lines.first).member("genesis")
    let venue = SigningVenue(try Genesis(genesis))
    var refused = 0
    for (index, line) in lines.enumerated().dropFirst() {
      let found = try Self.answer(line, venue)
      if let name = try line.optionalMember("refused") {
        refused += 1
        #expect(try found == .refused(name.string()), "line \(index + 1)")
      } else {
        #expect(try found == .line(line.member("expected").string()), "line \(index + 1)")
      }
    }
    #expect(lines.count > 100 && refused > 50)
  }

  private enum Answer: Equatable {
    case line(String)
    case refused(String)

    init(_ transaction: Transaction) {
      self = .line(String(decoding: transaction.line.dropLast(), as: UTF8.self))
    }
  }

  private static func answer(_ line: JSONValue, _ venue: SigningVenue) throws -> Answer {
    do {
      if let action = try line.optionalMember("action") {
        return Answer(try signed(action, by: key(line.member("key")), venue))
      }
      if let message = try line.optionalMember("message") {
        return Answer(try signed(message, by: line.member("keys").elements().map { try key($0) }, venue))
      }
      return Answer(try joined(line, venue))
    } catch let error as JSONError {
      return .refused(error.name)
    }
  }

  private static func key(_ json: JSONValue) throws -> PrivateKey {
    try PrivateKey(try #require(Hex.decode(json.string())))
  }

  private static func signed(
    _ description: JSONValue, by key: PrivateKey, _ venue: SigningVenue
  ) throws -> Transaction {
    let action = try ActionDescription(description, signer: key.address, in: venue).action
    let signature = try key.sign(action.digest(domainSeparator: venue.domainSeparator))
    let entry = ActionCall.Entry(action, signature: signature.bytes)
    return .actions(ActionCall(module: action.module, actions: [entry], data: []))
  }

  /// The first signer's line, and each further one's of the line before.
  private static func signed(
    _ description: JSONValue, by keys: [PrivateKey], _ venue: SigningVenue
  ) throws -> Transaction {
    var (given, made): (JSONValue, Transaction?) = (description, nil)
    for key in keys {
      let unsigned = try PriceDescription(given, signer: key.address, in: venue)
      let line = try unsigned.signed(by: key.address, key.sign(unsigned.digest).bytes, given)
      (given, made) = (try JSONDocument(line.line).root, line)
      #expect(throws: JSONError.self) { try PriceDescription(given, signer: key.address, in: venue) }
    }
    return try #require(made)
  }

  private static func joined(_ line: JSONValue, _ venue: SigningVenue) throws -> Transaction {
    var (entries, module): ([ActionCall.Entry], Address?) = ([], nil)
    for text in try line.member("join").elements() {
      guard case .actions(let call) = try Transaction(JSONDocument(Array(text.string().utf8)).root) else { continue }
      (entries, module) = (entries + call.actions, call.module)
    }
    let call = try line.member("call")
    let place = try #require(module)
    let layout: DataLayout? = venue.kind(of: place) == .trade ? .fills : venue.kind(of: place) == .quote ? .taking : nil
    let data = call.isNull ? [] : try #require(layout).encoded(call, of: venue)
    return .actions(ActionCall(module: place, actions: entries, data: data))
  }

  /// Each layout is that of the data which the module decodes: what is encoded is read back and encoded again.
  @Test func layoutsAreThoseOfModules() throws {
    for line in try Repository.bytes("vectors/ledger/described.jsonl").split(separator: 10).dropFirst() {
      let json = try JSONDocument(Array(line)).root
      guard let expected = try json.optionalMember("expected"), let action = try json.optionalMember("action"),
        let kind = ModuleKind(rawValue: try (action.optionalMember("kind") ?? action.member("module")).string()),
        case .actions(let call) = try Transaction(JSONDocument(Array(expected.string().utf8)).root)
      else { continue }
      let data = try #require(call.actions.first).action.data
      let again: [UInt8]? = switch kind {
      case .least, .quote: nil
      case .trade: try OrderData(decoding: data).encoded()
      case .deposit: try DepositData(decoding: data).encoded()
      case .withdrawal, .takeOut: try WithdrawalData(decoding: data).encoded()
      case .transfer: try TransferData(decoding: data).encoded()
      case .managerChange: try ManagerData(decoding: data).encoded()
      case .sessionKey: try SessionKeyData(decoding: data).encoded()
      case .custody: try CustodyData(decoding: data).encoded()
      case .settlement: try SettlementData(decoding: data).encoded()
      case .holder: try HolderData(decoding: data).encoded()
      case .bridge: try BridgeData(decoding: data).encoded()
      case .governance: try GovernanceData(decoding: data).encoded()
      case .guardian: try GuardianData(decoding: data).encoded()
      case .liquidation: try LiquidationOrder(decoding: data).encoded()
      case .auction: try AuctionData(decoding: data).encoded()
      case .bid: try BidData(decoding: data).encoded()
      case .securityModule: try SecurityModuleData(decoding: data).encoded()
      case .reduction: try ReductionData(decoding: data).encoded()
      }
      #expect(again == nil || again == data, "\(kind)")
    }
  }
}
