import Encoding
import FixedPoint
import Testing

/// Every kind of refusal, with its path, expectation, finding and place.
@Suite struct JSONRefusalTests {
  private func refusal(_ text: String, limits: JSONLimits = .standard, _ read: (JSONValue) throws -> Void = { _ in })
    -> JSONError?
  {
    do { try read(JSONDocument(Array(text.utf8), limits: limits).root) } catch { return error as? JSONError }
    return nil
  }

  private func limits(_ change: (inout JSONLimits) -> Void) -> JSONLimits {
    var limits = JSONLimits.standard
    change(&limits)
    return limits
  }

  private func check(
    _ error: JSONError?, _ kind: JSONError.Kind, _ message: String, at offset: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
    #expect(error?.message == message, sourceLocation: sourceLocation)
    #expect(error?.offset == offset, sourceLocation: sourceLocation)
  }

  @Test func malformedTexts() {
    check(refusal("{\"a\": [1, {\"b\": nul1}]}"), .malformed, "a[1].b: expected null, found nul1", at: 16)
    check(refusal("[1 2]"), .malformed, "the document: expected , or ], found 2", at: 3)
    check(refusal("{\"a\" 1}"), .malformed, "the document: expected a colon after a name, found 1", at: 5)
    check(refusal("{\"a\":1,}"), .malformed, "the document: expected a name in quotes, found }", at: 7)
    check(refusal("[0,\u{1}]"), .malformed, "[1]: expected a value, found the byte 0x01", at: 3)
    check(refusal("1 x"), .malformed, "the document: expected nothing after the value, found x", at: 2)
    check(
      refusal("[\"a\nb\"]"), .malformed,
      "[0]: expected an escape instead of a control character in a string, found the byte 0x0a", at: 3)
    #expect(refusal("[1,\n2,\n x]")?.line(in: Array("[1,\n2,\n x]".utf8)) == 3)
  }

  @Test func incompleteTexts() {
    check(refusal(""), .incomplete, "the document: expected a value, found the end of the text", at: 0)
    check(refusal("{\"a\":[1"), .incomplete, "a: expected , or ], found the end of the text", at: 7)
    check(refusal("{\"a\":[\"b"), .incomplete, "a[0]: expected the end of a string, found the end of the text", at: 8)
  }

