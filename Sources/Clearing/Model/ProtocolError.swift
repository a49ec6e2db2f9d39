/// The refusals of the transition function that no other target names, by the protocol's names (CL-7).
///
/// They stand in the order in which an operation meets them: access, accounts, assets, managers, parameters.
public enum ProtocolError: String, Error, Hashable, Sendable, CaseIterable {
  // Access.
  case notOwnerOfVenue = "OwnableUnauthorizedAccount"
  case notGuardian = "BM_GuardianOnly"
  case reentrant = "ReentrancyGuardReentrantCall"
  // Accounts.
  case noSuchAccount = "ERC721NonexistentToken"
  case notOwnerOrApproved = "AC_NotOwnerOrERC721Approved"
  case transferToSelf = "AC_CannotTransferAssetToOneself"
  case tooManyTransfers = "AC_TooManyTransfers"
  case tooManyDeltas = "DL_DeltasTooLong"
  case insufficientAllowance = "NotEnoughSubIdOrAssetAllowances"
  case notManagerOfAccount = "AC_OnlyManager"
  case sameManager = "AC_CannotChangeToSameManager"
  // Assets.
  case noSuchAsset = "EmptyRevert"
  case unknownManager = "MW_UnknownManager"
  case cashHasNoSubId = "CA_InvalidSubId"
  case notOwnerForCash = "CA_OnlyAccountOwner"
  case notOwnerForDonation = "CA_DonateBalanceNotAuthorized"
  case withdrawalsBlocked = "CA_WithdrawBlockedByOngoingAuction"
  case tokensMissing = "ERC20InsufficientBalance"
  case perpHasNoSubId = "PA_InvalidSubId"
  case impactPricesCrossed = "PA_InvalidImpactPrices"
  case baseHasNoSubId = "WERC_InvalidSubId"
  case baseBelowZero = "WERC_CannotBeNegative"
  case notOwnerForBase = "WERC_OnlyAccountOwner"
  // Feeds.
  case dataTooOld = "BLF_DataTooOld"
  case missingForward = "LFF_MissingExpiryData"
  case missingVolatility = "LVF_MissingExpiryData"
  // Managers.
  case paused = "BM_AdjustmentsPaused"
  case capExceeded = "BM_AssetCapExceeded"
  case underLiquidation = "BM_AccountUnderLiquidation"
  case standardUnsupportedAsset = "SRM_UnsupportedAsset"
  case portfolioUnsupportedAsset = "PMRM_2_UnsupportedAsset"
  case standardTooManyAssets = "SRM_TooManyAssets"
  case portfolioTooManyAssets = "PMRM_2_TooManyAssets"
  case noBorrowing = "SRM_NoNegativeCash"
  case standardBelowMargin = "SRM_PortfolioBelowMargin"
  case portfolioBelowMargin = "PMRM_2_InsufficientMargin"
  // Parameters.
  case invalidSecurityFee = "CA_SmFeeInvalid"
  case invalidInterestModel = "IRM_InvalidParamBound"
  case invalidRateBound = "PA_InvalidRateBounds"
  case invalidStaticRate = "PA_InvalidStaticInterestRate"
  case invalidConvergence = "PA_InvalidConvergencePeriod"
  case invalidAccountSize = "BM_InvalidMaxAccountSize"
  case feeFloorTooHigh = "BM_MinOIFeeTooHigh"
  case feeRateTooHigh = "BM_OIFeeRateTooHigh"
  case invalidMaxExpiries = "PMRM_2_InvalidMaxExpiries"
  case invalidCollateral = "PMRML2_InvalidCollateralParameters"
  case marketNotCreated = "SRM_MarketNotCreated"
  case invalidAuctionParameter = "DA_InvalidParameter"
  // The venue's own.
  case timeRunsBackward = "Clearing_TimeRunsBackward"
  case noSuchManager = "Clearing_NoSuchManager"
  case invalidSubId = "Clearing_InvalidSubId"
}
