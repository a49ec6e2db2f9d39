/// Where a path through a log meets its neighbours, from the leaves up (CP-13, CP-14).
///
/// Level by level the nodes stand in a row from 0 to `last`. A node at an odd position has a neighbour on its left; one
/// at an even position has one on its right, unless it is the last: that one goes up as it is.
struct LogPath: Sequence, IteratorProtocol {
  /// A neighbour and where it is.
  struct Step {
    /// The level of node and neighbour, the leaves' being 0.
    let level: Int
    /// The neighbour's position.
    let position: UInt64
    /// Whether the neighbour is the left one of the two.
    let isLeft: Bool
  }

  private var level: Int
  private var position: UInt64
  private var last: UInt64

  /// The way of an entry.
  /// - Parameter size: above the index.
  init(of index: UInt64, in size: UInt64) {
    self.init(level: 0, position: index, last: size &- 1)
  }

  /// The way of a node that is not above `last` in its level.
  init(level: Int, position: UInt64, last: UInt64) {
    self.level = level
    self.position = position
    self.last = last
  }

  /// - Complexity: at most 64 levels in all, whatever the size.
  mutating func next() -> Step? {
    while last > 0 {
      let (level, position, last) = (self.level, self.position, self.last)
      self.level += 1
      self.position >>= 1
      self.last >>= 1
      if position & 1 == 1 { return Step(level: level, position: position - 1, isLeft: true) }
      if position < last { return Step(level: level, position: position + 1, isLeft: false) }
    }
    return nil
  }

  /// The steps that are left.
  var count: Int { reduce(0) { count, _ in count + 1 } }
}
