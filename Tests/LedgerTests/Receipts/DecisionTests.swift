import Clearing
import Encoding
import Ethereum
import Margin
import TestSupport
import Testing

@testable import Ledger
@testable import ballast

/// What executing again tells of a receipt: its decisions, and why it was refused (LG-18, LG-28).
@Suite struct DecisionTests {
  private struct Step {
    /// The state before the block, as parts of a snapshot.
    var snapshot: [[UInt8]]
    var before: Ledger
    var block: AppliedBlock
  }

  private let genesis: Genesis
  private var steps: [Step] = []

  /// Blocks of the example venue: traders under both managers, orders on perp and options, some beyond their limits or
  /// margins.
  init() throws {
    let venue = try ExampleVenue(seed: 3)
    genesis = try Genesis(bytes: venue.genesis())
    var lines: [StreamLine] = []
    var stream = try ExampleStream(venue, traders: 6, deposit: 1_500) { line in lines.append(try StreamLine(line.dropLast())) }
    try stream.make(orders: 110, fall: 0)
    var ledger = try Ledger(genesis)
    var (pending, time): ([Transaction], UInt64) = ([], ExampleVenue.start)
    for (place, line) in lines.enumerated() {
      switch line {
      case .time(let new): time = new
      case .transaction(let transaction): pending.append(transaction)
      }
      guard pending.count == 40 || place == lines.count - 1 else { continue }
      let before = ledger
      let checked = CheckedTransaction.check(
        pending, domainSeparator: ledger.state.gateway.domainSeparator, workers: 1)
      let block = try ledger.apply(checked, time: time)
      #expect(block.omitted.isEmpty)
      steps.append(Step(snapshot: Array(before.snapshot()), before: before, block: block))
      pending = []
    }
  }

  @Test func decisionsComeAgainWithTheirHashes() throws {
    var (standard, portfolio) = (0, 0)
    var refused: Set<String> = []
    var fromGenesis = try Ledger(genesis)
    #expect(steps.allSatisfy { $0.block.executions.isEmpty })
    for step in steps {
      var fromSnapshot = try Ledger(genesis, snapshot: step.snapshot)
      let again = [
        try fromGenesis.replay(step.block.block, receipts: step.block.receiptBytes, explains: true),
        try fromSnapshot.replay(
          step.block.block, receipts: step.block.receiptBytes, explains: true, workers: 2),
      ]
      for block in again {
        #expect(block.executions.count == block.receipts.count)
        for (receipt, execution) in zip(block.receipts, block.executions) {
          #expect(execution.decisions.map(\.hash) == receipt.decisions)
          #expect(execution.decisions.map { Keccak256.hash([LedgerTag.decision] + $0.bytes) } == receipt.decisions)
          switch receipt.outcome {
          case .done: #expect(execution.refusal == nil)
          case .refused(let name, let arguments):
            refused.insert(name)
            #expect(receipt.events.isEmpty)
            #expect(execution.refusal?.name == name && execution.refusal?.arguments == arguments)
            #expect(execution.refusal?.message.isEmpty == false)
            // Whoever is refused for a margin has the decision.
            if name.hasSuffix("BelowMargin") || name.hasSuffix("InsufficientMargin") {
              #expect(!receipt.decisions.isEmpty)
            }
          }
          for decision in execution.decisions {
            #expect(decision.decision.account > 2)
            switch decision.decision.margin {
            case .standard: standard += 1
            case .portfolio: portfolio += 1
            }
          }
        }
      }
      #expect(again[0].executions.map(\.decisions) == again[1].executions.map(\.decisions))
    }
    #expect(standard > 50 && portfolio > 20)
    #expect(refused == ["Module_PriceBeyondLimit", "SRM_PortfolioBelowMargin", "PMRM_2_InsufficientMargin"])
  }

  /// The bytes of a block's receipts (LG-16).
  private func kept(_ receipts: [TransactionReceipt]) -> [UInt8] {
    var list = ByteWriter()
    list.integer(receipts.count)
    for receipt in receipts { list.string(receipt.bytes) }
    return list.bytes
  }

  /// Of a block whose receipts are kept otherwise than execution gives them.
  private func refusal(_ step: Step, _ change: (inout [TransactionReceipt]) -> Void) throws -> LedgerRefusal? {
    var receipts = step.block.receipts
    change(&receipts)
    var ledger = step.before
    do throws(LedgerRefusal) {
      _ = try ledger.replay(step.block.block, receipts: kept(receipts))
      return nil
    } catch {
      #expect(ledger.headHash == step.before.headHash && ledger.stateRoot == step.before.stateRoot)
      return error
    }
  }

