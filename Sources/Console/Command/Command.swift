/// One option of a command.
public struct OptionSpecification: Sendable {
  /// Without the dashes.
  public var name: String
  /// What stands for its value in the help; nil for a flag.
  public var value: String?
  public var help: String
  /// Whether it may be given several times.
  public var repeats: Bool

  public init(name: String, value: String? = nil, help: String, repeats: Bool = false) {
    self.name = name
    self.value = value
    self.help = help
    self.repeats = repeats
  }
}

/// A command: its words, what it takes and what it does.
public struct Command: Sendable {
  /// The words after the program's name; empty for the command that a program is without naming one.
  public var name: String
  /// What it does, in a line; the program's summary stands for that of the command without a name.
  public var summary: String
  /// What stands for the positional arguments in the help, empty where there are none.
  public var positional: String
  public var description: String
  public var options: [OptionSpecification]
  public var examples: [String]
  /// Does the work and gives the exit status.
  public var run: @Sendable (Arguments) throws -> Int32

  public init(
    name: String = "", summary: String = "", positional: String = "", description: String,
    options: [OptionSpecification], examples: [String], run: @escaping @Sendable (Arguments) throws -> Int32
  ) {
    self.name = name
    self.summary = summary
    self.positional = positional
    self.description = description
    self.options = options
    self.examples = examples
    self.run = run
  }

  /// What `--help` prints between the line of usage and the examples.
  var details: String {
    var text = "\n\(description)\n"
    if options.isEmpty { return text }
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
    return text
  }
}
