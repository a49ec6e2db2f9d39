import Console
import Encoding
import Ethereum
import FixedPoint
import Margin

/// A book that was read: its markets, and accounts on them (BK-10).
struct BookFile: Sendable {
  /// One underlying's market and models.
  struct BookedMarket: Sendable {
    var underlying: String
    var market: Market
    /// The set that the book names for the portfolio model, and its contents.
    var parameterSet: ParameterSet
    var model: PortfolioModel
    var standard: StandardParameters
  }

  struct Entry: Sendable {
    var id: String
    /// Nil where the book does not name one.
    var owner: Address?
    /// An index into the markets.
    var market: Int
    var strategy: String
    var account: Account
  }

  var markets: [BookedMarket]
  var entries: [Entry]
  /// Lines that are not of the form.
  var refusals: [LineRefusal]
  /// How many accounts stand before each of them.
  private(set) var refusalPlaces: [Int] = []
  /// The number of accounts that the header states, where it states one.
  private(set) var stated: Int?
  /// The last moment for which it was made, Unix seconds, where the header states one.
  private(set) var through: UInt64?

  /// The lines that were expected and are not there, or too many: nil where the header's number holds.
  var miscount: String? {
    let found = entries.count + refusals.count
    guard let stated, stated != found else { return nil }
    return "expected the \(stated) accounts that the first line states, found \(found)"
  }

  /// Reads a whole book, lines on every processor.
  /// - Throws: `CommandFailure` where the first line is no book's header.
  init(_ path: String) throws {
    var reader = try LineReader(path)
    guard let first = try reader.next(1).first else {
      throw CommandFailure(.badInput, "\(path): expected a book, found an empty file")
    }
    do {
      let header = try JSONDocument(first.text.get()).root
      markets = try Self.header(header)
      stated = try header.optionalMember("accounts")?.smallInteger(0...Int.max)
      through = try header.optionalMember("tape")?.optionalMember("through")?.uint64()
    } catch let error as JSONError {
      throw CommandFailure(
        .badInput, "\(path), line \(first.number): \(error.message); ballast book makes a book")
    }
    entries = []
    refusals = []
    let names = markets.map(\.underlying)
    var ids: Set<String> = []
    var progress = Progress("reading accounts")
    while true {
      let batch = try reader.next(8192)
      if batch.isEmpty { break }
      let read = Parallel.map(batch, state: { JSONParser() }) { line, parser in
        Self.entry(line, names, &parser)
      }
      for (index, result) in read.enumerated() {
        switch result {
        case .success(let entry) where ids.insert(entry.id).inserted: entries.append(entry)
        case .success(let entry): refuse(.repeated(entry.id, line: batch[index].number))
        case .failure(let refusal): refuse(refusal)
        }
      }
      progress.update(entries.count)
    }
    progress.finish()
  }

  /// Keeps a refusal with the place where its answer stands.
  private mutating func refuse(_ refusal: LineRefusal) {
    refusals.append(refusal)
    refusalPlaces.append(entries.count)
  }

  private static func header(_ json: JSONValue) throws -> [BookedMarket] {
    try json.refuseUnknownMembers(["ballastBook", "seed", "accounts", "closed", "tape", "markets"])
    _ = try json.member("ballastBook").smallInteger(1...1)
    if let closed = try json.optionalMember("closed") {
      try closed.refuseUnknownMembers(["fund"])
      _ = try closed.member("fund").uint256()
    }
    var markets: [BookedMarket] = []
    for (underlying, value) in try json.member("markets").objectMembers() {
      try value.refuseUnknownMembers(["params", "standard", "market"])
      let (set, model) = try ModelSource.portfolioSet(value.member("params").string())
      markets.append(
        BookedMarket(
          underlying: underlying, market: try Market(value.member("market")), parameterSet: set, model: model,
          standard: try ModelSource.loadStandard(value.member("standard").string())))
    }
    return markets
  }

  private static func entry(
    _ line: NumberedText, _ underlyings: [String], _ parser: inout JSONParser
  ) -> Result<Entry, LineRefusal> {
    var id: LineIdentifier?
    do throws(JSONError) {
      let json = try parser.parse(line.text.get()).root
      if json.kind == .object, let value = try json.optionalMember("id") { id = try? LineIdentifier(value) }
      try json.refuseUnknownMembers(["id", "owner", "underlying", "strategy", "account"])
      let underlying = try json.member("underlying")
      guard let market = underlyings.firstIndex(of: try underlying.string()) else {
        throw underlying.refusal(
          .outOfRange, expected: "one of the header's markets, \(underlyings.joined(separator: ", "))")
      }
      return .success(
        Entry(
          id: try json.member("id").string(), owner: try owner(json), market: market,
          strategy: try json.member("strategy").string(), account: try Account(json.member("account"))))
    } catch {
      return .failure(LineRefusal(error, line: line.number, id: id))
    }
  }
  /// The owner that a line names (BK-14), nil where it names none.
  private static func owner(_ line: JSONValue) throws(JSONError) -> Address? {
    guard let value = try line.optionalMember("owner") else { return nil }
    let text = try value.string()
    do throws(AddressError) {
      return try Address(text)
    } catch {
      throw value.refusal(.wrongForm, expected: error.expected)
    }
  }
}

extension AddressError {
  fileprivate var expected: String {
    switch self {
    case .form: "an address: 0x and forty hexadecimal digits"
    case .checksum(let expected, _): "an address with its checksum, \(expected), or in small letters"
    }
  }
}
