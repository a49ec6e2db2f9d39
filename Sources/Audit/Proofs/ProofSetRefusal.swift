import Ethereum

/// What several proof files refuse together, in the order of the checks (SV-13). Codes are never reused.
public enum ProofSetRefusal: Error, Hashable, Sendable {
  case indexTwice(index: UInt64, number: UInt64, files: [String])
  case accountTwice(owner: Address, indices: [UInt64], number: UInt64, files: [String])
  case checkpointsContradict(numbers: [UInt64], files: [String])
  case custodyReused(source: String, time: UInt64, files: [String])

  /// The refusal's stable number.
  public var code: Int {
    switch self {
    case .indexTwice: 470
    case .accountTwice: 471
    case .checkpointsContradict: 472
    case .custodyReused: 473
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .indexTwice: "Audit_IndexTwice"
    case .accountTwice: "Audit_AccountTwice"
    case .checkpointsContradict: "Audit_CheckpointsContradict"
    case .custodyReused: "Audit_CustodyReused"
    }
  }

  /// The files that show it.
  public var files: [String] {
    switch self {
    case .indexTwice(_, _, let files), .accountTwice(_, _, _, let files), .checkpointsContradict(_, let files),
      .custodyReused(_, _, let files):
      files
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    let places = files.joined(separator: " and ")
    func list(_ numbers: [UInt64]) -> String { numbers.map(String.init).joined(separator: " and ") }
    return switch self {
    case .indexTwice(let index, let number, _):
      "one account was expected at index \(index) of checkpoint \(number), and \(places) show two"
    case .accountTwice(let owner, let indices, let number, _):
      "one index was expected of each account of checkpoint \(number), and \(places) show that of \(owner) at "
        + list(indices)
    case .checkpointsContradict(let numbers, _):
      "one history was expected, and the checkpoints \(list(numbers)) in \(places) contradict each other"
    case .custodyReused(let source, let time, _):
      "custody of one venue was expected, and \(places) count what \(source) held at \(time) for two"
    }
  }
}
