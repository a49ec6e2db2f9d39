import Glibc

/// The variables of the environment that hold secrets.
enum Environment {
  /// The value of a variable; an empty one counts as absent.
  static func secret(_ name: String) -> SecretBytes? {
    guard let value = getenv(name) else { return nil }
    let count = strlen(value)
    return count == 0 ? nil : SecretBytes(UnsafeRawBufferPointer(start: value, count: count))
  }
}
