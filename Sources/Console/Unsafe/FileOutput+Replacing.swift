extension FileOutput {
  /// Makes a file hold these bytes and nothing else, in one step: whoever opens it, even after a loss of
  /// power, finds the old content or the new, never a part. What killed calls have left in the folder is removed.
  /// - Parameters:
  ///   - path: of a regular file or of none yet; `-` is a name like others.
  ///   - mode: the permissions that the file has then, whatever it had, and whatever the umask: 0o600 for
  ///     secrets.
  /// - Throws: `badOutput` where there is no such folder, it cannot be written, or something else than a
  ///   regular file has the name; the old content stands, unless only the last step failed, which makes the
  ///   new name permanent.
  public static func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(CommandFailure) {
    FileReplacement.removeUnfinished(beside: path)
    let file = try FileReplacement(path, mode: mode)
    try file.write(bytes)
    try file.finish()
  }
}
