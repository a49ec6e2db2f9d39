extension Array {
  /// Replaces the element at a place.
  /// - Returns: false where there is no such place.
  mutating func put(_ element: Element, at place: Int) -> Bool {
    guard indices.contains(place) else { return false }
    self[place] = element
    return true
  }
}

extension Set {
  /// Makes an element a member, or none.
  mutating func set(_ element: Element, _ isMember: Bool) {
    if isMember { insert(element) } else { remove(element) }
  }
}
