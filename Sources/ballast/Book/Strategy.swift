/// What an account does (BK-5), in the order of the specification.
enum Strategy: String, Hashable, Sendable, CaseIterable {
  case coveredCall = "covered call"
  case protectivePut = "protective put"
  case cashSecuredPut = "cash-secured put"
  case bullCallSpread = "bull call spread"
  case bearPutSpread = "bear put spread"
  case ironCondor = "iron condor"
  case longStraddle = "long straddle"
  case shortStrangle = "short strangle"
  case calendarSpread = "calendar spread"
  case ratioSpread = "ratio spread"
  case hedgedShortVolatility = "delta-hedged short volatility"
  case basisTrade = "basis trade"
  case perpLong = "perp long"
  case perpShort = "perp short"
  case lender = "lender"
  case borrower = "borrower"
  case multiStrategy = "multi-strategy"
  case marketMaker = "market maker"

  /// How many accounts of a thousand have it.
  var perMille: Int {
    switch self {
    case .coveredCall: 80
    case .protectivePut: 45
    case .cashSecuredPut: 50
    case .bullCallSpread: 60
    case .bearPutSpread: 50
    case .ironCondor: 65
    case .longStraddle: 40
    case .shortStrangle: 70
    case .calendarSpread: 40
    case .ratioSpread: 40
    case .hedgedShortVolatility: 50
    case .basisTrade: 40
    case .perpLong: 60
    case .perpShort: 30
    case .lender: 15
    case .borrower: 15
    case .multiStrategy: 240
    case .marketMaker: 10
    }
  }

  static let weights = allCases.map(\.perMille)

  /// Those that are repeated over several expiries and strikes, and those that a multi-strategy account
  /// combines: the ones before the collateral-only accounts.
  static let combined = Array(allCases.prefix(14))

  /// Whether an account may repeat it.
  var isRepeated: Bool {
    switch self {
    case .perpLong, .perpShort, .basisTrade, .lender, .borrower, .multiStrategy, .marketMaker: false
    default: true
    }
  }

  /// Whether it is usually held without borrowing: cash as the custom wants it rather than as the margin.
  var isSecured: Bool {
    switch self {
    case .coveredCall, .protectivePut, .cashSecuredPut, .lender: true
    default: false
    }
  }
}
