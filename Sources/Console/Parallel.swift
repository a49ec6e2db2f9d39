import Dispatch
import Synchronization

/// Work on every processor whose result does not depend on their number.
public enum Parallel {
  /// The processors that work is spread over.
  public static let width = System.processors

  /// Maps in parts, each by one worker with a state of its own; results stand in the order of the input.
  @inlinable
  public static func map<Input: Sendable, Output: Sendable, State>(
    _ inputs: [Input], state: @Sendable () -> State,
    _ transform: @Sendable (Input, inout State) -> Output
  ) -> [Output] {
    if inputs.count < 2 || width == 1 {
      var own = state()
      return inputs.map { transform($0, &own) }
    }
    let parts = min(inputs.count, width * 4)
    let results = Mutex<[Int: [Output]]>([:])
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = inputs.count * part / parts..<inputs.count * (part + 1) / parts
      var own = state()
      let outputs = inputs[range].map { transform($0, &own) }
      results.withLock { $0[part] = outputs }
    }
    return results.withLock { done in (0..<parts).flatMap { done[$0] ?? [] } }
  }
}
