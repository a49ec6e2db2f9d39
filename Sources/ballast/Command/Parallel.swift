import Console
import Margin

/// Work on every processor whose result does not depend on their number.
enum Parallel {
  /// The processors that work is spread over.
  static let width = System.processors

  /// Maps in parts, each by one worker with a state of its own; results stand in the order of the input.
  static func map<Input: Sendable, Output: Sendable, State>(
    _ inputs: [Input], state: @Sendable () -> State, _ transform: @Sendable (Input, inout State) -> Output
  ) -> [Output] {
    // A few parts for each, so that nobody waits long for the slowest.
    Workers.map(inputs, workers: width, grain: inputs.count / (width * 4), state: state, transform)
  }
}
