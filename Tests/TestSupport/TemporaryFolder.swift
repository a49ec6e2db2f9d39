import Foundation

/// Files that a test makes for itself.
public enum TemporaryFolder {
  /// Runs a body on the path of an empty folder, which is removed with all that it holds.
  public static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("ballast-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  /// Runs a body on the path of a file of this text.
  public static func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    try with { folder in
      let path = folder + "/file"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return try body(path)
    }
  }

  /// Removes a file.
  public static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

  /// The names of what stands in a folder, sorted.
  public static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// The permissions of a file.
  public static func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}
