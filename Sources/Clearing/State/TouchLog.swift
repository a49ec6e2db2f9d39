import Synchronization

/// Which parts of the state have been read, of those of which there may be many, and which have been changed: with it
/// a witness knows what an operation needs.
public final class TouchLog: Sendable {
  private let noted = Mutex<Set<StateKey>>([])

  public init() {}

  public func note(_ key: StateKey) {
    noted.withLock { _ = $0.insert(key) }
  }

  public var keys: Set<StateKey> { noted.withLock { $0 } }
}
