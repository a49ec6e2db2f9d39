import Ethereum

/// What a custodian says that it holds of one asset for one venue (SV-1).
public struct CustodyStatement: Hashable, Sendable {
  public var engine: Bytes32
  /// Zero for the stable token behind cash.
  public var asset: Address
  public var custodian: Address
  /// Wad.
  public var units: UInt128
  /// Unix seconds.
  public var time: UInt64
  /// Where it is held, for people: 1 to 256 bytes.
  public var source: String

  public init(
    engine: Bytes32, asset: Address, custodian: Address, units: UInt128, time: UInt64, source: String
  ) {
    self.engine = engine
    self.asset = asset
    self.custodian = custodian
    self.units = units
    self.time = time
    self.source = source
  }
}

/// A custody statement with the custodian's signature.
public struct SignedStatement: Hashable, Sendable {
  public var statement: CustodyStatement
  /// 65 bytes as they came; they are checked where they are used.
  public var signature: [UInt8]

  public init(statement: CustodyStatement, signature: [UInt8]) {
    self.statement = statement
    self.signature = signature
  }
}
