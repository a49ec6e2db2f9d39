/// The sizes up to which an input is computed; what is larger is refused before any work is done.
public enum SchemaLimits {
  /// Options of one account (the reference protocol's accounts hold at most 128 positions).
  public static var options: Int { 1024 }
  /// Expiries of one market or portfolio.
  public static var expiries: Int { 256 }
  /// Collaterals of one market, account or parameter set.
  public static var collaterals: Int { 256 }
  /// Scenarios of one list (the reference protocol allows 40).
  public static var scenarios: Int { 256 }
  /// Markets of one standard portfolio or parameter set (the reference protocol's viewer scans 254).
  public static var markets: Int { 256 }
  /// Steps, packages or trades in one list of a plan of reduction, and the legs that they name.
  public static var reductionParts: Int { 4096 }
  /// Bytes of a name of a market or parameter set.
  public static var nameBytes: Int { 64 }
  /// Bytes of a parameter set's description or source.
  public static var proseBytes: Int { 4096 }
}
