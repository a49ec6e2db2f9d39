import FuzzDriver

FuzzDriver.run { check($0) }
