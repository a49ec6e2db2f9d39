import FixedPoint

/// Amounts of the legs and cash, all that a reduction changes.
struct ReductionHolding: Hashable, Sendable {
  var amounts: [Int256]
  var cash: Int256
}

/// What the margin model says of a holding. Signed wads.
public struct ReductionLevels: Hashable, Sendable {
  public var initialMargin: Int256
  public var maintenanceMargin: Int256
  public var markToMarket: Int256
  /// The binding scenario's index, or their number where the basis contingency binds; 0 under the standard model.
  public var binding: Int

  public init(initialMargin: Int256, maintenanceMargin: Int256, markToMarket: Int256, binding: Int) {
    self.initialMargin = initialMargin
    self.maintenanceMargin = maintenanceMargin
    self.markToMarket = markToMarket
    self.binding = binding
  }
}

/// A margin model as the search sees it: legs, and the margin of any amounts of them.
protocol ReductionModel {
  var legs: [ReductionLeg] { get }
  /// Cash with what the perp owes settled into it (GL-2).
  var cash: Int256 { get }
  /// Options held on a market add up to what the perp may at most be traded against.
  var canHedge: Bool { get }
  /// What its margins count.
  var cost: ReductionCost { get }

  /// The margins of a holding by the fastest path, nil where they are refused.
  mutating func levels(_ holding: ReductionHolding) -> ReductionLevels?
  /// The margins by the direct path.
  func direct(_ holding: ReductionHolding) throws(MarginError) -> (levels: ReductionLevels, rows: [Int256])
  /// What maintenance margin would be if each scenario in turn were the binding one, of the holding that `levels` was
  /// last asked about; the last row is the basis contingency. The standard model has the one row of its margin.
  func rows(_ levels: ReductionLevels) throws(ArithmeticError) -> [Int256]
}

extension ReductionModel {
  /// The account before any reduction.
  var held: ReductionHolding { ReductionHolding(amounts: legs.map(\.amount), cash: cash) }
}
