import Console
import Encoding
import FixedPoint
import Margin

/// Writes answers in the form that was asked for, in the order of the lines.
struct AnswerPrinter {
  let output: MarginCommand.Output
  private var count = 0
  private var isArray = false

  /// How many files are read: the answers of several stand in one array.
  let inputs: Int

  init(output: MarginCommand.Output, inputs: Int = 1) {
    self.output = output
    self.inputs = inputs
  }

  /// Whether the first lines are waited for: a table is of one account or of several.
  var waits: Bool { count == 0 && output == .table }

  /// Lines computed before anything is written: few at first, so that a single account shows at once.
  var batchSize: Int { count == 0 && output == .table ? 2 : 1024 }

  mutating func print(
    _ answers: [Result<MarginAnswer, LineRefusal>], form: LineReader.Form
  ) throws {
    switch output {
    case .jsonl: try Console.write(lines(answers))
    case .json: try printDocument(answers, form: form)
    case .table: try printTable(answers)
    }
    count += answers.count
  }

  /// Writes what closes the output.
  mutating func finish() throws {
    if output == .json && isArray { try Console.write("\n]\n") }
  }

  private func lines(_ answers: [Result<MarginAnswer, LineRefusal>]) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in Parallel.map(answers, state: { JSONWriter() }, { answer, json in
      json.removeAll()
      answer.write(to: &json)
      return json.bytes + [10]
    }) { bytes += part }
    return bytes
  }

  private mutating func printDocument(
    _ answers: [Result<MarginAnswer, LineRefusal>], form: LineReader.Form
  ) throws {
    for (index, answer) in answers.enumerated() {
      var json = JSONWriter(.indented)
      answer.write(to: &json)
      // One object is answered by an object; lines and arrays by an array.
      if form == .object && inputs == 1 {
        try Console.write(json.bytes + [10])
        continue
      }
      try Console.write(count + index == 0 ? "[\n" : ",\n")
      isArray = true
      try Console.write(json.bytes)
    }
  }

  private mutating func printTable(_ answers: [Result<MarginAnswer, LineRefusal>]) throws {
    if count == 0 && answers.count == 1 {
      switch answers[0] {
      case .success(let answer):
        let title = answer.id.map { "Account \($0.text.printable)" } ?? "Account"
        try Console.write(answer.page(title: title, colour: Console.hasColour))
      case .failure(let refusal): try Console.write("refused: \(refusal.name): \(refusal.message)\n")
      }
      return
    }
    var text = ""
    if count == 0 {
      text += Self.row(["account", "initial margin", "maintenance", "mark to market", "binding scenario"])
      text += Self.row(Self.widths.map { String(repeating: "-", count: $0) })
    }
    for (index, answer) in answers.enumerated() {
      switch answer {
      case .success(let answer):
        let name = answer.id?.text.printable ?? "line \(count + index + 1)"
        text += Self.row([
          name, Amounts.text(answer.margin.initialMargin), Amounts.text(answer.margin.maintenanceMargin),
          Amounts.text(answer.margin.markToMarket),
          answer.bindingName + (answer.margin.maintenanceMargin.isNegative ? "  BELOW MAINTENANCE" : ""),
        ])
        if answer.explanation != nil {
          text += answer.page(title: "Account \(name)", colour: Console.hasColour) + "\n"
        }
      case .failure(let refusal):
        let name = refusal.id?.text.printable ?? "line \(refusal.line ?? count + index + 1)"
        text += "\(name)  refused: \(refusal.name): \(refusal.message)\n"
      }
    }
    try Console.write(text)
  }

  /// Widths that hold for any stream, because a later line is not known when the first is written.
  private static let widths = [14, 20, 20, 20, 30]

  private static func row(_ cells: [String]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
      let isText = column == 0 || column == cells.count - 1
      line += (isText ? cell + (column == 0 ? padding : "") : padding + cell)
      if column < cells.count - 1 { line += "  " }
    }
    return line + "\n"
  }
}

extension Result where Success == MarginAnswer, Failure == LineRefusal {
  func write(to json: inout JSONWriter) {
    switch self {
    case .success(let answer): answer.write(to: &json)
    case .failure(let refusal): refusal.write(to: &json)
    }
  }
}
