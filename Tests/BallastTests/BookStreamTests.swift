import FixedPoint
import Testing

@testable import ballast

@Suite("Random numbers of a book")
struct BookStreamTests {
  @Test("SplitMix64 gives its published numbers")
  func knownAnswers() {
    var stream = BookStream(state: 1_234_567)
    let published: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(published.map { _ in stream.next() } == published)
  }

  @Test("an account's stream starts from the seed and its number")
  func accountStreams() {
    var outer = BookStream(state: 7)
    var inner = BookStream(state: outer.next() ^ 42)
    var expected = BookStream(state: inner.next())
    var stream = BookStream(seed: 7, number: 42)
    for _ in 0..<10 { #expect(stream.next() == expected.next()) }
  }

  @Test("bounded draws are in their bounds and reach each of them")
  func bounds() {
    var stream = BookStream(state: 1)
    for bound in [1, 2, 3, 7, 1_000] {
      var seen = Set<Int>()
      for _ in 0..<bound * 20 { seen.insert(stream.below(bound)) }
      #expect(seen == Set(0..<bound))
    }
    #expect(stream.below(0) == 0)
    for _ in 0..<1_000 {
      #expect((-150 ... -20).contains(stream.between(-150, -20)))
      #expect(stream.unit() < Wad.one)
      #expect(stream.bell().magnitude <= UInt256(2 * Wad.one))
    }
  }

  @Test("the largest bound holds")
  func largestBound() {
    // The largest bound there is.
    let bound = Int.max
    var stream = BookStream(state: 3)
    for _ in 0..<1_000 { #expect((0..<bound).contains(stream.below(bound))) }
  }

  @Test("choices follow their weights")
  func choices() {
    var stream = BookStream(state: 2)
    var counts = [0, 0, 0]
    for _ in 0..<10_000 { counts[stream.choice([5, 0, 15])] += 1 }
    #expect(counts[1] == 0)
    #expect((2_300...2_700).contains(counts[0]))
  }
}
