import Clearing
import Console
import Ethereum
import FixedPoint
import Ledger

/// What descriptions of actions and messages call the parts of a venue, and what they are signed for: as the genesis
/// has it (MO-41).
struct SigningVenue {
  static let option = OptionSpecification(
    name: "genesis", value: "FILE", help: "the genesis that the venue runs from; names are looked up in it")

  let assets: [(name: String, address: Address)]
  let managers: [(name: String, address: Address)]
  /// Modules by their kinds.
  let modules: [(name: String, address: Address)]
  /// Feeds by the names of markets and roles.
  let feeds: [(name: String, address: Address)]
  let domainSeparator: Bytes32
  private let book: FeedBook
  private let kinds: [Address: ModuleKind]

  init(_ genesis: Genesis) {
    let state = genesis.state()
    let directory = state.directory
    func listed(_ listings: [Directory.Listing]) -> [(name: String, address: Address)] {
      listings.map { ($0.name, $0.address) }
    }
    assets = listed([directory.cash] + directory.options + directory.perps + directory.bases)
    managers = listed(directory.managers)
    kinds = state.gateway.modules
    modules = kinds.map { ($1.rawValue, $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    domainSeparator = state.gateway.domainSeparator
    book = state.signedFeeds
    var feeds = state.feeds.stableSource.map { [(name: "stable", address: $0)] } ?? []
    for (market, name) in zip(state.feeds.markets, directory.markets) {
      guard let sources = market.sources else { continue }
      feeds += [
        ("\(name).spot", sources.spot), ("\(name).mark", sources.mark), ("\(name).ask", sources.ask),
        ("\(name).bid", sources.bid), ("\(name).forward", sources.forward),
        ("\(name).volatility", sources.volatility), ("\(name).rate", sources.rate),
      ]
    }
    for (place, name) in directory.collateralFeeds.enumerated() {
      if let address = state.feeds.collateralSources[place] { feeds.append((name, address)) }
    }
    self.feeds = feeds
  }

  /// The venue of the option `--genesis`.
  static func read(_ arguments: Arguments) throws -> SigningVenue {
    let path = try arguments.required("genesis")
    let bytes = try FileInput.bytes(of: path, atMost: LedgerLimits.genesisBytes)
    do throws(LedgerRefusal) {
      return SigningVenue(try Genesis(bytes: bytes))
    } catch {
      let reason = GenesisKind.ledger.confusion(bytes) ?? "\(error.name): \(error.message)"
      throw CommandFailure(.badInput, "\(path): \(reason)")
    }
  }

  /// The kind of the module at an address; nil where the genesis has none there.
  func kind(of module: Address) -> ModuleKind? { kinds[module] }

  func source(of feed: Address) -> FeedSource? { book[feed]?.source }
}
