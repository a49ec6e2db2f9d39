import Clearing
import FixedPoint

/// What an operation answers, as a receipt keeps it (LG-16).
public enum Answer: Hashable, Sendable {
  case done
  case account(AccountNumber)
  case trade(UInt64)
  /// Wad.
  case burnt(UInt256)
  /// Whether a message was newer than what its feed had.
  case applied(Bool)
  case bid(BidReceipt)
  /// What was taken over, wads.
  case reduced(cash: Int256, discount: UInt256, notional: UInt256)
  /// The name of what a scheduled parameter was refused for when it was due.
  case tookEffect(refusal: String?)

  init(_ receipt: Receipt) {
    switch receipt {
    case .done: self = .done
    case .account(let number): self = .account(number)
    case .trade(let number): self = .trade(number)
    case .burnt(let amount): self = .burnt(amount)
    case .applied(let isNewer): self = .applied(isNewer)
    case .bid(let receipt): self = .bid(receipt)
    case .reduced(let record):
      self = .reduced(cash: record.cash, discount: record.discount, notional: record.notional)
    case .tookEffect(let refusal): self = .tookEffect(refusal: refusal?.name)
    }
  }
}

extension ByteReader {
  mutating func text() throws(LedgerRefusal) -> String {
    let bytes = try string(atMost: LedgerLimits.textBytes)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notCanonical("UTF-8 text") }
    return text
  }

  mutating func bid() throws(LedgerRefusal) -> BidReceipt {
    BidReceipt(part: try integer(), cashFromBidder: try integer(), cashToBidder: try integer())
  }

  mutating func answer() throws(LedgerRefusal) -> Answer {
    let kind = try byte()
    switch kind {
    case 0: return .done
    case 1: return .account(try uint64())
    case 2: return .trade(try uint64())
    case 3: return .burnt(try integer())
    case 4: return .applied(try flag())
    case 5: return .bid(try bid())
    case 6:
      return .tookEffect(refusal: try optional { (reader) throws(LedgerRefusal) in try reader.text() })
    case 7: return .reduced(cash: try signed(), discount: try integer(), notional: try integer())
    default: throw .unknownKind(kind, of: "answer")
    }
  }
}

extension ByteWriter {
  mutating func bid(_ receipt: BidReceipt) {
    for value in [receipt.part, receipt.cashFromBidder, receipt.cashToBidder] { integer(value) }
  }

  mutating func answer(_ answer: Answer) {
    switch answer {
    case .done: byte(0)
    case .account(let number):
      byte(1)
      integer(number)
    case .trade(let number):
      byte(2)
      integer(number)
    case .burnt(let amount):
      byte(3)
      integer(amount)
    case .applied(let isNewer):
      byte(4)
      flag(isNewer)
    case .bid(let receipt):
      byte(5)
      bid(receipt)
    case .tookEffect(let refusal):
      byte(6)
      optional(refusal) { $0.string($1.utf8) }
    case .reduced(let cash, let discount, let notional):
      byte(7)
      signed(cash)
      integer(discount)
      integer(notional)
    }
  }
}
