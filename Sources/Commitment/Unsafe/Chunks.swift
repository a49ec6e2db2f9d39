import Dispatch
import Synchronization

/// A range of work in chunks, each done whole by one of several workers. No result may depend on which.
enum Chunks {
  /// Pieces of work that a worker takes at a time.
  static let grain = 1024

  static func run(
    count: Int, workers: Int, grain: Int = grain, _ work: @Sendable (Range<Int>) -> Void
  ) {
    _ = firstRefusal(count: count, workers: workers, grain: grain) { range in
      work(range)
      return nil
    }
  }

  /// The refusal that one worker would meet first. Chunks are taken in order, so all before one that refuses were
  /// taken earlier, and are waited for; those after it need not be done.
  static func firstRefusal(
    count: Int, workers: Int, grain: Int = grain, _ work: @Sendable (Range<Int>) -> CommitmentRefusal?
  ) -> CommitmentRefusal? {
    let chunks = (count + grain - 1) / grain
    let range = { @Sendable (chunk: Int) in chunk * grain..<min(count, (chunk + 1) * grain) }
    if workers <= 1 || chunks <= 1 {
      for chunk in 0..<chunks {
        if let refusal = work(range(chunk)) { return refusal }
      }
      return nil
    }
    let next = Atomic<Int>(0)
    let first = Mutex<(chunk: Int, refusal: CommitmentRefusal)?>(nil)
    DispatchQueue.concurrentPerform(iterations: min(workers, chunks)) { _ in
      while true {
        let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if chunk >= chunks { return }
        guard let refusal = work(range(chunk)) else { continue }
        next.store(chunks, ordering: .relaxed)
        first.withLock { found in
          if let earlier = found, earlier.chunk < chunk { return }
          found = (chunk, refusal)
        }
      }
    }
    return first.withLock { $0?.refusal }
  }
}
