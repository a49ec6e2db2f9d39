import FixedPoint
import Margin

/// Why a book cannot be made.
enum BookError: Error, Hashable, Sendable {
  case tape(TapeError)
  case margin(MarginError)
  case parameters(ParameterSetError)
  /// The parameter set is not one of the portfolio model, or does not take the coin as collateral.
  case unfitParameters(String, underlying: String)
  /// More options of an expiry (Unix seconds) would have to be closed than one account may hold (BK-15).
  case tooManyOptions(String, expiry: UInt64, found: Int, limit: Int)

  /// A stable name.
  var name: String {
    switch self {
    case .tape(let error): error.name
    case .margin(let error): error.name
    case .parameters(let error): error.name
    case .unfitParameters: "Book_UnfitParameters"
    case .tooManyOptions: "Book_TooManyOptions"
    }
  }

  /// One sentence that says what was expected and what was found.
  var message: String {
    switch self {
    case .tape(let error): error.message
    case .margin(let error): error.message
    case .parameters(let error): error.message
    case .unfitParameters(let set, let underlying):
      "expected a set of the portfolio model that takes \(underlying) as collateral, found \(set)"
    case .tooManyOptions(let underlying, let expiry, let found, let limit):
      "expected at most \(limit) options of \(underlying) to be closed at the expiry \(expiry), found \(found)"
    }
  }
}

extension BookError: CustomStringConvertible {
  var description: String { "\(name): \(message)" }
}

/// Runs arithmetic where a refusal of the book is expected.
func booked<Value>(_ body: () throws(ArithmeticError) -> Value) throws(BookError) -> Value {
  do {
    return try body()
  } catch {
    throw .margin(.arithmetic(error))
  }
}
