import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

@testable import ballast

/// What the second implementation says of the margins of books (BK-8, BK-11 to BK-13) and of what the standard
/// model asks of their accounts (SM-24).
@Suite("Margins of books, against the second implementation")
struct BookMarginVectorTests {
  /// A book at a moment under parameters: what the vectors of one run have in common.
  private struct Run: Hashable {
    var book: String
    var at: String?
    var parameters: String

    init(_ vector: JSONValue) throws {
      book = try vector.member("book").string()
      let at = try vector.member("at")
      self.at = at.isNull ? nil : try at.string()
      parameters = try vector.member("parameters").string()
    }
  }

  @Test("what the standard model asks, or the first failure")
  func standardModel() throws {
    let vectors = try JSONDocument(Repository.bytes("vectors/market/book-margins.json")).root
    var books: [Run: (book: BookFile, moment: BookMarginRun.Moment)] = [:]
    var failures: Set<String> = []
    var count = 0
    for vector in try vectors.member("standard").elements() {
      let run = try Run(vector)
      if books[run] == nil {
        let book = try Self.book(run)
        books[run] = (book, try Self.moment(run, book))
      }
      let (book, moment) = try #require(books[run])
      let id = try vector.member("id").string()
      let entry = try #require(book.entries.first { $0.id == id })
      let expected = try vector.member("expected")
      let found = Self.standardMargins(entry, book.markets[entry.market], moment.markets[entry.market])
      let differences = try JSONDifference.between(expected, JSONDocument(found).root)
      #expect(differences.isEmpty, "\(run) \(id): \(differences.prefix(5))")
      if let failure = try expected.optionalMember("revert") { failures.insert(try failure.string()) }
      count += 1
    }
    #expect(count == 132)
    #expect(failures.isSuperset(of: [
      "EmptyRevert", "LFF_MissingExpiryData", "Panic(0x11)", "SafeCastOverflowedIntToUint", "SRM_UnsupportedAsset",
    ]))
  }

  /// SM-4 of the account mapped by SM-24.
  private static func standardMargins(
    _ entry: BookFile.Entry, _ booked: BookFile.BookedMarket, _ market: Market
  ) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    do throws(MarginError) {
      let account: Account
      do throws(ArithmeticError) {
        account = try entry.account.remarked(from: booked.market, to: market)
      } catch {
        throw .arithmetic(error)
      }
      let portfolio = try StandardPortfolio(
        mapping: account, on: market, underlying: booked.underlying, parameters: booked.standard)
      try StandardMargin(portfolio, parameters: booked.standard).writeMembers(to: &json)
    } catch {
      json.key("revert")
      json.string(error.name)
    }
    json.endObject()
    return json.bytes
  }

  @Test("totals and accounts, in every member")
  func equalToTheSecondImplementation() throws {
    let vectors = try JSONDocument(Repository.bytes("vectors/market/book-margins.json")).root
    var answers: [Run: [String: [UInt8]]] = [:]
    for vector in try vectors.member("totals").elements() {
      let run = try Run(vector)
      let (totals, accounts) = try Self.margins(run)
      answers[run] = accounts
      let differences = try JSONDifference.between(vector.member("expected"), JSONDocument(totals).root)
      #expect(differences.isEmpty, "\(run): \(differences.prefix(5))")
    }
    #expect(answers.count == 7)
    var accounts = 0
    for vector in try vectors.member("accounts").elements() {
      let run = try Run(vector)
      let expected = try vector.member("expected")
      let id = try expected.member("id").string()
      let found = try JSONDocument(#require(answers[run]?[id])).root
      let differences = try JSONDifference.between(expected, found)
        // Messages are for people.
        .filter { $0.path != "error.message" }
      #expect(differences.isEmpty, "\(run) \(id): \(differences.prefix(5))")
      accounts += 1
    }
    #expect(accounts == 242)
  }

  /// What `ballast margin --book` writes with `--output json`, and of each account with `jsonl`.
  private static func margins(_ run: Run) throws -> (totals: [UInt8], accounts: [String: [UInt8]]) {
    let book = try book(run)
    let moment = try moment(run, book)
    let models =
      run.parameters == BookMarginRun.ownSets
      ? book.markets.map(\.model)
      : try Array(repeating: ModelSource.load(run.parameters), count: book.markets.count)
    var report = BookReport(moment, BookMarginRun.Variant(name: run.parameters, models: models), book)
    let margins = BookMargins(book, on: moment.markets, models: models)
    var accounts: [String: [UInt8]] = [:]
    for (entry, answer) in zip(book.entries, margins.answers(book.entries)) {
      try report.add(answer, entry)
      var json = JSONWriter()
      json.beginObject()
      json.key("id")
      json.string(entry.id)
      answer.writeMembers(to: &json)
      json.endObject()
      accounts[entry.id] = json.bytes
    }
    var json = JSONWriter()
    report.write(to: &json)
    return (json.bytes, accounts)
  }

  private static func book(_ run: Run) throws -> BookFile {
    let book = try BookFile(Repository.root.path + "/vectors/market/" + run.book)
    #expect(book.refusals.isEmpty && book.miscount == nil)
    return book
  }

  /// The book's own markets, or those of the tape.
  private static func moment(_ run: Run, _ book: BookFile) throws -> BookMarginRun.Moment {
    guard let at = run.at else { return BookMarginRun.ownMoment(book) }
    return try BookMarginRun.moment(at, SampleTape.tape.get(), book)
  }
}
