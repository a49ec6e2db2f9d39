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
    for option in ["explain", "params", "compare", "market", "what-if", "solve"] where arguments.has(option) {
      throw CommandFailure(.usage, "--\(option) does not go with --book; see ballast margin --help")
    }
    guard arguments.positional.isEmpty, let path = arguments.value("book") else {
      throw CommandFailure(.usage, "one book was expected: ballast margin --book FILE")
    }
    let book = try BookFile(path)
    for refusal in book.refusals.prefix(10) { Console.say("ballast: \(path): \(refusal.message)") }
    let moments = try moments(arguments, book)
    let status: ExitStatus = book.refusals.isEmpty ? .success : .badInput
    if output == .jsonl && moments.count > 1 {
      throw CommandFailure(.usage, "one --at was expected with --output jsonl, which answers each account once")
    }
    var reports: [BookReport] = []
    for moment in moments {
      let start = ContinuousClock.now
      let margins = BookMargins(book, on: moment.markets)
      var report = BookReport(moment, book)
      var progress = Progress("margins at \(moment.name)")
      for start in stride(from: 0, to: book.entries.count, by: 8192) {
        let entries = Array(book.entries[start..<min(start + 8192, book.entries.count)])
        let answers = margins.answers(entries, comparing: true)
        do throws(ArithmeticError) {
          for (entry, answer) in zip(entries, answers) { try report.add(answer, entry) }
        } catch {
          throw CommandFailure(.badInput, "\(path): the sums of the book leave 256 bits")
        }
        if output == .jsonl { try Console.write(lines(entries, answers)) }
        progress.update(start + entries.count)
      }
      progress.finish()
      report.priced = margins.instrumentCount
      report.elapsed = ContinuousClock.now - start
      reports.append(report)
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

  /// The book's own markets, or those of the tape at each `--at`.
  private static func moments(_ arguments: Arguments, _ book: BookFile) throws -> [Moment] {
    let names = arguments.all("at")
    guard let path = arguments.value("tape") else {
      if !names.isEmpty { throw CommandFailure(.usage, "--at goes with --tape FILE") }
      let time = book.markets.first?.market.timestamp.map { CalendarTime.text($0) }
      return [Moment(name: time ?? "the book's own moment", markets: book.markets.map(\.market))]
    }
    if names.isEmpty { throw CommandFailure(.usage, "--tape goes with --at MOMENT, once or several times") }
    let tape = try TapeInput.read(path)
    var moments: [Moment] = []
    for name in names {
      do throws(TapeError) {
        let index = try tape.moment(name)
        var markets: [Market] = []
        for booked in book.markets {
          markets.append(try tape.market(underlying: booked.underlying, at: index, rule: MarketRule()))
        }
        moments.append(
          Moment(name: CalendarTime.text(tape.moments[index].timestamp), markets: markets))
      } catch {
        throw CommandFailure(.badInput, "--at \(name): \(error.message)")
      }
    }
    return moments
  }

  /// A line for each account.
  private static func lines(
    _ entries: [BookFile.Entry], _ answers: [Result<BookAnswer, MarginError>]
  ) -> [UInt8] {
    var json = JSONWriter()
    var bytes: [UInt8] = []
    for (entry, answer) in zip(entries, answers) {
      json.removeAll()
      json.beginObject()
      json.key("id")
      json.string(entry.id)
      switch answer {
      case .success(let answer): answer.writeMembers(to: &json)
      case .failure(let error):
        json.key("error")
        json.beginObject()
        json.key("name")
        json.string(error.name)
        json.key("message")
        json.string(error.message)
        json.endObject()
      }
      json.endObject()
      bytes += json.bytes + [10]
    }
    return bytes
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
