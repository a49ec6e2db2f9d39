import Audit
import Foundation
import Testing
import VenueSupport

/// A state of many accounts is read and audited in some seconds for each hundred thousand.
struct AuditSpeedTests {
  @Test func manyAccounts() throws {
    let repeated = Int(ProcessInfo.processInfo.environment["BALLAST_AUDIT_REPEATED"] ?? "") ?? 500
    var venue = try SampleVenue(repeated: repeated)
    // One account in ten has a deficit, and the security module must cover them all.
    venue.accounts[0].record.cash = SampleVenue.units(1_000_000 * Int64(repeated))
    let state = try SampleState(venue)
    let bytes = try state.lines().flatMap { $0 }
    if let path = ProcessInfo.processInfo.environment["BALLAST_AUDIT_STATE"] {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
    let clock = ContinuousClock()
    var file: StateFile?
    let reading = try clock.measure { file = try SampleState.read(bytes, workers: 2) }
    var audit: StateAudit?
    let auditing = clock.measure { audit = file.map { StateAudit($0, of: state.venue, workers: 2) } }
    print("\(10 * repeated) accounts (\(bytes.count) bytes): read in \(reading), audited in \(auditing)")
    #expect(audit?.holds == true)
    #expect(reading + auditing < .seconds(repeated / 50 + 10))
  }
}
