import Encoding
import FixedPoint
import Pricing

/// A refusal of a tape, or of what is asked of it.
enum TapeError: Error, Hashable, Sendable {
  /// The text is not a tape (MB-1, MB-2).
  case document(JSONError)
  /// No moment has this name (MB-3).
  case unknownMoment(String, count: Int, first: UInt64, last: UInt64, nearest: UInt64?)
  /// The underlying was not observed at this moment.
  case unknownUnderlying(String, at: UInt64, known: [String])
  /// The second moment is before the first.
  case momentsReversed(at: UInt64, through: UInt64)
  /// An underlying has fewer expiries than the strategies need (BK-3).
  case tooFewExpiries(String, found: Int, needed: Int, at: UInt64, through: UInt64)
  /// A number of the tape leads outside 256 bits or off the volatility surface.
  case pricing(PricingError)

  /// A stable name.
  var name: String {
    switch self {
    case .document(let error): error.name
    case .unknownMoment: "Tape_UnknownMoment"
    case .unknownUnderlying: "Tape_UnknownUnderlying"
    case .momentsReversed: "Tape_MomentsReversed"
    case .tooFewExpiries: "Tape_TooFewExpiries"
    case .pricing(let error): error.name
    }
  }

  /// One sentence that says what was expected and what was found.
  var message: String {
    switch self {
    case .document(let error): return error.message
    case .unknownMoment(let text, let count, let first, let last, let nearest):
      var words =
        "expected a moment of the tape: an index from 0 to \(count - 1), Unix seconds, or a text such as "
        + "\(CalendarTime.text(last)); found \(text)"
      words += nearest.map { ", to which the nearest is \(CalendarTime.text($0))" } ?? ""
      return words + "; the tape goes from \(CalendarTime.text(first)) to \(CalendarTime.text(last))"
    case .unknownUnderlying(let name, let moment, let known):
      return "expected one of " + known.joined(separator: ", ") + " at \(CalendarTime.text(moment)), found \(name)"
    case .momentsReversed(let first, let last):
      return "expected a last moment at or after \(CalendarTime.text(first)), found \(CalendarTime.text(last))"
    case .tooFewExpiries(let underlying, let found, let needed, let first, let last):
      return "expected at least \(needed) expiries of \(underlying) that are listed at every moment from "
        + "\(CalendarTime.text(first)) through \(CalendarTime.text(last)), found \(found)"
    case .pricing(let error): return error.message
    }
  }
}

extension TapeError: CustomStringConvertible {
  var description: String { "\(name): \(message)" }
}
