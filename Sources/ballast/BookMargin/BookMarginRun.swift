import Console
import Encoding
import FixedPoint
import Margin

/// `ballast margin --book`: a whole book, at the moment for which it was made or at others of a tape.
enum BookMarginRun {
  /// The markets of one moment.
  struct Moment {
    var name: String
    var markets: [Market]
  }

  static func run(_ arguments: Arguments, output: MarginCommand.Output) throws -> ExitStatus {
    for option in ["explain", "market", "what-if", "solve"] where arguments.has(option) {
      throw CommandFailure(.usage, "--\(option) does not go with --book; see ballast margin --help")
    }
    guard arguments.positional.isEmpty, let path = arguments.value("book") else {
      throw CommandFailure(.usage, "one book was expected: ballast margin --book FILE")
    }
    let book = try BookFile(path)
    for refusal in book.refusals.prefix(10) { Ballast.program.say("\(path): \(refusal.message)") }
    if book.refusals.count > 10 {
      Ballast.program.say("\(path): \(book.refusals.count - 10) more lines are not of their form")
    }
    if let miscount = book.miscount { Ballast.program.say("\(path): \(miscount)") }
    let moments = try moments(arguments, book)
    let variants = try variants(arguments, book)
    let status: ExitStatus = book.refusals.isEmpty && book.miscount == nil ? .success : .badInput
    if output == .jsonl && moments.count > 1 {
      throw CommandFailure(.usage, "one --at was expected with --output jsonl, which answers each account once")
    }
    var reports: [BookReport] = []
    for moment in moments {
      var lines = [[BookAnswerLine]](repeating: [], count: variants.count)
      for (index, variant) in variants.enumerated() {
        let (report, answers) = try margins(of: book, at: moment, variant, keepsAnswers: output == .jsonl)
        reports.append(report)
        lines[index] = answers
      }
      if output == .jsonl { try write(lines, of: book) }
    }
    switch output {
    case .table: try Console.write(BookTable(reports: reports, book: book).text(colour: Console.hasColour))
    case .json:
      var json = JSONWriter(.indented)
      json.beginArray()
      for report in reports { report.write(to: &json) }
      json.endArray()
      try Console.write(json.bytes + [10])
    case .jsonl: break
    }
    return status
  }

  typealias BookAnswerLine = Result<BookAnswer, MarginError>

  /// Parameters under which the book is margined.
  struct Variant {
    var name: String
    /// One for each market.
    var models: [PortfolioModel]
  }

  private static func margins(
    of book: BookFile, at moment: Moment, _ variant: Variant, keepsAnswers: Bool
  ) throws -> (BookReport, [BookAnswerLine]) {
    let start = ContinuousClock.now
    let margins = BookMargins(book, on: moment.markets, models: variant.models)
    var report = BookReport(moment, variant, book)
    var progress = Progress("margins at \(moment.name)")
    var kept: [BookAnswerLine] = []
    for first in stride(from: 0, to: book.entries.count, by: 8192) {
      let entries = Array(book.entries[first..<min(first + 8192, book.entries.count)])
      let answers = margins.answers(entries)
      do throws(ArithmeticError) {
        for (entry, answer) in zip(entries, answers) { try report.add(answer, entry) }
      } catch {
        throw CommandFailure(.badInput, "the sums of the book leave 256 bits")
      }
      if keepsAnswers { kept += answers }
      progress.update(first + entries.count)
    }
    progress.finish()
    report.priced = margins.instrumentCount
    report.elapsed = ContinuousClock.now - start
    return (report, kept)
  }

  /// What BK-13 calls the sets that the book names.
  static let ownSets = "the book's sets"

  /// The book's own sets or those of `--params`, and those of `--compare` beside them.
  private static func variants(_ arguments: Arguments, _ book: BookFile) throws -> [Variant] {
    var variants = [Variant(name: ownSets, models: book.markets.map(\.model))]
    if let text = arguments.value("params") {
      variants = [Variant(name: text, models: try models(text, "params", book))]
    }
    if let text = arguments.value("compare") {
      variants.append(Variant(name: text, models: try models(text, "compare", book)))
    }
    return variants
  }

  private static func models(
    _ text: String, _ option: String, _ book: BookFile
  ) throws -> [PortfolioModel] {
    try chosen(text, option, book, own: book.markets.map(\.model), load: ModelSource.load)
  }

