// Writes a sample log to a data directory, to be killed at it.
//
//   storage-writer DIRECTORY SEED [--user ID] [--until HEIGHT] [--largest BYTES]
//   storage-writer DIRECTORY SEED [--user ID] --read 1
//
// Prints "at HEIGHT" once it is open, then each height as soon as it is acknowledged, and "snapshot HEIGHT" for each
// snapshot. A failure is printed as "failed NAME", and ends it with 3.
import Glibc
import Storage
import StorageSupport

func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}

func option(_ name: String) -> UInt64? {
  CommandLine.arguments.firstIndex(of: name).flatMap { place in
    place + 1 < CommandLine.arguments.count ? UInt64(CommandLine.arguments[place + 1]) : nil
  }
}

func run() throws(StorageError) {
  let (path, seed) = (CommandLine.arguments[1], UInt64(CommandLine.arguments[2]) ?? 0)
  let until = option("--until") ?? .max
  let log = SampleLog(seed: seed, largest: Int(option("--largest") ?? 20_000))
  if option("--read") != nil {
    let directory = try DataDirectory(opening: path, for: .reading)
    try directory.verify()
    return say("at \(directory.last.height)")
  }
  let directory: DataDirectory
  do throws(StorageError) {
    directory = try DataDirectory.create(path, genesis: log.genesis, hash: log.genesisHash)
  } catch .alreadyExists {
    directory = try DataDirectory(opening: path, for: .writing)
  }
  say("at \(directory.last.height)")
  while directory.last.height < until {
    let height = directory.last.height + 1
    // Sometimes two at once.
    let count: UInt64 = height % 5 == 0 ? 2 : 1
    try directory.append((height..<(height + count)).map { log.block($0) })
    say("\(directory.last.height)")
    guard height % 8 == 0 else { continue }
    do throws(StorageError) {
      let snapshot = try directory.startSnapshot(at: height)
      for chunk in log.chunks(height) { try snapshot.append(chunk) }
      _ = try snapshot.finish()
      say("snapshot \(height)")
    } catch .snapshotExists {
    }
    try directory.keepSnapshots(newest: 2)
  }
}

if CommandLine.arguments.count < 3 { exit(64) }
// A process that may write everywhere cannot show what others may not.
if let user = option("--user"), setgid(gid_t(user)) != 0 || setuid(uid_t(user)) != 0 { exit(64) }
do {
  try run()
} catch {
  say("failed \(error.name)")
  exit(3)
}
