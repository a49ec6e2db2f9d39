/// A perfect binary tree whose leaves are an unbroken run from index 0: one array a level, without the empty part.
///
/// Level `k` holds ⌈count / 2^k⌉ entries; every entry after those is `empties[k]` (CM-3).
struct LevelStore<Entry: TreeEntry>: Sendable {
  let depth: Int
  let empties: [Entry]
  private(set) var levels: [[Entry]]

  /// - Complexity: two hashes an entry at most, spread over the workers.
  init(depth: Int, leaves: [Entry], workers: Int) {
    self.depth = depth
    var empties = [Entry.emptyLeaf]
    for level in 1...depth {
      let below = empties[level - 1]
      let parents = Self.parents(of: [below, below], level: level, empty: below, workers: 1)
      empties.append(parents[0])
    }
    self.empties = empties
    levels = [leaves]
    for level in 1...depth {
      levels.append(
        Self.parents(of: levels[level - 1], level: level, empty: empties[level - 1], workers: workers))
    }
  }

  var count: Int { levels[0].count }
  var root: Entry { self[depth, 0] }

  /// The entry of a level at a position, whether it is stored or empty.
  subscript(_ level: Int, _ position: Int) -> Entry {
    position < levels[level].count ? levels[level][position] : empties[level]
  }

  /// Sets leaves and rehashes what is above them.
  /// - Parameter positions: ascending; those not below `count` continue the run.
  /// - Complexity: one hash for every entry above a changed leaf.
  mutating func update(_ positions: [Int], _ entries: [Entry], workers: Int) {
    for (position, entry) in zip(positions, entries) {
      if position < levels[0].count {
        levels[0][position] = entry
      } else {
        levels[0].append(entry)
      }
    }
    var changed = positions
    for level in 1...depth {
      var parents: [Int] = []
      parents.reserveCapacity(changed.count)
      for position in changed where parents.last != position >> 1 { parents.append(position >> 1) }
      let missing = (levels[level - 1].count + 1) / 2 - levels[level].count
      levels[level] += repeatElement(empties[level], count: missing)
      Self.rehash(parents, of: levels[level - 1], level: level, empty: empties[level - 1], into: &levels[level],
        workers: workers)
      changed = parents
    }
  }
}
