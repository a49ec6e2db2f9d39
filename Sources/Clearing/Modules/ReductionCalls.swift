import Ethereum
import FixedPoint

/// What anybody may ask of an account below maintenance margin (WF-25).
public struct ReductionData: ModuleData {
  public enum Call: UInt64, Hashable, Sendable, CaseIterable {
    /// This and the next take notice of the account alone.
    case announce
    case withdrawAnnouncement
    case reduce
  }

  public var call: Call
  public var account: UInt256
  public var keeper: UInt256
  /// As in `Takeover`.
  public var steps: UInt64
  public var part: UInt256
  public var leastDiscount: UInt256
  public var expectedLastTrade: UInt256

  public init(
    _ call: Call, account: UInt256, keeper: UInt256 = .zero, steps: UInt64 = 0, part: UInt256 = Wad.wide,
    leastDiscount: UInt256 = .zero, expectedLastTrade: UInt256 = .zero
  ) {
    (self.call, self.account, self.keeper) = (call, account, keeper)
    (self.steps, self.part, self.leastDiscount) = (steps, part, leastDiscount)
    self.expectedLastTrade = expectedLastTrade
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 7)
    call = try decoder.choice(list, 0)
    (account, keeper) = (try decoder.uint256(list, 1), try decoder.uint256(list, 2))
    steps = try decoder.uint64(list, 3)
    (part, leastDiscount) = (try decoder.uint256(list, 4), try decoder.uint256(list, 5))
    expectedLastTrade = try decoder.uint256(list, 6)
  }

  public var values: [ABIValue] {
    [
      .unsigned(UInt256(call.rawValue)), .unsigned(account), .unsigned(keeper), .unsigned(UInt256(steps)),
      .unsigned(part), .unsigned(leastDiscount), .unsigned(expectedLastTrade),
    ]
  }
}

extension ClearingState {
  /// A keeper in custody, for which the module acts, or one outside, whose holder signs.
  mutating func executeReduction(_ call: MatchedCall, module: Address) throws(ClearingRefusal) {
    let action = try single(call)
    let isOfHolder = action.account.isZero
    let data = try ReductionData(action.data)
    if data.call == .reduce {
      if isOfHolder { try requireOwnersSignature(action) }
      guard isOfHolder || action.account == data.keeper else { throw .module(.wrongAccount(action.account)) }
    }
    try useNonce(of: action)
    let account = AccountNumber(whole: data.account)
    switch data.call {
    case .announce: try announce(account)
    case .withdrawAnnouncement: try withdrawAnnouncement(account)
    case .reduce:
      _ = try reduce(
        Takeover(
          account: account, keeper: AccountNumber(whole: data.keeper), steps: data.steps, part: data.part,
          leastDiscount: data.leastDiscount, expectedLastTrade: data.expectedLastTrade,
          caller: isOfHolder ? action.owner : module))
    }
  }
}
