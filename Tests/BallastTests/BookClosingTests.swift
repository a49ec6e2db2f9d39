import Encoding
import Ethereum
import FixedPoint
import Margin
import TestSupport
import Testing

@testable import ballast

@Suite("Owners and closed books")
struct BookClosingTests {
  private static let made = Result { () throws -> Book in
    var book = try Book(
      SampleTape.tape.get(), name: "market-tape-2026.json", at: 3, through: 10, accounts: 120, seed: 2)
    try book.close(fund: BookClosing.usualFund)
    return book
  }
  private static let sample = "vectors/market/book-closed.jsonl"
  private let book: Book
  private let closing: BookClosing

  init() throws {
    book = try Self.made.get()
    closing = try #require(book.closing)
  }

  @Test("the closed book of the second implementation, byte for byte")
  func equalToTheSample() throws {
    var lines = JSONLines(try Repository.bytes(Self.sample))
    var json = JSONWriter()
    book.writeHeader(to: &json)
    #expect(try lines.next().map { Array($0.bytes) } == json.bytes)
    for account in try (0..<book.accounts).map(book.generator.account) + closing.accounts {
      json.removeAll()
      account.write(to: &json)
      #expect(try lines.next().map { Array($0.bytes) } == json.bytes, "account \(account.id)")
    }
    #expect(try lines.next() == nil)
  }

  @Test("over all lines of a closed book the amounts of every option and perp add up to zero")
  func positionsAddUpToZero() throws {
    let file = try BookFile(Repository.root.path + "/" + Self.sample)
    #expect(file.refusals.isEmpty && file.miscount == nil)
    var sums: [String: Int256] = [:]
    var held = 0
    for entry in file.entries {
      let underlying = file.markets[entry.market].underlying
      for option in entry.account.options {
        let name = "\(underlying) \(option.expiry) \(option.strike) \(option.isCall)"
        sums[name] = try (sums[name] ?? .zero) + option.amount
        held += 1
      }
      sums[underlying] = try (sums[underlying] ?? .zero) + entry.account.perpPosition
      #expect(entry.owner == Address(ownerOf: entry.id, seed: 2))
    }
    #expect(held > 500)
    #expect(sums.values.allSatisfy { $0.isZero })
    #expect(Set(file.entries.compactMap(\.owner)).count == file.entries.count)
    #expect(file.entries.count == book.accounts + closing.accounts.count)
    #expect(file.entries.suffix(2).map(\.id) == ["v-fees", "v-security-module"])
  }

  @Test("closing accounts have the initial margin that is asked, and nothing that adds up to zero is held")
  func closingAccounts() throws {
    var workspace = RiskArrays.Workspace()
    for made in closing.accounts {
      let market = try #require(book.generator.markets.first { $0.underlying == made.underlying })
      let margin = try market.arrays.margin(of: made.account, &workspace)
      #expect(!margin.initialMargin.isNegative, "\(made.id)")
      #expect(margin.markToMarket == made.equity)
      #expect(made.account.options.allSatisfy { !$0.amount.isZero })
      #expect(try (made.account.cash % Cents.one).isZero)
      let holdsCashAlone = made.account.options.isEmpty && made.account.perpPosition.isZero
      #expect(holdsCashAlone == (made.strategy == BookClosing.venue))
    }
  }

  @Test("a market without positions needs no closing accounts; fees are a basis point in whole cents")
  func withoutPositions() throws {
    var sums = BookSums()
    let account = Account(
      cash: .zero, perpPosition: .zero, unsettledPerpCash: .zero, collaterals: [], options: [])
    for (id, equity) in [("a", 1_234_567), ("b", -500_000), ("c", 65_433)] as [(String, Int64)] {
      try sums.add(
        BookAccount(
          id: id, seed: 1, underlying: "BTC", strategy: "lender", account: account,
          equity: Int256(equity) * Wad.signed))
    }
    let closing = try BookClosing(sums, of: book.generator, fund: 3)
    #expect(closing.accounts.map(\.id) == ["v-fees", "v-security-module"])
    #expect(closing.accounts.map(\.underlying) == ["BTC", "BTC"])
    // 1,300,000 are 130.00 and no cent of the account that is worth less than nothing.
    #expect(closing.accounts[0].account.cash == (try 130 * Wad.signed))
    #expect(closing.accounts[1].account.cash == (try 3 * Wad.signed))
    #expect(closing.fund == (try 3 * Wad.signed))
  }

