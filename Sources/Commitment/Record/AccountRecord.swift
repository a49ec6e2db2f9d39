import Ethereum
import FixedPoint

/// Everything that one account holds, as the state tree commits to it (CM-8).
///
/// It is defined here and not in terms of a margin model, so that what checks a commitment needs no model; a verifier
/// that recomputes a margin makes the model's account from it.
public struct AccountRecord: Hashable, Sendable {
  /// The manager that the account is margined by: it names the market and the model. Zero where there is one only.
  public var manager: Address
  /// Wad, negative where borrowed.
  public var cash: Int256
  /// Units of the perp, wad.
  public var perpPosition: Int256
  /// Unsettled and unrealised cash of the perp, wad.
  public var unsettledPerpCash: Int256
  /// In strictly rising order of the asset's bytes.
  public var collaterals: [Collateral]
  /// In strictly rising order of expiry, strike and side, puts before calls.
  public var options: [Option]

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
    /// Unix seconds.
    public var expiry: UInt64
    /// Wad.
    public var strike: UInt256
    public var isCall: Bool
    /// Contracts, wad, negative where short, not zero.
    public var amount: Int256

    public init(expiry: UInt64, strike: UInt256, isCall: Bool, amount: Int256) {
      self.expiry = expiry
      self.strike = strike
      self.isCall = isCall
      self.amount = amount
    }
  }

  public init(
    manager: Address = .zero, cash: Int256 = .zero, perpPosition: Int256 = .zero, unsettledPerpCash: Int256 = .zero,
    collaterals: [Collateral] = [], options: [Option] = []
  ) {
    self.manager = manager
    self.cash = cash
    self.perpPosition = perpPosition
    self.unsettledPerpCash = unsettledPerpCash
    self.collaterals = collaterals
    self.options = options
  }

  /// The same holdings in canonical order, without those of zero. Two holdings of one thing stay two, and are refused
  /// when the record is encoded.
  public var sorted: AccountRecord {
    var record = self
    record.collaterals = collaterals.filter { $0.amount != .zero }.sorted { $0.asset < $1.asset }
    record.options = options.filter { $0.amount != .zero }.sorted { $0.isBefore($1) }
    return record
  }
}

extension AccountRecord.Option {
  /// Whether it stands before another in a record (CM-8).
  func isBefore(_ other: AccountRecord.Option) -> Bool {
    if expiry != other.expiry { return expiry < other.expiry }
    if strike != other.strike { return strike < other.strike }
    return !isCall && other.isCall
  }
}
