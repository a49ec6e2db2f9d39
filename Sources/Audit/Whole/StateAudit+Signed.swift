import Commitment
import Ethereum
import FixedPoint

extension StateAudit {
  /// The checkpoint's own checks; a state file has no chain and contract beside it (CP-10).
  mutating func checkCheckpoint() throws(AuditRefusal) {
    do throws(CheckpointRefusal) {
      policy = try file.header.checkpoint.verify(
        in: venue, changes: file.header.policyChanges, chainId: venue.chainId, contract: venue.contract)
    } catch { throw .checkpoint(error) }
  }

  /// SV-4.
  mutating func checkCustody() throws(AuditRefusal) {
    do throws(SolvencyRefusal) {
      held = try checkpoint.verify(
        attestation: file.header.attestation, policy: policy ?? venue.policy, venue: venue)
    } catch { throw .solvency(error) }
    totals?.setHeld(held)
  }

  /// SV-6, with the security module's own record and columns.
  func checkSolvency() throws(AuditRefusal) {
    let place = Int(checkpoint.securityModule)
    // CP-10 has checked that the account is among those counted.
    let cash = records.indices.contains(place) ? records[place].cash : .zero
    do throws(SolvencyRefusal) {
      try checkpoint.checkSolvency(
        held: held, cash: cash, equity: openings.indices.contains(place) ? openings[place].sums.positiveEquity : 0,
        tolerance: venue.cashTolerance)
    } catch { throw .solvency(error) }
  }
}
