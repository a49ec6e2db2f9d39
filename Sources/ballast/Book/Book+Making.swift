import Console
import Encoding

extension Book {
  /// Accounts that are made before any is taken.
  private static var batch: Int { 4_096 }

  /// Makes every numbered account on every processor, and takes what became of them in their order; no more than
  /// a batch of them is kept.
  /// - Throws: `BookError`; what `take` throws.
  func makeAccounts<Output: Sendable>(
    _ what: String, _ transform: @Sendable (BookAccount, inout JSONWriter) -> Output,
    _ take: ([Output]) throws -> Void
  ) throws {
    var progress = Progress(what)
    var start = 0
    while start < accounts {
      let end = min(start + Self.batch, accounts)
      let outputs = Parallel.map(Array(start..<end), state: { JSONWriter() }) { index, json in
        made(index, &json, transform)
      }
      try take(outputs.map { try $0.get() })
      start = end
      progress.update(start)
    }
    progress.finish()
  }

  private func made<Output>(
    _ index: Int, _ json: inout JSONWriter, _ transform: (BookAccount, inout JSONWriter) -> Output
  ) -> Result<Output, BookError> {
    do throws(BookError) {
      return .success(transform(try generator.account(index), &json))
    } catch {
      return .failure(error)
    }
  }

  /// Adds the accounts that close the book (BK-15, BK-16), after all others have been made once for their sums.
  /// - Parameter fund: the security module's cash, whole cash units.
  /// - Throws: `BookError`.
  mutating func close(fund: Int) throws {
    var sums = BookSums()
    try makeAccounts("summing accounts", { account, _ in account }) { made in
      for account in made { try sums.add(account) }
    }
    closing = try BookClosing(sums, of: generator, fund: fund)
  }
}
