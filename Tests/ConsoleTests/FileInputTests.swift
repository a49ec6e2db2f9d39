import Console
import Foundation
import TestSupport
import Testing

/// Whole reads within a limit.
struct FileInputTests {
  @Test(arguments: [(0, 0, true), (3, 4, true), (4, 4, true), (5, 4, false), (1, 0, false), (1, -1, false)])
  func fileAgainstLimit(size: Int, limit: Int, fits: Bool) throws {
    try TemporaryFolder.withFile(String(repeating: "a", count: size)) { path in
      guard fits else {
        let refusal = #expect(throws: CommandFailure.self) { try FileInput.bytes(of: path, atMost: limit) }
        #expect(refusal?.kind == .badInput)
        #expect(refusal?.message == "\(path): expected at most \(max(0, limit)) bytes, found more")
        return
      }
      let bytes = try FileInput.bytes(of: path, atMost: limit)
      #expect(bytes.count == size)
    }
  }

  /// A file that states its size is refused before any of it is read.
  @Test func tooLargeIsRefusedUnread() throws {
    try TemporaryFolder.withFile("abcdef") { path in
      let file = try FileInput(path)
      #expect(throws: CommandFailure.self) { try file.readAll(atMost: 5) }
      #expect(try file.readAll(atMost: 6) == Array("abcdef".utf8))
    }
  }

  @Test func limitIsOfWhatIsLeft() throws {
    try TemporaryFolder.withFile("abcdef") { path in
      let file = try FileInput(path)
      #expect(try file.read(atMost: 2) == Array("ab".utf8))
      #expect(try file.readAll(atMost: 4) == Array("cdef".utf8))
    }
  }

  /// A device without end is read to one byte above the limit.
  @Test(arguments: [0, 1, FileInput.pieceBytes - 1, FileInput.pieceBytes, 3 * FileInput.pieceBytes])
  func endlessDevice(limit: Int) {
    let refusal = #expect(throws: CommandFailure.self) { try FileInput.bytes(of: "/dev/zero", atMost: limit) }
    #expect(refusal?.kind == .badInput)
  }

  /// Of a pipe one byte above the limit is gone, and no more.
  @Test func pipeIsReadToOneAboveTheLimit() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("abcdefgh".utf8))
    try pipe.fileHandleForWriting.close()
    let file = try FileInput("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    #expect(throws: CommandFailure.self) { try file.readAll(atMost: 3) }
    #expect(try file.readAll(atMost: 4) == Array("efgh".utf8))
  }

  @Test func sizeOfAnUnsizedFileIsNotBelieved() throws {
    // It states no bytes.
    #expect(try !FileInput.bytes(of: "/proc/self/status", atMost: 1 << 16).isEmpty)
  }

  @Test(arguments: ["/nonexistent/file", "/"])
  func unreadable(path: String) {
    let refusal = #expect(throws: CommandFailure.self) { try FileInput.bytes(of: path) }
    #expect(refusal?.kind == .badInput)
    #expect(refusal?.message.hasPrefix("\(path) could not be read: ") == true)
  }
}
