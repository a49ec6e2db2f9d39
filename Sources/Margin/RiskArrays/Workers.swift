import Dispatch
import Synchronization

/// Work spread over threads; no result depends on their number.
package enum Workers {
  /// Maps in parts, each by one worker with a state of its own; results stand in the order of the input.
  /// - Parameters:
  ///   - workers: threads at most; 1 works in the caller's.
  ///   - grain: inputs that a worker takes at a time.
  package static func map<Input: Sendable, Output: Sendable, State>(
    _ inputs: [Input], workers: Int, grain: Int = 1, state: @Sendable () -> State,
    _ transform: @Sendable (Input, inout State) -> Output
  ) -> [Output] {
    let grain = max(grain, 1)
    let parts = inputs.count / grain + (inputs.count % grain == 0 ? 0 : 1)
    if workers <= 1 || parts <= 1 {
      var own = state()
      return inputs.map { transform($0, &own) }
    }
    let next = Atomic<Int>(0)
    let results = Mutex<[Int: [Output]]>([:])
    DispatchQueue.concurrentPerform(iterations: min(workers, parts)) { _ in
      var own = state()
      while true {
        let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if part >= parts { return }
        let outputs = inputs[part * grain..<min(inputs.count, (part + 1) * grain)].map { transform($0, &own) }
        results.withLock { $0[part] = outputs }
      }
    }
    return results.withLock { done in (0..<parts).flatMap { done[$0] ?? [] } }
  }

  /// Maps without a state.
  package static func map<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], workers: Int, grain: Int = 1, _ transform: @Sendable (Input) -> Output
  ) -> [Output] {
    map(inputs, workers: workers, grain: grain, state: {}) { input, _ in transform(input) }
  }
}
