import Ethereum
import FixedPoint

extension Checkpoint {
  /// The hash of the checkpoint as an EIP-712 struct (CP-7).
  public var structHash: Bytes32 {
    let totals = accounts.totals
    func number(_ value: UInt128) -> Bytes32 { Bytes32(UInt256(value)) }
    func number(_ value: UInt64) -> Bytes32 { Bytes32(UInt256(value)) }
    return EIP712.structHash(
      Self.type,
      [
        number(self.number), previous, number(logSize), logRoot, engine, number(height), number(time),
        Bytes32(Int256(Int64(accounts.depth))), number(accounts.count), accounts.stateRoot, sectionsRoot,
        receiptsRoot, inputRoot, riskRoot.hash, accounts.solvencyRoot, number(totals.positiveEquity),
        number(totals.deficit), number(UInt64(totals.belowMaintenance)), assetRoot,
        Keccak256.hash(words: assets.map { Bytes32($0) }), Keccak256.hash(words: assetTotals.map(number)),
        number(feesAccrued), Bytes32(Int256(netSettledCash)), number(pendingWithdrawals),
        number(UInt64(securityModule)), number(UInt64(feeRecipient)), attestation, policy,
      ])
  }

  /// What the operator signs, and the checkpoint's name everywhere else (CP-8).
  public func digest(in venue: Venue) -> Bytes32 { digest(separator: venue.domainSeparator) }

  func digest(separator: Bytes32) -> Bytes32 {
    EIP712.digest(domainSeparator: separator, structHash: structHash)
  }

  private static let type = Keccak256.hash(
    "Checkpoint(uint64 number,bytes32 previous,uint64 logSize,bytes32 logRoot,bytes32 engine,uint64 height,"
      + "uint64 time,uint8 depth,uint64 count,bytes32 stateRoot,bytes32 sectionsRoot,bytes32 receiptsRoot,"
      + "bytes32 inputRoot,bytes32 riskRoot,bytes32 solvencyRoot,uint128 equity,uint96 deficit,"
      + "uint32 belowMaintenance,bytes32 assetRoot,address[] assets,uint128[] assetTotals,uint128 feesAccrued,"
      + "int128 netSettledCash,uint128 pendingWithdrawals,uint32 securityModule,uint32 feeRecipient,"
      + "bytes32 attestation,bytes32 policy)")
}

extension SignedCheckpoint.Cosignature {
  /// What the witness signs about the checkpoint of a digest (CP-9).
  public func digest(of checkpoint: Bytes32, in venue: Venue) -> Bytes32 {
    digest(of: checkpoint, separator: venue.domainSeparator)
  }

  func digest(of checkpoint: Bytes32, separator: Bytes32) -> Bytes32 {
    let words = [checkpoint, Bytes32(UInt256(time)), Bytes32(UInt256(UInt64(role)))]
    return EIP712.digest(domainSeparator: separator, structHash: EIP712.structHash(Self.type, words))
  }

  private static let type = Keccak256.hash("Cosignature(bytes32 checkpoint,uint64 time,uint8 role)")
}
