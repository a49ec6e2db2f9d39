/// One option of a command.
struct OptionSpecification: Sendable {
  /// Without the dashes.
  var name: String
  /// What stands for its value in the help; nil for a flag.
  var value: String?
  var help: String
  /// Whether it may be given several times.
  var repeats = false
}

/// A command: its words, what it takes and what it does.
struct Command: Sendable {
  /// The words after `ballast`.
  var name: String
  var summary: String
  /// What stands for the positional arguments in the help, empty where there are none.
  var positional: String = ""
  var description: String
  var options: [OptionSpecification]
  var examples: [String]
  var run: @Sendable (Arguments) throws -> ExitStatus

  var help: String {
    var text = "ballast \(name): \(summary)\n\nUsage: ballast \(name)"
    if !options.isEmpty { text += " [OPTIONS]" }
    if !positional.isEmpty { text += " \(positional)" }
    text += "\n\n\(description)\n"
    if !options.isEmpty {
      text += "\nOptions:\n"
      let heads = options.map { "--\($0.name)" + ($0.value.map { " \($0)" } ?? "") }
      let width = min(26, heads.map(\.count).max() ?? 0)
      for (head, option) in zip(heads, options) {
        let padding = String(repeating: " ", count: max(0, width - head.count))
        let indent = String(repeating: " ", count: width + 4)
        let lines = option.help.split(separator: "\n", omittingEmptySubsequences: false)
        if head.count > width {
          text += "  \(head)\n" + lines.map { indent + $0 + "\n" }.joined()
        } else {
          text += "  \(head)\(padding)  \(lines.first ?? "")\n"
          text += lines.dropFirst().map { indent + $0 + "\n" }.joined()
        }
      }
    }
    text += "\nExamples:\n" + examples.map { "  \($0)\n" }.joined()
    return text + "\n" + ExitStatus.help + "\n"
  }
}
