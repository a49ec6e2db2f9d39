import FixedPoint

@testable import Clearing

/// A venue under test: each step is applied, and everything that must hold is looked at.
struct RunCheck {
  private(set) var state: ClearingState
  private(set) var accepted = 0
  /// What has happened so far, by a word each.
  private(set) var seen: Set<String> = []
  /// Tokens by what came in and went out, counted apart from the venue: cash, then wrapped tokens.
  private var tokens: [UInt256]
  /// What spoils the state after an operation, to see that it is noticed.
  private let fault: Fault?

  init(_ rules: RuleSet, fault: Fault? = nil) throws {
    state = try RunVenue.make(rules)
    tokens = [state.cash.tokenBalance] + state.bases.map(\.tokenBalance)
    self.fault = fault
  }

  /// Applies an operation.
  /// - Returns: the first law that is broken after it; nil where all hold.
  mutating func broken(after operation: Operation, isRecording: Bool = false, sums: Bool = true) -> String? {
    let before = state
    state.isRecording = isRecording
    _ = (state.takeEvents(), state.takeDecisions())
    do throws(ClearingRefusal) {
      let receipt = try state.apply(operation)
      accepted += 1
      note(operation)
      fault?.spoil(&state, operation)
      count(operation)
      if let law = brokenChange(since: before, operation, receipt) { return law }
    } catch {
      fault?.spoilRefused(&state, operation)
      if let part = Self.difference(before, state) { return "a refusal (\(error.name)) changes nothing, not \(part)" }
    }
    return sums ? state.brokenInvariants().first : nil
  }

  /// The kind of an accepted operation, and what it has brought about.
  private mutating func note(_ operation: Operation) {
    if let kind = Mirror(reflecting: operation).children.first?.label { seen.insert(kind) }
    if case .set(let parameter, _) = operation, case .perp(_, .disable) = parameter { seen.insert("disabled") }
    if state.cash.hasWithdrawFee { seen.insert("lossSocialised") }
    if !state.liquidation.totalInsolventMargin.isZero { seen.insert("insolvent") }
    if state.openInterests.values.contains(where: { !$0.settled.isZero }) { seen.insert("settled") }
    if !state.cash.totalBorrow.isZero { seen.insert("borrowed") }
  }

  /// What runs must have shown to be worth something.
  static let expected: Set<String> = [
    "trade", "transfer", "deposit", "withdraw", "approve", "setAllowance", "changeManager", "warp", "settleInterest",
    "settlePerps", "settleOptions", "realisePerp", "donateBalance", "donateToSecurityModule", "createAccount",
    "withdrawFromSecurityModule", "startAuction", "bid", "convertToInsolvent", "terminateAuction", "updateScenario",
    "feed", "set", "disabled", "lossSocialised", "insolvent", "settled", "borrowed",
  ]

  /// The tokens that an accepted operation moves.
  private mutating func count(_ operation: Operation) {
    switch operation {
    case .deposit(_, let asset, let amount): move(asset, amount, isIn: true)
    case .withdraw(_, let asset, let amount, _): move(asset, amount, isIn: false)
    case .donateToSecurityModule(let amount): move(.cash, amount, isIn: true)
    case .withdrawFromSecurityModule(let amount, _): move(.cash, amount, isIn: false)
    default: break
    }
  }

  private mutating func move(_ asset: Asset, _ amount: UInt256, isIn: Bool) {
    var place = 0
    if case .base(let base) = asset { place = base + 1 }
    tokens[place] = isIn ? tokens[place] &+ amount : tokens[place] &- amount
  }

  /// What no operation may do, whatever it is.
  private func brokenChange(since before: ClearingState, _ operation: Operation, _ receipt: Receipt) -> String? {
    let held = [state.cash.tokenBalance] + state.bases.map(\.tokenBalance)
    if held != tokens { return "tokens are those that came in and did not go out" }
    if state.time < before.time || state.lastTrade < before.lastTrade { return "time and trades run on" }
    if state.accounts.count < before.accounts.count { return "accounts stay" }
    if state.managers.contains(where: \.isEntered) { return "nobody judges between operations" }
    for (number, account) in state.accounts.enumerated() {
      let instruments = Set(account.holdings.map(\.instrument))
      if instruments.count != account.holdings.count || account.holdings.contains(where: \.amount.isZero) {
        return "account \(number + 1) holds each instrument once, and none of zero"
      }
    }
    if case .changeManager(let number, let manager, _) = operation, let account = try? state.account(number),
      let margin = try? state.margins(of: number).initial.get()
    {
      if account.manager != manager { return "an account is where it went" }
      if margin.isNegative { return "an account arrives with its initial margin" }
    }
    return nil
  }

  /// The first part of which two states differ.
  static func difference(_ a: ClearingState, _ b: ClearingState) -> String? {
    let isSame: [(String, Bool)] = [
      ("time", a.time == b.time), ("trades", a.lastTrade == b.lastTrade), ("cash", a.cash == b.cash),
      ("perps", a.perps == b.perps), ("tokens", a.bases == b.bases), ("positions", a.positions == b.positions),
      ("open interest", a.openInterests == b.openInterests), ("allowances", a.allowances == b.allowances),
      ("auctions", a.auctions == b.auctions), ("accounts", a.accounts.elementsEqual(b.accounts)),
      ("missing margin", a.liquidation.totalInsolventMargin == b.liquidation.totalInsolventMargin),
      ("managers", a.managers.elementsEqual(b.managers) { $0.settings == $1.settings }),
    ]
    return isSame.first { !$0.1 }?.0
  }
}

extension ManagerState {
  /// What can be compared of it.
  fileprivate var settings: [String] {
    [
      "\(isPaused) \(isEntered) \(isIsolated) \(maxAccountSize) \(minimumFee) \(feeRecipient)",
      "\(feeBypass.count) \(trustedAssessors.count) \(feeRates.count)",
    ]
  }
}

/// A defect put into a venue on purpose: the checks must see it, and shrinking must come down to it.
struct Fault {
  var spoil: (inout ClearingState, Operation) -> Void = { _, _ in }
  var spoilRefused: (inout ClearingState, Operation) -> Void = { _, _ in }
}