  /// `SET` for every market, or `BTC=SET,ETH=SET`; a market that is not named keeps its own.
  static func chosen<Value>(
    _ text: String, _ option: String, _ book: BookFile, own: [Value], load: (String) throws -> Value
  ) throws -> [Value] {
    guard text.contains("=") else {
      let value = try load(text)
      return own.map { _ in value }
    }
    var values = own
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2, let market = book.markets.firstIndex(where: { $0.underlying == pair[0] }) else {
        let names = book.markets.map(\.underlying).joined(separator: ", ")
        throw CommandFailure(
          .usage, "--\(option) \(text): expected SET, or MARKET=SET for some of \(names), with commas between")
      }
      values[market] = try load(pair[1])
    }
    return values
  }

  /// The book's own markets, or those of the tape at each `--at`.
  private static func moments(_ arguments: Arguments, _ book: BookFile) throws -> [Moment] {
    let names = arguments.all("at")
    guard let path = arguments.value("tape") else {
      if !names.isEmpty { throw CommandFailure(.usage, "--at goes with --tape FILE") }
      return [ownMoment(book)]
    }
    if names.isEmpty { throw CommandFailure(.usage, "--tape goes with --at MOMENT, once or several times") }
    let tape = try TapeInput.read(path)
    var moments: [Moment] = []
    for name in names {
      do throws(TapeError) {
        moments.append(try moment(name, tape, book))
      } catch {
        throw CommandFailure(.badInput, "--at \(name): \(error.message)")
      }
    }
    return moments
  }

  /// The book's own moment, or that of `--at` of the tape.
  static func oneMoment(_ arguments: Arguments, _ book: BookFile) throws -> Moment {
    let moments = try moments(arguments, book)
    guard let moment = moments.first, moments.count == 1 else { throw CommandFailure(.usage, "one --at was expected") }
    return moment
  }

  /// The moment for which the book was made.
  static func ownMoment(_ book: BookFile) -> Moment {
    let time = book.markets.first?.market.timestamp.map { CalendarTime.text($0) }
    return Moment(name: time ?? "the book's own moment", markets: book.markets.map(\.market))
  }

  /// A moment of the tape, by any of its names (MB-3), with a market for each of the book.
  static func moment(_ name: String, _ tape: MarketTape, _ book: BookFile) throws(TapeError) -> Moment {
    let index = try tape.moment(name)
    var markets: [Market] = []
    for booked in book.markets {
      markets.append(try tape.market(underlying: booked.underlying, at: index, rule: MarketRule()))
    }
    return Moment(name: CalendarTime.text(tape.moments[index].timestamp), markets: markets)
  }

  /// Writes a line for each line of the book in its order, with the compared answer beside its own.
  private static func write(_ variants: [[BookAnswerLine]], of book: BookFile) throws {
    var json = JSONWriter()
    var bytes: [UInt8] = []
    func end() throws {
      bytes += json.bytes + [10]
      json.removeAll()
      if bytes.count > 1 << 20 {
        try Console.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    var refused = 0
    for index in 0...book.entries.count {
      while refused < book.refusals.count, book.refusalPlaces[refused] == index {
        book.refusals[refused].write(to: &json)
        try end()
        refused += 1
      }
      guard index < book.entries.count else { break }
      json.beginObject()
      json.key("id")
      json.string(book.entries[index].id)
      variants[0][index].writeMembers(to: &json)
      if variants.count > 1 {
        json.key("compared")
        json.beginObject()
        variants[1][index].writeMembers(to: &json)
        json.endObject()
      }
      json.endObject()
      try end()
    }
    try Console.write(bytes)
  }
}

extension Result where Success == BookAnswer, Failure == MarginError {
  /// Writes the members of an account's answer, or its refusal (BK-13).
  func writeMembers(to json: inout JSONWriter) {
    switch self {
    case .success(let answer): answer.writeMembers(to: &json)
    case .failure(let error): json.refusal("error", name: error.name, message: error.message)
    }
  }
}

extension BookAnswer {
  /// Writes the members of an account's answer (BK-13).
  func writeMembers(to json: inout JSONWriter) {
    json.key("initialMargin")
    json.decimal(margin.initialMargin)
    json.key("maintenanceMargin")
    json.decimal(margin.maintenanceMargin)
    json.key("markToMarket")
    json.decimal(margin.markToMarket)
    json.key("worstScenario")
    json.number(margin.worstScenario)
    for (name, value) in [("positionsAlone", alone), ("standardModel", standard)] {
      json.key(name)
      if let value { json.decimal(value) } else { json.null() }
    }
  }
}
