import Clearing
import Console
import Encoding
import Ethereum
import Ledger

/// `ballast action join`: signed actions of several become one call.
enum ActionJoinCommand {
  static let command = Command(
    name: "action join",
    summary: "make one line of the signed actions of several",
    positional: "FILE...",
    description: """
      Reads lines of ballast action sign, of one module, and prints one line with all their actions, in the order of the
      files and lines: orders of a taker and its makers, a quote and its taker, the two sides of a transfer. --call says
      what the executor adds, one JSON object (specs/19-modules.md, MO-42), for orders

        {"takerAccount": "3", "takerFee": "0", "fillDetails": [
          {"filledAccount": "4", "amountFilled": "1000000000000000000", "price": "70000000000000000000000", "fee": "0"}]}

      and for a quote makerAccount, makerFee, takerAccount and takerFee. No key is needed.
      """,
    options: [
      SigningVenue.option,
      OptionSpecification(name: "call", value: "FILE", help: "what the executor says of orders or of a quote"),
    ],
    examples: [
      "ballast action join taker.jsonl maker.jsonl --genesis genesis.json --call fills.json >> stream.jsonl"
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let venue = try SigningVenue.read(arguments)
    guard !arguments.positional.isEmpty else {
      throw CommandFailure(.usage, "a FILE or more were expected; see ballast action join --help")
    }
    var (entries, module): ([ActionCall.Entry], Address?) = ([], nil)
    for path in arguments.positional {
      for call in try calls(of: path) {
        if let module, module != call.module {
          throw CommandFailure(.badInput, "\(path): expected actions of the module \(module), found one of \(call.module)")
        }
        module = call.module
        entries += call.actions
        if entries.count > ActionLimits.maximumActions {
          throw CommandFailure(.badInput, "\(path): expected at most \(ActionLimits.maximumActions) actions in all")
        }
      }
    }
    guard let module else { throw CommandFailure(.badInput, "an action was expected in the files, and there is none") }
    let joined = Transaction.actions(
      ActionCall(module: module, actions: entries, data: try data(arguments, of: venue.kind(of: module), venue)))
    guard joined.bytes.count <= LedgerLimits.transactionBytes else {
      throw CommandFailure(
        .badInput, "a transaction of at most \(LedgerLimits.transactionBytes) bytes was expected, found \(joined.bytes.count)")
    }
    try Console.write(joined.line)
    return .success
  }

  private static func calls(of path: String) throws -> [ActionCall] {
    let bytes = try FileInput.bytes(of: path, atMost: 4 * LedgerLimits.transactionBytes)
    var calls: [ActionCall] = []
    for (index, line) in bytes.split(separator: 10).enumerated() {
      do throws(LedgerRefusal) {
        if case .actions(let call) = try Transaction(document(Array(line))), call.data.isEmpty {
          calls.append(call)
          continue
        }
      } catch {
        throw CommandFailure(.badInput, "\(path), line \(index + 1): \(error.name): \(error.message)")
      }
      throw CommandFailure(.badInput, "\(path), line \(index + 1): expected signed actions that are not joined yet")
    }
    return calls
  }

  private static func document(_ line: [UInt8]) throws(LedgerRefusal) -> JSONValue {
    do throws(JSONError) { return try JSONDocument(line).root } catch { throw .json(error) }
  }

  private static func data(_ arguments: Arguments, of kind: ModuleKind?, _ venue: SigningVenue) throws -> [UInt8] {
    let layout: DataLayout? = switch kind {
    case .trade: .fills
    case .quote: .taking
    default: nil
    }
    guard let path = arguments.value("call") else {
      if layout == nil { return [] }
      throw CommandFailure(.usage, "--call was expected, for orders and quotes; see ballast action join --help")
    }
    guard let layout else {
      throw CommandFailure(.usage, "--call: expected none, since these are neither orders nor quotes of the genesis")
    }
    let bytes = try FileInput.bytes(of: path, atMost: ActionSignCommand.descriptionBytes)
    return try CommandFailure.reading(path, bytes) { json throws(JSONError) in try layout.encoded(json, of: venue) }
  }
}
