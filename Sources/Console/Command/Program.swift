/// An executable: its name, its commands and the numbers it ends with.
///
/// A program finds its command by the first words. One that has a command without a name runs that where no
/// words name another, and then a file may be called `help`.
public struct Program: Sendable {
  public let name: String
  public let summary: String
  public let statuses: ExitStatuses
  /// The commands that words name.
  public let commands: [Command]
  /// The command that takes options and files directly.
  public let unnamed: Command?

  public init(name: String, summary: String, commands: [Command], statuses: ExitStatuses) {
    self.name = name
    self.summary = summary
    self.statuses = statuses
    self.commands = commands.filter { !$0.name.isEmpty }
    unnamed = commands.first { $0.name.isEmpty }
  }

  /// Runs the command that the words name, or says on standard error why not.
  /// - Returns: the exit status.
  public func run(_ words: [String]) -> Int32 {
    System.holdStandardStreams()
    System.tellFileLimits()
    do {
      return try dispatch(words)
    } catch let failure as CommandFailure {
      say(failure.message)
      return statuses.status(of: failure.kind)
    } catch {
      say("\(error)")
      return statuses.badInput
    }
  }

  /// A message on standard error, after the program's name.
  public func say(_ message: String) { Console.say("\(name): \(message)") }

  private func dispatch(_ words: [String]) throws -> Int32 {
    let asksForHelp = words.contains("--help") || words.contains("-h")
    if unnamed == nil, words.first.map({ ["--help", "help", "-h"].contains($0) }) ?? true {
      try Console.write(help)
      return words.isEmpty ? statuses.usage : 0
    }
    for command in commands {
      let name = command.name.split(separator: " ").map(String.init)
      guard words.starts(with: name) else { continue }
      return try run(command, Array(words.dropFirst(name.count)))
    }
    let group = words.first.map { first in commands.filter { $0.name.hasPrefix(first + " ") } } ?? []
    if !group.isEmpty, asksForHelp || words.count == 1 {
      try Console.write(help(of: group))
      return asksForHelp ? 0 : statuses.usage
    }
    if group.isEmpty, let unnamed { return try run(unnamed, words) }
    let named = words.prefix(group.isEmpty ? 1 : 2).joined(separator: " ")
    let names = (group.isEmpty ? commands : group).map(\.name)
    throw CommandFailure(.usage, "there is no command \(named); the commands are \(names.joined(separator: ", "))")
  }

  private func run(_ command: Command, _ words: [String]) throws -> Int32 {
    if words.contains("--help") || words.contains("-h") {
      try Console.write(help(of: command))
      return 0
    }
    return try command.run(Arguments(words, for: command, of: self))
  }
}
