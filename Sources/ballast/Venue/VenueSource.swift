import Commitment
import Console
import Encoding
import Ethereum

/// Where a command has the venue from: its folder, or its genesis file alone.
enum VenueSource {
  static let option = OptionSpecification(
    name: "venue", value: "DIR", help: "the venue's folder, or its genesis.json alone")

  /// The most bytes of a genesis, of a list of policies and of a statement.
  static let bytes = 8 << 20

  /// The venue of the option `--venue`.
  static func read(_ arguments: Arguments) throws -> Venue { try read(arguments.required("venue")) }

  /// The venue of a folder or of a genesis file.
  static func read(_ path: String) throws -> Venue {
    let inFolder = VenueFolder.genesis(in: path)
    return try genesis(Folder.holds(inFolder) ? inFolder : path)
  }

  /// - Throws: `badInput` where the file is no genesis, or its policy is refused.
  static func genesis(_ path: String) throws -> Venue {
    let bytes = try FileInput.bytes(of: path, atMost: Self.bytes)
    let venue: Venue
    do throws(CommandFailure) {
      venue = try CommandFailure.reading(path, bytes) { json throws(JSONError) in try Venue(json) }
    } catch {
      throw GenesisKind.commitment.confusion(bytes).map { CommandFailure(.badInput, "\(path): \($0)") } ?? error
    }
    do throws(CheckpointRefusal) {
      _ = try PolicyHistory(of: venue, changes: [])
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
    return venue
  }
}

extension CommandFailure {
  /// Reads a JSON file; a refusal names the file and the line.
  static func reading<Value>(
    _ path: String, _ bytes: [UInt8], limits: JSONLimits = .standard,
    _ body: (JSONValue) throws(JSONError) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(JSONError) {
      return try body(JSONDocument(bytes, limits: limits).root)
    } catch {
      throw CommandFailure(.badInput, "\(path), line \(error.line(in: bytes)): \(error.name): \(error.message)")
    }
  }
}

extension Arguments {
  /// The value of an option that must be there.
  /// - Throws: `usage`.
  func required(_ name: String) throws(CommandFailure) -> String {
    guard let value = value(name) else { throw CommandFailure(.usage, "--\(name) was expected") }
    return value
  }

  /// An address of an option's value.
  static func address(_ text: String, option: String) throws(CommandFailure) -> Address {
    do throws(AddressError) {
      return try Address(text)
    } catch {
      throw CommandFailure(.usage, "--\(option): \(error.message)")
    }
  }

  /// An unsigned integer of 64 bits, nil where the option is not given.
  func uint64(_ name: String) throws(CommandFailure) -> UInt64? {
    guard let text = value(name) else { return nil }
    guard let number = UInt64(text) else {
      throw CommandFailure(.usage, "--\(name): expected a whole number from 0 to 2^64 - 1, found \(text)")
    }
    return number
  }

  /// A moment as Unix seconds or UTC text, nil where the option is not given.
  func time(_ name: String) throws(CommandFailure) -> UInt64? {
    guard let text = value(name) else { return nil }
    guard let seconds = UInt64(text) ?? CalendarTime.seconds(text) else {
      throw CommandFailure(
        .usage, "--\(name): expected Unix seconds or a text such as 2026-02-04T21:33:08Z, found \(text)")
    }
    return seconds
  }

  /// Threads to spread work over: all processors where the option is not given.
  func workers() throws(CommandFailure) -> Int { try integer("workers", 1...1024, default: Parallel.width) }

  static let workersOption = OptionSpecification(
    name: "workers", value: "N", help: "threads to spread the work over (one a processor); no\nresult depends on it")
}
