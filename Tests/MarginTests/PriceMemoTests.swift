import Margin
import TestSupport
import Testing

/// Prices that are remembered from account to account are those that are computed, failures included.
@Suite struct PriceMemoTests {
  @Test(arguments: ["pmrm2-portfolios.jsonl", "pmrm2-edge-cases.jsonl"])
  func equalToTheDirectPath(file: String) throws {
    let cases = try PortfolioCase.all(Repository.bytes("vectors/evm/" + file), file: file)
    var memo = PriceMemo()
    // The second time most prices are remembered.
    for _ in 0..<2 {
      for vector in cases {
        let portfolio = try vector.portfolio()
        let direct = Result { () throws(MarginError) in
          try PortfolioMargin(portfolio, parameters: vector.parameters, scenarios: vector.scenarios)
        }
        let remembered = Result { () throws(MarginError) in
          try PortfolioMargin(
            portfolio, parameters: vector.parameters, scenarios: vector.scenarios, prices: &memo)
        }
        #expect(remembered == direct, "\(vector.label)")
      }
    }
  }
}
