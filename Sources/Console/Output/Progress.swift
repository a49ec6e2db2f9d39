/// Progress of long work on standard error: on a terminal one line that is rewritten, otherwise a line now
/// and then.
public struct Progress {
  private let what: String
  private let start = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var isShown = false

  public init(_ what: String) {
    self.what = what
  }

  /// Shows how many are done, at most five times a second on a terminal, and every five seconds elsewhere.
  public mutating func update(_ count: Int) {
    let now = ContinuousClock.now
    let interval: Duration = Console.errorIsTerminal ? .milliseconds(200) : .seconds(5)
    guard now - lastShown >= interval else { return }
    lastShown = now
    let text = "\(what): \(count) after \((now - start).components.seconds) s"
    guard Console.errorIsTerminal else { return Console.say(text) }
    isShown = true
    Console.rewrite("\r\(text)")
  }

  /// Clears the line.
  public mutating func finish() {
    if isShown { Console.rewrite("\r\u{1B}[K") }
    isShown = false
  }
}
