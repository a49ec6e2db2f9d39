import Clearing
import Commitment
import Encoding
import Ethereum
import FixedPoint

extension StateCodec {
  /// The state of which these are the entries (LG-8).
  /// - Parameters:
  ///   - entries: in rising order of their keys' bytes; of a whole state all, of a part of one all parts that are not
  ///     noted (`StateKey.isNoted`), and some of the others.
  ///   - isPartial: whether some accounts may be missing (LG-23).
  /// - Throws: the first entry that is not one, then what is missing.
  public static func state(
    from entries: [MapEntry], isPartial: Bool = false
  ) throws(LedgerRefusal) -> ClearingState {
    var parts: [StateKey: [UInt8]] = [:]
    var order: [StateKey] = []
    var before: [UInt8]?
    for entry in entries {
      guard let value = entry.value else { continue }
      if let before, !before.lexicographicallyPrecedes(entry.key) { throw .repeatedPart(key: entry.key) }
      before = entry.key
      let key = try key(entry.key)
      parts[key] = value
      order.append(key)
    }
    var state = try VenueShape(part(.venue, of: parts)).state(parts)
    guard case .clock(let time, let lastTrade, let accounts) = try read(.clock, part(.clock, of: parts), state) else {
      throw .unsoundState
    }
    // Room is made for accounts that are there, and not for a number that claims so.
    let known = order.reduce(into: UInt64(0)) { if case .account = $1 { $0 += 1 } }
    if accounts > LedgerLimits.accounts { throw .outOfRange("at most \(LedgerLimits.accounts) accounts") }
    if !isPartial && known != accounts { throw .missingPart("each of \(accounts) accounts") }
    _ = state.restore(.clock(time: time, lastTrade: lastTrade, accounts: accounts), isPartial: isPartial)
    for key in order where key != .venue && key != .clock {
      let value = try part(key, of: parts)
      guard state.restore(try read(key, value, state), isPartial: isPartial) else {
        throw .misplacedPart(key: StateCodec.key(key))
      }
      // One spelling of each part, and none of what is taken for granted.
      if StateCodec.value(key, in: state) != value { throw .notCanonical("the one spelling of a part") }
    }
    try state.checkReferences()
    return state
  }

  private static func part(_ key: StateKey, of parts: [StateKey: [UInt8]]) throws(LedgerRefusal) -> [UInt8] {
    guard let value = parts[key] else { throw .missingPart("the part of key \(StateCodec.key(key))") }
    return value
  }

  private static func read(
    _ key: StateKey, _ value: [UInt8], _ state: ClearingState
  ) throws(LedgerRefusal) -> StatePart {
    if value.count > LedgerLimits.valueBytes {
      throw .tooLarge("a value", limit: LedgerLimits.valueBytes, found: value.count)
    }
    var reader = ByteReader(value)
    let part: StatePart
    switch key {
    case .liquidation: return .liquidation(try DocumentForm.read(value, LiquidationState.init(_:)))
    case .manager(let place): return .manager(place, try DocumentForm.read(value, ManagerState.init(_:)))
    case .feed(let address):
      let feed = try DocumentForm.read(value) { (json) throws(JSONError) in
        try Feed(json, chainId: state.gateway.domain.chainId ?? .zero)
      }
      if feed.source.address != address { throw .misplacedPart(key: StateCodec.key(key)) }
      return .feed(feed)
    case .module(let address):
      guard let kind = ModuleKind(rawValue: String(decoding: value, as: UTF8.self)) else {
        throw .outOfRange("a kind of module")
      }
      return .module(address, kind)
    case .venue: throw .unsoundState
    case .clock:
      part = .clock(time: try reader.uint64(), lastTrade: try reader.uint64(), accounts: try reader.uint64())
    case .cash: part = .cash(try reader.cash())
    case .stable:
      part = .stable(
        try reader.reading(), source: try reader.optional { (reader) throws(LedgerRefusal) in try reader.address() })
    case .perp(let place): part = .perp(place, try reader.perp())
    case .base(let place):
      var base = BaseState(tokenDecimals: try reader.byte())
      base.tokenBalance = try reader.integer()
      part = .base(place, base)
    case .market(let place): part = .market(place, try reader.market())
    case .collateral(let place):
      part = .collateral(
        place, try reader.reading(),
        source: try reader.optional { (reader) throws(LedgerRefusal) in try reader.address() })
    case .account(let number): part = .account(number, try reader.account(in: state))
    case .position(let key):
      part = .position(
        key,
        TrackedPosition(isWhitelisted: try reader.flag(), cap: try reader.integer(), total: try reader.integer()))
    case .openInterest(let instrument): part = .openInterest(instrument, OpenInterest(total: try reader.integer(), settled: try reader.signed()))
    case .allowance(let key):
      part = .allowance(key, Allowance(positive: try reader.integer(), negative: try reader.integer()))
    case .auction(let number):
      part = .auction(
        number,
        Auction(
          scenario: try reader.integer(), isInsolvent: try reader.flag(), isOpen: try reader.flag(),
          cachedMargin: try reader.integer(), startTime: try reader.uint64(), reservedCash: try reader.integer(),
          waited: try reader.waits()))
    case .feedPoint(let address, let expiry):
      let point = try reader.point()
      if point.expiry != expiry { throw .misplacedPart(key: StateCodec.key(key)) }
      part = .feedPoint(address, point)
    case .executor(let address): part = .executor(address)
    case .custody(let account): part = .custody(account, try reader.address())
    case .withdrawalRequest(let account): part = .withdrawalRequest(account, try reader.uint64())
    case .sessionKey(let name): part = .sessionKey(name, try reader.integer())
    case .nonce(let name): part = .nonce(name)
    case .fill(let name):
      part = .fill(name, OrderFill(dataHash: try reader.bytes32(), filled: try reader.integer()))
    case .feeRecipient(let module): part = .feeRecipient(module, try reader.uint64())
    case .gateway: part = .openingDeposit(try reader.integer())
    case .wallet(let name): part = .wallet(name, try reader.integer())
    case .withdrawal(let number): part = .withdrawal(number, try reader.withdrawal())
    case .credit(let number): part = .credit(number)
    case .treasury: part = .treasury(bridge: try reader.address(), lastWithdrawal: try reader.uint64())
    case .scheduled(let number):
      part = .scheduled(
        number,
        ScheduledParameter(due: try reader.uint64(), parameter: try reader.string(atMost: LedgerLimits.valueBytes)))
    case .watch(let place):
      part = .watch(
        place,
        MarketWatch(
          slow: try reader.integer(), last: try reader.integer(), time: try reader.uint64(),
          since: try reader.uint64(), until: try reader.uint64(), waited: try reader.uint64()))
    case .interest(let key):
      part = .interest(
        key,
        InterestWindow(time: try reader.uint64(), start: try reader.integer(), isNear: try reader.flag()))
    case .levels(let place): part = .levels(place, try reader.adaptiveLevels())
    case .waterfall: part = .waterfall(try reader.waterfallUse())
    case .announced(let number):
      part = .announced(number, Announcement(since: try reader.uint64(), waited: try reader.waits()))
    case .governance: part = .governance(delay: try reader.uint64(), lastScheduled: try reader.uint64())
    case .versions: part = .versions(try reader.versions())
    }
    try reader.end()
    return part
  }
}