  @Test func anAlteredReceiptIsNamed() throws {
    let step = try #require(steps.last)
    let own = step.block.receipts
    let place = try #require(own.firstIndex { $0.decisions.count == 2 && !$0.events.isEmpty })
    let otherPlace = try #require(own.indices.last)
    #expect(try refusal(step) { _ in } == nil)
    #expect(
      try refusal(step) { $0[place].decisions[1] = .zero }
        == .decisionDiffers(receipt: place, decision: 1, expected: own[place].decisions[1], found: .zero))
    for change: (inout TransactionReceipt) -> Void in [
      { $0.events.removeLast() }, { $0.decisions.removeLast() }, { $0.transaction = .zero },
      { $0.decisions.append(.zero) }, { $0.outcome = .refused(name: "BM_AdjustmentsPaused", arguments: []) },
      { $0.outcome = .done(.trade(1)) },
    ] {
      var altered = own[place]
      change(&altered)
      #expect(
        try refusal(step) { $0[place] = altered }
          == .receiptDiffers(position: place, expected: own[place].hash, found: altered.hash))
    }
    #expect(
      try refusal(step) { $0.removeLast() }
        == .receiptDiffers(position: otherPlace, expected: own[otherPlace].hash, found: nil))
    #expect(
      try refusal(step) { $0.append(own[place]) }
        == .receiptDiffers(position: own.count, expected: nil, found: own[place].hash))
    // Bytes that are no receipts.
    var ledger = step.before
    #expect(throws: LedgerRefusal.truncated) { try ledger.replay(step.block.block, receipts: []) }
  }

  /// An operator whose header, receipts and all fit each other, and whose decision is another than the rules give.
  @Test func aDecisionThatWasNeverMadeIsFound() throws {
    let step = try #require(steps.last)
    let place = try #require(step.block.receipts.firstIndex { !$0.decisions.isEmpty })
    var receipts = step.block.receipts
    receipts[place].decisions[0] = Keccak256.hash("another")
    var block = step.block.block
    block.header.receiptsRoot = BlockTree.receipts.root(receipts.map(\.hash))
    var ledger = step.before
    do throws(LedgerRefusal) {
      _ = try ledger.replay(block, receipts: kept(receipts))
      Issue.record("it passes")
    } catch {
      #expect(error.name == "Ledger_DecisionDiffers")
    }
    do throws(LedgerRefusal) {
      _ = try ledger.replay(block)
      Issue.record("it passes")
    } catch {
      #expect(error.name == "Ledger_HeaderDiffers")
    }
  }

  @Test func everyReceiptIsShown() throws {
    var words: Set<String> = []
    for step in steps {
      var ledger = step.before
      let applied = try ledger.replay(step.block.block, explains: true)
      for position in applied.receipts.indices {
        let shown = ReceiptShown(ledger: ledger, applied: applied, position: position)
        let text = shown.text(colour: false)
        let json = try JSONDocument(shown.json()).root
        let path = try json.member("path").elements().map { try #require(Bytes32(try $0.string())) }
        try BlockTree.receipts.verify(
          applied.receipts[position].hash, at: UInt64(position), of: applied.header.receipts, path: path,
          root: applied.header.receiptsRoot)
        var receipt = JSONWriter()
        applied.receipts[position].write(to: &receipt)
        #expect(
          try json.member("receipt").canonicalBytes() == JSONDocument(receipt.bytes).root.canonicalBytes())
        for decision in try json.member("decisions").elements() {
          let margin = try decision.member("margin").int256()
          #expect(try decision.member("admitted").bool() == !margin.isNegative)
          #expect(text.contains(try decision.member("hash").string()))
          guard try decision.member("contents").member("model").string() == "portfolio" else { continue }
          // The margin follows from the contents, the scenarios and the parameters.
          let scenarios = try Scenario.list(decision.member("scenarios"))
          let portfolio = try Portfolio(decision.member("contents").member("portfolio"))
          guard case .portfolio(let model) = ledger.state.managers[1].model else { continue }
          let again = try PortfolioMargin(portfolio, parameters: model.parameters, scenarios: scenarios)
          #expect(again.initialMargin == margin)
        }
        for line in [
          "buys 0.", "puts in all cash, of a new account under portfolio", "Profit and loss by scenario",
          "What each market adds to cash", "refused: Module_PriceBeyondLimit", "which means  a price within the limit",
          "Nothing has changed but the receipt", "No margin was computed", "BTC forward, feed 0x", "binding ",
          "credits deposit 0: 1,500.000000 cash of 0x", "below zero: refused", "called by the module trade", "zero or more: admitted",
        ] where text.contains(line) { words.insert(line) }
      }
    }
    #expect(words.count == 14, "\(words.sorted())")
  }
}
