import Clearing
import Ethereum
import FixedPoint
import Margin

extension ClearingState {
  /// A venue of signed feeds and signed actions alone: no market, and one manager that holds nothing (JS-14).
  static func bare(
    time: UInt64, owner: Address, signedFeeds: FeedBook = FeedBook(),
    gateway: Gateway = Gateway(address: .zero, chainId: .zero)
  ) -> ClearingState {
    let model = StandardManager(
      isBorrowingEnabled: false,
      parameters: StandardParameters(depeg: .init(threshold: .zero, depegFactor: .zero), markets: [:]), markets: [])
    let auctions = AuctionParameters(
      startingPart: .zero, cutoffPart: .zero, fastLength: .zero, slowLength: .zero, insolventLength: .zero,
      feeRate: .zero, bufferPart: .zero)
    let interest = InterestModel(
      minimumRate: .zero, rateMultiplier: .zero, highRateMultiplier: .zero, optimalUtilisation: .zero)
    return ClearingState(
      time: time, owner: owner,
      cash: CashState(lastTimestamp: time, feePercentage: .zero, tokenDecimals: 6, interest: interest),
      optionMarkets: [], perps: [], bases: [],
      managers: [
        ManagerState(guardian: owner, maxAccountSize: 8, minimumFee: .zero, model: .standard(model))
      ],
      liquidation: LiquidationState(parameters: auctions, cutoff: .zero, managers: [], securityAccount: 0),
      feeds: Feeds(markets: 0, collaterals: 0), securityModule: 0, signedFeeds: signedFeeds, gateway: gateway)
  }
}
