import Clearing
import FixedPoint
import Margin

extension WatchList {
  /// Computes the margins of every account that holds something, each by the direct path (KP-2).
  /// - Parameters:
  ///   - near: an account whose distance is below it is listed, signed wad.
  ///   - workers: threads to spread the accounts over; no result depends on it.
  public init(of state: ClearingState, near: Int256, workers: Int = 1) {
    let numbers = (1...max(state.accounts.count, 1)).map { AccountNumber($0) }
    let looked = Workers.map(numbers, workers: workers, grain: 64) { Look(at: $0, state, near: near) }
    accounts = []
    unknown = []
    for look in looked {
      switch look {
      case .listed(let account): accounts.append(account)
      case .refused(let number, let refusal): unknown.append(UnknownAccount(number: number, refusal: refusal))
      case .far: break
      }
    }
    accounts.sort { ($0.distance, $0.number) < ($1.distance, $1.number) }
    count = state.accounts.count
  }

  private enum Look: Sendable {
    case listed(WatchedAccount)
    case refused(AccountNumber, ClearingRefusal)
    case far

    init(at number: AccountNumber, _ state: ClearingState, near: Int256) {
      do throws(ClearingRefusal) {
        let auction = state.openAuction(of: number)
        let place = Int(truncatingIfNeeded: number) - 1
        guard state.accounts.indices.contains(place), auction != nil || !state.accounts[place].holdings.isEmpty else {
          self = .far
          return
        }
        let margins = try state.margins(of: number)
        let (initial, maintenance) = (try margins.initial.get(), try margins.maintenance.get())
        let value = margins.markToMarket ?? .zero
        let distance: MarginDistance
        do throws(ArithmeticError) {
          distance = try MarginDistance(maintenance: maintenance, markToMarket: value)
        } catch { throw .arithmetic(error) }
        let kind: WatchedAccount.State
        if let auction {
          kind = auction.isInsolvent ? .insolventAuction : .solventAuction
        } else if maintenance.isNegative {
          kind = .below
        } else if distance.value < near {
          kind = .near
        } else {
          self = .far
          return
        }
        self = .listed(
          WatchedAccount(
            number: number, distance: distance, initialMargin: initial, maintenanceMargin: maintenance,
            markToMarket: value, state: kind))
      } catch {
        self = .refused(number, error)
      }
    }
  }
}
