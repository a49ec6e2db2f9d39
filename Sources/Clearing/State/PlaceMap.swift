/// Values by the places of assets: few, so that a list in rising order is faster to find in and to copy than a table.
public struct PlaceMap<Value: Hashable & Sendable>: Hashable, Sendable {
  /// By rising place.
  public private(set) var entries: [Entry]

  public struct Entry: Hashable, Sendable {
    public var key: Int
    public var value: Value

    public init(key: Int, value: Value) {
      (self.key, self.value) = (key, value)
    }
  }

  init() { entries = [] }

  /// - Parameter entries: by rising place.
  package init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// The first entry that is not below a place.
  private func position(of place: Int) -> Int {
    entries.firstIndex { $0.key >= place } ?? entries.count
  }

  public internal(set) subscript(place: Int) -> Value? {
    get {
      let position = position(of: place)
      return position < entries.count && entries[position].key == place ? entries[position].value : nil
    }
    set {
      let position = position(of: place)
      let isThere = position < entries.count && entries[position].key == place
      switch (newValue, isThere) {
      case (let value?, true): entries[position].value = value
      case (let value?, false): entries.insert(Entry(key: place, value: value), at: position)
      case (nil, true): entries.remove(at: position)
      case (nil, false): break
      }
    }
  }
}

extension PlaceMap: Sequence {
  public func makeIterator() -> AnyIterator<(key: Int, value: Value)> {
    var rest = entries.makeIterator()
    return AnyIterator { rest.next().map { ($0.key, $0.value) } }
  }
}
