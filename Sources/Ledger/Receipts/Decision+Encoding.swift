import Clearing
import Ethereum
import FixedPoint
import Margin

extension Decision {
  /// The contents of a decision receipt (LG-18): what a manager looked at and what it found.
  /// - Parameter parameters: the hash of the manager's parameters (`ManagerState.parametersHash`).
  public func bytes(parameters: Bytes32) -> [UInt8] {
    var writer = ByteWriter(reserving: 512)
    write(to: &writer, parameters: parameters)
    return writer.bytes
  }

  func write(to writer: inout ByteWriter, parameters: Bytes32) {
    writer.integer(account)
    writer.integer(manager)
    writer.fixed(parameters)
    switch margin {
    case .standard(let portfolio, let kind, let result):
      writer.byte(0)
      writer.flag(kind == .initial)
      writer.portfolio(portfolio)
      writer.result(result) {
        $0.signed($1.margin)
        $0.signed($1.markToMarket)
      }
    case .portfolio(let portfolio, let isTrusted, let result):
      writer.byte(1)
      writer.flag(isTrusted)
      writer.portfolio(portfolio)
      writer.result(result) { writer, margin in
        for value in [margin.initialMargin, margin.maintenanceMargin, margin.markToMarket] { writer.signed(value) }
        writer.integer(margin.worstScenarioInitial)
        writer.integer(margin.worstScenarioMaintenance)
        writer.signed(margin.basisContingency)
        writer.integer(margin.mmContingency)
        writer.integer(margin.imContingency)
        writer.list(margin.scenarioPnl) { $0.signed($1) }
      }
    }
  }

  static func hash(of contents: [UInt8]) -> Bytes32 { Keccak256.hash([LedgerTag.decision] + contents) }
}

extension ManagerState {
  /// The hash of a manager's settings with its model's parameters, as they stand in the state map.
  public var parametersHash: Bytes32 {
    Keccak256.hash([LedgerTag.parameters] + DocumentForm.bytes { write(to: &$0) })
  }
}

extension ByteWriter {
  fileprivate mutating func result<Value>(
    _ result: Result<Value, MarginError>, _ write: (inout ByteWriter, Value) -> Void
  ) {
    switch result {
    case .success(let value):
      byte(0)
      write(&self, value)
    case .failure(let error):
      byte(1)
      string(error.name.utf8)
    }
  }

  fileprivate mutating func portfolio(_ portfolio: StandardPortfolio) {
    signed(portfolio.cash)
    integer(portfolio.stablePrice)
    list(portfolio.markets) { writer, market in
      writer.string(market.market.utf8)
      for value in [market.spotPrice, market.spotConfidence, market.perpPrice, market.perpConfidence] {
        writer.integer(value)
      }
      writer.signed(market.perpPosition)
      writer.signed(market.unsettledPerpCash)
      writer.integer(market.basePosition)
      writer.list(market.expiries) { writer, expiry in
        writer.integer(expiry.secondsToExpiry)
        for value in [expiry.forwardPrice, expiry.forwardConfidence, expiry.volConfidence] { writer.integer(value) }
        writer.list(expiry.options) { $0.option($1.strike, $1.isCall, $1.amount, $1.vol) }
      }
    }
  }

  fileprivate mutating func portfolio(_ portfolio: Portfolio) {
    for value in [portfolio.spotPrice, portfolio.perpPrice, portfolio.stablePrice] { integer(value) }
    for value in [portfolio.cash, portfolio.perpPosition, portfolio.perpValue] { signed(value) }
    integer(portfolio.minConfidence)
    list(portfolio.collaterals) { writer, collateral in
      writer.string(collateral.asset.description.utf8)
      writer.integer(collateral.value)
      writer.integer(collateral.minConfidence)
    }
    list(portfolio.expiries) { writer, expiry in
      for value in [
        expiry.secondsToExpiry, expiry.forwardFixedPortion, expiry.forwardVariablePortion, expiry.rate,
        UInt256(expiry.discount), expiry.minConfidence,
      ] { writer.integer(value) }
      writer.list(expiry.options) { $0.option($1.strike, $1.isCall, $1.amount, $1.vol) }
    }
  }

  private mutating func option(_ strike: UInt256, _ isCall: Bool, _ amount: Int256, _ volatility: UInt256) {
    integer(strike)
    flag(isCall)
    signed(amount)
    integer(volatility)
  }
}
