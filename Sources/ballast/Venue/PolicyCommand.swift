import Commitment
import Console
import Encoding
import Keys

/// `ballast policy sign`: a signature under a change of who signs.
enum PolicyCommand {
  static let command = Command(
    name: "policy sign",
    summary: "sign a change of a venue's policy",
    description: """
      Adds a signature to a change (CP-5): from the checkpoint --effective on, the policy of the file is in force.
      The file has the form of `policy` in the genesis (CP-4), its version one more than the last. The operator and
      the witnesses of the policy before sign, each in a call of its own; until there are enough signatures the
      change stands in changes-pending.json and nothing uses it, then in changes.json.
      """,
    options: [
      OptionSpecification(name: "venue", value: "DIR", help: "the venue's folder"),
      OptionSpecification(name: "policy", value: "FILE", help: "the new policy"),
      OptionSpecification(name: "effective", value: "N", help: "the first checkpoint under it"),
    ] + SigningKey.options,
    examples: [
      "ballast policy sign --venue venue --policy new-policy.json --effective 12 --key operator.json"
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let venue = try arguments.required("venue")
    let lock = try VenueFolder(venue).locked()
    defer { withExtendedLifetime(lock) {} }
    // A checkpoint that is signed under the policy before must not find another in force.
    try VenueFolder(venue).publishLeftover()
    let folder = try VenueFolder(venue)
    let path = try arguments.required("policy")
    guard let effective = try arguments.uint64("effective") else {
      throw CommandFailure(.usage, "--effective was expected")
    }
    let bytes = try FileInput.bytes(of: path, atMost: VenueSource.bytes)
    let policy = try CommandFailure.reading(path, bytes) { json throws(JSONError) in try SignerPolicy(json) }
    var pending = try PendingChanges(folder)
    switch try pending.sign(policy, effective: effective, by: { try SigningKey.load(arguments) }) {
    case .complete: try Console.write("policy \(policy.version) is in force from checkpoint \(effective) on\n")
    case .short(let found, let expected):
      try Console.write("\(found) of \(expected) signatures; \(expected - found) more to be given\n")
    }
    return .success
  }
}
