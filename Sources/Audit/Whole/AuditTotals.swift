import Commitment
import Ethereum
import FixedPoint
import Margin

/// What a whole state adds up to, recomputed (SV-12). Cash units and units of assets, wad.
public struct AuditTotals: Sendable {
  public var accounts: Int
  public var sums: SolvencySums
  public var cashOwed: UInt128
  public var cashLent: UInt128
  /// The stable tokens that the books ask for (SV-6).
  public var cashDue: Int256
  /// The stable tokens in custody; nil before the statements were checked.
  public var stableHeld: UInt256?
  public var assets: [Asset]
  /// Perps and options that some account holds.
  public var instruments: Int
  /// The instrument of the largest open interest; nil where none is held.
  public var largest: OpenInterest?
  public var securityModule: VenueAccount?
  public var feeRecipient: VenueAccount?

  public struct Asset: Hashable, Sendable {
    public var asset: Address
    public var owed: UInt128
    /// Units in custody; nil before the statements were checked.
    public var held: UInt256?
  }

  public struct OpenInterest: Hashable, Sendable {
    public var instrument: AuditInstrument
    /// Contracts held long.
    public var contracts: Int256
  }

  /// One of the venue's own accounts.
  public struct VenueAccount: Hashable, Sendable {
    public var index: UInt32
    public var id: String
    public var cash: Int256
    /// What it is worth, below zero where that is a deficit.
    public var equity: Int256
  }

  /// Fills in what custody statements say.
  mutating func setHeld(_ held: [Address: UInt256]) {
    stableHeld = held[.zero] ?? .zero
    for place in assets.indices { assets[place].held = held[assets[place].asset] ?? .zero }
  }
}

extension StateAudit {
  /// The totals, all of which have been compared with the checkpoint's.
  func summed() -> AuditTotals {
    AuditTotals(
      accounts: records.count, sums: checkpoint.accounts.totals, cashOwed: checkpoint.assetTotals.first ?? 0,
      cashLent: checkpoint.assetTotals.dropFirst().first ?? 0, cashDue: checkpoint.cashDue, stableHeld: nil,
      assets: zip(checkpoint.assets, checkpoint.assetTotals.dropFirst(2)).map {
        AuditTotals.Asset(asset: $0, owed: $1, held: nil)
      },
      instruments: instruments, largest: largest, securityModule: venueAccount(checkpoint.securityModule),
      feeRecipient: venueAccount(checkpoint.feeRecipient))
  }

  private func venueAccount(_ index: UInt32) -> AuditTotals.VenueAccount? {
    let place = Int(index)
    guard records.indices.contains(place), openings.indices.contains(place) else { return nil }
    return AuditTotals.VenueAccount(
      index: index, id: file.accounts[place].id, cash: records[place].cash, equity: openings[place].sums.equity)
  }
}
