/// The size up to which an account is explained and solved: each of its prices is computed many times (EX-9).
public enum ExplanationLimits {
  /// Options times scenarios; the reference protocol's largest account has 128 times 40.
  public static var prices: Int { 8_192 }
}
