/// The accounts of a venue by number less one: all of them, or of a state that is known in part, some.
///
/// An account that is not known reads as an empty one of nobody's; whoever works with a part of a state compares what
/// was read with what is known (`TouchLog`).
public struct AccountTable: Sendable {
  private var all: [AccountState] = []
  /// The accounts that are known, by place; nil where all are.
  private var some: [Int: AccountState]?
  private var partialCount = 0

  init() {}

  public var count: Int { some == nil ? all.count : partialCount }

  mutating func append(_ account: AccountState) {
    if some == nil { return all.append(account) }
    some?[partialCount] = account
    partialCount += 1
  }

  mutating func removeLast() {
    if some == nil {
      all.removeLast()
      return
    }
    partialCount -= 1
    some?[partialCount] = nil
  }

  /// Makes room for so many accounts, none of which is known yet.
  mutating func restore(count: Int, isPartial: Bool) {
    if isPartial {
      (some, partialCount) = ([:], count)
    } else {
      all = Array(repeating: .unknown, count: count)
    }
  }

  /// - Parameter index: below the count.
  public internal(set) subscript(index: Int) -> AccountState {
    @inline(__always) _read {
      if let some { yield some[index] ?? .unknown } else { yield all[index] }
    }
    @inline(__always) _modify {
      if var known = some {
        // Taken out, so that it is not copied.
        some = [:]
        defer { some = known }
        yield &known[index, default: .unknown]
      } else {
        yield &all[index]
      }
    }
  }
}

extension AccountTable: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
}

extension AccountState {
  fileprivate static let unknown = AccountState(owner: .zero, manager: 0)
}
