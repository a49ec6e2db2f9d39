/// A command that cannot go on, and what is said of it.
public struct CommandFailure: Error, Hashable, Sendable {
  /// What went wrong, as far as the exit status tells; each program has its own numbers.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// The command line itself was not understood.
    case usage
    /// An input is not of the documented form, or a file could not be read.
    case badInput
    /// The output could not be written.
    case badOutput
  }

  public var kind: Kind
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

/// The numbers a program ends with where a command cannot go on. Zero is success.
public struct ExitStatuses: Sendable {
  public var usage: Int32
  public var badInput: Int32
  public var badOutput: Int32
  /// All exit statuses of the program, as they stand at the end of every help.
  public var help: String

  public init(usage: Int32, badInput: Int32, badOutput: Int32, help: String) {
    self.usage = usage
    self.badInput = badInput
    self.badOutput = badOutput
    self.help = help
  }

  func status(of kind: CommandFailure.Kind) -> Int32 {
    switch kind {
    case .usage: usage
    case .badInput: badInput
    case .badOutput: badOutput
    }
  }
}
