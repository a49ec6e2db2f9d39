import Console
import Encoding
import TestSupport
import Testing

/// What files are read as, and that no part of one is lost in silence.
struct LineReaderTests {
  /// Each line or element by its number: its text, or the name of its refusal.
  static func read(_ text: String) throws -> [String] {
    try TemporaryFolder.withFile(text) { path in
      var reader = try LineReader(path)
      var read: [String] = []
      while true {
        let batch = try reader.next(2)
        if batch.isEmpty { return read }
        for item in batch {
          switch item.text {
          case .success(let bytes): read.append("\(item.number) \(String(decoding: bytes.prefix(20), as: UTF8.self))")
          case .failure(let error): read.append("\(item.number) \(error.name)")
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("", []), ("\n \n", []), ("{}", ["1 {}"]), ("\n{}\r\n\n{\"a\":1}\n", ["2 {}", "4 {\"a\":1}"]),
    ("[{},\n 2]", ["1 {}", "2 2"]), ("{\n}\n", ["1 {\n}"]), ("{\n}}\n", ["2 JSON_Malformed"]),
    ("{\"a\n{}\n", ["1 {\"a", "2 {}"]),
  ])
  func forms(text: String, expected: [String]) throws {
    #expect(try Self.read(text) == expected)
  }

  /// Without the line that is above the limit the rest would be a whole document.
  @Test func documentWithALineAboveTheLimit() throws {
    let blank = String(repeating: " ", count: LineReader.maximumLineBytes)
    #expect(
      try Self.read("[\n{},\n\(blank){},\n{}\n]\n")
        == ["1 [", "2 {},", "3 JSON_TooLarge", "4 {}", "5 ]"])
  }
}
