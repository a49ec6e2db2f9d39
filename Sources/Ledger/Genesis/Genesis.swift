import Clearing
import Commitment
import Encoding
import Ethereum
import FixedPoint

/// Where a venue begins: everything that its first block follows from (LG-12).
public struct Genesis: Sendable {
  /// What checkpoints are signed for (CP-1).
  public let venue: Venue
  /// Unix seconds.
  public let time: UInt64
  /// Who sends the calls of the log: an executor.
  public let executor: Address
  /// How far a block may be ahead of the newest signed message, seconds; nil for no limit.
  public let maximumLead: UInt64?
  /// The versions of the rules that the venue begins with.
  public let rules: [RuleVersion]
  /// The canonical spelling (PS-3), by which the genesis has its hash.
  public let bytes: [UInt8]
  /// The parent of the first block.
  public let hash: Bytes32
  private let initial: ClearingState

  /// From a genesis object.
  /// - Throws: the first member that is not of the form, or that names what is not there.
  public init(_ json: JSONValue) throws(LedgerRefusal) {
    do throws(JSONError) {
      try json.refuseUnknownMembers(Self.members)
      _ = try json.member("ballastGenesis").smallInteger(1...1)
      venue = try Venue(json.member("venue"))
      time = try json.member("time").uint64()
      executor = try json.member("executor").address()
      maximumLead = try json.optionalMember("maximumLead")?.uint64()
      rules = try RuleVersion.list(json.member("rules"), corrections: Self.corrections(json))
      bytes = try json.canonicalBytes()
    } catch {
      throw .json(error)
    }
    hash = Keccak256.hash([LedgerTag.genesis] + bytes)
    initial = try Self.state(json, venue: venue, time: time, rules: rules)
  }

  /// From a genesis file in any spelling.
  /// - Throws: as `init(_:)`.
  public init(bytes: [UInt8]) throws(LedgerRefusal) {
    if bytes.count > LedgerLimits.genesisBytes {
      throw .tooLarge("a genesis", limit: LedgerLimits.genesisBytes, found: bytes.count)
    }
    let document: JSONDocument
    do throws(JSONError) { document = try JSONDocument(bytes) } catch { throw .json(error) }
    try self.init(document.root)
  }

  /// The state before the first block.
  public func state() -> ClearingState { initial }
}

extension RuleVersion {
  /// The versions that a genesis lists.
  static func list(_ json: JSONValue, corrections: RuleSet) throws(JSONError) -> [RuleVersion] {
    var versions: [RuleVersion] = []
    for element in try json.elements() {
      try element.refuseUnknownMembers(["height", "version", "corrections"])
      let version = RuleVersion(
        height: try element.member("height").uint64(), version: try element.member("version").uint64(),
        corrections: versions.isEmpty ? corrections : try Genesis.corrections(element))
      if let last = versions.last {
        guard version.height > last.height, version.version > last.version else {
          throw element.refusal(.outOfRange, expected: "heights and versions that rise")
        }
        guard version.corrections.intersection(.lasting) == corrections.intersection(.lasting) else {
          throw element.refusal(
            .outOfRange, expected: "\(RuleSet.lasting.names.joined(separator: " and ")) as from the start")
        }
      } else if version.height != 1 || version.version != 1 {
        throw element.refusal(.outOfRange, expected: "version 1 at height 1")
      } else if let more = try element.optionalMember("corrections") {
        throw more.refusal(.unknownMember, expected: "the corrections of version 1 beside the list")
      }
      versions.append(version)
    }
    if versions.isEmpty || versions.count > RuleLimits.versions {
      throw json.refusal(.outOfRange, expected: "1 to \(RuleLimits.versions) versions of the rules")
    }
    guard versions.isList else {
      throw json.refusal(.outOfRange, expected: "at most \(RuleLimits.allNames) corrections in all")
    }
    return versions
  }
}
