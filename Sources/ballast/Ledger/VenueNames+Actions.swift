import Clearing
import Console
import Encoding
import Ethereum
import FixedPoint
import Ledger

/// What was asked for, in words (19).
extension VenueNames {
  /// What a call is, in a few words: `trade`, `deposit`.
  func kind(_ transaction: Transaction) -> String {
    switch transaction {
    case .message(let feed, _): self.feed(feed)
    case .actions(let call): module(call.module)
    }
  }

  /// The accounts of a call, each once, in order.
  func accounts(_ transaction: Transaction) -> [UInt256] {
    guard case .actions(let call) = transaction else { return [] }
    var accounts: [UInt256] = []
    for entry in call.actions where !entry.action.account.isZero && !accounts.contains(entry.action.account) {
      accounts.append(entry.action.account)
    }
    return accounts
  }

  /// What a transaction asks for, a line for each action and for what the executor adds.
  func lines(_ transaction: Transaction) -> [String] {
    switch transaction {
    case .message(let feed, let bytes):
      guard let message = try? FeedMessage(bytes) else { return ["a message of \(bytes.count) bytes"] }
      let signers = message.signers.map(\.short).joined(separator: ", ")
      return [
        "\(self.feed(feed)), feed \(feed)", "as of \(CalendarTime.text(message.timestamp)), until \(moment(message.deadline))",
        "signed by \(signers)",
      ]
    case .actions(let call):
      let kind = state.gateway.modules[call.module]
      var lines: [String] = []
      for (place, entry) in call.actions.enumerated() {
        let action = entry.action
        let account = action.account.isZero ? "no account" : "account \(action.account)"
        let signer = action.signer == action.owner ? "" : ", signed by \(action.signer.short)"
        lines.append("\(account), owner \(action.owner)\(signer), nonce \(action.nonce), until \(moment(action.expiry))")
        lines += said(kind, action, isFirst: place == 0).map { "  " + $0 }
      }
      return lines + matched(kind, call.data)
    }
  }

  /// What an owner signed.
  private func said(_ kind: ModuleKind?, _ action: SignedAction, isFirst: Bool) -> [String] {
    let data = action.data
    do throws(ABIDecodingError) {
      switch kind {
      case nil, .least: return bytes(data)
      case .trade: return [words(try OrderData(decoding: data))]
      case .quote: return isFirst ? words(try QuoteData(decoding: data)) : [words(try QuoteConsent(decoding: data))]
      case .deposit:
        let deposit = try DepositData(decoding: data)
        let target = action.account.isZero ? ", of a new account under \(manager(at: deposit.manager))" : ""
        return ["puts in \(tokens(deposit.amount, at: deposit.asset))\(target)"]
      case .withdrawal, .takeOut:
        let withdrawal = try WithdrawalData(decoding: data)
        return ["takes out \(tokens(withdrawal.amount, at: withdrawal.asset))"]
      case .transfer: return words(try TransferData(decoding: data))
      case .managerChange: return ["wants to be under \(manager(at: try ManagerData(decoding: data).manager))"]
      case .sessionKey:
        let key = try SessionKeyData(decoding: data)
        return [key.until.isZero ? "takes back \(key.key)" : "lets \(key.key) sign until \(moment(key.until))"]
      case .custody:
        let custody = try CustodyData(decoding: data)
        return [words(custody.call) + " \(custody.account)"]
      case .settlement:
        let settlement = try SettlementData(decoding: data)
        let asset = settlement.asset.isZero ? "" : " of \(asset(at: settlement.asset))"
        let account = settlement.account.isZero ? "" : " for account \(settlement.account)"
        return ["asks for \(settlement.call)\(asset)\(account)"]
      case .holder: return words(try HolderData(decoding: data))
      case .bridge:
        let bridge = try BridgeData(decoding: data)
        let what = bridge.call == .credit ? "credits deposit" : "has paid withdrawal"
        return ["\(what) \(bridge.number): \(tokens(bridge.amount, at: bridge.asset)) of \(bridge.owner)"]
      case .governance:
        let governance = try GovernanceData(decoding: data)
        switch governance.call {
        case .cancel: return ["takes back parameter \(governance.number)"]
        case .schedule: return ["announces " + String(decoding: governance.parameter, as: UTF8.self).printable]
        }
      case .guardian:
        let guardian = try GuardianData(decoding: data)
        return ["\(guardian.isPaused ? "pauses" : "lets go on") \(manager(at: guardian.manager))"]
      case .liquidation:
        let order = try LiquidationOrder(decoding: data)
        let rest = "with \(Amounts.text(order.cash)) cash in a fresh account\(order.mergesAccount ? ", merged back" : "")"
        return [words(part: order.part, of: order.account, limit: order.priceLimit), rest]
      case .bid:
        let bid = try BidData(decoding: data)
        return [words(part: bid.part, of: bid.account, limit: bid.priceLimit), "from account \(bid.bidder)"]
      case .auction:
        let auction = try AuctionData(decoding: data)
        return ["asks for \(auction.call) of the auction of account \(auction.account), scenario \(auction.scenario)"]
      case .reduction:
        let reduction = try ReductionData(decoding: data)
        return ["asks for \(reduction.call) of account \(reduction.account)"]
      case .securityModule:
        let payment = try SecurityModuleData(decoding: data)
        let tokens = "\(tokens(payment.amount, of: .cash)) \(asset(.cash))"
        return [payment.call == .give ? "gives the security module \(tokens)" : "takes \(tokens) from the security module"]
      }
    } catch {
      return bytes(data)
    }
  }

