import FixedPoint

/// The margins of one account from the risk arrays.
public struct MarginSummary: Hashable, Sendable {
  public var initialMargin: Int256
  public var maintenanceMargin: Int256
  public var markToMarket: Int256
  /// An index into the scenarios, or their number where the basis contingency binds.
  public var worstScenario: Int
  public var basisContingency: Int256
  public var contingency: Contingency
}

extension RiskArrays {
  /// Sums that are kept from account to account, so that none allocates.
  public struct Workspace: Sendable {
    var columns: [Int128] = []
    /// Each scenario's profit and loss of the last account.
    public internal(set) var scenarioPnl: [Int128] = []

    public init() {}
  }

  /// The margins of an indexed portfolio.
  ///
  /// - Returns: nil where a value leaves the bounds of the sums or anything fails: then the direct path
  ///   gives the answer, the failure's name included.
  /// - Complexity: one multiplication per option and column, and one per expiry and scenario.
  public func margin(of portfolio: IndexedPortfolio, _ workspace: inout Workspace) -> MarginSummary? {
    do throws(ArithmeticError) {
      return try summary(of: portfolio, &workspace)
    } catch {
      return nil
    }
  }

  private func summary(
    of portfolio: IndexedPortfolio, _ workspace: inout Workspace
  ) throws(ArithmeticError) -> MarginSummary? {
    guard let moves, !moves.isEmpty, portfolio.holdings.count <= ArrayBounds.groups,
      portfolio.collaterals.count <= ArrayBounds.groups
    else { return nil }
    workspace.scenarioPnl.removeAll(keepingCapacity: true)
    workspace.scenarioPnl.append(contentsOf: repeatElement(0, count: moves.count))

    let other = parameters.otherContingency
    var contingency = try other.perp(
      position: portfolio.perpPosition, spotPrice: market.spotPrice, confidence: portfolio.minConfidence)
    var totalMtm = portfolio.perpValue
    var basis = Int256.zero
    if !portfolio.perpPosition.isZero {
      guard addPerp(portfolio.perpPosition, moves, &workspace.scenarioPnl) else { return nil }
    }

    for holding in portfolio.holdings {
      let expiry = expiries[holding.expiry]
      let positions = portfolio.positions[holding.positions]
      guard let factors = expiry.factors, positions.count <= ArrayBounds.positions,
        let exposure = try expiry.sum(positions, into: &workspace.columns)
      else { return nil }
      let mtm = Int256(workspace.columns[columns.unshocked])
      totalMtm = try totalMtm + mtm
      basis = try basis + ExpiryFactors.basisContingency(
        mtm: mtm, up: Int256(workspace.columns[columns.basisUp]),
        down: Int256(workspace.columns[columns.basisDown]), factor: factors.basisFactor)
      try contingency.add(other.nakedShorts(exposure.naked, spotPrice: market.spotPrice))
      try contingency.add(
        other.optionConfidence(
          min(portfolio.minConfidence, holding.minConfidence), netOptions: exposure.net,
          spotPrice: market.spotPrice))
      addExpiry(factors, workspace.columns, moves, &workspace.scenarioPnl)
    }

    for collateral in portfolio.collaterals {
      guard let enabled = parameters.collaterals[collateral.asset] else { return nil }
      totalMtm = try totalMtm + Int256(collateral.value)
      try contingency.add(other.collateral(collateral, enabled))
      if enabled.isRiskCancelling {
        guard addCollateral(collateral.value, moves, &workspace.scenarioPnl) else { return nil }
      }
    }

    var (loss, worst) = (basis, moves.count)
    if let narrow = basis.narrow {
      var least = narrow
      for (index, pnl) in workspace.scenarioPnl.enumerated() where pnl < least {
        (least, worst) = (pnl, index)
      }
      loss = Int256(least)
    } else {
      return nil
    }
    let assembly = MarginAssembly(
      worstLoss: loss, contingency: contingency, totalMtm: totalMtm, cash: portfolio.cash)
    return MarginSummary(
      initialMargin: try assembly.initialMargin(parameters, stablePrice: market.stablePrice),
      maintenanceMargin: try assembly.maintenanceMargin(parameters),
      markToMarket: try totalMtm + portfolio.cash, worstScenario: worst, basisContingency: basis,
      contingency: contingency)
  }

