import Encoding
import TestSupport
import Testing

/// Texts made to exhaust the reader: each ends soon, most of them within milliseconds.
@Suite(.serialized, .timeLimit(.minutes(1))) struct JSONHostileTests {
  #if DEBUG
    static let allowed = Duration.seconds(30)
  #else
    static let allowed = Duration.seconds(1)
  #endif

  private func kind(_ bytes: [UInt8], limits: JSONLimits = .standard, sourceLocation: SourceLocation = #_sourceLocation)
    -> JSONError.Kind?
  {
    var kind: JSONError.Kind?
    let time = ContinuousClock().measure {
      do throws(JSONError) { _ = try JSONDocument(bytes, limits: limits) } catch { kind = error.kind }
    }
    #expect(time < Self.allowed, sourceLocation: sourceLocation)
    return kind
  }

  @Test func depth() throws {
    #expect(kind(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) == .tooDeep)
    #expect(kind(Array(repeatElement(Array("{\"a\":".utf8), count: 1_000_000).joined())) == .tooDeep)
    // With the limit lifted, depth is memory and not the call stack, in the reader and in the canonical form.
    var limits = JSONLimits.standard
    limits.maximumDepth = 1_000_000
    let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(kind(deep, limits: limits) == .incomplete)
    let whole = deep + Array(repeating: UInt8(ascii: "]"), count: 1_000_000)
    #expect(kind(whole, limits: limits) == nil)
    #expect(try JSONDocument(whole, limits: limits).root.canonicalBytes() == whole)
  }

  @Test func monotonousTexts() {
    for byte in UInt8.min ... .max {
      let text = Array(repeating: byte, count: 1_000_000)
      #expect(kind(text) != nil)
      #expect(kind([34] + text + [34]) != nil || (0x20..<0x80).contains(byte))
      #expect(kind([91] + text) != nil)
    }
    #expect(kind(Array("\"".utf8) + Array(repeating: 97, count: 60 << 20)) == .tooLarge)
    #expect(kind(Array(repeating: 49, count: 60 << 20)) == .tooLarge)
    #expect(kind(Array("[".utf8) + Array(repeatElement(Array("0,".utf8), count: 5_000_000).joined())) == .tooManyValues)
  }

  private func object(_ names: some Sequence<String>) -> [UInt8] {
    Array("{".utf8) + Array(names.map { Array("\"\($0)\":0".utf8) }.joined(separator: [44])) + Array("}".utf8)
  }

  @Test func manyMembers() {
    let count = 100_000
    #expect(kind(object((0..<count).map { "member number \($0)" })) == nil)
    #expect(kind(object(repeatElement("a", count: count))) == .duplicateMember)
    #expect(kind(object((0..<count).map { $0 == count - 1 ? "0" : "\($0)" })) == .duplicateMember)
    // Equal up to the last byte, falling, and escaped: what the first eight bytes do not decide.
    let stem = String(repeating: "x", count: 300)
    #expect(kind(object((0..<count).reversed().map { stem + "\(count + $0)" })) == nil)
    #expect(kind(object((0..<count).map { "\\u0061\\u0062\\u0063\\u0064\\u0065\\u0066\\u0067\\u0068\($0)" })) == nil)
    // A few names as long as allowed that differ in the last byte.
    let long = String(repeating: "y", count: (1 << 20) - 2)
    #expect(kind(object((10..<26).map { long + "\($0)" })) == nil)
    #expect(kind(object((10..<70).map { long + "\($0)" })) == nil)
    // Many small objects.
    #expect(
      kind([91] + Array(repeatElement(Array("{\"a\":0,\"b\":0}".utf8), count: 500_000).joined(separator: [44])) + [93])
        == nil)
  }

  @Test func longPathsAreShort() throws {
    let name = String(repeating: "é", count: 10_000)
    let text = String(repeating: "{\"\(name)\":[", count: 16) + "x"
    do {
      _ = try JSONDocument(Array(text.utf8))
      Issue.record("it is malformed")
    } catch {
      #expect(error.path.utf8.count < 16 * 100)
    }
  }
}
