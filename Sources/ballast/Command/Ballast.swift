/// Finds the command that the words name and runs it.
enum Ballast {
  static let commands: [Command] = [
    MarginCommand.command,
    ParamsCommand.command,
    VectorsCommand.command,
    BenchCommand.command,
    MarketCommand.command,
    BookCommand.command,
    KeysCommand.new,
    KeysCommand.address,
    KeysCommand.changePassphrase,
  ]

  static var help: String {
    let width = commands.map(\.name.count).max() ?? 0
    let list = commands.map { command in
      "  " + command.name + String(repeating: " ", count: width - command.name.count + 2) + command.summary
    }
    return """
      ballast: exact portfolio margin, explained

      Usage: ballast COMMAND [OPTIONS]

      Commands:
      \(list.joined(separator: "\n"))

      ballast COMMAND --help explains a command, with examples.
      \(ExitStatus.help)

      """
  }

  static func run(_ words: [String]) -> ExitStatus {
    do {
      return try dispatch(words)
    } catch let failure as CommandFailure {
      Console.say("ballast: \(failure.message)")
      return failure.status
    } catch {
      Console.say("ballast: \(error)")
      return .badInput
    }
  }

  private static func dispatch(_ words: [String]) throws -> ExitStatus {
    guard let first = words.first, first != "--help", first != "help", first != "-h" else {
      try Console.write(help)
      return words.isEmpty ? .usage : .success
    }
    for command in commands {
      let name = command.name.split(separator: " ").map(String.init)
      guard words.starts(with: name) else { continue }
      let rest = Array(words.dropFirst(name.count))
      if rest.contains("--help") || rest.contains("-h") {
        try Console.write(command.help)
        return .success
      }
      return try command.run(Arguments(rest, for: command))
    }
    let group = commands.filter { $0.name.hasPrefix(first + " ") }
    if !group.isEmpty {
      let isHelp = words.contains("--help") || words.contains("-h")
      try Console.write(group.map(\.help).joined(separator: "\n"))
      return isHelp ? .success : .usage
    }
    throw CommandFailure(
      .usage, "there is no command \(first); the commands are \(commands.map(\.name).joined(separator: ", "))")
  }
}