  @Test func limitsHoldAtTheirEdge() {
    let bytes = limits { $0.maximumBytes = 4 }
    #expect(refusal("[12]", limits: bytes) == nil)
    check(refusal("[12] ", limits: bytes), .tooLarge, "the document: expected at most 4 bytes, found 5 bytes", at: 4)

    let depth = limits { $0.maximumDepth = 2 }
    #expect(refusal("[[],[]]", limits: depth) == nil)
    check(
      refusal("[0,{\"a\":[]}]", limits: depth), .tooDeep,
      "[1].a: expected at most 2 arrays and objects in each other, found [", at: 8)

    let values = limits { $0.maximumValues = 3 }
    #expect(refusal("{\"a\":1}", limits: values) == nil)
    check(refusal("[1,2,3]", limits: values), .tooManyValues, "[2]: expected at most 3 values, found 3", at: 5)
    check(
      refusal("{\"a\":1,\"b\":2}", limits: values), .tooManyValues, "the document: expected at most 3 values, found \"",
      at: 7)
    #expect(refusal("{}", limits: limits { $0.maximumValues = 0 })?.kind == .tooManyValues)

    let strings = limits { $0.maximumStringBytes = 6 }
    for text in [#""abcdef""#, #""\u0041""#, #"{"abcdef":0}"#, "\"\""] {
      #expect(refusal(text, limits: strings) == nil)
    }
    for text in [#""abcdefg""#, #""a\u0041""#, #"{"abcdefg":0}"#, #""abcdé.""#] {
      #expect(refusal(text, limits: strings)?.kind == .tooLarge, "\(text)")
    }

    let digits = limits { $0.maximumNumberDigits = 3 }
    for text in ["123", "-12", "1.5", "1e9"] { #expect(refusal(text, limits: digits) == nil) }
    for text in ["1234", "-123", "1.25", "1e+9", "0.001"] {
      check(
        refusal(text, limits: digits), .tooLarge,
        "the document: expected at most 3 characters in a number, found \(text.hasPrefix("-") ? "-" : text.split(separator: ".")[0].split(separator: "+")[0])",
        at: 0)
    }

    // Limits beyond the representable are clamped, those below zero refuse everything; neither traps.
    let extremes = limits {
      ($0.maximumBytes, $0.maximumDepth, $0.maximumValues) = (.max, .max, .max)
      ($0.maximumStringBytes, $0.maximumNumberDigits) = (.max, .max)
    }
    #expect(refusal("{\"a\":[1,\"b\"]}", limits: extremes) == nil)
    let none = limits {
      ($0.maximumBytes, $0.maximumDepth, $0.maximumValues) = (.min, .min, .min)
      ($0.maximumStringBytes, $0.maximumNumberDigits) = (.min, .min)
    }
    #expect(refusal("1", limits: none)?.kind == .tooLarge)
  }

  @Test func duplicateMembers() {
    check(
      refusal(#"[{"x":{"a":1,"b":2,"\u0061":3}}]"#), .duplicateMember,
      #"[0].x.a: expected each member once, found a second member "\u0061""#, at: 19)
    #expect(refusal(#"{"":1,"":2}"#)?.kind == .duplicateMember)
    #expect(refusal(#"{"\ud83d\ude00":1,"😀":2}"#)?.kind == .duplicateMember)
    // The first eight bytes decide most comparisons, so names that agree in them need tests of their own.
    #expect(refusal(#"{"longer name 1":1,"longer name 2":2,"longer n":3,"longer n\u0000":4}"#) == nil)
    #expect(refusal(#"{"a":1,"a\u0000":2}"#) == nil)
    // Bytes decide: the two spellings of this letter in Unicode are two names.
    #expect(refusal("{\"\u{e9}\":1,\"e\u{301}\":2}") == nil)
    for count in [2, 15, 16, 17, 18, 100] {
      let names = (0..<count).map { "\"member number \($0)\":0" }
      #expect(refusal("{" + names.joined(separator: ",") + "}") == nil)
      for position in [0, count / 2, count - 1] {
        let text = "{" + names.joined(separator: ",") + "," + names[position] + "}"
        let error = refusal(text)
        #expect(error?.kind == .duplicateMember)
        #expect(error?.offset == text.utf8.count - names[position].utf8.count - 1, "the second one is named")
      }
    }
  }

  @Test func membersAndKinds() {
    let text = #"{"a":{"list":[{},true],"s":"t","n":null,"odd name":"\ud83d\ude00","v":1}}"#
    check(
      refusal(text) { _ = try $0.member("b") }, .missingMember, "b: expected a member of this name, found none", at: 0)
    check(
      refusal(text) { _ = try $0.member("a").member("x y") }, .missingMember,
      #"a["x y"]: expected a member of this name, found none"#, at: 5)
    check(
      refusal(text) { _ = try $0.member("a").member("list").member("x") }, .wrongType,
      "a.list: expected an object, found an array of 2 elements", at: 13)
    check(
      refusal(text) { _ = try $0.elements() }, .wrongType,
      "the document: expected an array, found an object of 1 members", at: 0)
    check(
      refusal(text) { for element in try $0.member("a").member("list").elements() { _ = try element.string() } },
      .wrongType, "a.list[0]: expected a string, found an object of 0 members", at: 14)
    check(
      refusal(text) { _ = try $0.member("a").member("n").bool() }, .wrongType,
      "a.n: expected true or false, found null", at: 35)
    check(
      refusal(text) { _ = try $0.member("a").member("odd name").uint64() }, .wrongForm,
      #"a["odd name"]: expected a decimal integer of 64 unsigned bits, found "\ud83d\ude00""#, at: 51)
    check(
      refusal(text) { try $0.member("a").refuseUnknownMembers(["list", "s", "n", "v"]) }, .unknownMember,
      #"a["odd name"]: expected one of "list", "s", "n", "v", found the member "odd name""#, at: 40)
    check(
      refusal(text) { try $0.refuseUnknownMembers([]) }, .unknownMember,
      #"a: expected no members, found the member "a""#, at: 1)
    #expect(refusal(text) { try $0.refuseUnknownMembers(["b", "a"]) } == nil)
    check(
      refusal(text) { throw try $0.member("a").member("v").refusal(.outOfRange, expected: "an even number") },
      .outOfRange,
      "a.v: expected an even number, found the number 1", at: 70)
  }

  @Test func wholeNumbers() {
    let range = -5...1000
    for (text, value) in [("0", 0), ("-5", -5), ("1000", 1000)] {
      #expect((try? JSONDocument(Array(text.utf8)).root.smallInteger(range)) == value)
    }
    #expect((try? JSONDocument(Array("-9223372036854775807".utf8)).root.smallInteger(.min ... .max)) == -.max)
    for text in ["1.0", "1e1", "-0", "0.5", "1E1"] {
      #expect(refusal(text) { _ = try $0.smallInteger(range) }?.kind == .wrongForm, "\(text)")
    }
    for text in ["-6", "1001", "9223372036854775808", "99999999999999999999999999999999999999999999"] {
      #expect(refusal(text) { _ = try $0.smallInteger(range) }?.kind == .outOfRange, "\(text)")
    }
    check(
      refusal("\"7\"") { _ = try $0.smallInteger(range) }, .wrongType,
      "the document: expected a whole number from -5 to 1000 without quotes, found \"7\"", at: 0)
  }

  @Test func findingsAreShortAndPrintable() throws {
    let long = String(repeating: "\u{1F600}\u{202E}", count: 4000)
    let error = try #require(refusal("{\"\(long)\":\"\(long)\"}") { _ = try $0.member(long).bool() })
    #expect(error.found.utf8.count <= 80 && error.found.hasSuffix("..."))
    #expect(error.path.utf8.count <= 90)
    #expect(error.message.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
  }

  @Test func namesAreStable() {
    #expect(
      JSONError.Kind.allCases.map(\.rawValue) == [
        "JSON_Malformed", "JSON_Incomplete", "JSON_TooLarge", "JSON_TooDeep", "JSON_TooManyValues",
        "JSON_DuplicateMember", "JSON_DuplicateElement",
        "JSON_MissingMember", "JSON_UnknownMember", "JSON_WrongType", "JSON_WrongForm", "JSON_OutOfRange",
      ])
  }
}
