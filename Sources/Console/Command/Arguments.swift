/// The options and positional arguments of one call.
public struct Arguments {
  private var values: [String: [String]] = [:]
  public private(set) var positional: [String] = []

  /// Reads the words after the command's name.
  /// - Throws: `usage`, with the options there are for one that does not exist.
  public init(_ words: [String], for command: Command, of program: Program) throws(CommandFailure) {
    var words = words[...]
    func failure(_ message: String) -> CommandFailure {
      CommandFailure(.usage, "\(message); see \(program.call(of: command)) --help")
    }
    while let word = words.popFirst() {
      if word == "--" {
        positional += words
        break
      }
      if word.hasPrefix("-"), !word.hasPrefix("--"), word != "-" {
        throw failure("there is no option \(word); options have two dashes, and a file of this name is ./\(word)")
      }
      guard word.hasPrefix("--") else {
        positional.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = command.options.first(where: { $0.name == name }) else {
        let known = command.options.map { "--\($0.name)" }.joined(separator: ", ")
        throw failure("there is no option --\(name); the options are \(known)")
      }
      if option.value == nil {
        if parts.count == 2 { throw failure("--\(name) takes no value") }
        values[name, default: []].append("")
        continue
      }
      guard let value = parts.count == 2 ? String(parts[1]) : words.popFirst() else {
        throw failure("--\(name) takes a value: --\(name) \(option.value ?? "")")
      }
      if values[name] != nil && !option.repeats { throw failure("--\(name) is given twice") }
      values[name, default: []].append(value)
    }
    if command.positional.isEmpty, let extra = positional.first {
      throw failure("\(extra) was not expected: this command takes options only")
    }
  }

  public func has(_ name: String) -> Bool { values[name] != nil }
  public func value(_ name: String) -> String? { values[name]?.first }
  public func all(_ name: String) -> [String] { values[name] ?? [] }

  /// A whole number within a range.
  /// - Throws: `usage` for anything else.
  public func integer(
    _ name: String, _ range: ClosedRange<Int>, default fallback: Int
  ) throws(CommandFailure) -> Int {
    guard let text = value(name) else { return fallback }
    guard let number = Int(text), range.contains(number) else {
      throw CommandFailure(
        .usage, "--\(name): expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(text)")
    }
    return number
  }

  /// One of a few words.
  /// - Throws: `usage` for another.
  public func choice(
    _ name: String, _ words: [String], default fallback: String
  ) throws(CommandFailure) -> String {
    guard let text = value(name) else { return fallback }
    guard words.contains(text) else {
      throw CommandFailure(.usage, "--\(name): expected \(words.joined(separator: ", ")), found \(text)")
    }
    return text
  }
}
