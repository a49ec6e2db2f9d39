import FuzzDriver

FuzzDriver.run { input in
  let operands = Operands(input)
  for law in Law.all where !law.holds(operands) { return "\(law.name): \(operands.a), \(operands.b)" }
  return nil
}