  @Test("more options than an account may hold are refused by name")
  func tooManyOptions() throws {
    var sums = BookSums()
    for index in 0..<book.accounts { try sums.add(book.generator.account(index)) }
    do {
      _ = try BookClosing(sums, of: book.generator, fund: 0, mostOptions: 1)
      Issue.record("an account of two options was made")
    } catch {
      #expect(error.name == "Book_TooManyOptions")
      #expect(error.message.contains("at most 1 options of BTC"))
    }
  }

  @Test("a sum of more than 256 bits is a refusal")
  func overflow() throws {
    var account = Account(
      cash: .zero, perpPosition: Int256.max, unsettledPerpCash: .zero, collaterals: [], options: [])
    func made(_ equity: Int256) -> BookAccount {
      BookAccount(id: "a", seed: 1, underlying: "BTC", strategy: "perp long", account: account, equity: equity)
    }
    var sums = BookSums()
    try sums.add(made(.zero))
    #expect(throws: BookError.margin(.arithmetic(.overflow))) { try sums.add(made(.zero)) }
    account.perpPosition = Int256.min
    sums = BookSums()
    try sums.add(made(Int256.max))
    #expect(throws: BookError.margin(.arithmetic(.overflow))) {
      try BookClosing(sums, of: book.generator, fund: 0)
    }
    account.perpPosition = .zero
    #expect(throws: BookError.margin(.arithmetic(.overflow))) { try sums.add(made(1)) }
  }

  @Test("an owner is read with or without a checksum, may be absent, and may have several accounts")
  func owners() throws {
    let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    let lower = address.lowercased()
    let book = try Self.book([
      nil, #""\#(address)""#, #""\#(lower)""#, #""0x\#(lower.dropFirst(2).uppercased())""#,
      #""\#(address.dropLast())D""#, #""\#(lower.dropLast())""#, "7",
    ])
    let owner = try Address(address)
    #expect(book.entries.map(\.owner) == [nil, owner, owner, owner])
    #expect(book.refusals.map(\.name) == ["JSON_WrongForm", "JSON_WrongForm", "JSON_WrongType"])
    #expect(book.miscount == nil)
  }

  @Test("the first line of a closed book is read strictly", arguments: [
    (#"{"fund":"1"}"#, true), ("{}", false), (#"{"fund":1}"#, false), (#"{"fund":"-1"}"#, false),
    (#"{"fund":"1","more":"1"}"#, false), ("true", false),
  ])
  func headers(closed: String, holds: Bool) throws {
    let header = #"{"ballastBook":1,"accounts":0,"closed":\#(closed),"markets":{}}"#
    let book = try? TemporaryFolder.withFile(header) { try BookFile($0) }
    #expect((book != nil) == holds)
  }

  /// A book of accounts with these owners on the sample's first market.
  private static func book(_ owners: [String?]) throws -> BookFile {
    let header = try Repository.bytes(sample).split(separator: 10).first ?? []
    let text = String(decoding: header, as: UTF8.self)
      .replacing(#""accounts":143"#, with: #""accounts":\#(owners.count)"#)
    let empty = #"{"cash":"0","perpPosition":"0","unsettledPerpCash":"0","collaterals":[],"options":[]}"#
    let lines = owners.enumerated().map { index, owner in
      #"{"id":"\#(index)",\#(owner.map { #""owner":\#($0),"# } ?? "")"underlying":"BTC","#
        + #""strategy":"lender","account":\#(empty)}"#
    }
    return try TemporaryFolder.withFile(([text] + lines).joined(separator: "\n")) { try BookFile($0) }
  }
}
