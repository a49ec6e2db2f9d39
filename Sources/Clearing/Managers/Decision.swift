import FixedPoint
import Margin

/// That a manager judged a change by a margin: what it looked at and what it found (LG-18). It is kept also where the
/// operation is refused, and for whoever recomputes it in full.
public struct Decision: Hashable, Sendable {
  public var account: AccountNumber
  /// The place of the manager.
  public var manager: Int
  public var margin: Margin

  /// The account with the readings of the moment, and its margin.
  public enum Margin: Hashable, Sendable {
    case standard(StandardPortfolio, StandardMargin.Kind, Result<Single, MarginError>)
    /// A trusted caller needs maintenance margin over few scenarios.
    case portfolio(Portfolio, isTrusted: Bool, Result<PortfolioMargin, MarginError>)
  }

  /// One margin of the standard model, and the mark to market; signed wads.
  public struct Single: Hashable, Sendable {
    public var margin: Int256
    public var markToMarket: Int256
  }
}
