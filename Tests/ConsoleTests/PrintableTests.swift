import Console
import Testing

/// That what an input names itself cannot move the cursor.
struct PrintableTests {
  @Test(arguments: [("a0000001", "a0000001"), ("\u{1B}[31mred\nline\u{9B}", "?[31mred?line?"), ("ünï 42", "ünï 42"), ("a\u{202E}b\u{2028}", "a?b?")])
  func namesAreShownWithoutControls(name: String, shown: String) {
    #expect(name.printable == shown)
  }
}
