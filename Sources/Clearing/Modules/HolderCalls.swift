import Ethereum
import FixedPoint

/// What a holder of accounts outside custody signs, as if they called the contracts (MO-25).
public enum HolderData: ModuleData {
  case approve(account: UInt256, to: Address)
  /// Of all of an asset.
  case assetAllowance(AllowanceData)
  /// Of one instrument.
  case instrumentAllowance(AllowanceData)
  case transfers([Movement])
  /// Gives cash for which there are no tokens, an amount at most (CL-28).
  case donate(account: UInt256, amount: UInt256)

  public struct AllowanceData: Hashable, Sendable {
    public var account: UInt256
    public var delegate: Address
    public var asset: Address
    public var subId: UInt256
    /// Wads.
    public var positive: UInt256
    public var negative: UInt256

    public init(
      account: UInt256, delegate: Address, asset: Address, subId: UInt256, positive: UInt256, negative: UInt256
    ) {
      (self.account, self.delegate, self.asset, self.subId) = (account, delegate, asset, subId)
      (self.positive, self.negative) = (positive, negative)
    }
  }

  /// One movement between any accounts, as CL-16 takes it.
  public struct Movement: Hashable, Sendable {
    public var from: UInt256
    public var to: UInt256
    public var asset: Address
    public var subId: UInt256
    /// Signed wad.
    public var amount: Int256

    public init(from: UInt256, to: UInt256, asset: Address, subId: UInt256, amount: Int256) {
      (self.from, self.to, self.asset, self.subId, self.amount) = (from, to, asset, subId, amount)
    }
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    var decoder = try ABIDecoder(bytes)
    let choice = try decoder.choice(decoder.arguments(words: 1), 0, below: 5)
    switch choice {
    case 0:
      let list = try decoder.arguments(words: 3)
      self = .approve(account: try decoder.uint256(list, 1), to: try decoder.address(list, 2))
    case 3:
      let movements = try decoder.structs(decoder.arguments(words: 2), 1, words: 5)
      var all: [Movement] = []
      all.reserveCapacity(movements.count)
      for index in 0..<movements.count {
        let movement = movements[index]
        all.append(
          Movement(
            from: try decoder.uint256(movement, 0), to: try decoder.uint256(movement, 1),
            asset: try decoder.address(movement, 2), subId: try decoder.uint256(movement, 3),
            amount: try decoder.int256(movement, 4)))
      }
      self = .transfers(all)
    case 4:
      let list = try decoder.arguments(words: 3)
      self = .donate(account: try decoder.uint256(list, 1), amount: try decoder.uint256(list, 2))
    default:
      let list = try decoder.arguments(words: 7)
      let allowance = AllowanceData(
        account: try decoder.uint256(list, 1), delegate: try decoder.address(list, 2),
        asset: try decoder.address(list, 3), subId: try decoder.uint256(list, 4),
        positive: try decoder.uint256(list, 5), negative: try decoder.uint256(list, 6))
      self = choice == 1 ? .assetAllowance(allowance) : .instrumentAllowance(allowance)
    }
  }

  public var values: [ABIValue] {
    switch self {
    case .approve(let account, let to): return [.unsigned(0), .unsigned(account), .address(to)]
    case .assetAllowance(let allowance): return [.unsigned(1)] + allowance.values
    case .instrumentAllowance(let allowance): return [.unsigned(2)] + allowance.values
    case .transfers(let movements):
      let all = movements.map { movement in
        ABIValue.tuple([
          .unsigned(movement.from), .unsigned(movement.to), .address(movement.asset), .unsigned(movement.subId),
          .signed(movement.amount),
        ])
      }
      return [.unsigned(3), .array(all)]
    case .donate(let account, let amount): return [.unsigned(4), .unsigned(account), .unsigned(amount)]
    }
  }
}

extension HolderData.AllowanceData {
  fileprivate var values: [ABIValue] {
    [
      .unsigned(account), .address(delegate), .address(asset), .unsigned(subId), .unsigned(positive),
      .unsigned(negative),
    ]
  }
}

extension ClearingState {
  mutating func executeHolder(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    try requireOwnersSignature(action)
    let data = try HolderData(action.data)
    try useNonce(of: action)
    switch data {
    case .approve(let account, let to): try approve(to, for: number(account), by: action.owner)
    case .assetAllowance(let allowance): try setAllowance(allowance, isOfAll: true, by: action.owner)
    case .instrumentAllowance(let allowance): try setAllowance(allowance, isOfAll: false, by: action.owner)
    case .transfers(let movements):
      var transfers: [Transfer] = []
      for movement in movements {
        transfers.append(
          Transfer(
            from: try place(movement.from), to: try place(movement.to),
            instrument: try instrument(movement.asset, movement.subId), amount: movement.amount))
      }
      _ = try trade(transfers, isBatch: true, by: action.owner)
    case .donate(let account, let amount): _ = try donateBalance(number(account), amount, by: action.owner)
    }
  }

  private mutating func setAllowance(
    _ data: HolderData.AllowanceData, isOfAll: Bool, by caller: Address
  ) throws(ClearingRefusal) {
    let instrument = try instrument(data.asset, data.subId)
    let key = AllowanceKey(
      account: try number(data.account), delegate: data.delegate, asset: instrument.asset,
      subId: isOfAll ? nil : data.subId)
    try setAllowance(Allowance(positive: data.positive, negative: data.negative), key, by: caller)
  }

  /// An account of a movement, which may be none (CL-16).
  private func place(_ account: UInt256) throws(ClearingRefusal) -> AccountNumber {
    account.isZero ? 0 : try number(account)
  }
}
