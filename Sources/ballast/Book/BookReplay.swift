import FixedPoint
import Margin

/// A book's markets at each moment of the tape from the book's through its last, priced for its accounts.
struct BookReplay: Sendable {
  let generator: BookGenerator
  let timestamps: [UInt64]
  /// For each underlying, in the order of the generator's markets, its listing at each moment.
  private let listings: [[PricedListing]]

  /// - Parameters:
  ///   - first: the index of the book's moment in the tape; `last` that of its last.
  init(
    _ generator: BookGenerator, on tape: MarketTape, from first: Int, through last: Int,
    rule: MarketRule = MarketRule()
  ) throws(BookError) {
    self.generator = generator
    timestamps = tape.moments[first...last].map(\.timestamp)
    var listings: [[PricedListing]] = []
    for market in generator.markets {
      var own: [PricedListing] = []
      for moment in first...last {
        let later: Market
        do throws(TapeError) {
          later = try tape.market(underlying: market.underlying, at: moment, rule: rule)
        } catch {
          throw .tape(error)
        }
        own.append(try market.priced(on: later))
      }
      listings.append(own)
    }
    self.listings = listings
  }

  /// The margins of an account at each moment, its perp marked anew.
  func margins(
    of account: BookAccount, _ workspace: inout RiskArrays.Workspace
  ) throws(BookError) -> [PricedListing.Margins] {
    guard let index = generator.markets.firstIndex(where: { $0.underlying == account.underlying }) else {
      return []
    }
    let market = generator.markets[index].market
    var margins: [PricedListing.Margins] = []
    do throws(MarginError) {
      for listing in listings[index] {
        let held: Account
        do throws(ArithmeticError) {
          held = try account.account.remarked(from: market, to: listing.market)
        } catch {
          throw .arithmetic(error)
        }
        margins.append(try listing.margin(of: held, &workspace))
      }
    } catch {
      throw .margin(error)
    }
    return margins
  }
}
