import Clearing
import Commitment
import Ethereum
import FixedPoint
import Margin

/// What a checkpoint says of a block: everything that follows from the log (LG-22).
public struct BlockContents: Sendable {
  public let header: BlockHeader
  /// In the order of their indices, which is that of their numbers.
  public let accounts: [BlockAccount]
  /// The addresses of the wrapped tokens, in rising order.
  public let assets: [Address]
  public let feesAccrued: UInt128
  public let netSettledCash: Int128
  public let pendingWithdrawals: UInt128
  /// Of each wrapped token what is in wallets or on the way out, wad; no total of a checkpoint has it.
  public let tokensOutsideAccounts: [Address: UInt256]

  /// Accounts that a worker takes at a time.
  private static let grain = 256

  /// Looks at the last block of a ledger.
  /// - Parameter workers: threads to spread the accounts over; no result depends on it.
  /// - Returns: nil before the first block.
  /// - Throws: an account whose equity or deficit has no column, then a figure that its member has no room for.
  public init?(_ ledger: Ledger, workers: Int = 1) throws(CommitmentRefusal) {
    guard let header = ledger.head else { return nil }
    let state = ObservedState(ledger.state)
    let made = Workers.map(Array(state.settled.accounts.indices), workers: workers, grain: Self.grain) { index in
      Result { () throws(CommitmentRefusal) in try BlockAccount(index, of: state) }
    }
    var accounts: [BlockAccount] = []
    accounts.reserveCapacity(made.count)
    for account in made { accounts.append(try account.get()) }
    self.header = header
    self.accounts = accounts
    assets = state.settled.directory.bases.map(\.address).sorted()
    feesAccrued = try Self.unsigned(state.settled.cash.accruedFees, .feesAccrued)
    let settled = state.settled.cash.netSettledCash
    guard let cash = Int128(exactly: settled) else { throw .figureOutOfRange(.netSettledCash) }
    netSettledCash = cash
    pendingWithdrawals = try Self.unsigned(Self.outside(.cash, state), .pendingWithdrawals)
    var tokens: [Address: UInt256] = [:]
    for (place, listing) in state.settled.directory.bases.enumerated() {
      tokens[listing.address] = try Self.outside(.base(place), state)
    }
    tokensOutsideAccounts = tokens
  }

  private static func outside(_ asset: Asset, _ state: ObservedState) throws(CommitmentRefusal) -> UInt256 {
    do throws(ArithmeticError) {
      return try state.outsideAccounts(asset)
    } catch {
      throw .figureOutOfRange(.pendingWithdrawals)
    }
  }

  private static func unsigned(
    _ value: UInt256, _ figure: CommitmentRefusal.Figure
  ) throws(CommitmentRefusal) -> UInt128 {
    guard value.high == 0 else { throw .figureOutOfRange(figure) }
    return value.low
  }
}

extension Int128 {
  fileprivate init?(exactly value: Int256) {
    let magnitude = value.magnitude
    guard magnitude.high == 0, magnitude.low <= UInt128(Int128.max) else { return nil }
    self = value.isNegative ? -Int128(magnitude.low) : Int128(magnitude.low)
  }
}
