import Ethereum
import FixedPoint

/// What a maker quotes: a package of trades that stands or falls as a whole (MO-12).
public struct QuoteData: ModuleData {
  public struct Leg: Hashable, Sendable {
    public var asset: Address
    public var subId: UInt256
    /// Wad.
    public var price: UInt256
    /// What goes from the taker to the maker, signed wad.
    public var amount: Int256

    public init(asset: Address, subId: UInt256, price: UInt256, amount: Int256) {
      (self.asset, self.subId, self.price, self.amount) = (asset, subId, price, amount)
    }
  }

  /// In all, wad.
  public var maximumFee: UInt256
  public var legs: [Leg]

  public init(maximumFee: UInt256, legs: [Leg]) {
    (self.maximumFee, self.legs) = (maximumFee, legs)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    var decoder = try ABIDecoder(bytes)
    let list = try decoder.tuple(decoder.arguments(words: 1), 0, words: 2)
    maximumFee = try decoder.uint256(list, 0)
    let trades = try decoder.structs(list, 1, words: 4)
    legs = []
    legs.reserveCapacity(trades.count)
    for index in 0..<trades.count {
      let leg = trades[index]
      legs.append(
        Leg(
          asset: try decoder.address(leg, 0), subId: try decoder.uint256(leg, 1), price: try decoder.uint256(leg, 2),
          amount: try decoder.int256(leg, 3)))
    }
  }

  private var trades: ABIValue {
    .array(
      legs.map { leg in
        .tuple([.address(leg.asset), .unsigned(leg.subId), .unsigned(leg.price), .signed(leg.amount)])
      })
  }

  public var values: [ABIValue] { [.tuple([.unsigned(maximumFee), trades])] }

  /// What the taker signs of it.
  public func tradesHash() throws(ABIError) -> Bytes32 { Keccak256.hash(try ABIEncoder.encode([trades])) }
}

/// A taker's consent to a quote (MO-12).
public struct QuoteConsent: ModuleData {
  public var tradesHash: Bytes32
  /// In all, wad.
  public var maximumFee: UInt256

  public init(tradesHash: Bytes32, maximumFee: UInt256) {
    (self.tradesHash, self.maximumFee) = (tradesHash, maximumFee)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 2)
    (tradesHash, maximumFee) = (try decoder.bytes32(list, 0), try decoder.uint256(list, 1))
  }

  public var values: [ABIValue] { [.word(tradesHash), .unsigned(maximumFee)] }
}

/// How a quote is taken: the executor's part (MO-12). Fees are wads, in all.
public struct QuoteFill: ModuleData {
  public var makerAccount: UInt256
  public var makerFee: UInt256
  public var takerAccount: UInt256
  public var takerFee: UInt256
  public var managerData: [UInt8]

  public init(
    makerAccount: UInt256, makerFee: UInt256, takerAccount: UInt256, takerFee: UInt256, managerData: [UInt8] = []
  ) {
    (self.makerAccount, self.makerFee) = (makerAccount, makerFee)
    (self.takerAccount, self.takerFee, self.managerData) = (takerAccount, takerFee, managerData)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    var decoder = try ABIDecoder(bytes)
    let list = try decoder.tuple(decoder.arguments(words: 1), 0, words: 5)
    (makerAccount, makerFee) = (try decoder.uint256(list, 0), try decoder.uint256(list, 1))
    (takerAccount, takerFee) = (try decoder.uint256(list, 2), try decoder.uint256(list, 3))
    managerData = Array(try decoder.bytes(list, 4))
  }

  public var values: [ABIValue] {
    [
      .tuple([
        .unsigned(makerAccount), .unsigned(makerFee), .unsigned(takerAccount), .unsigned(takerFee), .bytes(managerData),
      ])
    ]
  }
}

extension ClearingState {
  /// A maker's quote, taken by a taker (MO-13, MO-14).
  mutating func executeQuote(_ call: MatchedCall, module: Address) throws(ClearingRefusal) {
    let fill = try QuoteFill(call.data)
    if !fill.managerData.isEmpty { throw .module(.managerData) }
    guard call.actions.count == 2 else { throw .module(.wrongActions(found: call.actions.count)) }
    let (maker, taker) = (call.actions[0], call.actions[1])
    guard maker.account == fill.makerAccount else { throw .module(.wrongAccount(maker.account)) }
    guard taker.account == fill.takerAccount else { throw .module(.wrongAccount(taker.account)) }
    try useNonces(of: call.actions)
    let (quote, consent) = (try QuoteData(maker.data), try QuoteConsent(taker.data))
    guard let hash = try? quote.tradesHash(), hash == consent.tradesHash else {
      throw .module(.otherTrades(expected: consent.tradesHash, found: (try? quote.tradesHash()) ?? .zero))
    }
    for (fee, limit) in [(fill.makerFee, quote.maximumFee), (fill.takerFee, consent.maximumFee)] {
      guard fee <= limit else { throw .module(.feeTooHigh(limit: limit, fee: fee)) }
    }
    let (makerNumber, takerNumber) = (try number(maker.account), try number(taker.account))
    var transfers: [Transfer] = []
    var cash = Int256.zero
    for leg in quote.legs {
      let instrument = try instrument(leg.asset, leg.subId)
      let offset = try priceOffset(instrument)
      cash = try checked { () throws(ArithmeticError) in
        try cash + (Int256(leg.price) - offset).multiplyWadTruncating(leg.amount)
      }
      transfers.append(Transfer(from: takerNumber, to: makerNumber, instrument: instrument, amount: leg.amount))
    }
    transfers.append(Transfer(from: makerNumber, to: takerNumber, instrument: SubAsset(.cash), amount: cash))
    try transfers.append(fee(fill.makerFee, of: maker.account, module: module))
    try transfers.append(fee(fill.takerFee, of: taker.account, module: module))
    _ = try trade(transfers, isBatch: true, by: module)
  }
}
