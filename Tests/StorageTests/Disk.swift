import FaultyDisk

/// A disk in memory that loses power, fills up, fails and lies.
final class Disk {
  /// What `DataDirectory` opens its files through.
  let name: String
  private let handle: OpaquePointer

  /// - Parameter name: one that no other disk has at the time.
  init(_ name: String, sectorBytes: Int32 = 512, isPowersafe: Bool = true) throws {
    guard let handle = faulty_disk_new(name) else { throw NoDisk() }
    (self.name, self.handle) = (name, handle)
    faulty_disk_describe(handle, sectorBytes, isPowersafe ? 1 : 0)
  }

  deinit { faulty_disk_free(handle) }

  enum Failure {
    /// Everything from then on, until power is back.
    case power
    /// One operation.
    case once
  }

  func fail(after operations: Int64, _ failure: Failure) {
    faulty_disk_fail_after(handle, operations, failure == .power ? FAULTY_POWER : FAULTY_ONCE)
  }

  func heal() { faulty_disk_fail_after(handle, -1, FAULTY_POWER) }

  var hasFailed: Bool { faulty_disk_has_failed(handle) != 0 }
  var operations: Int64 { faulty_disk_operations(handle) }
  /// Whether it says that it synchronised, and does not.
  func setLying(_ isLying: Bool) { faulty_disk_set_lying(handle, isLying ? 1 : 0) }

  /// Room for so many bytes; nil for any number.
  func setCapacity(_ bytes: Int64?) { faulty_disk_set_capacity(handle, bytes ?? -1) }

  /// Everything open on it must have been closed.
  func losePower(seed: UInt64) { faulty_disk_lose_power(handle, seed) }
}

struct NoDisk: Error {}
