extension Program {
  /// What `--help` prints: the commands, or all about the one that has no name.
  public var help: String {
    if let unnamed { return help(of: unnamed) }
    return """
      \(name): \(summary)

      Usage: \(name) COMMAND [OPTIONS]
      \(list(commands))
      \(name) COMMAND --help explains a command, with examples.
      \(statuses.help)

      """
  }

  /// What `--help` prints after a command's words.
  public func help(of command: Command) -> String {
    let call = call(of: command)
    var text = "\(call): \(command.name.isEmpty ? summary : command.summary)\n\nUsage: \(call)"
    if !command.options.isEmpty { text += " [OPTIONS]" }
    if !command.positional.isEmpty { text += " \(command.positional)" }
    text += "\n"
    let hasCommands = command.name.isEmpty && !commands.isEmpty
    if hasCommands { text += "       \(name) COMMAND [OPTIONS]\n" }
    text += command.details
    if hasCommands { text += list(commands) }
    text += "\nExamples:\n" + command.examples.map { "  \($0)\n" }.joined()
    return text + "\n" + statuses.help + "\n"
  }

  /// The words that call a command.
  func call(of command: Command) -> String {
    command.name.isEmpty ? name : "\(name) \(command.name)"
  }

  /// What is printed after the first word of several commands: their list, or all about the only one.
  func help(of group: [Command]) -> String {
    if group.count == 1 { return group.map(help(of:)).joined() }
    return "Usage: \(name) COMMAND [OPTIONS]\n\(list(group))\n\(name) COMMAND --help explains a command, with examples.\n"
  }

  private func list(_ commands: [Command]) -> String {
    let width = commands.map(\.name.count).max() ?? 0
    let list = commands.map { command in
      "  " + command.name + String(repeating: " ", count: width - command.name.count + 2) + command.summary + "\n"
    }
    return "\nCommands:\n" + list.joined()
  }
}
