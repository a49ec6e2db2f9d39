import Encoding
import TestSupport
import Testing

/// The grammar of RFC 8259 by tables, in the manner of JSONTestSuite, and exhaustively on short texts.
@Suite struct JSONGrammarTests {
  private static func kind(_ bytes: [UInt8]) -> JSONError.Kind? {
    do {
      _ = try JSONDocument(bytes)
      return nil
    } catch { return error.kind }
  }

  private static func kind(_ text: String) -> JSONError.Kind? { kind(Array(text.utf8)) }

  static let accepted = [
    "0", "-0", "1", "-1", "10", "0.0", "1.5", "-1.25", "1e1", "1E+1", "1e-1", "0e0", "1.5e00", " 1", "1 ", "\t1\r\n",
    "true", "false", "null", "[]", "{}", "[ ]", "{ }", "[[]]", "[{}]", "[1,2]", "[ 1 , 2 ]", "[null,1,\"a\"]",
    "{\"a\":1}", "{ \"a\" : 1 , \"b\" : 2 }", "{\"\":0}", "{\"a\":{\"a\":{}}}", "{\"a\":[],\"A\":[]}",
    #""""#, #""a""#, #""\"\\\/\b\f\n\r\t""#, #""\u0000""#, #""\u00e9\u00E9""#, #""\ud800\udc00""#,
    #""\uDBFF\uDFFF""#, #""\uFFFF""#, "\"\u{7f}\"", "\"é\"", "\"\u{20AC}\"", "\"\u{10FFFF}\"", "\"\u{FFFF}\"",
    "\"\u{2028}\"", "\"\u{FEFF}\"", #""\\u0000""#, #"{"a":1,"\u0062":2}"#, "\"//\"", "\" \"",
    #"["\u0060\u012a\u12AB"]"#,
  ]

