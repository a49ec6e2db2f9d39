import Audit
import Commitment
import Encoding
import Ethereum
import Testing
import VenueSupport

/// Lines of a state file: one spelling each, bounded, read in pieces of any size (SV-11).
struct StateFormTests {
  @Test func readAsWritten() throws {
    let state = try SampleState()
    let bytes = try state.lines().flatMap { $0 }
    for pieces in [1, 7, 1000, bytes.count] {
      let file = try SampleState.read(bytes, workers: pieces == 7 ? 3 : 1, pieces: pieces)
      #expect(file.header == (try state.header()))
      #expect(file.accounts == state.accounts)
      #expect(file.accountCount == 10)
    }
  }

  private func refusal(_ change: (inout [String]) -> Void) throws -> StateLineRefusal? {
    var lines = try SampleState().lines().map { String(decoding: $0, as: UTF8.self) }
    change(&lines)
    let bytes = lines.flatMap { Array($0.utf8) }
    var first: StateLineRefusal?
    for workers in [1, 3] {
      do throws(StateLineRefusal) {
        _ = try SampleState.read(bytes, workers: workers)
        return nil
      } catch {
        if let first { #expect(first == error) }
        first = error
      }
    }
    return first
  }

  @Test func linesOfAnotherForm() throws {
    #expect(try refusal { $0[4] = " " + $0[4] }?.name == "JSON_WrongForm")
    #expect(try refusal { $0[4] = $0[4].replacing("0x", with: "0X") }?.name == "JSON_WrongForm")
    #expect(try refusal { $0[4] = $0[4].replacing("\"id\":\"a3\"", with: "\"id\":\"\\u0061\\u0033\"") }?.name == "JSON_WrongForm")
    #expect(try refusal { $0[4] = $0[4].replacing("\"index\":3", with: "\"index\":\"3\"") }?.name == "JSON_WrongType")
    #expect(try refusal { $0[4] = $0[4].replacing("\"index\":3", with: "\"index\":4294967296") }?.name == "JSON_OutOfRange")
    #expect(try refusal { $0[4] = $0[4].replacing(",\"salt\"", with: ",\"pepper\"") }?.name == "JSON_UnknownMember")
    #expect(try refusal { $0[4] = "{}\n" }?.name == "JSON_MissingMember")
    #expect(try refusal { $0[4] = "\n" }?.name == "JSON_Incomplete")
    #expect(try refusal { $0[4] = $0[4].replacing("\n", with: "\r\n") }?.name == "JSON_WrongForm")
    #expect(try refusal { $0[4] = $0[4].replacing("a3", with: String(repeating: "a", count: 65)) }?.name == "JSON_OutOfRange")
    #expect(try refusal { $0[10].removeLast() }?.name == "JSON_Incomplete")
    #expect(try refusal { $0 = [] }?.name == "JSON_Incomplete")
    #expect(try refusal { $0[0].removeLast() }?.line == 1)
    #expect(try refusal { $0[4] = String(repeating: "a", count: 300_000) }?.name == "JSON_TooLarge")
    #expect(try refusal { $0[4] = String(repeating: "a", count: 300_000) }?.line == 5)
  }

  @Test func headersOfAnotherForm() throws {
    #expect(try refusal { $0[0] = $0[0].replacing("\"ballastState\":1", with: "\"ballastState\":2") }?.name == "JSON_OutOfRange")
    #expect(try refusal { $0[0] = $0[0].replacing(",\"policyChanges\":", with: ",\"changes\":") }?.name == "JSON_UnknownMember")
    #expect(try refusal { $0[0] = $0[0].replacing("\"depth\":6", with: "\"depth\": 6") }?.name == "JSON_WrongForm")
    #expect(try refusal { $0[0] = $0[1] }?.line == 1)
    var state = try SampleState()
    state.markets.swapAt(0, 1)
    #expect(throws: StateLineRefusal.self) { try state.file() }
    state.markets[1] = state.markets[0]
    #expect(throws: StateLineRefusal.self) { try state.file() }
  }

  /// Of several lines that are not of their form the first is named, whatever the number of workers.
  @Test func theFirstLine() throws {
    #expect(
      try refusal {
        $0[9] = "\n"
        $0[6] = "{\n"
        $0[8] = String(repeating: "a", count: 300_000)
      }?.line == 7)
  }
}
