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

/// An order of a call: whose it is, what it says, and what has been filled of it.
struct SignedOrder {
  var name: NonceName
  var account: UInt256
  var order: OrderData
  var known: OrderFill
}

extension ClearingState {
  /// The trade of an executor: one taker's order against those of makers (MO-9, MO-10).
  mutating func executeTrade(_ call: MatchedCall, module: Address) throws(ClearingRefusal) {
    let match = try FillData(call.data)
    if !match.managerData.isEmpty { throw .module(.managerData) }
    let makers = call.actions.indices.dropFirst()
    guard !makers.isEmpty, makers.count == match.fills.count else {
      throw .module(.wrongActions(found: call.actions.count))
    }
    var taker = try open(call, 0, account: match.takerAccount)
    // A maker's nonce is not the taker's.
    set(fill: taker.known, taker.name)
    let instrument = try instrument(taker.order.asset, taker.order.subId)
    let offset = try priceOffset(instrument)
    let isBid = taker.order.isBid
    var lent = try borrowRecipient(of: taker, module: module)
    var transfers: [Transfer] = []
    transfers.reserveCapacity(2 * makers.count)
    var (total, worst) = (UInt256.zero, Int256?.none)
    for (place, fill) in zip(makers, match.fills) {
      var maker = try open(call, place, account: fill.account)
      guard maker.order.asset == taker.order.asset, maker.order.subId == taker.order.subId else {
        throw .module(.otherInstrument)
      }
      guard maker.order.isBid != isBid else { throw .module(.sameSide) }
      lent += try borrowRecipient(of: maker, module: module)
      try self.fill(&maker, amount: fill.amount, price: fill.price, fee: fill.fee)
      let amount = try checked { () throws(ArithmeticError) in try Int256(fill.amount) }
      let quote = try checked { () throws(ArithmeticError) in
        try (fill.price - offset).multiplyWadTruncating(amount)
      }
      let (buyer, seller) = isBid ? (taker.account, maker.account) : (maker.account, taker.account)
      let toBuyer = isBid ? taker.order.recipient : maker.order.recipient
      let toSeller = isBid ? maker.order.recipient : taker.order.recipient
      transfers.append(
        Transfer(from: try number(buyer), to: try number(toSeller), instrument: SubAsset(.cash), amount: quote))
      transfers.append(
        Transfer(from: try number(seller), to: try number(toBuyer), instrument: instrument, amount: amount))
      try transfers.append(fee(fill.fee, of: maker.account, module: module))
      total = try checked { () throws(ArithmeticError) in try total + fill.amount }
      let price = fill.price
      worst = worst.map { isBid ? max($0, price) : min($0, price) } ?? price
    }
    try self.fill(&taker, amount: total, price: worst ?? .zero, fee: match.takerFee)
    try transfers.append(fee(match.takerFee, of: taker.account, module: module))
    _ = try trade(transfers, isBatch: true, by: module)
    try giveBack(lent, from: module)
  }

  /// An order with its nonce: a new one, or the one that it had before.
  private func open(_ call: MatchedCall, _ place: Int, account: UInt256) throws(ClearingRefusal) -> SignedOrder {
    let action = call.actions[place]
    guard action.account == account else { throw .module(.wrongAccount(action.account)) }
    let order = try OrderData(action.data)
    let made = place < call.signatures.count ? call.signatures[place].dataHash : nil
    let hash = made ?? Keccak256.hash(action.data)
    let name = NonceName(module: action.module, owner: action.owner, nonce: action.nonce)
    let known = orderFill(name) ?? OrderFill(dataHash: hash, filled: .zero)
    guard known.dataHash == hash else { throw .module(.invalidNonce(owner: action.owner, nonce: action.nonce)) }
    return SignedOrder(name: name, account: account, order: order, known: known)
  }

  /// Fills a part of an order, within what it allows (MO-6, MO-9).
  private mutating func fill(
    _ signed: inout SignedOrder, amount: UInt256, price: Int256, fee: UInt256
  ) throws(ClearingRefusal) {
    let isWithin = signed.order.isBid ? price <= signed.order.limitPrice : price >= signed.order.limitPrice
    guard isWithin else { throw .module(.priceBeyondLimit(limit: signed.order.limitPrice, price: price)) }
    let rate = try checked { () throws(ArithmeticError) in try fee.divideWadDown(amount) }
    guard rate <= signed.order.worstFee else { throw .module(.feeTooHigh(limit: signed.order.worstFee, fee: rate)) }
    let (filled, limit) = try checked { () throws(ArithmeticError) in
      (try signed.known.filled + amount, try UInt256(signed.order.desiredAmount))
    }
    guard filled <= limit else { throw .module(.fillLimitCrossed(limit: limit, filled: filled)) }
    signed.known.filled = filled
    set(fill: signed.known, signed.name)
    emit(.orderFilled(signed.name, amount: amount, price: price))
  }

  /// Lends the module the account that gets what an order gets, where that is another than its own (MO-7).
  /// - Returns: what is to be given back.
  private mutating func borrowRecipient(of signed: SignedOrder, module: Address) throws(ClearingRefusal) -> [UInt256] {
    let recipient = signed.order.recipient
    if recipient == signed.account { return [] }
    guard custodyOwner(of: recipient) == signed.name.owner else { throw .module(.recipientOfAnother(recipient)) }
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
      guard known.dataHash == Keccak256.hash(action.data), let order = try? OrderData(decoding: action.data)
      else {
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
    let mark = try mark(perp).price
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