  /// What the executor adds.
  private func matched(_ kind: ModuleKind?, _ data: [UInt8]) -> [String] {
    do throws(ABIDecodingError) {
      switch kind {
      case .trade:
        let match = try FillData(decoding: data)
        return ["matched: taker account \(match.takerAccount), fee \(Amounts.text(match.takerFee))"]
          + match.fills.map {
            "  maker account \($0.account), \(Amounts.text($0.amount, decimals: 4)) at \(Amounts.text($0.price)), "
              + "fee \(Amounts.text($0.fee))"
          }
      case .quote:
        let fill = try QuoteFill(decoding: data)
        return [
          "matched: maker account \(fill.makerAccount), fee \(Amounts.text(fill.makerFee)); "
            + "taker account \(fill.takerAccount), fee \(Amounts.text(fill.takerFee))"
        ]
      default: return data.isEmpty ? [] : bytes(data)
      }
    } catch {
      return bytes(data)
    }
  }

  private func bytes(_ data: [UInt8]) -> [String] {
    let shown = data.prefix(32)
    return ["data \(Hex.encode(Array(shown)))\(shown.count < data.count ? "…, \(data.count) bytes" : "")"]
  }

  private func words(_ order: OrderData) -> String {
    "\(order.isBid ? "buys" : "sells") \(Amounts.text(order.desiredAmount, decimals: 4)) "
      + "\(instrument(at: order.asset, order.subId)) at \(Amounts.text(order.limitPrice)) or better, "
      + "fee at most \(Amounts.text(order.worstFee)) each, for account \(order.recipient)"
  }

  private func words(_ quote: QuoteData) -> [String] {
    ["quotes, for a fee of at most \(Amounts.text(quote.maximumFee)):"]
      + quote.legs.map {
        "  \($0.amount.isNegative ? "sells" : "buys") \(Amounts.text($0.amount.magnitude, decimals: 4)) "
          + "\(instrument(at: $0.asset, $0.subId)) at \(Amounts.text($0.price))"
      }
  }

  private func words(_ consent: QuoteConsent) -> String {
    "takes the trades \(consent.tradesHash), fee at most \(Amounts.text(consent.maximumFee))"
  }

  private func words(_ transfer: TransferData) -> [String] {
    let target = transfer.account.isZero ? "a new account under \(manager(at: transfer.manager))" : "account \(transfer.account)"
    return ["moves to \(target):"]
      + transfer.movements.map { "  \(Amounts.text($0.amount, decimals: 4)) \(instrument(at: $0.asset, $0.subId))" }
  }

  private func words(part: UInt256, of account: UInt256, limit: Int256) -> String {
    let price = limit.isZero ? "at any price" : "for \(Amounts.text(limit)) at most"
    return "bids for \(Amounts.percent(Int256(bitPattern: part))) of account \(account), \(price)"
  }

  private func words(_ call: CustodyData.Call) -> String {
    switch call {
    case .request: "asks back account"
    case .complete: "gives back account"
    case .deposit: "gives into custody account"
    }
  }

  private func words(_ holder: HolderData) -> [String] {
    switch holder {
    case .approve(let account, let to): return ["lets \(to) move account \(account)"]
    case .assetAllowance(let allowance): return [words(allowance, asset(at: allowance.asset))]
    case .instrumentAllowance(let allowance):
      return [words(allowance, instrument(at: allowance.asset, allowance.subId))]
    case .donate(let account, let amount):
      return ["gives \(Amounts.text(amount)) cash of account \(account) to the venue"]
    case .transfers(let movements):
      return ["moves:"]
        + movements.map {
          "  \(Amounts.text($0.amount, decimals: 4)) \(instrument(at: $0.asset, $0.subId)) "
            + "from account \($0.from) to account \($0.to)"
        }
    }
  }

  private func words(_ allowance: HolderData.AllowanceData, _ name: String) -> String {
    "lets \(allowance.delegate) add \(Amounts.text(allowance.positive, decimals: 4)) and take "
      + "\(Amounts.text(allowance.negative, decimals: 4)) \(name) of account \(allowance.account)"
  }
}
