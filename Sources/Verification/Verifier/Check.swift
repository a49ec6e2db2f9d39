import Commitment

/// One thing that was checked, for people and for programs.
public struct Check: Hashable, Sendable {
  /// What is checked, by a name that does not change.
  public enum Name: String, Hashable, Sendable, CaseIterable {
    /// The file is a proof file (PF-2).
    case form
    /// The account is the reader's own (PF-9).
    case expected
    /// The checkpoint is the venue's word, and as many witnesses as needed have seen it (CP-10).
    case checkpoint
    /// The checkpoint is neither from the future nor too old (CP-11).
    case clock
    /// The checkpoint extends the one that is remembered (CP-16).
    case memory
    case inclusion, accounts, emptiness, assets
    /// What is owed is the sum over all accounts (CM-12, CM-21).
    case liabilities
    /// The venue's own accounts, shown apart (SV-7).
    case venueAccounts
    /// Custodians say what they hold (SV-4).
    case custody
    /// What is held covers what is owed (SV-6).
    case solvency
    case margin, consistency, equivocation
    /// No two checkpoints of the call contradict each other (CP-17).
    case contradiction
    /// A file of a level that was asked for (PF-12).
    case level
  }

  public enum Outcome: Hashable, Sendable {
    case passed
    /// Something is not as it should be.
    case wrong(Finding)
    /// Nothing is shown to be wrong, and nothing to be right.
    case notChecked(Finding)
  }

  public var name: Name
  public var level: ProofLevel
  /// The file's name as it was given; nil of a check over all files.
  public var file: String?
  /// What was found where it passed, what was looked at where it did not: the end of a sentence.
  public var sentence: String
  public var outcome: Outcome

  public init(_ name: Name, _ level: ProofLevel, file: String?, sentence: String, outcome: Outcome) {
    self.name = name
    self.level = level
    self.file = file
    self.sentence = sentence
    self.outcome = outcome
  }
}

/// The refusal behind a check that did not pass.
public struct Finding: Hashable, Sendable {
  /// The refusal's stable name.
  public var name: String
  /// Its stable number; nil of a signature's refusal, and of what no document numbers.
  public var code: Int?
  /// What was expected and what was found.
  public var message: String
  /// What that means for the reader, and what to do.
  public var meaning: String

  public init(name: String, code: Int?, message: String, meaning: String) {
    self.name = name
    self.code = code
    self.message = message
    self.meaning = meaning
  }
}
