import Console
import Testing

/// What words a program takes, with and without names of commands.
struct ProgramTests {
  /// Takes options and files directly; the status is how many files there are.
  static let direct = Command(
    positional: "FILE...", description: "Checks files.",
    options: [
      OptionSpecification(name: "key", value: "FILE", help: "the key"),
      OptionSpecification(name: "note", value: "TEXT", help: "a note", repeats: true),
      OptionSpecification(name: "json", help: "answers in JSON"),
    ],
    examples: ["check --key key.json proof.json"], run: { Int32($0.positional.count) })
  static let make = Command(
    name: "make", summary: "make a key", description: "Makes a key.", options: [], examples: ["check make"],
    run: { _ in 40 })
  static let fails = Command(
    name: "fail now", summary: "fail", positional: "KIND", description: "Fails.", options: [],
    examples: ["check fail now usage"],
    run: { arguments in
      let kinds: [String: CommandFailure.Kind] = ["usage": .usage, "input": .badInput, "output": .badOutput]
      throw CommandFailure(kinds[arguments.positional.first ?? ""] ?? .usage, "as asked")
    })

  static func program(_ commands: [Command]) -> Program {
    Program(
      name: "check", summary: "check files", commands: commands,
      statuses: ExitStatuses(usage: 10, badInput: 11, badOutput: 12, help: "Exit status: 10 to 12."))
  }

  /// The status that a program ends with for words that stand apart.
  static func status(_ words: String, _ commands: [Command]) -> Int32 {
    program(commands).run(words.split(separator: " ").map(String.init))
  }

  static let alone: [(String, Int32)] = [
    ("", 0), ("a b", 2), ("--key k a", 1), ("--key=k a --json b", 2), ("help", 1), ("-- --key k", 2), ("-", 1),
    ("--note a --note b", 0), ("a --help", 0), ("-h", 0), ("--no", 10), ("--key", 10), ("-x", 10),
    ("--json=1", 10), ("--key a --key b", 10),
  ]

  @Test(arguments: alone)
  func unnamedCommandAlone(words: String, status: Int32) {
    #expect(Self.status(words, [Self.direct]) == status)
  }

  static let besideOthers: [(String, Int32)] = [
    ("", 0), ("a", 1), ("make", 40), ("make a", 10), ("-- make", 1), ("./make", 1), ("fail", 10),
    ("fail --help", 0), ("fail now usage", 10), ("fail now input", 11), ("fail now output", 12),
  ]

  @Test(arguments: besideOthers)
  func unnamedCommandBesideOthers(words: String, status: Int32) {
    #expect(Self.status(words, [Self.make, Self.direct, Self.fails]) == status)
  }

  static let named: [(String, Int32)] = [
    ("", 10), ("help", 0), ("-h x", 0), ("a", 10), ("make", 40), ("-- make", 10),
  ]

  @Test(arguments: named)
  func namedCommandsOnly(words: String, status: Int32) {
    #expect(Self.status(words, [Self.make, Self.fails]) == status)
  }

  @Test func argumentsOfTheUnnamedCommand() throws {
    let program = Self.program([Self.direct])
    let arguments = try Arguments(
      ["a", "--key=k=1", "--note", "x", "--note", "--", "--", "--json"], for: Self.direct, of: program)
    #expect(arguments.positional == ["a", "--json"])
    #expect(arguments.value("key") == "k=1")
    #expect(arguments.all("note") == ["x", "--"])
    #expect(!arguments.has("json"))
    let failure = #expect(throws: CommandFailure.self) {
      try Arguments(["--no"], for: Self.direct, of: program)
    }
    #expect(
      failure
        == CommandFailure(
          .usage, "there is no option --no; the options are --key, --note, --json; see check --help"))
  }

  @Test func helpOfTheUnnamedCommand() {
    #expect(
      Self.program([Self.direct, Self.make]).help == """
        check: check files

        Usage: check [OPTIONS] FILE...
               check COMMAND [OPTIONS]

        Checks files.

        Options:
          --key FILE   the key
          --note TEXT  a note
          --json       answers in JSON

        Commands:
          make  make a key

        Examples:
          check --key key.json proof.json

        Exit status: 10 to 12.

        """)
    #expect(!Self.program([Self.direct]).help.contains("COMMAND"))
  }
}
