import Commitment
import Console

extension VenueFolder {
  /// Makes the folder of a new venue.
  /// - Throws: `badOutput` where there is one, which is left as it is.
  static func make(_ path: String, _ venue: Venue) throws(CommandFailure) {
    guard !Folder.holds(genesis(in: path)) else {
      throw CommandFailure(
        .badOutput, "\(path): expected no venue, found one, which is left as it is; ballast venue show \(path) shows it")
    }
    for folder in [path, checkpoints(in: path)] { try Folder.make(folder) }
    // A state with salts has in it what they hide.
    try Folder.make(states(in: path), mode: 0o700)
    try FileOutput.replace(changes(in: path), with: changesFile([]), mode: 0o644)
    // Last, since a folder is a venue's once it has a genesis.
    try FileOutput.replace(genesis(in: path), with: venue.canonicalBytes + [10], mode: 0o644)
  }

  /// What keeps other calls from signing: two at once would sign two checkpoints of one number, or lose a signature.
  func locked() throws(CommandFailure) -> FileLock { try FileLock(path + "/signing") }

  /// Writes a checkpoint's proof file.
  func publish(_ signed: SignedCheckpoint) throws(CommandFailure) {
    try FileOutput.replace(
      Self.checkpoint(signed.checkpoint.number, in: path), with: file(signed, .checkpoint).bytes, mode: 0o644)
  }

  /// Publishes the checkpoint of a state whose call ended between the two: it is signed, and whoever saw the state may
  /// have it, so that no other can have its number.
  /// The caller has the folder's lock.
  /// - Throws: `badInput` where what stands there is not the venue's next state.
  func publishLeftover() throws {
    // A state that was not finished has a signed checkpoint in its first line too, and nobody saw it.
    FileReplacement.removeUnfinished(in: Self.states(in: path))
    let path = Self.state(count, in: path)
    guard Folder.holds(path) else { return }
    let signed = try StateInput.header(path).checkpoint
    do throws(CheckpointRefusal) {
      try signed.verifyOperator(under: history)
    } catch {
      throw CommandFailure(
        .badInput, "\(path): expected the state of checkpoint \(count), which an earlier call left; \(error.name): "
          + "\(error.message)")
    }
    guard signed.checkpoint.number == count else {
      throw CommandFailure(
        .badInput, "\(path): expected the state of checkpoint \(count), found that of \(signed.checkpoint.number)")
    }
    try publish(signed)
    Ballast.program.say(
      "checkpoint \(count) had been signed by a call that ended before it was published; it is published now")
  }
}
