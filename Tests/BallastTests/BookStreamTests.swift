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
}
