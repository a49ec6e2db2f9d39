import Dispatch
import Synchronization

/// Parts of work that other threads do while the caller goes on; no result depends on when.
package struct BackgroundWork<Part: Sendable, Output: Sendable> {
  private final class Results: Sendable {
    let outputs = Mutex<[Int: Output]>([:])
  }

  private let transform: @Sendable (Part) -> Output
  private let results = Results()
  private let group: DispatchGroup?
  private var count = 0

  /// - Parameter workers: threads, the caller's among them; with one, each part is done when it is added.
  package init(workers: Int, _ transform: @escaping @Sendable (Part) -> Output) {
    self.transform = transform
    group = workers > 1 ? DispatchGroup() : nil
  }

  /// Adds a part, to be done at some time before `outputs` returns.
  package mutating func add(_ part: Part) {
    let (place, results, transform) = (count, results, transform)
    count += 1
    guard let group else {
      results.outputs.withLock { $0[place] = transform(part) }
      return
    }
    DispatchQueue.global().async(group: group) {
      let output = transform(part)
      results.outputs.withLock { $0[place] = output }
    }
  }

  /// What the parts gave, in the order in which they were added; waits for them.
  package func outputs() -> [Output] {
    group?.wait()
    return results.outputs.withLock { done in (0..<count).compactMap { done[$0] } }
  }
}