  private func addPerp(_ position: Int256, _ moves: [ScenarioMove], _ pnl: inout [Int128]) -> Bool {
    let magnitude = position.magnitude
    guard magnitude < UInt256(ArrayBounds.amount) else { return false }
    let parts = WadParts(narrow: magnitude.low)
    for (index, move) in moves.enumerated() {
      let value = multiplyParts(magnitude.low, parts, move.perp)
      guard value < ArrayBounds.value else { return false }
      pnl[index] &+= dampened(value, negative: position.isNegative != move.falls, move)
    }
    return true
  }

  private func addCollateral(_ value: UInt256, _ moves: [ScenarioMove], _ pnl: inout [Int128]) -> Bool {
    guard value < UInt256(ArrayBounds.value) else { return false }
    let parts = WadParts(narrow: value.low)
    for (index, move) in moves.enumerated() {
      let profit = multiplyParts(value.low, parts, move.spot)
      guard profit < ArrayBounds.value else { return false }
      pnl[index] &+= dampened(profit, negative: move.falls, move)
    }
    return true
  }

  /// Adds an expiry's profit in each scenario: discounted shocked value less its mark, dampened.
  @inline(__always)
  private func addExpiry(
    _ factors: ExpiryArrays.Factors, _ sums: [Int128], _ moves: [ScenarioMove], _ pnl: inout [Int128]
  ) {
    let mark = sums[columns.unshocked]
    for index in moves.indices {
      let value = sums[columns.ofScenario[index]]
      let magnitude = value.magnitude
      let factor = value < 0 ? factors.negative : factors.positive
      let discounted = Int128(bitPattern: multiplyParts(magnitude, parts(of: magnitude), factor))
      let difference = (value < 0 ? 0 &- discounted : discounted) &- mark
      let move = moves[index]
      let negative = move.isSkew || difference < 0
      pnl[index] &+= dampened(difference.magnitude, negative: negative, move)
    }
  }

  /// A magnitude after dampening, with its sign.
  @inline(__always)
  private func dampened(_ magnitude: UInt128, negative: Bool, _ move: ScenarioMove) -> Int128 {
    var result = magnitude
    if let dampening = move.dampening {
      result = multiplyParts(magnitude, parts(of: magnitude), dampening)
    }
    let signed = Int128(bitPattern: result)
    return negative ? 0 &- signed : signed
  }

  /// The parts of a value below 2^123, by the estimate instead of a division: a discounted value is at most
  /// 74 times one inside `ArrayBounds.value`, and stays below 2^107.
  @inline(__always)
  private func parts(of value: UInt128) -> WadParts {
    WadParts(bounded: value)
  }
}

extension ExpiryArrays {
  /// Sums the positions over every column.
  ///
  /// - Returns: the naked short and the total number of contracts; nil where a value leaves the bounds.
  @inline(__always)
  func sum(
    _ positions: ArraySlice<IndexedPortfolio.Position>, into columns: inout [Int128]
  ) throws(ArithmeticError) -> (naked: UInt256, net: UInt256)? {
    columns.removeAll(keepingCapacity: true)
    columns.append(contentsOf: repeatElement(0, count: columnCount))
    var naked = UInt256.zero
    var net = UInt256.zero
    var pair = StrikePair()
    var strike = UInt256.zero
    for position in positions {
      let magnitude = position.amount.magnitude
      guard magnitude < UInt256(ArrayBounds.amount) else { return nil }
      net = net &+ magnitude
      let quote = quotes[position.row / 2]
      if quote.strike != strike {
        naked = try naked + pair.nakedShort()
        pair = StrikePair()
        strike = quote.strike
      }
      if position.row & 1 == 0 { pair.call = position.amount } else { pair.put = position.amount }

      let amount = magnitude.low
      let parts = WadParts(narrow: amount)
      let start = position.row * columnCount
      let row = prices[start..<start + columnCount]
      if position.amount.isNegative {
        for (column, price) in row.enumerated() {
          columns[column] &-= Int128(bitPattern: multiplyParts(amount, parts, price))
        }
      } else {
        for (column, price) in row.enumerated() {
          columns[column] &+= Int128(bitPattern: multiplyParts(amount, parts, price))
        }
      }
    }
    naked = try naked + pair.nakedShort()
    var largest: UInt128 = 0
    for sum in columns { largest |= sum.magnitude }
    return largest < ArrayBounds.value ? (naked, net) : nil
  }
}
