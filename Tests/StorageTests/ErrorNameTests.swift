import Ethereum
import Foundation
import Storage
import TestSupport
import Testing

/// The names of the errors are those of 21, each with one sentence.
struct ErrorNameTests {
  private let link = BlockLink(height: 1, hash: .zero)

  private var errors: [StorageError] {
    [
      .missingDirectory("p"), .readOnly("p"), .inUse("p"), .alreadyExists("p"), .notBallast("p"),
      .unfinishedCreation("p"), .logMissing("p"), .newerVersion("p", expected: 1, found: 2), .interruptedWrite("p"), .openForReading,
      .halted, .genesisMismatch(expected: .zero, found: .zero), .heightMismatch(expected: 1, found: 2),
      .previousMismatch(height: 1, expected: .zero, found: .zero), .tooLarge(.block, limit: 1, found: 2),
      .noSuchBlock(2, last: 1), .snapshotExists(1), .noSuchSnapshot(1), .snapshotEmptyChunk, .snapshotEnded,
      .diskFull("p"), .busy("p"), .moved("p"), .outOfMemory, .input("read p", reason: "r"),
      .library("p", code: 1, reason: "r"),
    ]
  }

  private var damages: [StorageDamage] {
    [
      .size("p", expected: 1, found: 2), .header("p", field: "f", expected: "1", found: "2"),
      .tables("p", expected: "t", found: ""), .structure("p", "r"), .genesis, .head, .gap(height: 1, found: nil),
      .link(height: 1), .chain(height: 1, expected: .zero, found: .zero), .end(expected: link, found: link),
      .missing(.receipts, height: 1), .altered(.block, height: 1, expected: .zero, found: .zero),
      .surplus(.block, height: 2, last: 1), .snapshot(height: 1),
      .snapshotOfAnother(height: 1, expected: .zero, found: .zero), .alteredChunk(height: 1, chunk: 0),
    ]
  }

  private var fileErrors: [LogFileError] {
    [
      .notALogFile, .newerVersion(expected: 1, found: 2), .truncated(.genesis, missing: 1),
      .unexpectedKind(after: 0, found: 9), .altered(.heading(1)), .tooLarge(.block(1), limit: 1, found: 2),
      .heightMismatch(expected: 1, found: 2), .previousMismatch(height: 1, expected: .zero, found: .zero),
      .endMismatch(expected: link, found: link), .trailing,
    ]
  }

  @Test func areThoseOfTheSpecification() throws {
    let text = String(decoding: try Repository.bytes("specs/21-storage.md"), as: UTF8.self)
    let named = Set(text.matches(of: /(?:Storage|Damage|LogFile)_[A-Za-z]+/).map { String($0.output) })
    let all = errors + damages.map { .damaged($0) } + fileErrors.map { .file($0) }
    #expect(Set(all.map(\.name)) == named)
    #expect(Set(all.map(\.name)).count == all.count)
    for error in all {
      #expect(error.message.count > 10 && !error.message.hasSuffix("."))
      #expect(error.description == "\(error.name): \(error.message)")
    }
  }
}
