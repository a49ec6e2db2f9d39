extension ClearingRefusal {
  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .rule(let error): error.message
    case .arithmetic(let error): error.message
    case .pricing(let error): error.message
    case .margin(let error): error.message
    case .bounds(let error): error.message
    case .feed(let error): error.message
    case .action(let error): error.message
    case .module(let error): error.message
    case .waterfall(let error): error.message
    case .reduction(let error): error.message
    }
  }
}

extension ProtocolError {
  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .notOwnerOfVenue: "a call by the owner of the venue was expected, and another made it"
    case .notGuardian: "a call by the manager's guardian was expected, and another made it"
    case .reentrant: "a call from outside was expected, and it comes from within another"
    case .tooMuchWork: "work within the limit of a transaction was expected, and it asks for more"
    case .notOwnerOrApproved: "a call by the account's owner or whom they approved was expected, and another made it"
    case .transferToSelf: "two accounts were expected, and the transfer names one twice"
    case .tooManyTransfers: "fewer transfers of one trade were expected"
    case .tooManyDeltas: "fewer instruments of one account in a trade were expected"
    case .insufficientAllowance: "an allowance of the account for this movement was expected, and there is not enough"
    case .notManagerOfAccount: "a call by the account's manager was expected, and another made it"
    case .sameManager: "another manager than the account's own was expected"
    case .noSuchAsset: "an asset of the venue that can do this was expected, and there is none"
    case .unknownManager: "a manager that the asset knows was expected, and it is none"
    case .cashHasNoSubId, .perpHasNoSubId, .baseHasNoSubId: "a sub-id of zero was expected, and it is another"
    case .notOwnerForCash, .notOwnerForBase: "a call by the account's owner was expected, and another made it"
    case .notOwnerForDonation: "a donation by the account's owner was expected, and another made it"
    case .withdrawalsBlocked: "no insolvent auction was expected under way, and there is one: withdrawals wait for it"
    case .tokensMissing: "as many tokens as are taken were expected, and there are fewer"
    case .impactPricesCrossed: "an impact bid of at most the impact ask was expected, and it is above"
    case .baseBelowZero: "a balance of the token of zero or more was expected, and it would be below"
    case .dataTooOld: "a reading within its heartbeat was expected, and it is older"
    case .missingForward: "a forward price of this expiry was expected, and there is none"
    case .missingVolatility: "a volatility of this expiry was expected, and there is none"
    case .paused: "a manager that takes changes was expected, and it is paused"
    case .capExceeded: "open interest within the cap of the asset was expected, and it would be above"
    case .underLiquidation: "an account that is not in an auction was expected, and it is in one"
    case .standardUnsupportedAsset, .portfolioUnsupportedAsset:
      "assets that the account's manager knows were expected, and one is none of them"
    case .standardTooManyAssets, .portfolioTooManyAssets:
      "an account with fewer holdings was expected, and it would have more than its manager allows"
    case .noBorrowing: "cash of zero or more was expected, for borrowing is off, and it would be below"
    case .standardBelowMargin, .portfolioBelowMargin:
      "a margin of zero or more after the change was expected, and it would be below"
    case .invalidBidPart: "a part above zero and of at most one was expected"
    case .lastTradeDiffers: "an account without a trade since the bid was made was expected, and it has had one"
    case .managerNotAuctioned: "an account of a manager whose accounts are auctioned was expected, and it is none"
    case .bidderUnderOtherManager: "a bidder under the manager of the auctioned account was expected"
    case .bidderNotOwned: "a bid by the bidding account's owner was expected, and another made it"
    case .noSuchScenario: "a scenario of the manager's list was expected, and there is none of this number"
    case .aboveMaintenanceMargin: "an account below maintenance margin was expected, and it is not"
    case .auctionAlreadyStarted: "an account without an open auction was expected, and it has one"
    case .auctionAlreadyInsolvent: "a solvent auction was expected, and it is insolvent already"
    case .auctionNotStarted, .noOpenAuction: "an open auction of the account was expected, and there is none"
    case .auctionHasNoGround: "an auction that still has its ground was expected, and this one should be ended"
    case .auctionCannotTerminate: "an account that is safe again was expected, and it is not"
    case .reservedCashAboveValue: "a value of at least the reserved cash was expected, and it is less"
    case .solventAuctionOngoing: "a solvent auction whose price has reached zero was expected, and it is above"
    case .solventAuctionEnded: "a solvent auction with a price above zero was expected, and it has none left"
    case .scenarioNotWorse: "a scenario with a lower margin than the present one was expected"
    case .invalidBidderPortfolio: "a bidder that holds cash alone was expected, and it holds something else"
    case .insufficientBidderCash: "a bidder with cash for the bid and its margin was expected, and it has less"
    case .securityModuleNotAllowed: "a caller that the security module pays was expected, and this is none"
    case .priceLimitExceeded: "a price within the bidder's limit was expected, and it is above"
    case .invalidSecurityFee: "a fee for the security module of at most one was expected"
    case .invalidInterestModel: "an interest model within its bounds was expected"
    case .invalidRateBound: "a largest funding rate within its bounds was expected"
    case .invalidStaticRate: "a static interest rate within its bounds was expected"
    case .invalidConvergence: "a convergence period within its bounds was expected"
    case .invalidAccountSize: "a largest account size within its bounds was expected"
    case .feeFloorTooHigh: "a least open-interest fee within its bound was expected, and it is above"
    case .feeRateTooHigh: "an open-interest fee rate within its bound was expected, and it is above"
    case .invalidMaxExpiries: "a greatest number of expiries within its bounds was expected"
    case .invalidCollateral: "collateral parameters within their bounds were expected"
    case .marketNotCreated: "a market of the manager was expected, and there is none of this name"
    case .invalidAuctionParameter: "auction parameters within their bounds were expected"
    case .timeRunsBackward: "a time of the present or later was expected, and it is earlier"
    case .noSuchManager: "a manager of the venue was expected, and there is none here"
    case .invalidSubId: "a sub-id of at most 96 bits was expected, and it is larger"
    case .tooManyAccounts: "room for another account was expected, and the venue has as many as it may"
    case .tooMuchToJudge: "a trade whose accounts hold less in all was expected, and it is more than one trade may have judged"
    case .notIsolated: "an account with one position and its own collateral was expected, and it would hold more"
    case .accountInService: "an account that serves no manager and no module was expected, and this one does"
    }
  }
}
