import Encoding
import FixedPoint
import Testing

/// Known answers of the accessors, and every refusal with its path, expectation and finding.
@Suite struct JSONReadingTests {
  static let portfolio = """
    {"portfolio": {"cash": "-12", "perps": [], "na\\u006de": "caf\\u00e9 \\ud83d\\ude00\\n",
      "expiries": [{"options": [{"strike": "3000"}, {"strike": "x"}], "live": true}], "version": 2, "none": null}}
    """

  private func value(_ text: String) throws -> JSONValue { try JSONDocument(Array(text.utf8)).root }

  private func refusal(_ body: () throws -> Void) -> JSONError? {
    do { try body() } catch { return error as? JSONError }
    return nil
  }

  @Test func valuesAreRead() throws {
    let portfolio = try value(Self.portfolio).member("portfolio")
    #expect(portfolio.kind == .object)
    #expect(try portfolio.member("cash").int256() == -12)
    #expect(try portfolio.member("name").string() == "café 😀\n")
    #expect(try portfolio.member("version").smallInteger(0...9) == 2)
    #expect(try portfolio.optionalMember("fees") == nil ? true : false)
    #expect(try portfolio.member("none").isNull)
    let expiry = try #require(try portfolio.member("expiries").elements().first)
    #expect(try expiry.member("live").bool())
    #expect(try expiry.member("options").elements().count == 2)
    #expect(try portfolio.member("perps").elements().isEmpty)
    #expect(
      try portfolio.objectMembers().map(\.name) == ["cash", "perps", "name", "expiries", "version", "none"])
    #expect(try String(decoding: portfolio.member("perps").rawBytes, as: UTF8.self) == "[]")
  }

  @Test func refusalsSayWhere() throws {
    let portfolio = try value(Self.portfolio).member("portfolio")
    let strike = try #require(
      try portfolio.member("expiries").elements().first?.member("options").elements().dropFirst().first?.member(
        "strike"))
    let wrong = refusal { _ = try strike.int256() }
    #expect(wrong?.kind == .wrongForm)
    #expect(wrong?.path == "portfolio.expiries[0].options[1].strike")
    #expect(
      wrong?.message
        == #"portfolio.expiries[0].options[1].strike: expected a decimal integer of 256 signed bits, found "x""#)
    #expect(
      refusal { _ = try portfolio.member("fees") }?.message
        == "portfolio.fees: expected a member of this name, found none")
    #expect(
      refusal { _ = try portfolio.member("version").int256() }?.message
        == "portfolio.version: expected a decimal integer of 256 signed bits in quotes, found the number 2")
    #expect(
      refusal { try portfolio.refuseUnknownMembers(["cash", "perps", "names", "expiries"]) }?.message
        == #"portfolio.name: expected one of "cash", "perps", "names", "expiries" (did you mean "names"?), found the member "na\u006de""#
    )
  }
}
