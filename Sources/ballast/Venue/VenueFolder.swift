import Commitment
import Console
import Encoding
import Ethereum

/// A folder that holds a venue: its genesis and policies, each checkpoint, and the state behind it.
///
/// All but `states` may be published. Files are replaced in one step, so that whoever reads the folder meanwhile, or
/// after a loss of power, finds each whole.
struct VenueFolder: Sendable {
  let path: String
  let venue: Venue
  /// Those in force or to be, with enough signatures.
  let changes: [PolicyChange]
  let history: PolicyHistory
  /// How many checkpoints there are, which is the number of the next.
  let count: UInt64

  /// - Throws: `badInput` where there is no venue, its policies are refused, or a checkpoint before others is missing.
  init(_ path: String) throws {
    self.path = path
    guard Folder.holds(Self.genesis(in: path)) else {
      throw CommandFailure(
        .badInput, "\(path): expected a venue's folder with a genesis.json, found none; ballast venue new makes one")
    }
    venue = try VenueSource.genesis(Self.genesis(in: path))
    changes = try Self.changes(Self.changes(in: path))
    do throws(CheckpointRefusal) {
      history = try PolicyHistory(of: venue, changes: changes)
    } catch {
      throw CommandFailure(.badInput, "\(Self.changes(in: path)): \(error.name): \(error.message)")
    }
    var count: UInt64 = 0
    while Folder.holds(Self.checkpoint(count, in: path)) { count += 1 }
    // The number of one that went missing would be signed again, which nobody could tell from a lie.
    guard !Folder.holds(Self.checkpoint(count + 1, in: path)) else {
      throw CommandFailure(
        .badInput, "\(Self.checkpoint(count, in: path)): expected a checkpoint, because there is a later one, found "
          + "none; bring it back from a copy, such as one that was published")
    }
    self.count = count
  }

  static func genesis(in path: String) -> String { path + "/genesis.json" }
  static func changes(in path: String) -> String { path + "/changes.json" }
  /// Changes that lack signatures; nothing that proves anything reads them.
  static func pendingChanges(in path: String) -> String { path + "/changes-pending.json" }
  static func checkpoints(in path: String) -> String { path + "/checkpoints" }
  static func states(in path: String) -> String { path + "/states" }
  static func checkpoint(_ number: UInt64, in path: String) -> String {
    "\(checkpoints(in: path))/\(digits(number)).json"
  }
  static func state(_ number: UInt64, in path: String) -> String { "\(states(in: path))/\(digits(number)).jsonl" }

  /// Eight digits or more, so that names are in order.
  private static func digits(_ number: UInt64) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 8 - text.count)) + text
  }

  /// The changes of a file in the form of PF-6.
  static func changes(_ path: String) throws -> [PolicyChange] {
    let bytes = try FileInput.bytes(of: path, atMost: VenueSource.bytes)
    return try CommandFailure.reading(path, bytes) { json throws(JSONError) in
      var changes: [PolicyChange] = []
      for change in try json.elements() { changes.append(try PolicyChange(change)) }
      return changes
    }
  }

  static func changesFile(_ changes: [PolicyChange]) -> [UInt8] {
    var json = JSONWriter()
    json.beginArray()
    for change in changes { change.write(to: &json) }
    json.endArray()
    return json.bytes + [10]
  }

  /// The last checkpoint, nil where there is none.
  func last() throws -> SignedCheckpoint? { count == 0 ? nil : try checkpoint(count - 1) }

  /// - Throws: `badInput` where there is none of the number, or the file has another.
  func checkpoint(_ number: UInt64) throws -> SignedCheckpoint {
    guard number < count else {
      let found = count == 0 ? "none" : "those from 0 to \(count - 1)"
      throw CommandFailure(.badInput, "\(path): expected a checkpoint \(number), found \(found)")
    }
    let path = Self.checkpoint(number, in: path)
    let signed = try ProofInput.read(path).checkpoint
    guard signed.checkpoint.number == number else {
      throw CommandFailure(.badInput, "\(path): expected checkpoint \(number), found \(signed.checkpoint.number)")
    }
    return signed
  }

  /// Whether the last checkpoint's state has salts; not where the state is no longer there.
  func lastHasSalts() throws -> Bool {
    guard count > 0, Folder.holds(Self.state(count - 1, in: path)) else { return false }
    let first = try StateInput.beginning(Self.state(count - 1, in: path), lines: 2).accounts.first
    return first.map { $0.salt != .zero } ?? false
  }

  /// The digests of the first checkpoints: the entries of the log that the next one commits to (CP-12).
  func digests(_ count: UInt64) throws -> [Bytes32] {
    var digests: [Bytes32] = []
    for number in 0..<count { digests.append(try checkpoint(number).checkpoint.digest(in: venue)) }
    return digests
  }

  /// A proof file of this venue under one of its checkpoints.
  func file(_ checkpoint: SignedCheckpoint, _ body: ProofFile.Body) -> ProofFile {
    ProofFile(
      chainId: venue.chainId, contract: venue.contract, checkpoint: checkpoint, policyChanges: changes, body: body)
  }
}
