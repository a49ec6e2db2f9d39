import TestSupport
import Testing

@testable import ballast

/// JS-14: traces of this repository, made by the second implementation, and what a trace may look like.
struct OwnTraceTests {
  @Test(arguments: [("feeds-random", 194), ("feeds-decoding", 254), ("actions-random", 265)])
  func replays(name: String, steps: Int) throws {
    var check = VectorCheck(path: name, asJSON: false)
    try check.run(Repository.bytes("vectors/traces/\(name).json"))
    #expect(check.passed == steps)
    #expect(check.isClean)
  }

  /// A trace without steps is none; a member that is missing or unknown is refused.
  @Test func form() throws {
    let text = """
      {"name":"a","description":"b","config":{"chainId":"1","startTime":"5",
      "owner":"0x0000000000000000000000000000000000000001","stranger":"0x0000000000000000000000000000000000000002",
      "feeds":{},"signers":{"zero":{"address":"0x0000000000000000000000000000000000000000"}}},"steps":[STEPS]}
      """
    func check(_ steps: String) throws -> (isClean: Bool, isRefused: Bool) {
      var check = VectorCheck(path: "-", asJSON: false)
      try check.run(Array(text.replacing("STEPS", with: steps).utf8))
      return (check.isClean, check.isRefused)
    }
    #expect(try check(#"{"op":"warp","to":"6"}"#) == (true, false))
    #expect(try check("") == (false, false))
    #expect(try check(#"{"op":"warp","to":"6","time":"6"}"#) == (false, true))
    #expect(try check(#"{"op":"nothing","time":"5"}"#) == (false, true))
    #expect(try check(#"{"op":"warp"}"#) == (false, true))
  }
}
