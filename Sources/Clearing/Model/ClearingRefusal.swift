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
  /// By a signed feed.
  case feed(FeedRefusal)
  /// Of a matched call or of a call by an owner.
  case action(ActionRefusal)
  case module(ModuleRefusal)
  /// Of the steps before a socialised loss.
  case waterfall(WaterfallRefusal)
  /// Of a plan of a reduction.
  case reduction(ReductionFault)

  /// The protocol's own name of this failure.
  public var name: String {
    switch self {
    case .rule(let error): error.rawValue
    case .arithmetic(let error): error.name
    case .pricing(let error): error.name
    case .margin(let error): error.name
    case .bounds(let error): error.name
    case .feed(let error): error.name
    case .action(let error): error.name
    case .module(let error): error.name
    case .waterfall(let error): error.rawValue
    case .reduction(let error): error.name
    }
  }
}

extension ClearingRefusal {
  /// The values that the protocol's error carries, of those failures that name them (FD-22).
  public var arguments: [String] {
    switch self {
    case .feed(let error): error.arguments
    case .action(let error): error.arguments
    default: []
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
