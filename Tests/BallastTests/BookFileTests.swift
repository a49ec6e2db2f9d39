import TestSupport
import Testing

@testable import ballast

/// That no part of a book's file is lost in silence.
struct BookFileTests {
  @Test(arguments: [(0, true), (1, false), (3, false)])
  func bookWithFewerAccountsThanStated(stated: Int, holds: Bool) throws {
    let header = #"{"ballastBook":1,"accounts":\#(stated),"markets":{}}"#
    let book = try TemporaryFolder.withFile(header + "\n") { try BookFile($0) }
    #expect((book.miscount == nil) == holds)
  }
}
