/// Standard output and standard error.
public enum Console {
  public static let outputIsTerminal = System.isTerminal(.output)
  public static let errorIsTerminal = System.isTerminal(.error)

  /// Whether standard output is a terminal that shows colours: NO_COLOR and TERM=dumb switch them off.
  public static let hasColour =
    outputIsTerminal && System.environment("NO_COLOR") == nil && System.environment("TERM") != "dumb"

  /// Writes everything.
  /// - Throws: `badOutput` with the reason.
  public static func write(_ bytes: [UInt8]) throws(CommandFailure) {
    if let reason = System.write(bytes, to: .output) {
      throw CommandFailure(.badOutput, "standard output could not be written: \(reason)")
    }
  }

  public static func write(_ text: String) throws(CommandFailure) { try write(Array(text.utf8)) }

  /// A message on standard error, in the place of progress that is shown there; a failure to write it is nobody's
  /// business.
  public static func say(_ text: String) { rewrite((errorIsTerminal ? "\r\u{1B}[K" : "") + text + "\n") }

  /// Text on standard error without an end of line.
  public static func rewrite(_ text: String) { _ = System.write(Array(text.utf8), to: .error) }
}
