import Commitment

/// A refusal of any document, with its name and what to say of it.
protocol StatedRefusal: Error {
  var name: String { get }
  var stableCode: Int? { get }
  var message: String { get }
  /// Whether it only says that something could not be checked (PF-12).
  var isUnchecked: Bool { get }
}

extension StatedRefusal {
  var isUnchecked: Bool { false }

  var finding: Finding {
    Finding(name: name, code: stableCode, message: message, meaning: Meaning.text(code: stableCode))
  }

  var outcome: Check.Outcome { isUnchecked ? .notChecked(finding) : .wrong(finding) }
}

extension ProofFileRefusal: StatedRefusal {
  var stableCode: Int? { code }
  var isUnchecked: Bool { true }
}

extension CommitmentRefusal: StatedRefusal {
  var stableCode: Int? { code }
}

extension CheckpointRefusal: StatedRefusal {
  var stableCode: Int? { code }

  var isUnchecked: Bool {
    if case .noExtension = self { true } else { false }
  }
}

extension SolvencyRefusal: StatedRefusal {
  var stableCode: Int? { code }
}

extension MarginRefusal: StatedRefusal {
  var stableCode: Int? { code }
}

extension ExpectedRefusal: StatedRefusal {
  var stableCode: Int? { rawValue }
}

/// What refusals mean for who asked, by their numbers.
enum Meaning {
  static func text(code: Int?) -> String {
    guard let code else {
      return "Somebody altered the signature, or it was never one: the file is not what was signed."
    }
    return switch code {
    case 1...37, 101...110, 201...208:
      "The proof does not lead to what the venue signed: it was altered, or the venue shows other accounts than it "
        + "committed to. Keep the file, and ask the venue for its proof at the same checkpoint."
    case 301...316, 354:
      "Who may sign for the venue was not changed as its own rules say. Trust no later checkpoint until that is explained."
    case 320...322: "This file is of another venue than the genesis, or the genesis is not the right one."
    case 323...337: "The checkpoint does not count as the venue's word. Keep the file, and fetch it again from another source."
    case 338, 339: "Fetch the newest proof, or mind the clock."
    case 340...346:
      "The proof does not lead from the one checkpoint to the other: it was altered, or the venue has changed its history. "
        + "Keep both files, and ask the venue for the proof again."
    case 350:
      "A newer checkpoint has been accepted before. Where you meant to look at an old file, leave the memory out; where "
        + "the venue gave it to you as the newest, it hides what came after."
    case 352: "The history that the venue shows is not the one that it showed before. Keep both files."
    case 360, 361: "The file is no evidence, and accuses nobody."
    case 351:
      "Two checkpoints that contradict each other, both signed, show that the venue tells different people different "
        + "things. Keep them, and show them to others."
    case 353:
      "Nothing is wrong by that. Ask the venue for the consistency file between the two checkpoints, and give it as well."
    case 401...410: "The custody that is claimed is not shown, so neither is solvency."
    case 422, 424: "What the venue has signed and what it shows do not fit each other, so solvency is not shown."
    case 420...423: "By what it has signed itself, the venue does not hold what it should."
    case 435: "The margin rests on parameters that you did not say you trust. Look at them, or name their hash as well."
    case 430...440: "The margin is not the one that the rules give. Keep the file: anybody can recompute it."
    case 501, 502, 503, 504, 505, 506:
      "The file proves nothing, and accuses nobody. Fetch it again, unchanged."
    case 510...512: "The proof is of an account that is not the one you named. Yours is not shown by it."
    default: ""
    }
  }
}
