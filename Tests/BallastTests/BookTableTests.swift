import TestSupport
import Testing

@testable import Margin
@testable import ballast

/// What the table of a book says of accounts that it cannot count.
struct BookTableTests {
  @Test(arguments: [
    (0, nil), (1, "then: 1 (25.0 %) of the accounts are refused"), (4, "then: 4 (100.0 %) of the accounts are refused"),
  ])
  func refusedAccountsAreNamed(refused: Int, expected: String?) throws {
    let book = try TemporaryFolder.withFile(#"{"ballastBook":1,"markets":{}}"#) { try BookFile($0) }
    var report = BookReport(
      BookMarginRun.Moment(name: "then", markets: []), BookMarginRun.Variant(name: "set", models: []), book)
    let account = Account(
      cash: .zero, perpPosition: .zero, unsettledPerpCash: .zero, collaterals: [], options: [])
    let margin = MarginSummary(
      initialMargin: .zero, maintenanceMargin: .zero, markToMarket: .zero, worstScenario: 0,
      basisContingency: .zero, contingency: Contingency(maintenance: .zero, initial: .zero))
    for number in 0..<4 {
      try report.add(
        number < refused ? .failure(.arithmetic(.overflow)) : .success(BookAnswer(margin: margin)),
        BookFile.Entry(id: "a", market: 0, strategy: "lender", account: account))
    }
    let text = BookTable(reports: [report], book: book).text(colour: false)
    #expect(text.contains("refused") == (expected != nil))
    if let expected { #expect(text.contains(expected)) }
  }

  /// Half of the accounts that have a margin are below, however many are refused.
  @Test func sharesAreOfAccountsWithAMargin() throws {
    let book = try TemporaryFolder.withFile(#"{"ballastBook":1,"markets":{}}"#) { try BookFile($0) }
    var report = BookReport(
      BookMarginRun.Moment(name: "then", markets: []), BookMarginRun.Variant(name: "set", models: []), book)
    report.totals.accounts = 10
    report.totals.refused = 6
    report.totals.belowMaintenance = 2
    #expect(BookTable(reports: [report], book: book).text(colour: false).contains("2 (50.0 %)"))
  }
}
