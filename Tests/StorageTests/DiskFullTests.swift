import Foundation
import StorageSupport
import TestSupport
import Testing

@testable import Storage

/// A disk without room.
struct DiskFullTests {
  /// At every size at which it can be full: a clear error, nothing lost, and on it goes once there is room.
  @Test func nothingIsLostWhenTheDiskIsFull() throws {
    for room in stride(from: Int64(0), to: 300_000, by: 3_500) {
      let disk = try Disk("full-\(room)")
      let log = SampleLog(seed: UInt64(room), largest: 30_000)
      try TemporaryFolder.with { folder in
        disk.setCapacity(room)
        var height: UInt64 = 0
        do throws(StorageError) {
          let directory = try DataDirectory.create(
            folder, genesis: log.genesis, hash: log.genesisHash, fileLayer: disk.name)
          while height < 40 {
            do throws(StorageError) {
              try directory.append(log.block(height + 1))
              height += 1
            } catch {
              #expect(error == .diskFull(folder + "/log.sqlite"))
              #expect(directory.last.height == height)
              // Room is made for it, and it goes on without being opened anew.
              disk.setCapacity(nil)
              try directory.append(log.block(height + 1))
              height += 1
              disk.setCapacity(room + 50_000)
              break
            }
          }
          try directory.verify()
        } catch {
          #expect(error == .diskFull(folder + "/log.sqlite"))
        }
        disk.losePower(seed: UInt64(room))
        disk.setCapacity(nil)
        guard height > 0 else { return }
        let directory = try DataDirectory(opening: folder, for: .writing, fileLayer: disk.name)
        try directory.verify()
        #expect(directory.last.height == height)
        for number in 1...height { #expect(try directory.block(number) == log.block(number)) }
      }
    }
  }

  /// The same on a file system of two megabytes, where a mount is allowed.
  @Test func aFullFileSystem() throws {
    try TemporaryFolder.with { folder in
      let script = "mount -t tmpfs -o size=2m none \"$1\" || exit 77; exec \"$0\" \"$1/data\" 5"
      let path = folder + "/mounted"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      let unshare = "/usr/bin/unshare"
      guard FileManager.default.isExecutableFile(atPath: unshare) else { return }
      let writer = try Writer([path], under: [unshare, "--mount", "--map-root-user", "/bin/sh", "-c", script])
      let lines = writer.lines()
      guard writer.status == 3 else {
        print("skipped: no file system can be mounted here")
        return
      }
      #expect(lines.last == "failed Storage_DiskFull")
      #expect(lines.count > 3)
    }
  }
}
