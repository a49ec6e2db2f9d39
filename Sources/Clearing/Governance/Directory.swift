import Ethereum

/// What the assets, managers and markets of a venue are called: by address in actions, by name in parameters (MO-2).
public struct Directory: Hashable, Sendable {
  public struct Listing: Hashable, Sendable {
    public var name: String
    public var address: Address

    public init(_ name: String, _ address: Address) {
      (self.name, self.address) = (name, address)
    }
  }

  /// How a person or a program is named in a parameter.
  public enum Spelling: Hashable, Sendable {
    case hexadecimal
    /// By a label, whose hash's last bytes are the address: only in traces, where nobody signs (CL-55).
    case label
  }

  public let cash: Listing
  public let markets: [String]
  /// Each by its place in the venue's list of its kind.
  public let options: [Listing]
  public let perps: [Listing]
  public let bases: [Listing]
  public let managers: [Listing]
  /// The feeds of collaterals that have one of their own.
  public let collateralFeeds: [String]
  /// The managers that are meant where the parameters of a margin model name none.
  public let firstStandard: Int?
  public let firstPortfolio: Int?
  public let spelling: Spelling
  private let assets: [Address: Asset]
  private let managerPlaces: [Address: Int]

  public init(
    cash: Listing, markets: [String], options: [Listing], perps: [Listing], bases: [Listing], managers: [Listing],
    collateralFeeds: [String], firstStandard: Int? = nil, firstPortfolio: Int? = nil, spelling: Spelling = .hexadecimal
  ) {
    (self.cash, self.markets, self.options, self.perps) = (cash, markets, options, perps)
    (self.bases, self.managers, self.collateralFeeds) = (bases, managers, collateralFeeds)
    (self.firstStandard, self.firstPortfolio, self.spelling) = (firstStandard, firstPortfolio, spelling)
    let listed =
      [(cash.address, Asset.cash)] + options.enumerated().map { ($1.address, .option($0)) }
      + perps.enumerated().map { ($1.address, .perp($0)) } + bases.enumerated().map { ($1.address, .base($0)) }
    assets = Dictionary(listed, uniquingKeysWith: { first, _ in first })
    managerPlaces = Dictionary(
      managers.enumerated().map { ($1.address, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// One that knows nothing.
  public static let empty = Directory(
    cash: Listing("cash", .zero), markets: [], options: [], perps: [], bases: [], managers: [], collateralFeeds: [])

  /// A name or an address that two assets, two managers, two markets or two feeds have; nil where each has its own.
  public var repeated: String? {
    let assets = [cash] + options + perps + bases
    let lists = [
      assets.map(\.name), assets.map(\.address.description), managers.map(\.name), managers.map(\.address.description),
      markets, ["stable"] + collateralFeeds,
    ]
    for list in lists {
      var seen: Set<String> = []
      for name in list where !seen.insert(name).inserted { return name }
    }
    return nil
  }

  /// The zero address is no asset's.
  public func asset(at address: Address) -> Asset? { address.isZero ? nil : assets[address] }

  public func manager(at address: Address) -> Int? { managerPlaces[address] }

  public func listing(of asset: Asset) -> Listing? {
    switch asset {
    case .cash: cash
    case .option(let place): options.at(place)
    case .perp(let place): perps.at(place)
    case .base(let place): bases.at(place)
    }
  }
}

extension Array {
  fileprivate func at(_ place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
