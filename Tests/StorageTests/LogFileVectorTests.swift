import Encoding
import Ethereum
import Foundation
import Storage
import TestSupport
import Testing

/// Portable logs that the Python reference made (ST-13, ST-14).
struct LogFileVectorTests {
  private struct Line: Decodable {
    struct Block: Decodable {
      var height, previous, hash, block, receipts: String
    }
    struct Expected: Decodable {
      var refused, genesisHash, genesis: String?
      var blocks: [Block]?
    }
    var note, file: String
    var expected: Expected
  }

  @Test func everyLine() throws {
    let lines = try Repository.bytes("vectors/storage/logs.jsonl").split(separator: 10)
    for line in lines {
      let line = try JSONDecoder().decode(Line.self, from: Data(line))
      let file = try #require(Hex.decode(line.file))
      for pieces in [file.count, 1] {
        let found = items(file, pieces: max(1, pieces))
        switch found {
        case .failure(let error): #expect(error.name == line.expected.refused, "\(line.note)")
        case .success(let items): #expect(try items == expected(line.expected), "\(line.note)")
        }
      }
    }
    #expect(lines.count > 60)
  }

  /// What a line says is in its file; written again, that is the file.
  private func expected(_ expected: Line.Expected) throws -> [LogFileReader.Item] {
    let hash = try #require(expected.genesisHash.flatMap { Bytes32($0) })
    let genesis = try #require(expected.genesis.flatMap { Hex.decode($0) })
    var last = BlockLink(height: 0, hash: hash)
    var items = [LogFileReader.Item.genesis(hash: hash, bytes: genesis)]
    for block in expected.blocks ?? [] {
      last = BlockLink(height: try #require(UInt64(block.height)), hash: try #require(Bytes32(block.hash)))
      items.append(
        .block(
          StoredBlock(
            last, previous: try #require(Bytes32(block.previous)), bytes: try #require(Hex.decode(block.block)),
            receipts: try #require(Hex.decode(block.receipts)))))
    }
    return items + [.end(last)]
  }

  private func items(_ file: [UInt8], pieces: Int) -> Result<[LogFileReader.Item], LogFileError> {
    var reader = LogFileReader()
    var items: [LogFileReader.Item] = []
    do throws(LogFileError) {
      for start in stride(from: 0, to: file.count, by: pieces) {
        reader.append(file[start..<min(start + pieces, file.count)])
        while let item = try reader.next() { items.append(item) }
      }
      reader.finish()
      while let item = try reader.next() { items.append(item) }
      return .success(items)
    } catch {
      return .failure(error)
    }
  }

  /// What was read, written again, is the same file.
  @Test func writtenAgain() throws {
    for line in try Repository.bytes("vectors/storage/logs.jsonl").split(separator: 10) {
      let line = try JSONDecoder().decode(Line.self, from: Data(line))
      guard line.expected.refused == nil else { continue }
      let items = try expected(line.expected)
      guard case .genesis(let hash, let genesis) = items[0] else { continue }
      var file: [UInt8] = []
      var writer = try LogFileWriter(genesis: genesis, hash: hash, bytes: &file)
      for case .block(let block) in items { file += try writer.block(block) }
      file += writer.end()
      #expect(Hex.encode(file) == line.file, "\(line.note)")
    }
  }
}
