import Console
import Foundation
import TestSupport
import Testing

/// Files that are never half written, and folders.
struct FileReplacementTests {
  @Test func contentIsReplacedWhole() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/key"
      for (text, mode) in [("a longer first content", 0o644), ("second", 0o600), ("", 0o640)] {
        try FileOutput.replace(path, with: Array(text.utf8), mode: UInt32(mode))
        #expect(try FileInput.bytes(of: path) == Array(text.utf8))
        #expect(try TemporaryFolder.mode(of: path) == mode)
        #expect(try TemporaryFolder.names(in: folder) == ["key"])
      }
    }
  }

  /// Who has the old file open reads on in it.
  @Test func oldContentStaysWhole() throws {
    try TemporaryFolder.withFile("old content") { path in
      let file = try FileInput(path)
      #expect(try file.read(atMost: 4) == Array("old ".utf8))
      try FileOutput.replace(path, with: Array("new".utf8), mode: 0o644)
      #expect(try file.readAll(atMost: 100) == Array("content".utf8))
    }
  }

  @Test(arguments: ["missing/key", "file/key", "", "folder", "link"])
  func refusedWithNothingLeft(name: String) throws {
    try TemporaryFolder.with { folder in
      try Folder.make(folder + "/folder")
      try FileOutput.replace(folder + "/file", with: [1], mode: 0o600)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "file")
      let path = "\(folder)/\(name)"
      let failure = #expect(throws: CommandFailure.self) {
        try FileOutput.replace(path, with: [2], mode: 0o600)
      }
      #expect(failure?.kind == .badOutput)
      #expect(failure?.message.hasPrefix("\(path) could not be written: ") == true)
      #expect(try TemporaryFolder.names(in: folder) == ["file", "folder", "link"])
      #expect(try FileInput.bytes(of: folder + "/file") == [1])
    }
  }

  /// A process that is killed leaves such a file.
  @Test func unfinishedFilesAreRemoved() throws {
    try TemporaryFolder.with { folder in
      for name in [".partial-aB3xyZ", ".partial-", ".partial-longer7", "partial-aB3xyZ", "file"] {
        #expect(FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: Data([1])))
      }
      try Folder.make(folder + "/.partial-folder")
      try Folder.make(folder + "/.partial-abcdef")
      try FileManager.default.createSymbolicLink(atPath: folder + "/.partial-linked", withDestinationPath: "file")
      FileReplacement.removeUnfinished(in: folder)
      FileReplacement.removeUnfinished(in: folder + "/missing")
      #expect(
        try TemporaryFolder.names(in: folder)
          == [
            ".partial-", ".partial-abcdef", ".partial-folder", ".partial-linked", ".partial-longer7", "file",
            "partial-aB3xyZ",
          ])
    }
  }

  /// What somebody writes stays, and what was left goes before something else is written.
  @Test func filesOfWritersAtWorkStay() throws {
    try TemporaryFolder.with { folder in
      let file = try FileReplacement(folder + "/slow", mode: 0o644)
      try file.write([1])
      #expect(FileManager.default.createFile(atPath: folder + "/.partial-killed", contents: Data([1])))
      try FileOutput.replace(folder + "/quick", with: [2], mode: 0o644)
      let names = try TemporaryFolder.names(in: folder)
      #expect(names.count == 2 && names.last == "quick" && names.first != ".partial-killed")
      FileReplacement.removeUnfinished(beside: folder + "/slow")
      try file.finishNew()
      #expect(try FileInput.bytes(of: folder + "/slow") == [1])
      #expect(try TemporaryFolder.names(in: folder) == ["quick", "slow"])
    }
  }

  @Test func foldersAreMadeWithThoseAbove() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/a/b//c/"
      #expect(!Folder.holds(path))
      try Folder.make(path, mode: 0o700)
      try Folder.make(path)
      #expect(Folder.holds(path))
      #expect(try TemporaryFolder.mode(of: folder + "/a/b") == 0o700)
      try FileOutput.replace(folder + "/file", with: [], mode: 0o600)
      for taken in ["/file", "/file/d"] {
        let failure = #expect(throws: CommandFailure.self) { try Folder.make(folder + taken) }
        #expect(failure?.kind == .badOutput)
      }
    }
  }

  /// The clock is that of the system: after this was written, before 2200.
  @Test func clock() {
    #expect((1_760_000_000..<7_258_118_400).contains(System.secondsSinceEpoch))
  }
}

/// Files that are written piece by piece, and locks.
struct FileStreamTests {
  @Test func nothingStandsBeforeTheEnd() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/state"
      try { () throws in
        let file = try FileReplacement(path, mode: 0o600)
        try file.write(Array("never ".utf8))
        try file.write(Array("finished".utf8))
        #expect(!Folder.holds(path))
      }()
      #expect(try TemporaryFolder.names(in: folder).isEmpty)
      for isDurable in [true, false] {
        let file = try FileReplacement(path, mode: 0o600)
        for piece in ["in ", "pieces"] { try file.write(Array(piece.utf8)) }
        try file.finish(isDurable: isDurable)
        #expect(try FileInput.bytes(of: path) == Array("in pieces".utf8))
        #expect(try TemporaryFolder.mode(of: path) == 0o600)
        #expect(try TemporaryFolder.names(in: folder) == ["state"])
      }
    }
  }

  @Test func oneHoldsALock() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/memory"
      try { () throws in
        let lock = try FileLock(path)
        #expect(throws: CommandFailure.self) { try FileLock(path) }
        withExtendedLifetime(lock) {}
      }()
      _ = try FileLock(path)
      #expect(throws: CommandFailure.self) { try FileLock(folder + "/none/memory") }
    }
  }
}
