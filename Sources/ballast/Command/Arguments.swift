/// The options and positional arguments of one call.
struct Arguments {
  private var values: [String: [String]] = [:]
  private(set) var positional: [String] = []

  /// Reads the words after the command's name.
  /// - Throws: `CommandFailure(.usage)` with the options there are for one that does not exist.
  init(_ words: [String], for command: Command) throws {
    var words = words[...]
    func failure(_ message: String) -> CommandFailure {
      CommandFailure(.usage, "\(message); see ballast \(command.name) --help")
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

  func has(_ name: String) -> Bool { values[name] != nil }
  func value(_ name: String) -> String? { values[name]?.first }
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// A whole number within a range.
  func integer(_ name: String, _ range: ClosedRange<Int>, default fallback: Int) throws -> Int {
    guard let text = value(name) else { return fallback }
    guard let number = Int(text), range.contains(number) else {
      throw CommandFailure(
        .usage, "--\(name): expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(text)")
    }
    return number
  }

  /// One of a few words.
  func choice(_ name: String, _ words: [String], default fallback: String) throws -> String {
    guard let text = value(name) else { return fallback }
    guard words.contains(text) else {
      throw CommandFailure(.usage, "--\(name): expected \(words.joined(separator: ", ")), found \(text)")
    }
    return text
  }
}
