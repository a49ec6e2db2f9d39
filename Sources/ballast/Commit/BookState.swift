import Audit
import Commitment
import Ethereum
import FixedPoint
import Margin
import Verification

/// The accounts of a closed book at a moment, as a state has them (SV-15).
struct BookState: Sendable {
  struct Account: Sendable {
    /// The account's name in the book; no hash covers it.
    var id: String
    var owner: Address
    var record: AccountRecord
  }

  /// Unix seconds of the moment.
  let time: UInt64
  /// One for each market of the book.
  let markets: [ManagedMarket]
  /// In the order of their indices.
  let accounts: [Account]

  /// The names of the venue's own accounts, in the order of their indices.
  static let venueAccounts = ["v-security-module", "v-fees"]
  static let securityModule: UInt32 = 0
  static let feeRecipient: UInt32 = 1

  /// - Parameters:
  ///   - moment: markets of one time, one for each of the book.
  ///   - sets: of the portfolio model, one for each market.
  ///   - workers: threads to spread the work over; no result depends on it.
  /// - Throws: the first refusal: of the lines, of the markets, of the venue's accounts, then of the accounts in order.
  init(
    _ book: BookFile, at moment: BookMarginRun.Moment, sets: [ParameterSet], workers: Int
  ) throws(CommitRefusal) {
    if let refusal = book.refusals.first { throw .line(refusal.message, of: book.refusals.count) }
    if let miscount = book.miscount { throw .miscount(miscount) }
    var managers: [Address] = []
    var managed: [ManagedMarket] = []
    for (place, market) in moment.markets.enumerated() {
      let underlying = book.markets[place].underlying
      let manager = try Self.manager(of: underlying, isOnly: moment.markets.count == 1)
      managers.append(manager)
      do throws(MarginRefusal) {
        managed.append(try ManagedMarket(manager: manager, market: market, set: sets[place]))
      } catch {
        throw .market(underlying, error)
      }
    }
    guard let time = managed.first?.time, managed.allSatisfy({ $0.time == time }) else { throw .moments }
    let origins = book.markets.map(\.market)
    let later = managed.map(\.market)
    let names = managers
    let made = Workers.map(try Self.ordered(book.entries), workers: workers, grain: 256) { entry in
      Result { () throws(CommitRefusal) in
        try Account(entry, from: origins[entry.market], to: later[entry.market], manager: names[entry.market])
      }
    }
    var accounts: [Account] = []
    accounts.reserveCapacity(made.count)
    for account in made { accounts.append(try account.get()) }
    self.time = time
    self.accounts = accounts
    markets = managed
  }

  /// Zero in a book of one market, else the address that stands for the underlying (SV-8, PS-6).
  private static func manager(of underlying: String, isOnly: Bool) throws(CommitRefusal) -> Address {
    if isOnly { return .zero }
    guard let asset = AssetIdentifier(symbol: underlying), let address = Address(asset.bytes) else {
      throw .underlying(underlying)
    }
    return address
  }

  /// The venue's accounts, then the others in the order of the book.
  private static func ordered(_ entries: [BookFile.Entry]) throws(CommitRefusal) -> [BookFile.Entry] {
    var venue: [BookFile.Entry] = []
    for id in venueAccounts {
      guard let entry = entries.first(where: { $0.id == id }) else { throw .venueAccount(id) }
      venue.append(entry)
    }
    return venue + entries.filter { !venueAccounts.contains($0.id) }
  }

  /// Checks that positions sum to zero, instrument by instrument (SV-12, 454).
  func checkPositions(workers: Int) throws(CommitRefusal) {
    guard let open = Positions(of: accounts.map(\.record), at: time, workers: workers).firstUnbalanced else { return }
    throw .notConserved(open.instrument, sum: open.tally.net.clamped)
  }

  /// The collaterals that an account holds, in rising order.
  var assets: [Address] {
    var assets: Set<Address> = []
    for account in accounts { for held in account.record.collaterals { assets.insert(held.asset) } }
    return assets.sorted()
  }
}

extension BookState.Account {
  /// A line of a book, with its holdings marked to the later market (BK-8).
  init(
    _ entry: BookFile.Entry, from first: Market, to later: Market, manager: Address
  ) throws(CommitRefusal) {
    guard entry.id.utf8.count <= AuditLimits.idBytes else { throw .idBytes(id: entry.id) }
    guard let owner = entry.owner else { throw .owner(id: entry.id) }
    let account: Account
    do throws(ArithmeticError) {
      account = try entry.account.remarked(from: first, to: later)
    } catch {
      throw .margin(.margin(.arithmetic(error)), id: entry.id)
    }
    guard let record = AccountRecord(account, manager: manager) else { throw .expiry(id: entry.id) }
    self.init(id: entry.id, owner: owner, record: record)
  }
}
