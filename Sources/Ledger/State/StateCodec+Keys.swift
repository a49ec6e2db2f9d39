import Clearing
import Ethereum
import FixedPoint

/// The parts of the state as entries of the state map: keys and values as bytes, in both directions (LG-5, LG-6).
public enum StateCodec {
  /// The key of a part.
  public static func key(_ key: StateKey) -> [UInt8] {
    var writer = ByteWriter(reserving: 16)
    func begin(_ kind: StateKind) { writer.byte(kind.rawValue) }
    switch key {
    case .venue: begin(.venue)
    case .clock: begin(.clock)
    case .cash: begin(.cash)
    case .liquidation: begin(.liquidation)
    case .stable: begin(.stable)
    case .perp(let place):
      begin(.perp)
      writer.integer(place)
    case .base(let place):
      begin(.base)
      writer.integer(place)
    case .manager(let place):
      begin(.manager)
      writer.integer(place)
    case .market(let place):
      begin(.market)
      writer.integer(place)
    case .collateral(let place):
      begin(.collateral)
      writer.integer(place)
    case .account(let number):
      begin(.account)
      writer.integer(number)
    case .position(let key):
      begin(.position)
      writer.asset(key.asset)
      writer.integer(key.manager)
    case .openInterest(let instrument):
      begin(.openInterest)
      writer.instrument(instrument)
    case .allowance(let key):
      begin(.allowance)
      writer.integer(key.account)
      writer.fixed(key.owner)
      writer.fixed(key.delegate)
      writer.asset(key.asset)
      writer.optional(key.subId) { $0.integer($1.low) }
    case .auction(let account):
      begin(.auction)
      writer.integer(account)
    case .feed(let address):
      begin(.feed)
      writer.fixed(address)
    case .feedPoint(let address, let expiry):
      begin(.feedPoint)
      writer.fixed(address)
      writer.optional(expiry) { $0.integer($1) }
    case .executor(let address):
      begin(.executor)
      writer.fixed(address)
    case .module(let address):
      begin(.module)
      writer.fixed(address)
    case .custody(let account):
      begin(.custody)
      writer.integer(account)
    case .withdrawalRequest(let account):
      begin(.withdrawalRequest)
      writer.integer(account)
    case .sessionKey(let name):
      begin(.sessionKey)
      writer.fixed(name.owner)
      writer.fixed(name.key)
    case .nonce(let name):
      begin(.nonce)
      writer.name(name)
    case .fill(let name):
      begin(.fill)
      writer.name(name)
    case .feeRecipient(let module):
      begin(.feeRecipient)
      writer.fixed(module)
    case .gateway: begin(.gateway)
    case .wallet(let name):
      begin(.wallet)
      writer.name(name)
    case .withdrawal(let number):
      begin(.withdrawal)
      writer.integer(number)
    case .credit(let number):
      begin(.credit)
      writer.integer(number)
    case .treasury: begin(.treasury)
    case .scheduled(let number):
      begin(.scheduled)
      writer.integer(number)
    case .governance: begin(.governance)
    case .versions: begin(.versions)
    case .waterfall: begin(.waterfall)
    case .watch(let place):
      begin(.watch)
      writer.integer(place)
    case .levels(let place):
      begin(.levels)
      writer.integer(place)
    case .interest(let key):
      begin(.interest)
      writer.asset(key.asset)
      writer.integer(key.manager)
    case .announced(let number):
      begin(.announced)
      writer.integer(number)
    }
    return writer.bytes
  }

  /// The part that a key is of.
  /// - Throws: whatever is not the one spelling of a key.
  public static func key(_ bytes: [UInt8]) throws(LedgerRefusal) -> StateKey {
    if bytes.count > LedgerLimits.keyBytes {
      throw .tooLarge("a key", limit: LedgerLimits.keyBytes, found: bytes.count)
    }
    var reader = ByteReader(bytes)
    let byte = try reader.byte()
    guard let kind = StateKind(rawValue: byte) else { throw .unknownKind(byte, of: "key") }
    let key = try key(kind, &reader)
    try reader.end()
    return key
  }

