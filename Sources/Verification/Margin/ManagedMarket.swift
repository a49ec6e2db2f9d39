import Commitment
import Encoding
import Ethereum
import Margin

/// A manager's market and parameters, as they stand under the risk root (SV-8).
public struct ManagedMarket: Sendable {
  public let manager: Address
  public let market: Market
  /// The market's moment, Unix seconds.
  public let time: UInt64
  public let parameters: PortfolioParameters
  public let scenarios: [Scenario]
  public let set: SetName
  /// The values of the two risk items.
  public let marketValue: [UInt8]
  public let parametersValue: [UInt8]

  /// What a parameter set is called.
  public struct SetName: Hashable, Sendable {
    public var name: String
    public var version: Int
    public var hash: Bytes32
  }

  /// Reads the values of a market and of a parameter set, and refuses every spelling but the canonical one.
  /// - Parameters:
  ///   - time: the moment that the market must be of, Unix seconds; nil for any.
  ///   - trusted: the hashes of the parameter sets that the reader expects; nil for any.
  /// - Throws: the refusals 432 to 435 of SV-10, in this order.
  public init(
    manager: Address, market marketValue: [UInt8], parameters parametersValue: [UInt8], at time: UInt64? = nil,
    trusting trusted: Set<Bytes32>? = nil
  ) throws(MarginRefusal) {
    let market = try Self.market(marketValue)
    guard let moment = market.timestamp else { throw .marketForm(.noTimestamp) }
    if let time, moment != time { throw .marketTime(expected: time, found: moment) }
    let (set, parameters, scenarios) = try Self.parameters(parametersValue)
    if let trusted, !trusted.contains(set.hash) { throw .unknownParameters(set.hash) }
    self.manager = manager
    self.market = market
    self.time = moment
    self.parameters = parameters
    self.scenarios = scenarios
    self.set = set
    self.marketValue = marketValue
    self.parametersValue = parametersValue
  }

  /// A market and a parameter set at hand, in their canonical spelling.
  /// - Throws: what reading the values would: a market without a moment, a set of another model or hash.
  public init(manager: Address, market: Market, set: ParameterSet) throws(MarginRefusal) {
    var json = JSONWriter()
    market.write(to: &json)
    let marketValue: [UInt8]
    do throws(JSONError) {
      marketValue = try JSONDocument(json.bytes).root.canonicalBytes()
    } catch { throw .marketForm(.refused(name: error.name, message: error.message)) }
    json.removeAll()
    set.write(to: &json)
    let setValue: [UInt8]
    do throws(JSONError) {
      setValue = try JSONDocument(json.bytes).root.canonicalBytes()
    } catch { throw .parametersForm(.refused(name: error.name, message: error.message)) }
    try self.init(manager: manager, market: marketValue, parameters: setValue)
  }

  /// What a value may ask of the reader: CM-22 bounds its bytes, JS-2 the rest.
  private static var limits: JSONLimits {
    var limits = JSONLimits.standard
    limits.maximumBytes = CommitmentLimits.riskValueBytes
    return limits
  }

  private static func market(_ value: [UInt8]) throws(MarginRefusal) -> Market {
    let market: Market
    let canonical: [UInt8]
    do throws(JSONError) {
      let root = try JSONDocument(value, limits: limits).root
      market = try Market(root)
      canonical = try root.canonicalBytes()
    } catch { throw .marketForm(.refused(name: error.name, message: error.message)) }
    guard canonical == value else { throw .marketForm(.notCanonical) }
    return market
  }

  private static func parameters(
    _ value: [UInt8]
  ) throws(MarginRefusal) -> (SetName, PortfolioParameters, [Scenario]) {
    let set: ParameterSet
    do throws(ParameterSetError) {
      set = try ParameterSet(value)
    } catch { throw .parametersForm(.refused(name: error.name, message: error.message)) }
    guard case .portfolio(let parameters, let scenarios) = set.model else {
      throw .parametersForm(.otherModel(set.model.name))
    }
    let own = Keccak256.hash(set.canonicalBytes)
    let stated = Bytes32(set.statedHash) ?? .zero
    guard stated == own else { throw .parametersForm(.hash(stated: stated, own: own)) }
    guard isCanonical(value) else { throw .parametersForm(.notCanonical) }
    return (SetName(name: set.name, version: set.version, hash: own), parameters, scenarios)
  }

  private static func isCanonical(_ value: [UInt8]) -> Bool {
    do throws(JSONError) {
      return try JSONDocument(value, limits: limits).root.canonicalBytes() == value
    } catch {
      return false
    }
  }
}
