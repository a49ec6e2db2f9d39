import Console
import Encoding
import Ethereum
import Margin

/// `ballast params`: the parameter sets.
enum ParamsCommand {
  static let command = Command(
    name: "params",
    summary: "list, show and hash parameter sets",
    positional: "[list | show SET | hash FILE]",
    description: """
      Parameter sets are versioned files with the hash of their contents (specs/05-parameter-sets.md). SET is the
      name of a built-in one, or a file. Without arguments the built-in sets are listed; `show` prints a set;
      `hash` prints the hash that belongs into a file, whatever hash it states.
      """,
    options: [],
    examples: [
      "ballast params", "ballast params show derive-pmrm2-mainnet-btc > mine.json",
      "ballast params hash mine.json",
    ],
    run: { try run($0).rawValue })

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    let words = arguments.positional
    switch (words.first, words.count) {
    case (nil, 0), ("list", 1): try list()
    case ("show", 2): try show(words[1])
    case ("hash", 2): try hash(words[1])
    default: throw CommandFailure(.usage, "list, show SET or hash FILE was expected; see ballast params --help")
    }
    return .success
  }

  private static func list() throws {
    var table = Table([("set", .left), ("version", .right), ("model", .left), ("hash", .left)])
    for (name, version) in ParameterSet.builtIn {
      let set = try ModelSource.parameterSet(name)
      table.add([name, "\(version)", set.model.name, set.hash])
    }
    try Console.write(table.text())
  }

  private static func show(_ name: String) throws {
    let set = try ModelSource.parameterSet(name)
    var json = JSONWriter(.indented)
    set.write(to: &json)
    try Console.write(json.bytes + [10])
  }

  private static func hash(_ path: String) throws {
    let bytes = try FileInput.bytes(of: path)
    let set: ParameterSet
    do throws(ParameterSetError) {
      set = try ParameterSet(bytes)
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
    try Console.write("\(Keccak256.hash(set.canonicalBytes))\n")
  }
}
