//! What everybody should have, by the formulas of SPEC section 5 in plain u128: no code of the program or its maths.

/// USDC precision.
const K: u128 = 1_000_000_000_000_000_000;
/// The operator's place among a pool's holders.
pub const OPERATOR: usize = 0;

/// Amounts of a leaf, base units.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeafAmounts {
    pub reward: u128,
    pub usdc: u128,
}

impl LeafAmounts {
    /// The sum of both.
    pub fn plus(self, other: Self) -> Self {
        Self { reward: self.reward + other.reward, usdc: self.usdc + other.usdc }
    }
}

/// What an accrual did with a leaf.
#[derive(Clone, Copy, Debug, Default)]
pub struct Accrued {
    /// What the leaf said.
    pub leaf: LeafAmounts,
    /// What left the record: all of it, or the commissions only if nobody held a share.
    pub from_record: LeafAmounts,
    /// Commissions, staked or owed.
    pub commission: LeafAmounts,
    /// The pool's two totals afterwards.
    pub staked: u128,
    pub shares: u128,
}

/// Tokens in cooldown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExpectedTicket {
    pub claimable_from: i64,
    pub amount: u128,
}

/// One holder of a pool: record and wallet.
#[derive(Clone, Debug, Default)]
pub struct ExpectedHolder {
    /// Whether the record exists.
    pub has_record: bool,
    pub shares: u128,
    pub checkpoint: u128,
    pub settled_usdc: u128,
    pub tickets: Vec<ExpectedTicket>,
    pub wallet_tokens: u128,
    pub wallet_usdc: u128,
    /// Tokens ever staked and ever paid out.
    pub put_in: u128,
    pub took_out: u128,
}

/// One pool.
#[derive(Clone, Debug, Default)]
pub struct ExpectedPool {
    pub reward_bps: u128,
    pub usdc_bps: u128,
    pub auto_stake: bool,
    pub passed_epoch: u64,
    pub staked: u128,
    pub shares: u128,
    pub unstaking: u128,
    pub uncollected: u128,
    pub reward_commission: u128,
    pub usdc_commission: u128,
    pub holder_usdc: u128,
    pub settled_usdc: u128,
    pub index: u128,
    pub remainder: u128,
    pub vault: u128,
    pub holders: Vec<ExpectedHolder>,
    /// One for each epoch.
    pub accrued: Vec<Accrued>,
}

impl ExpectedPool {
    /// Writes the holder's USDC since its checkpoint.
    fn settle(&mut self, holder: usize) {
        let record = &mut self.holders[holder];
        let earned = record.shares * (self.index - record.checkpoint) / K;
        record.checkpoint = self.index;
        record.settled_usdc += earned;
        self.settled_usdc += earned;
    }

    /// Buys shares with at most `amount`; returns what they cost and how many they are.
    pub fn stake(&mut self, holder: usize, amount: u128) -> (u128, u128) {
        self.settle(holder);
        let (cost, bought) = if self.shares == 0 {
            (amount, amount)
        } else {
            let bought = amount * self.shares / self.staked;
            ((bought * self.staked).div_ceil(self.shares), bought)
        };
        self.staked += cost;
        self.shares += bought;
        self.vault += cost;
        let record = &mut self.holders[holder];
        record.shares += bought;
        record.put_in += cost;
        record.wallet_tokens -= cost;
        (cost, bought)
    }

    /// Burns shares into a ticket.
    pub fn unstake(&mut self, holder: usize, shares: u128, claimable_from: i64) {
        self.settle(holder);
        let amount = self.value_of(shares);
        self.staked -= amount;
        self.shares -= shares;
        self.unstaking += amount;
        let record = &mut self.holders[holder];
        record.shares -= shares;
        record.tickets.push(ExpectedTicket { claimable_from, amount });
    }

    /// Takes a leaf of the next epoch.
    pub fn accrue(&mut self, leaf: LeafAmounts) -> Accrued {
        self.passed_epoch += 1;
        let commission =
            LeafAmounts { reward: leaf.reward * self.reward_bps / 10_000, usdc: leaf.usdc * self.usdc_bps / 10_000 };
        self.usdc_commission += commission.usdc;
        let from_record = if self.shares == 0 { commission } else { leaf };
        if self.shares == 0 {
            self.reward_commission += commission.reward;
        } else {
            self.pay_holders(leaf.reward - commission.reward, leaf.usdc - commission.usdc);
            self.pay_token_commission(commission.reward);
        }
        let accrued = Accrued { leaf, from_record, commission, staked: self.staked, shares: self.shares };
        self.accrued.push(accrued);
        accrued
    }

    fn pay_holders(&mut self, reward: u128, usdc: u128) {
        let numerator = usdc * K + self.remainder;
        self.index += numerator / self.shares;
        self.remainder = numerator % self.shares;
        self.holder_usdc += usdc;
        self.staked += reward;
        self.uncollected += reward;
    }

    fn pay_token_commission(&mut self, commission: u128) {
        let bought = if self.auto_stake { commission * self.shares / self.staked } else { 0 };
        if bought == 0 {
            self.reward_commission += commission;
            return;
        }
        self.settle(OPERATOR);
        self.holders[OPERATOR].shares += bought;
        self.shares += bought;
        self.staked += commission;
        self.uncollected += commission;
    }

    /// Pays matured tickets; returns what had to come from the reward vault.
    pub fn claim_unstake(&mut self, holder: usize, now: i64) -> u128 {
        let record = &mut self.holders[holder];
        let matured: u128 = record.tickets.iter().filter(|t| t.claimable_from <= now).map(|t| t.amount).sum();
        record.tickets.retain(|ticket| ticket.claimable_from > now);
        record.wallet_tokens += matured;
        record.took_out += matured;
        let shortfall = matured.saturating_sub(self.vault);
        self.unstaking -= matured;
        self.uncollected -= shortfall;
        self.vault = self.vault + shortfall - matured;
        shortfall
    }

    /// Pays the holder's USDC; returns it.
    pub fn claim_usdc(&mut self, holder: usize) -> u128 {
        self.settle(holder);
        let record = &mut self.holders[holder];
        let amount = std::mem::take(&mut record.settled_usdc);
        record.wallet_usdc += amount;
        self.settled_usdc -= amount;
        self.holder_usdc -= amount;
        amount
    }

    /// Pays the operator the token commission that it is owed; returns it.
    pub fn withdraw_reward_commission(&mut self) -> u128 {
        let paid = std::mem::take(&mut self.reward_commission);
        self.holders[OPERATOR].wallet_tokens += paid;
        self.holders[OPERATOR].took_out += paid;
        paid
    }

    /// Pays the operator the USDC commission that it is owed; returns it.
    pub fn withdraw_usdc_commission(&mut self) -> u128 {
        let paid = std::mem::take(&mut self.usdc_commission);
        self.holders[OPERATOR].wallet_usdc += paid;
        paid
    }

    /// Tokens that shares are worth, rounded down.
    pub fn value_of(&self, shares: u128) -> u128 {
        (shares * self.staked).checked_div(self.shares).unwrap_or(0)
    }

    /// Least shares that are worth `tokens`.
    pub fn shares_worth(&self, tokens: u128) -> u128 {
        if self.staked == 0 {
            tokens
        } else {
            (tokens * self.shares).div_ceil(self.staked)
        }
    }

    /// USDC that the holder could claim now.
    pub fn claimable_usdc(&self, holder: usize) -> u128 {
        let record = &self.holders[holder];
        record.settled_usdc + record.shares * (self.index - record.checkpoint) / K
    }
}
