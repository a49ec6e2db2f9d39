/// A version of the rules and where it begins to hold (LG-19).
public struct RuleVersion: Hashable, Sendable {
  /// Of the first block that is made under it.
  public var height: UInt64
  public var version: UInt64
  /// The names of the defects of the reference that are put right, rising. One that this program does not know is kept:
  /// it makes no block under it.
  public var names: [String]

  public init(height: UInt64, version: UInt64, names: [String] = []) {
    (self.height, self.version, self.names) = (height, version, names)
  }

  public init(height: UInt64, version: UInt64, corrections: RuleSet) {
    self.init(height: height, version: version, names: corrections.names.sorted())
  }

  /// The first name that this program does not know.
  public var unknown: String? { names.first { RuleSet(name: $0) == nil } }

  /// The switches that are known of it.
  public var corrections: RuleSet { RuleSet(names.compactMap(RuleSet.init(name:))) }

  /// The version that holds from the first block on where nothing else is said.
  public static let first = RuleVersion(height: 1, version: 1)
}

/// How many versions of the rules a venue keeps, and what each may say (LG-3).
public enum RuleLimits {
  public static let versions = 1_000
  /// Corrections of one version, and of all together.
  public static let names = 64
  public static let allNames = 16_384
  /// Letters and digits of a correction's name.
  public static let nameBytes = 32
}

extension RuleVersion {
  /// Whether the names are rising, and each of the letters and digits that a name is of.
  public var isWellNamed: Bool {
    guard names.count <= RuleLimits.names, zip(names, names.dropFirst()).allSatisfy({ $0 < $1 }) else { return false }
    return names.allSatisfy { name in
      (1...RuleLimits.nameBytes).contains(name.utf8.count)
        && name.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    }
  }
}

extension [RuleVersion] {
  /// Whether heights and versions rise, both from 1, within the limits.
  public var isList: Bool {
    guard let first, first.height == 1, first.version == 1, count <= RuleLimits.versions else { return false }
    return zip(self, dropFirst()).allSatisfy { $0.height < $1.height && $0.version < $1.version }
      && allSatisfy(\.isWellNamed) && reduce(0) { $0 + $1.names.count } <= RuleLimits.allNames
  }

  /// The version that a block is made under.
  public func version(at height: UInt64) -> RuleVersion { last { $0.height <= height } ?? .first }
}

extension ClearingState {
  /// Announced long enough ago, a version of the rules is listed; those that have not begun at its height give way
  /// (MO-40).
  mutating func add(_ new: RuleVersion) throws(ClearingRefusal) {
    let listed = governance.versions
    guard new.height > block.height, let last = listed.last, new.version > last.version,
      RuleSet.lasting.intersection(new.corrections) == RuleSet.lasting.intersection(rules)
    else { throw .module(.invalidVersion(new.version)) }
    let versions = listed.filter { $0.height < new.height } + [new]
    guard versions.isList else { throw .module(.invalidVersion(new.version)) }
    set(versions: versions)
  }
}
