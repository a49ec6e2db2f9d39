import Ethereum
import FixedPoint

/// What has been filled of an order, under its nonce (MO-6).
public struct OrderFill: Hashable, Sendable {
  /// Of the order's data: another order cannot have the same nonce.
  public var dataHash: Bytes32
  /// Wad.
  public var filled: UInt256

  public init(dataHash: Bytes32, filled: UInt256) {
    (self.dataHash, self.filled) = (dataHash, filled)
  }
}

/// An order of a call: the action that signs it, and what it says.
struct SignedOrder {
  var action: SignedAction
  var order: OrderData

  /// - Throws: `.module` of `decoding`.
  init(_ action: SignedAction) throws(ClearingRefusal) {
    self.action = action
    order = try OrderData(action.data)
  }

  var name: NonceName { NonceName(module: action.module, owner: action.owner, nonce: action.nonce) }
}

extension ClearingState {
  /// The trade of an executor: one taker's order against those of makers (MO-9, MO-10).
  mutating func executeTrade(_ call: MatchedCall, module: Address) throws(ClearingRefusal) {
    let match = try FillData(call.data)
    if !match.managerData.isEmpty { throw .module(.managerData) }
    let makers = call.actions.dropFirst()
    guard let first = call.actions.first, !makers.isEmpty, makers.count == match.fills.count else {
      throw .module(.wrongActions(found: call.actions.count))
    }
    let taker = try open(first, account: match.takerAccount)
    let instrument = try instrument(taker.order.asset, taker.order.subId)
    let offset = try priceOffset(instrument)
    var lent = try borrowRecipient(of: taker, module: module)
    var transfers: [Transfer] = []
    var (total, worst) = (UInt256.zero, Int256?.none)
    for (action, fill) in zip(makers, match.fills) {
      let maker = try open(action, account: fill.account)
      guard maker.order.asset == taker.order.asset, maker.order.subId == taker.order.subId else {
        throw .module(.otherInstrument)
      }
      guard maker.order.isBid != taker.order.isBid else { throw .module(.sameSide) }
      lent += try borrowRecipient(of: maker, module: module)
      try self.fill(maker, amount: fill.amount, price: fill.price, fee: fill.fee)
      let amount = try checked { () throws(ArithmeticError) in try Int256(fill.amount) }
      let quote = try checked { () throws(ArithmeticError) in
        try (fill.price - offset).multiplyWadTruncating(amount)
      }
      let (buyer, seller) = taker.order.isBid ? (taker, maker) : (maker, taker)
      transfers.append(
        Transfer(
          from: try number(buyer.action.account), to: try number(seller.order.recipient),
          instrument: SubAsset(.cash), amount: quote))
      transfers.append(
        Transfer(
          from: try number(seller.action.account), to: try number(buyer.order.recipient), instrument: instrument,
          amount: amount))
      try transfers.append(fee(fill.fee, of: action.account, module: module))
      total = try checked { () throws(ArithmeticError) in try total + fill.amount }
      let price = fill.price
      worst = worst.map { taker.order.isBid ? max($0, price) : min($0, price) } ?? price
    }
    try self.fill(taker, amount: total, price: worst ?? .zero, fee: match.takerFee)
    try transfers.append(fee(match.takerFee, of: first.account, module: module))
    _ = try trade(transfers, isBatch: true, by: module)
    try giveBack(lent, from: module)
  }

  /// An order with its nonce: a new one, or the one that it had before.
  private mutating func open(_ action: SignedAction, account: UInt256) throws(ClearingRefusal) -> SignedOrder {
    guard action.account == account else { throw .module(.wrongAccount(action.account)) }
    let order = try SignedOrder(action)
    let hash = Keccak256.hash(action.data)
    if let known = orderFill(order.name) {
      guard known.dataHash == hash else { throw .module(.invalidNonce(owner: action.owner, nonce: action.nonce)) }
    } else {
      set(fill: OrderFill(dataHash: hash, filled: .zero), order.name)
    }
    return order
  }

