import Ethereum
import FixedPoint

/// Everything that one account holds, as the state tree commits to it (CM-8, CM-27).
///
/// It is defined here and not in terms of a margin model, so that what checks a commitment needs no model; a verifier
/// that recomputes a margin makes the model's account from it.
public struct AccountRecord: Hashable, Sendable {
  public var version: Version
  /// The manager that the account is margined by: it names the market and the model. Zero where there is one only.
  public var manager: Address
  /// Wad, negative where borrowed.
  public var cash: Int256
  /// Units of the perp of a book's account, wad.
  public var perpPosition: Int256
  /// Unsettled and unrealised cash of that perp, wad.
  public var unsettledPerpCash: Int256
  /// The perps of a ledger's account, in strictly rising order of the asset's bytes.
  public var perps: [Perp]
  /// In strictly rising order of the asset's bytes.
  public var collaterals: [Collateral]
  /// In strictly rising order of asset, expiry, strike and side, puts before calls.
  public var options: [Option]

  /// Whose account a record is of, and so what it has room for.
  public enum Version: UInt8, Hashable, Sendable {
    /// One market and one perp (CM-8).
    case book = 1
    /// Any number of markets, each perp and option named by its asset (CM-27).
    case ledger = 2
  }

  public struct Perp: Hashable, Sendable {
    public var asset: Address
    /// Units, wad.
    public var position: Int256
    /// Unsettled and unrealised cash, wad; not zero where the position is.
    public var unsettledCash: Int256

    public init(asset: Address, position: Int256, unsettledCash: Int256) {
      self.asset = asset
      self.position = position
      self.unsettledCash = unsettledCash
    }
  }

  public struct Collateral: Hashable, Sendable {
    public var asset: Address
    /// Wad, not zero.
    public var amount: Int256

    public init(asset: Address, amount: Int256) {
      self.asset = asset
      self.amount = amount
    }
  }

  public struct Option: Hashable, Sendable {
    /// The option asset of a ledger; zero in a book.
    public var asset: Address
    /// Unix seconds.
    public var expiry: UInt64
    /// Wad.
    public var strike: UInt256
    public var isCall: Bool
    /// Contracts, wad, negative where short, not zero.
    public var amount: Int256

    public init(asset: Address = .zero, expiry: UInt64, strike: UInt256, isCall: Bool, amount: Int256) {
      self.asset = asset
      self.expiry = expiry
      self.strike = strike
      self.isCall = isCall
      self.amount = amount
    }
  }

  /// The record of a book's account.
  public init(
    manager: Address = .zero, cash: Int256 = .zero, perpPosition: Int256 = .zero, unsettledPerpCash: Int256 = .zero,
    collaterals: [Collateral] = [], options: [Option] = []
  ) {
    version = .book
    self.manager = manager
    self.cash = cash
    self.perpPosition = perpPosition
    self.unsettledPerpCash = unsettledPerpCash
    perps = []
    self.collaterals = collaterals
    self.options = options
  }

  /// The record of a ledger's account.
  public init(manager: Address, cash: Int256, collaterals: [Collateral], perps: [Perp], options: [Option]) {
    version = .ledger
    self.manager = manager
    self.cash = cash
    perpPosition = .zero
    unsettledPerpCash = .zero
    self.perps = perps
    self.collaterals = collaterals
    self.options = options
  }

  /// The same holdings in canonical order, without those of zero. Two holdings of one thing stay two, and are refused
  /// when the record is encoded.
  public var sorted: AccountRecord {
    var record = self
    record.collaterals = collaterals.filter { $0.amount != .zero }.sorted { $0.asset < $1.asset }
    record.perps = perps.filter { !$0.isNothing }.sorted { $0.asset < $1.asset }
    record.options = options.filter { $0.amount != .zero }.sorted { $0.isBefore($1) }
    return record
  }
}

extension AccountRecord.Perp {
  /// Whether it says nothing.
  var isNothing: Bool { position == .zero && unsettledCash == .zero }
}

extension AccountRecord.Option {
  /// Whether it stands before another in a record (CM-8, CM-27).
  func isBefore(_ other: AccountRecord.Option) -> Bool {
    if asset != other.asset { return asset < other.asset }
    if expiry != other.expiry { return expiry < other.expiry }
    if strike != other.strike { return strike < other.strike }
    return !isCall && other.isCall
  }
}
