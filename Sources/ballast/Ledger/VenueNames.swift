import Clearing
import Console
import Encoding
import Ethereum
import FixedPoint
import Pricing

/// What the assets, managers, feeds and modules of a venue are called, for people (MO-2).
struct VenueNames {
  let state: ClearingState

  init(_ state: ClearingState) {
    self.state = state
  }

  /// `cash`, `BTC-PERP`; `perp 7` where the venue has none of this place.
  func asset(_ asset: Asset) -> String {
    if let listing = state.directory.listing(of: asset) { return listing.name.printable }
    switch asset {
    case .cash: return "cash"
    case .option(let place): return "option \(place)"
    case .perp(let place): return "perp \(place)"
    case .base(let place): return "token \(place)"
    }
  }

  /// An asset by the address that actions name it by.
  func asset(at address: Address) -> String {
    state.directory.asset(at: address).map { asset($0) } ?? "\(address)"
  }

  /// `BTC-OPTION 2026-03-27 80,000 call`.
  func instrument(_ instrument: SubAsset) -> String {
    let name = asset(instrument.asset)
    guard case .option = instrument.asset else { return name }
    guard let identifier = try? OptionIdentifier(UInt256(instrument.subId)) else { return "\(name) \(instrument.subId)" }
    return "\(name) \(identifier.label)"
  }

  /// An instrument as an action names it.
  func instrument(at address: Address, _ subId: UInt256) -> String {
    guard let asset = state.directory.asset(at: address) else { return "\(address) \(subId)" }
    guard (subId >> 96).isZero else { return "\(self.asset(asset)) \(subId)" }
    return instrument(SubAsset(asset, subId: subId.low))
  }

  func manager(_ place: Int) -> String {
    guard state.directory.managers.indices.contains(place) else { return "manager \(place)" }
    return state.directory.managers[place].name.printable
  }

  func manager(at address: Address) -> String {
    state.directory.manager(at: address).map { manager($0) } ?? "\(address)"
  }

  func market(_ place: Int) -> String {
    state.directory.markets.indices.contains(place) ? state.directory.markets[place].printable : "market \(place)"
  }

  /// What a signed feed is the source of: `BTC forward`, or its address.
  func feed(_ address: Address) -> String {
    if state.feeds.stableSource == address { return "price of the stable coin" }
    for (place, market) in state.feeds.markets.enumerated() {
      guard let sources = market.sources else { continue }
      for (source, name) in [
        (sources.spot, "spot price"), (sources.mark, "perp mark"), (sources.ask, "impact ask"),
        (sources.bid, "impact bid"), (sources.forward, "forward"), (sources.volatility, "volatility"),
        (sources.rate, "rate"),
      ] where source == address { return "\(self.market(place)) \(name)" }
    }
    for place in state.directory.collateralFeeds.indices where state.feeds.collateralSources[place] == address {
      return "\(state.directory.collateralFeeds[place].printable) price"
    }
    return "feed \(address)"
  }

  func module(_ address: Address) -> String { state.gateway.modules[address]?.words ?? "module \(address)" }

  /// An amount of tokens in their own units, as units of the token.
  func tokens(_ amount: UInt256, of asset: Asset) -> String {
    let decimals: UInt8
    switch asset {
    case .cash: decimals = state.cash.tokenDecimals
    case .base(let place) where state.bases.indices.contains(place): decimals = state.bases[place].tokenDecimals
    default: return amount.description
    }
    // Of more decimals than a wad has, or of more tokens than a wad can say, the units themselves are shown.
    guard decimals <= 18, let factor = try? UInt256.powerOfTen(18 - decimals),
      let wad = try? amount * factor, !Int256(bitPattern: wad).isNegative
    else { return "\(amount) units" }
    return Amounts.text(wad, decimals: Int(decimals))
  }

  /// The same of an asset that an action names by its address; the greatest of all stands for all there is.
  func tokens(_ amount: UInt256, at address: Address) -> String {
    let name = asset(at: address)
    if amount == .max { return "all \(name)" }
    guard let asset = state.directory.asset(at: address) else { return "\(amount) \(name)" }
    return "\(tokens(amount, of: asset)) \(name)"
  }
}

extension ModuleKind {
  /// For people, what a call of the module is.
  var words: String {
    switch self {
    case .least: "least module"
    case .trade: "trade"
    case .quote: "quote"
    case .deposit: "deposit"
    case .withdrawal: "withdrawal"
    case .transfer: "transfer"
    case .managerChange: "change of manager"
    case .sessionKey: "session key"
    case .custody: "custody"
    case .settlement: "settlement"
    case .holder: "holder's call"
    case .takeOut: "tokens out"
    case .bridge: "bridge"
    case .governance: "governance"
    case .guardian: "guardian"
    case .liquidation: "liquidation"
    case .auction: "auction"
    case .bid: "bid"
    case .securityModule: "security module"
    case .reduction: "reductions"
    }
  }
}

extension MarginModel {
  /// For people.
  var name: String {
    switch self {
    case .standard: "standard model"
    case .portfolio: "portfolio model"
    }
  }
}

extension OptionIdentifier {
  /// For people: day, strike and side.
  var label: String {
    let day = CalendarTime.text(expiry).prefix(10)
    return "\(day) \(Amounts.exact(Int256(bitPattern: UInt256(strike)))) \(isCall ? "call" : "put")"
  }
}

extension Address {
  /// Enough of it to be told from others on a screen: `0x725D…f7DE`.
  var short: String {
    let text = description
    return "\(text.prefix(6))…\(text.suffix(4))"
  }
}
