import Foundation
import Testing

/// Where tests find files: the repository itself, and the optional folder of shared vectors beside it.
public enum Repository {
  /// The repository's root folder.
  public static let root: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file of the repository, by its path from the root.
  public static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// The files of a folder with this suffix, sorted by name.
  public static func files(in folder: String, suffix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path)
      .filter { $0.hasSuffix(suffix) }.sorted().map { folder + "/" + $0 }
  }
}

/// The folder `shared` beside the repository, with vectors that are not committed here.
public enum Shared {
  static let folder = Repository.root.deletingLastPathComponent().appendingPathComponent("shared")

  /// Whether tests that read the folder run. They skip, saying so, where it is absent, unless
  /// `tools/test --require-shared` (BALLAST_REQUIRE_SHARED=1) asks for them: then they fail.
  public static let isAvailable =
    ProcessInfo.processInfo.environment["BALLAST_REQUIRE_SHARED"] == "1"
    || FileManager.default.fileExists(atPath: folder.path)

  /// The trait for every test that reads the folder.
  public static let required: any SuiteTrait & TestTrait = ConditionTrait.enabled(
    if: isAvailable, "skipped: ../shared is absent (tools/test --require-shared makes this a failure)")

  /// A file of the folder; one that ends in `.gz` is unpacked.
  public static func bytes(_ path: String) throws -> [UInt8] {
    let url = folder.appendingPathComponent(path)
    guard path.hasSuffix(".gz") else { return [UInt8](try Data(contentsOf: url)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/gzip")
    process.arguments = ["-dc", url.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return [UInt8](data)
  }
}
