import FixedPoint
import Margin
import Pricing

/// A refusal of an operation: it leaves no trace but its name (CL-6, CL-7).
public enum ClearingRefusal: Error, Hashable, Sendable {
  case rule(ProtocolError)
  case arithmetic(ArithmeticError)
  case pricing(PricingError)
  case margin(MarginError)
  case bounds(BoundsError)

  /// The protocol's own name of this failure.
  public var name: String {
    switch self {
    case .rule(let error): error.rawValue
    case .arithmetic(let error): error.name
    case .pricing(let error): error.name
    case .margin(let error): error.name
    case .bounds(let error): error.name
    }
  }
}

/// Runs arithmetic where a refusal of an operation is expected.
@inline(__always)
func checked<Value>(_ body: () throws(ArithmeticError) -> Value) throws(ClearingRefusal) -> Value {
  do {
    return try body()
  } catch {
    throw .arithmetic(error)
  }
}
