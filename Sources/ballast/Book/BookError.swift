import FixedPoint
import Margin

/// Why a book cannot be made.
enum BookError: Error, Hashable, Sendable {
  case tape(TapeError)
  case margin(MarginError)
  /// The parameters do not take the underlying's own coin as collateral.
  case coinNotEnabled(String)
  /// No market has enough expiries (BK-3); the tape's refusal says which.
  case noMarkets

  /// A stable name.
  var name: String {
    switch self {
    case .tape(let error): error.name
    case .margin(let error): error.name
    case .coinNotEnabled: "Book_CoinNotEnabled"
    case .noMarkets: "Book_NoMarkets"
    }
  }

  /// One sentence that says what was expected and what was found.
  var message: String {
    switch self {
    case .tape(let error): error.message
    case .margin(let error): error.message
    case .coinNotEnabled(let underlying):
      "expected \(underlying) among the collaterals of the market and of its parameter set, and it is not"
    case .noMarkets: "expected at least one market, found none"
    }
  }
}

extension BookError: CustomStringConvertible {
  var description: String { "\(name): \(message)" }
}
