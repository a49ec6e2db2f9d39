import Clearing

/// What clocks keep of the pauses before them (LG-6, WF-27): nothing where they keep nothing.
extension ByteWriter {
  mutating func waits(_ waits: [MarketWait]) {
    if waits.isEmpty { return }
    list(waits) { writer, wait in
      writer.integer(wait.market)
      writer.integer(wait.seconds)
    }
  }
}

extension ByteReader {
  /// - Throws: `notCanonical` for a list of none, and one that does not rise.
  mutating func waits() throws(LedgerRefusal) -> [MarketWait] {
    if left == 0 { return [] }
    let waits = try list(atMost: LedgerLimits.places) { (reader) throws(LedgerRefusal) in
      MarketWait(market: try reader.place(), seconds: try reader.uint64())
    }
    guard !waits.isEmpty, zip(waits, waits.dropFirst()).allSatisfy({ $0.market < $1.market }) else {
      throw .notCanonical("markets by rising places, or no list")
    }
    return waits
  }
}
