import Ethereum
import FixedPoint

/// The only ways to change signed feeds and what signed actions have: each notes what was before.
extension ClearingState {
  mutating func set(signedFeed: Feed?, _ address: Address) {
    note(.signedFeed(address, signedFeeds[address]))
    signedFeeds[address] = signedFeed
  }

  mutating func put(_ point: FeedPoint, feed address: Address) {
    note(.feedPoint(address, signedFeeds.put(point, feed: address)))
  }

  mutating func set(executor isAllowed: Bool, _ address: Address) {
    note(.executor(address, gateway.executors.contains(address)))
    gateway.executors.set(address, isAllowed)
  }

  mutating func set(module: ModuleKind?, _ address: Address) {
    note(.module(address, gateway.modules[address]))
    gateway.modules[address] = module
  }

  mutating func set(custody owner: Address?, _ account: AccountNumber) {
    note(.custody(account, gateway.custody[account]))
    gateway.custody[account] = owner
    emit(.custodyChanged(account, owner: owner))
  }

  mutating func set(withdrawalRequest time: UInt64?, _ account: AccountNumber) {
    note(.withdrawalRequest(account, gateway.withdrawalRequests[account]))
    gateway.withdrawalRequests[account] = time
  }

  mutating func set(sessionKey expiry: UInt256, _ name: SessionKeyName) {
    note(.sessionKey(name, gateway.sessionKeys[name]))
    gateway.sessionKeys[name] = expiry
    emit(.sessionKeySet(name, until: expiry))
  }

  /// Uses a nonce that was not used.
  mutating func set(used name: NonceName) {
    note(.nonce(name))
    gateway.nonces.insert(name)
  }

  mutating func set(fill: OrderFill, _ name: NonceName) {
    note(.fill(name, gateway.fills.updateValue(fill, forKey: name)))
  }

  mutating func set(feeRecipient account: AccountNumber?, _ module: Address) {
    note(.feeRecipient(module, gateway.feeRecipients[module]))
    gateway.feeRecipients[module] = account
  }

  mutating func set(openingDeposit: UInt256) {
    note(.openingDeposit(gateway.openingDeposit))
    gateway.openingDeposit = openingDeposit
  }
}

/// The same for tokens outside accounts and for announcements.
extension ClearingState {
  mutating func set(wallet amount: UInt256, _ name: WalletName) {
    note(.wallet(name, treasury.wallets[name]))
    treasury.wallets[name] = amount.isZero ? nil : amount
  }

  /// Notes a withdrawal with the next number.
  mutating func addWithdrawal(_ withdrawal: PendingWithdrawal) {
    note(.lastWithdrawal(treasury.lastWithdrawal))
    treasury.lastWithdrawal &+= 1
    set(withdrawal: withdrawal, treasury.lastWithdrawal)
    emit(.takenOut(treasury.lastWithdrawal, withdrawal))
  }

  mutating func set(withdrawal: PendingWithdrawal?, _ number: UInt64) {
    note(.withdrawal(number, treasury.withdrawals[number]))
    treasury.withdrawals[number] = withdrawal
  }

  /// Uses the number of a deposit that was not used.
  mutating func set(credited number: UInt256) {
    note(.credit(number))
    treasury.credits.insert(number)
  }

  mutating func set(bridge: Address) {
    note(.bridge(treasury.bridge))
    treasury.bridge = bridge
  }

  /// Notes an announcement with the next number.
  mutating func addScheduled(_ scheduled: ScheduledParameter) {
    note(.lastScheduled(governance.lastScheduled))
    governance.lastScheduled &+= 1
    set(scheduled: scheduled, governance.lastScheduled)
    emit(.scheduled(governance.lastScheduled, due: scheduled.due))
  }

  mutating func set(scheduled: ScheduledParameter?, _ number: UInt64) {
    note(.scheduled(number, governance.scheduled[number]))
    governance.scheduled[number] = scheduled
  }

  mutating func set(governanceDelay: UInt64) {
    note(.governanceDelay(governance.delay))
    governance.delay = governanceDelay
  }

  mutating func set(versions: [RuleVersion]) {
    note(.versions(governance.versions))
    governance.versions = versions
  }
}
