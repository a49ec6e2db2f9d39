import Commitment
import Console
import Encoding
import Ethereum
import Keys
import Ledger
import Storage

/// Acknowledgements that the operator signs, one for each transaction that entered a block (LG-21).
///
/// A file of them is gone on with: what it lacks of the log, because a run was killed between a block and its
/// acknowledgements, is written first. So it has each transaction of the log once.
struct Promises {
  private let output: FileOutput
  private let key: PrivateKey
  private let venue: Venue

  /// What a command asks for, before there is a directory.
  struct Order {
    let path: String
    let key: PrivateKey

    /// Of a command's options; nil without acknowledgements.
    init?(_ arguments: Arguments) throws {
      guard let path = arguments.value("acknowledgements") else {
        if arguments.has("key") || arguments.has("passphrase-file") {
          throw CommandFailure(.usage, "--key goes with --acknowledgements, which it signs")
        }
        return nil
      }
      self.path = path
      key = try SigningKey.load(arguments)
    }
  }

  /// - Parameter directory: which is locked, so that nobody else writes the file for it.
  /// - Throws: `badInput` where the key is not the operator's, or the file has something else than acknowledgements of
  ///   this directory.
  init(_ order: Order, _ directory: DataDirectory, _ genesis: Genesis) throws {
    (key, venue) = (order.key, genesis.venue)
    let expected = venue.policy.operatorKey
    guard key.address == expected else {
      throw CommandFailure(.badInput, "expected the key of the operator, \(expected), found that of \(key.address)")
    }
    var (isFile, last): (Bool, Acknowledgement?) = (false, nil)
    let engine = venue.engine
    output = try FileOutput(continuing: order.path) { line, part in
      isFile = true
      let opening = Array(#"{"engine":"\#(engine)""#.utf8)
      guard zip(part, opening).allSatisfy(==) else { throw Self.another(order.path, directory) }
      guard let line else { return }
      do throws(JSONError) {
        last = try SignedAcknowledgement(JSONDocument(line).root).promise
      } catch {
        throw Self.another(order.path, directory)
      }
    }
    if let last, last.engine != engine || last.height == 0 { throw Self.another(order.path, directory) }
    if isFile { try complete(after: last, directory, order.path) }
  }

  private static func another(_ path: String, _ directory: DataDirectory) -> CommandFailure {
    CommandFailure(
      .badInput, "\(path): expected acknowledgements of \(directory.path) to go on with, found something else; "
        + "name a new file, or bring the other back")
  }

  /// Writes what the log has after an acknowledgement.
  private func complete(after last: Acknowledgement?, _ directory: DataDirectory, _ path: String) throws {
    let height = last?.height ?? 1
    if let last, height > directory.last.height {
      throw CommandFailure(
        .badInput, "\(path): expected the data directory that acknowledged block \(last.height); "
          + "\(directory.path) ends with block \(directory.last.height)")
    }
    if height > directory.last.height { return }
    var progress = Progress("acknowledgements of blocks before")
    let blocks = try CommandFailure.stored { () throws(StorageError) in try directory.blocks(from: height) }
    while let stored = try CommandFailure.stored({ () throws(StorageError) in try blocks.next() }) {
      let (header, receipts) = try CommandFailure.ledger { () throws(LedgerRefusal) in
        (try Block(bytes: stored.bytes).header, try TransactionReceipt.list(bytes: stored.receipts))
      }
      var promises = Acknowledgement.all(of: header, receipts, engine: venue.engine)
      if let last, header.height == height {
        let place = Int(last.position)
        guard promises.indices.contains(place), promises[place] == last else { throw Self.another(path, directory) }
        promises.removeFirst(place + 1)
      }
      try write(promises)
      progress.update(Int(clamping: header.height))
    }
    progress.finish()
  }

  /// Writes those of a block.
  func write(_ block: AppliedBlock) throws {
    try write(Acknowledgement.all(of: block.header, block.receipts, engine: venue.engine))
  }

  private func write(_ promises: [Acknowledgement]) throws {
    var json = JSONWriter()
    var bytes: [UInt8] = []
    for promise in promises {
      json.removeAll()
      SignedAcknowledgement(promise: promise, signature: try key.sign(promise.digest(in: venue)).bytes).write(to: &json)
      bytes += json.bytes + [10]
    }
    try output.write(bytes)
  }
}
