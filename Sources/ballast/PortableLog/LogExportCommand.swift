import Console
import Ethereum
import Storage

/// `ballast log export`: the log of a data directory as one file.
enum LogExportCommand {
  static let command = Command(
    name: "log export",
    summary: "write a data directory's log as one portable file",
    positional: "FILE",
    description: """
      Writes the genesis and every block with its receipts, sealed one after another (specs/21-storage.md, ST-13), to a
      file that is not there yet: it takes its name in one step when it is whole and on the disk. It reads beside a
      running ballast run. The same blocks give the same file, to the last byte.

      Who has the file executes it again with ballast audit --replay FILE, or makes a data directory of it with
      ballast log import FILE.
      """,
    options: [
      OptionSpecification(name: "data", value: "DIR", help: "the data directory"),
      OptionSpecification(name: "height", value: "N", help: "the last block of the file; 0 for none (the last)"),
      OptionSpecification(name: "output", value: "FORM", help: "what is said of it: table or json (table)"),
    ],
    examples: ["ballast log export log.blst --data data", "ballast log export first-100.blst --data data --height 100"],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 1, let target = arguments.positional.first else {
      throw CommandFailure(.usage, "one FILE was expected; see ballast log export --help")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let path = try arguments.required("data")
    let height = try arguments.uint64("height")
    try NewFile.checkAbsent(target)
    let report = try export(path, through: height, to: target)
    try Console.write(isTable ? Array(report.text.utf8) : report.json)
    return .success
  }

  private static func export(_ path: String, through height: UInt64?, to target: String) throws -> PortableLogReport {
    let directory = try CommandFailure.stored { () throws(StorageError) in
      try DataDirectory(opening: path, for: .reading)
    }
    // What is added meanwhile is no part of it, so that what is said of the file is what it has.
    let end = height ?? directory.last.height
    let last = try CommandFailure.stored { () throws(StorageError) in try directory.link(end) }
    let log = try CommandFailure.stored { () throws(StorageError) in try directory.exported(through: end) }
    FileReplacement.removeUnfinished(beside: target)
    let file = try FileReplacement(target, mode: 0o644)
    var progress = Progress("blocks exported")
    // The opening with the genesis comes first, and the end last.
    var (pieces, bytes) = (0, 0)
    while let piece = try CommandFailure.stored({ () throws(StorageError) in try log.next() }) {
      try file.write(piece)
      bytes += piece.count
      progress.update(min(pieces, Int(clamping: end)))
      pieces += 1
    }
    progress.finish()
    try file.finishNew()
    return PortableLogReport(
      file: target, data: path, genesis: directory.genesisHash, height: last.height, block: last.hash, bytes: bytes,
      next: "ballast audit --replay \(target) --venue GENESIS executes it again")
  }
}
