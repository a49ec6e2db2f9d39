import Commitment
import Ethereum

/// A file as it was given: what it proves, or why it could not be read.
public struct GivenFile: Sendable {
  public var name: String
  public var content: Result<ProofFile, Fault>

  public enum Fault: Error, Hashable, Sendable {
    case refused(ProofFileRefusal)
    /// What the operating system said.
    case unreadable(String)
  }

  public init(name: String, content: Result<ProofFile, Fault>) {
    self.name = name
    self.content = content
  }

  public init(name: String, bytes: [UInt8]) {
    do throws(ProofFileRefusal) {
      self.init(name: name, content: .success(try ProofFile(bytes)))
    } catch {
      self.init(name: name, content: .failure(.refused(error)))
    }
  }
}

/// Checks proof files of one venue for a reader who trusts its genesis, and nothing that stands in a file (PF-9 to PF-12).
///
/// It reads no file and no clock: what the reader has is given to it, and what is to be kept is given back.
public struct Verifier: Sendable {
  public var venue: Venue
  /// The file of the last checkpoint that was accepted; nil at the first time.
  public var memory: GivenFile?
  /// The reader's clock, Unix seconds; nil where the time is not looked at.
  public var now: UInt64?
  /// How old a checkpoint may be, seconds; nil for any age.
  public var greatestAge: UInt64?
  public var expected = ExpectedAccount()
  /// The hashes of the parameter sets that the reader trusts; nil for any.
  public var trustedParameters: Set<Bytes32>?
  /// What has to be shown by some file.
  public var levels: [ProofLevel] = []

  public init(_ venue: Venue) {
    self.venue = venue
  }

  /// Checks files in the order given.
  ///
  /// The first refusal ends a file, and not the others. A memory that does not hold ends everything.
  /// - Complexity: linear in the files' bytes, and a recovered key for each signature.
  public func verify(_ files: [GivenFile]) -> VerificationReport {
    var run = VerifierRun(self, files)
    if run.checkMemory() {
      for file in files { run.check(file) }
      run.checkEvidence(files)
      run.checkHistories()
      run.checkContradictions()
      run.checkLevels(files)
    }
    return run.finished()
  }
}
