import Ethereum

extension MapPath {
  /// The paths of entries (MP-3).
  static func of(_ entries: [MapEntry], workers: Int) -> [MapPath] {
    MapHash.digests(Tag.mapKey, count: entries.count, workers: workers) { entries[$0].key }.map { MapPath($0) }
  }

  /// The places of a list of paths, in rising order of the paths.
  static func order(_ paths: [MapPath]) -> [Int] {
    // Beside the first word, so that most comparisons need no path.
    var order = paths.enumerated().map { (word: $1.word0, place: $0) }
    order.sort { a, b in a.word != b.word ? a.word < b.word : paths[a.place] < paths[b.place] }
    return order.map(\.place)
  }
}

extension MapChange {
  /// Entries as changes in rising order of their paths, hashed.
  /// - Throws: keys and values that are too long, a key that is named twice.
  static func sorted(_ entries: [MapEntry], workers: Int) throws(MapRefusal) -> [MapChange] {
    try MapEntry.check(entries)
    let paths = MapPath.of(entries, workers: workers)
    let order = MapPath.order(paths)
    for place in order.indices.dropFirst() where paths[order[place]] == paths[order[place - 1]] {
      throw .keyTwice(entries[order[place]].key)
    }
    let set = order.filter { entries[$0].value != nil }
    let values = MapHash.digests(Tag.mapValue, count: set.count, workers: workers) { entries[set[$0]].value ?? [] }
    let leaves = set.indices.map { MapLeaf(path: paths[set[$0]], valueHash: values[$0]) }
    let hashes = MapHash.leaves(leaves, workers: workers)
    var used = 0
    return order.map { place in
      guard entries[place].value != nil else { return MapChange(path: paths[place], leaf: nil) }
      used += 1
      return MapChange(path: paths[place], leaf: (values[used - 1], hashes[used - 1]))
    }
  }
}

extension MapTrie {
  /// Refuses changes after which there would be more entries than a map may have (MP-6).
  func checkCount(after changes: [MapChange], limit: Int = MapLimits.entries) throws(MapRefusal) {
    // Looking each one up is for maps that are nearly full.
    if count + changes.count <= limit { return }
    var after = count
    for change in changes where contains(change.path) != (change.leaf != nil) {
      after += change.leaf == nil ? -1 : 1
    }
    if after > limit { throw .tooManyEntries(after) }
  }
}
