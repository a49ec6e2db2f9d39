import Encoding
import Testing

/// Known answers of the canonical form; `JSONPropertyTests` compares it with its definition.
@Suite struct CanonicalJSONTests {
  private func canonical(_ text: String, omitting: String? = nil) throws -> String {
    String(decoding: try JSONDocument(Array(text.utf8)).root.canonicalBytes(omitting: omitting), as: UTF8.self)
  }

  @Test func knownAnswers() throws {
    #expect(try canonical(" { \"b\" : [ 1 , -2 ] , \"a\" : { } } ") == #"{"a":{},"b":[1,-2]}"#)
    #expect(try canonical(#"{"b":0,"ab":0,"a":0,"":0,"B":0,"aa":0}"#) == #"{"":0,"B":0,"a":0,"aa":0,"ab":0,"b":0}"#)
    #expect(
      try canonical(#""\u0041\/\b\f\n\r\t\u001F\"\\\u007f\u00E9\ud83d\ude00""#)
        == #""A/\u0008\u000c\u000a\u000d\u0009\u001f\"\\"# + "\u{7f}é😀\"")
    // U+FF61 comes before U+1F600 in UTF-8, though not in UTF-16, where the latter starts with 0xD83D.
    #expect(try canonical(#"{"\ud83d\ude00":1,"\uff61":2,"\u0061":3}"#) == "{\"a\":3,\"\u{ff61}\":2,\"😀\":1}")
    #expect(
      try canonical(#"{"12345678b":0,"12345678":0,"12345678\u0061":0}"#)
        == #"{"12345678":0,"12345678a":0,"12345678b":0}"#)
    #expect(
      try canonical("[true,false,null,0,123456789012345678901234567890]")
        == "[true,false,null,0,123456789012345678901234567890]")
  }

  @Test func oneMemberIsLeftOut() throws {
    let text = #"{"hash":"0x12","a":{"hash":1},"h\u0061sh2":2}"#
    #expect(try canonical(text, omitting: "hash") == #"{"a":{"hash":1},"hash2":2}"#)
    #expect(try canonical(#"{"h\u0061sh":1}"#, omitting: "hash") == "{}")
    #expect(try canonical(text, omitting: "none") == #"{"a":{"hash":1},"hash":"0x12","hash2":2}"#)
    #expect(try canonical(#"[{"hash":1}]"#, omitting: "hash") == #"[{"hash":1}]"#)
    let inner = try JSONDocument(Array(text.utf8)).root.member("a")
    #expect(try inner.canonicalBytes(omitting: "hash") == Array("{}".utf8))
  }

  @Test func onlyIntegersAreCanonical() {
    for number in ["1.0", "1e2", "-0", "0.1", "1E+2"] {
      do {
        _ = try JSONDocument(Array("{\"a\":[0,\(number)]}".utf8)).root.canonicalBytes()
        Issue.record("\(number) has no canonical form")
      } catch {
        #expect(error.kind == .wrongForm && error.path == "a[1]")
      }
    }
  }
}