  private static func key(_ kind: StateKind, _ reader: inout ByteReader) throws(LedgerRefusal) -> StateKey {
    switch kind {
    case .venue: return .venue
    case .clock: return .clock
    case .cash: return .cash
    case .liquidation: return .liquidation
    case .stable: return .stable
    case .perp: return .perp(try reader.place())
    case .base: return .base(try reader.place())
    case .manager: return .manager(try reader.place())
    case .market: return .market(try reader.place())
    case .collateral: return .collateral(try reader.place())
    case .account: return .account(try reader.uint64())
    case .position: return .position(AssetManager(try reader.asset(), try reader.place()))
    case .openInterest: return .openInterest(try reader.instrument())
    case .allowance:
      return .allowance(
        AllowanceKey(
          account: try reader.uint64(), owner: try reader.address(), delegate: try reader.address(),
          asset: try reader.asset(),
          subId: try reader.optional { (reader) throws(LedgerRefusal) in UInt256(try reader.subId()) }))
    case .auction: return .auction(try reader.uint64())
    case .feed: return .feed(try reader.address())
    case .feedPoint:
      return .feedPoint(
        try reader.address(), expiry: try reader.optional { (reader) throws(LedgerRefusal) in try reader.uint64() })
    case .executor: return .executor(try reader.address())
    case .module: return .module(try reader.address())
    case .custody: return .custody(try reader.uint64())
    case .withdrawalRequest: return .withdrawalRequest(try reader.uint64())
    case .sessionKey:
      let owner = try reader.address()
      return .sessionKey(SessionKeyName(key: try reader.address(), owner: owner))
    case .nonce: return .nonce(try reader.nonceName())
    case .fill: return .fill(try reader.nonceName())
    case .feeRecipient: return .feeRecipient(try reader.address())
    case .gateway: return .gateway
    case .wallet: return .wallet(try reader.walletName())
    case .withdrawal: return .withdrawal(try reader.uint64())
    case .credit: return .credit(try reader.integer())
    case .treasury: return .treasury
    case .scheduled: return .scheduled(try reader.uint64())
    case .governance: return .governance
    case .versions: return .versions
    case .waterfall: return .waterfall
    case .watch: return .watch(try reader.place())
    case .levels: return .levels(try reader.place())
    case .interest: return .interest(AssetManager(try reader.asset(), try reader.place()))
    case .announced: return .announced(try reader.uint64())
    }
  }
}

extension ByteWriter {
  mutating func name(_ name: NonceName) {
    fixed(name.module)
    fixed(name.owner)
    integer(name.nonce)
  }

  mutating func name(_ name: WalletName) {
    asset(name.asset)
    fixed(name.owner)
  }

  /// A byte for the kind, and but for cash a place.
  mutating func asset(_ asset: Asset) {
    switch asset {
    case .cash: byte(0)
    case .option(let place):
      byte(1)
      integer(place)
    case .perp(let place):
      byte(2)
      integer(place)
    case .base(let place):
      byte(3)
      integer(place)
    }
  }

  mutating func instrument(_ instrument: SubAsset) {
    asset(instrument.asset)
    integer(instrument.subId)
  }
}

extension ByteReader {
  mutating func nonceName() throws(LedgerRefusal) -> NonceName {
    NonceName(module: try address(), owner: try address(), nonce: try integer())
  }

  mutating func walletName() throws(LedgerRefusal) -> WalletName {
    WalletName(asset: try asset(), owner: try address())
  }

  mutating func asset() throws(LedgerRefusal) -> Asset {
    let kind = try byte()
    switch kind {
    case 0: return .cash
    case 1: return .option(try place())
    case 2: return .perp(try place())
    case 3: return .base(try place())
    default: throw .unknownKind(kind, of: "asset")
    }
  }

  mutating func instrument() throws(LedgerRefusal) -> SubAsset {
    let asset = try asset()
    return SubAsset(asset, subId: try subId())
  }

  /// What no module takes (MO-2) is in no state and no receipt.
  mutating func subId() throws(LedgerRefusal) -> UInt128 {
    let value = try uint128()
    if value >> 96 != 0 { throw .outOfRange("a sub-id of 96 bits") }
    return value
  }
}
