import Console
import Encoding
import FixedPoint
import Margin

/// `ballast margin`: margins of accounts, line by line.
enum MarginCommand {
  static let command = Command(
    name: "margin",
    summary: "compute and explain the margins of accounts",
    positional: "[FILE...]",
    description: """
      Reads JSON Lines, or a JSON object or array, from files or standard input: portfolios, or accounts with
      their market, in the form of specs/06-schemas.md. Each line is answered in place; a line that is not of
      that form is answered with its number, the path in it and what was expected.
      """,
    options: [
      OptionSpecification(
        name: "output", value: "FORM",
        help: "table, jsonl or json; without it a table on a terminal\nand with --book, else jsonl"),
      OptionSpecification(
        name: "explain",
        help: "also the binding scenario, add-ons, what each position\ncontributes, and the Greeks; a table of one account has them always"),
      OptionSpecification(
        name: "params", value: "SET",
        help: "use this parameter set (a name of ballast params, or a\nfile) in place of the lines' own params and scenarios;\nwith --book also MARKET=SET,MARKET=SET"),
      OptionSpecification(
        name: "compare", value: "SET", help: "compute with this parameter set as well, and the difference"),
      OptionSpecification(
        name: "market", value: "FILE", help: "the market of lines that have an account and no market"),
      OptionSpecification(
        name: "what-if", value: "CHANGE",
        help: "change before computing: spot=-10%, vol=+20%, or\ntrade=INSTRUMENT:AMOUNT[@PRICE] (at the mark without a\nprice); may be repeated: trades first, at today's\nprices, then moves", repeats: true),
      OptionSpecification(
        name: "book", value: "FILE",
        help: "compute a whole book (ballast book makes one) and\nsummarise it; jsonl answers each account"),
      OptionSpecification(
        name: "tape", value: "FILE", help: "with --book: the market tape of the moments in --at"),
      OptionSpecification(
        name: "at", value: "MOMENT",
        help: "with --book and --tape: a moment, by index, Unix\nseconds or UTC text; may be repeated", repeats: true),
      OptionSpecification(
        name: "solve", value: "WHAT",
        help: "cash: the deposit that brings initial margin to zero;\nsize=INSTRUMENT: the largest trade that leaves it there;\nspot: the prices at which the account falls below\nmaintenance; may be repeated", repeats: true),
    ],
    examples: [
      "ballast margin --book book.jsonl --tape vectors/market/market-tape-2026.json --at 3 --at 7 --at 10",
      "ballast margin --output table vectors/evm/pmrm2-portfolios.jsonl",
      "ballast margin --what-if spot=-10% --what-if vol=+20% --explain < account.json",
      "ballast margin --solve cash --solve size=perp --solve spot account.json",
    ],
    run: { try run($0).rawValue })

  enum Output: String { case table, jsonl, json }

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    let fallback: Output = Console.outputIsTerminal ? .table : .jsonl
    let choice = try arguments.choice(
      "output", ["table", "jsonl", "json"], default: fallback.rawValue)
    let output = Output(rawValue: choice) ?? fallback
    if arguments.has("book") {
      let isTable = !arguments.has("output")
      return try BookMarginRun.run(arguments, output: isTable ? .table : output)
    }
    for option in ["tape", "at"] where arguments.has(option) {
      throw CommandFailure(.usage, "--\(option) goes with --book FILE")
    }
    let request = try Self.request(arguments)
    let defaults = try Self.defaults(arguments)
    let paths = arguments.positional.isEmpty ? ["-"] : arguments.positional
    var printer = AnswerPrinter(output: output, inputs: paths.count)
    var status = ExitStatus.success
    var progress = Progress("margins")
    var count = 0
    for path in paths {
      do {
        var reader = try LineReader(path)
        while true {
          let batch = try reader.next(printer.batchSize, waits: printer.waits)
          if batch.isEmpty { break }
          // A table of one account shows everything that is known of it, unless that would take long.
          var request = request
          request.explainsWhereQuick = output == .table && count == 0 && batch.count == 1 && paths.count == 1
          let answers = answer(batch, request, defaults)
          for case .failure(let refusal) in answers where refusal.input != nil { status = .badInput }
          count += answers.count
          try printer.print(answers, form: reader.form)
          progress.update(count)
        }
      } catch let failure as CommandFailure where failure.kind == .badInput {
        // The other files are computed.
        Ballast.program.say(failure.message)
        status = .badInput
      }
    }
    progress.finish()
    try printer.finish()
    if count == 0 && status == .success {
      throw CommandFailure(.badInput, "at least one account was expected, and the input has none")
    }
    return status
  }

  /// The answers of a batch, on every processor.
  static func answer(
    _ batch: [NumberedText], _ request: MarginRequest, _ defaults: LineDefaults
  ) -> [Result<MarginAnswer, LineRefusal>] {
    Parallel.map(batch, state: { JSONParser() }) { line, parser in
      answer(line, request, defaults, &parser)
    }
  }

  private static func answer(
    _ text: NumberedText, _ request: MarginRequest, _ defaults: LineDefaults, _ parser: inout JSONParser
  ) -> Result<MarginAnswer, LineRefusal> {
    var id: LineIdentifier?
    let line: ModelLine
    do throws(JSONError) {
      let root = try parser.parse(text.text.get()).root
      if root.kind == .object, let value = try root.optionalMember("id") { id = try? LineIdentifier(value) }
      line = try ModelLine(root, defaults: defaults)
    } catch {
      return .failure(LineRefusal(error, line: text.number, id: id))
    }
    do throws(LineRefusal) {
      return .success(try MarginAnswer(line, request))
    } catch {
      return .failure(error)
    }
  }

  private static func request(_ arguments: Arguments) throws -> MarginRequest {
    var request = MarginRequest()
    request.explains = arguments.has("explain")
    request.changes = try arguments.all("what-if").map { try Change($0) }
    for what in arguments.all("solve") {
      switch what {
      case "cash": request.solvesCash = true
      case "spot": request.solvesSpot = true
      default:
        guard what.hasPrefix("size="), let instrument = Instrument(String(what.dropFirst(5))) else {
          throw CommandFailure(
            .usage, "--solve \(what): expected cash, spot or size=INSTRUMENT with \(Change.instruments)")
        }
        request.solvedSizes.append(instrument)
      }
    }
    if let name = arguments.value("compare") { request.compared = try ModelSource.load(name) }
    return request
  }

  private static func defaults(_ arguments: Arguments) throws -> LineDefaults {
    var defaults = LineDefaults()
    if let name = arguments.value("params") { defaults.model = try ModelSource.load(name) }
    if let path = arguments.value("market") {
      let bytes = try FileInput.bytes(of: path)
      do throws(JSONError) {
        let root = try JSONDocument(bytes).root
        defaults.market = try Market(root.optionalMember("market") ?? root)
      } catch {
        throw CommandFailure(.badInput, "\(path), line \(error.line(in: bytes)): \(error.message)")
      }
    }
    return defaults
  }
}
