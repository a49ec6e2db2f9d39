import Console

/// How the process ends.
enum ExitStatus: Int32 {
  /// Everything asked for was done; a refusal by the model is an answer.
  case success = 0
  /// A check found a difference.
  case difference = 1
  /// At least one input was not of the documented form, or a file could not be read.
  case badInput = 2
  /// The output could not be written.
  case badOutput = 3
  /// The command line itself was not understood.
  case usage = 64

  static let help = """
    Exit status: 0 done (a refusal by the model is an answer); 1 a check found a difference; 2 an input was
    refused; 3 the output could not be written; 64 the command line was not understood. A reader that closes
    the pipe ends it by the signal SIGPIPE, as usual.
    """

  /// The statuses where a command cannot go on.
  static let ofFailures = ExitStatuses(
    usage: usage.rawValue, badInput: badInput.rawValue, badOutput: badOutput.rawValue, help: help)
}