  static let malformed = [
    "01", "-01", "+1", ".5", "1.e1", "1.a", "1e+a", "0x1", "1a", "- 1", "--1", "00", "1_0", "١", "Infinity", "NaN",
    "-Infinity", "1 2", "True", "nul1", "truee", "true false", "'a'", "a", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]",
    "[1;2]", "]", "[]]", "[}", "{]", "{1:1}", "{a:1}", "{'a':1}", "{\"a\"}", "{\"a\" 1}", "{\"a\",1}", "{\"a\":}",
    "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "{}}", "{}[]", "[]/**/", "//\n1", "#1", "[1]x",
    "\"a\"\"b\"",
    #""\a""#, #""\x41""#, #""\'""#, #""\u""#, #""\u12g4""#, #""\u 123""#, #""\ud800""#, #""\ud800a""#, #""\ud800\n""#,
    #""\ud800\u0041""#, #""\ud800\ud800""#, #""\udc00""#, #""\udfff\ud800""#, #""\uD8\u0000""#, #""\U0041""#,
    "\"\n\"", "\"\t\"", "\"\r\"", "\"\u{0}\"", "\"\u{1f}\"", "\u{FEFF}1", "\u{FEFF}", "\u{a0}1", "1\u{c}", "1\u{b}",
    "\u{0}", "1\u{0}", "\u{2028}1", "*", "$", "\\u0031", "[\\u0031]", "{\"a\":1}#", "<1>",
  ]

  static let incomplete = [
    "", " ", "\n", "[", "[ ", "[1", "[1,", "[[]", "[\"a\",\n4\n,1,", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,", "{\"a\":{}", "\"", "\"a", #""\"#, #""\""#, #""\u"#, #""\u0"#, #""\u00e"#, #""\ud800"#, #""\ud800\"#,
    #""\ud800\u"#, #""\ud800\ud"#, #""\ud800\udc0"#, "t", "tru", "f", "fals", "n", "nul", "-", "1.", "1e", "1e+", "-0.",
    "[-", "[tr",
  ]

  /// UTF-8 inside quotes that RFC 3629 excludes.
  static let invalidSequences: [[UInt8]] = [
    [0x80], [0xBF], [0xC0, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC2, 0x20], [0xC2], [0xE0, 0x80, 0x80],
    [0xE0, 0x9F, 0xBF],
    [0xE1, 0x80], [0xE1, 0x80, 0xC0], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
    [0xF0, 0x8F, 0xBF, 0xBF], [0xF1, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88],
    [0xFC], [0xFE], [0xFF], [0xC3, 0xC3, 0xA9],
  ]

  @Test func tables() {
    for text in Self.accepted {
      #expect(Self.kind(text) == nil, "\(text) is JSON")
      #expect(ReferenceJSON.parse(Array(text.utf8)) != nil, "\(text) is JSON for the reference")
    }
    for text in Self.malformed {
      #expect(Self.kind(text) == .malformed, "\(text.debugDescription) is not JSON")
      #expect(ReferenceJSON.parse(Array(text.utf8)) == nil, "\(text.debugDescription) is not JSON for the reference")
    }
    for text in Self.incomplete { #expect(Self.kind(text) == .incomplete, "\(text.debugDescription) begins a text") }
    for sequence in Self.invalidSequences {
      #expect(Self.kind([34] + sequence + [34]) == .malformed, "\(sequence)")
      #expect(Self.kind([123, 34] + sequence + [34, 58, 48, 125]) == .malformed, "\(sequence) in a name")
    }
    for sequence: [UInt8] in [[0xC2], [0xE0], [0xE0, 0xA0], [0xF4, 0x8F], [0xF0, 0x90, 0x80]] {
      #expect(Self.kind([34] + sequence) == .incomplete, "\(sequence) begins a character")
    }
  }

  @Test func everyScalarIsRead() throws {
    var text = "["
    for value in UInt32(0x20)...0x10FFFF where value % 7 == 0 || value < 0x1000 || value > 0x10FF00 {
      guard let scalar = Unicode.Scalar(value), scalar != "\"", scalar != "\\" else { continue }
      text += "\"\(scalar)\","
    }
    let bytes = Array((text + "0]").utf8)
    #expect(try Tree(JSONDocument(bytes).root) == ReferenceJSON.parse(bytes))
  }

  @Test func everyPairOfBytesAfterALeadIsJudgedLikeTheReference() {
    for lead in UInt8(0x80)...0xFF {
      for second in stride(from: 0, through: 255, by: 1) {
        for tail: [UInt8] in [[], [0x80], [0xBF, 0x80]] {
          let bytes = [34, lead, UInt8(second)] + tail + [34]
          if (try? JSONDocument(bytes)) == nil ? ReferenceJSON.parse(bytes) != nil : ReferenceJSON.parse(bytes) == nil {
            Issue.record("\(bytes) is judged otherwise")
          }
        }
      }
    }
  }

  /// All texts of up to five of these pieces are judged as the reference judges them; what begins an accepted
  /// text is accepted or incomplete, and what is incomplete can be completed.
  @Test func shortTextsExhaustively() {
    let pieces = ["{", "}", "[", "]", "\"", ",", ":", "0", "1", "-", ".", "e", " ", "\\", "true"].map { Array($0.utf8) }
    var texts: [[UInt8]] = [[]]
    for length in 1...5 {
      texts = texts.flatMap { text in
        // A malformed text stays so: its continuations are tested for the shorter ones only.
        length > 4 && Self.kind(text) == .malformed ? [] : pieces.map { text + $0 }
      }
      for text in texts {
        let kind = Self.kind(text)
        let isAccepted = ReferenceJSON.parse(text) != nil
        if (kind == nil) != isAccepted || (kind == .incomplete && length < 5 && !canBeCompleted(text)) {
          Issue.record("\(String(decoding: text, as: UTF8.self).debugDescription): \(String(describing: kind))")
        }
        if isAccepted {
          for count in 0..<text.count where Self.kind(Array(text.prefix(count))) == .malformed {
            Issue.record("\(text.prefix(count)) begins \(text)")
          }
        }
      }
    }
  }

  /// Appends the first byte that does not spoil the text until it is whole.
  private func canBeCompleted(_ text: [UInt8]) -> Bool {
    var text = text
    for _ in 0..<40 {
      guard let byte = "\"}]:0ruealsd\\".utf8.first(where: { Self.kind(text + [$0]) != .malformed }) else {
        return false
      }
      text.append(byte)
      // A second member with the same empty name is not what is asked here.
      switch Self.kind(text) {
      case nil, .duplicateMember?: return true
      default: continue
      }
    }
    return false
  }

  @Test func surrogatesThatCannotBeCompletedAreMalformed() {
    for text in [#""\udc"#, #""\uDF0"#, #""\ud800\u0"#, #""\ud800\ud8"#, #""\ud800\udb"#, #""\ud800x"#] {
      #expect(Self.kind(text) == .malformed, "\(text)")
    }
    for text in [#""\ud"#, #""\ud8"#, #""\ud80"#, #""\ud800\udf"#] {
      #expect(Self.kind(text) == .incomplete, "\(text)")
    }
  }
}
