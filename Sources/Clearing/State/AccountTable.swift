import Ethereum

/// The accounts of a venue by number less one: all of them, or of a state that is known in part, some.
///
/// An account that is not known reads as an empty one of nobody's; whoever works with a part of a state compares what
/// was read with what is known (`TouchLog`).
public struct AccountTable: Sendable {
  /// The accounts in their order; of a state that is known in part, one that is not known, and then those that are.
  private var stored: [AccountState] = []
  /// Where the accounts that are known are stored; nil where all are.
  private var places: [Int: Int]?
  private var partialCount = 0

  init() {}

  public var count: Int { places == nil ? stored.count : partialCount }

  mutating func append(_ account: AccountState) {
    if places == nil { return stored.append(account) }
    partialCount += 1
    self[partialCount - 1] = account
  }

  mutating func removeLast() {
    if places == nil {
      stored.removeLast()
      return
    }
    partialCount -= 1
    if let place = places?.removeValue(forKey: partialCount) { stored[place] = .unknown }
  }

  /// Makes room for so many accounts, none of which is known yet.
  mutating func restore(count: Int, isPartial: Bool) {
    stored = Array(repeating: .unknown, count: isPartial ? 1 : count)
    (places, partialCount) = isPartial ? ([:], count) : (nil, 0)
  }

  /// - Parameter index: below the count.
  public internal(set) subscript(index: Int) -> AccountState {
    // Never a copy: accounts are read many times in an operation.
    @inline(__always) _read { yield stored[place(of: index)] }
    @inline(__always) _modify {
      if places != nil { makeKnown(index) }
      yield &stored[place(of: index)]
    }
  }

  @inline(__always)
  private func place(of index: Int) -> Int {
    guard let places else { return index }
    return places[index] ?? 0
  }

  private mutating func makeKnown(_ index: Int) {
    if places?[index] != nil { return }
    places?[index] = stored.count
    stored.append(.unknown)
  }
}

extension AccountTable: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
}

extension AccountState {
  fileprivate static let unknown = AccountState(owner: .zero, manager: 0)
}
