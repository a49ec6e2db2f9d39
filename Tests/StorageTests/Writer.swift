import Foundation

/// A `storage-writer` process.
final class Writer {
  private let process = Process()
  private let pipe = Pipe()
  private var buffer: [UInt8] = []

  /// - Parameter arguments: a command that runs it may stand before them.
  init(_ arguments: [String], under command: [String] = []) throws {
    let words = command + [try Self.path] + arguments
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit { if process.isRunning { kill() } }

  /// Beside the tests themselves.
  private static var path: String {
    get throws {
      let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("storage-writer").path
    }
  }

  /// The next line that it has printed, waiting for it; nil at the end.
  func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        defer { buffer.removeSubrange(...end) }
        return String(decoding: buffer[..<end], as: UTF8.self)
      }
      let more = pipe.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      buffer += more
    }
  }

  /// All lines to its end.
  func lines() -> [String] {
    var lines: [String] = []
    while let line = line() { lines.append(line) }
    process.waitUntilExit()
    return lines
  }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Stops it where it is, or lets it go on.
  func stop(_ isStopped: Bool) { Foundation.kill(process.processIdentifier, isStopped ? SIGSTOP : SIGCONT) }

  var status: Int32 { process.terminationStatus }
}