  /// Fills a part of an order, within what it allows (MO-6, MO-9).
  private mutating func fill(
    _ signed: SignedOrder, amount: UInt256, price: Int256, fee: UInt256
  ) throws(ClearingRefusal) {
    let order = signed.order
    guard order.isBid ? price <= order.limitPrice : price >= order.limitPrice else {
      throw .module(.priceBeyondLimit(limit: order.limitPrice, price: price))
    }
    let rate = try checked { () throws(ArithmeticError) in try fee.divideWadDown(amount) }
    guard rate <= order.worstFee else { throw .module(.feeTooHigh(limit: order.worstFee, fee: rate)) }
    guard var known = orderFill(signed.name) else { return }
    let (filled, limit) = try checked { () throws(ArithmeticError) in
      (try known.filled + amount, try UInt256(order.desiredAmount))
    }
    guard filled <= limit else { throw .module(.fillLimitCrossed(limit: limit, filled: filled)) }
    known.filled = filled
    set(fill: known, signed.name)
    emit(.orderFilled(signed.name, amount: amount, price: price))
  }

  /// Lends the module the account that gets what an order gets, where that is another than its own (MO-7).
  /// - Returns: what is to be given back.
  private mutating func borrowRecipient(of signed: SignedOrder, module: Address) throws(ClearingRefusal) -> [UInt256] {
    let recipient = signed.order.recipient
    if recipient == signed.action.account { return [] }
    guard custodyOwner(of: recipient) == signed.action.owner else { throw .module(.recipientOfAnother(recipient)) }
    if try holder(of: recipient) == module { return [] }
    try moveToken(recipient, from: gateway.address, to: module, spender: gateway.address)
    return [recipient]
  }
}

extension ClearingState {
  /// What a trade of these orders is refused for, whatever it does with them: a nonce that is another order's, or an
  /// order that is filled, of which nothing more can be (MO-9).
  public func spentOrder(_ actions: [SignedAction]) -> ModuleRefusal? {
    for action in actions {
      let name = NonceName(module: action.module, owner: action.owner, nonce: action.nonce)
      guard let known = orderFill(name) else { continue }
      guard known.dataHash == Keccak256.hash(action.data), let order = try? SignedOrder(action).order else {
        return .invalidNonce(owner: action.owner, nonce: action.nonce)
      }
      let limit = order.desiredAmount.positivePart.bitPattern
      if known.filled >= limit { return .fillLimitCrossed(limit: limit, filled: known.filled) }
    }
    return nil
  }
}

/// What orders and quotes share.
extension ClearingState {
  /// What has been filled under a nonce; nil where it was never used.
  public func orderFill(_ name: NonceName) -> OrderFill? {
    touches?.note(.fill(name))
    return gateway.fills[name]
  }

  /// What a price is paid above: the mark of a perp, whose positions carry no price of their own.
  func priceOffset(_ instrument: SubAsset) throws(ClearingRefusal) -> Int256 {
    guard case .perp(let perp) = instrument.asset else { return .zero }
    let mark = try mark(perps[perp]).price
    return try checked { () throws(ArithmeticError) in try Int256(mark) }
  }

  /// The transfer of a fee to the module's recipient; none where it is zero (MO-11).
  func fee(_ fee: UInt256, of account: UInt256, module: Address) throws(ClearingRefusal) -> Transfer? {
    if fee.isZero { return nil }
    return Transfer(
      from: try number(account), to: gateway.feeRecipients[module] ?? 0, instrument: SubAsset(.cash),
      amount: try checked { () throws(ArithmeticError) in try Int256(fee) })
  }
}

extension [Transfer] {
  mutating func append(_ transfer: Transfer?) {
    if let transfer { append(contentsOf: CollectionOfOne(transfer)) }
  }
}
