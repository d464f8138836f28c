//! What leaves the vaults besides claims: commissions, slashes, dust (SPEC sections 4 and 9).

use super::Ledger;

/// What a slashing authority takes.
#[derive(Clone, Copy)]
pub struct Slash {
    pub shares: u128,
    pub unstaking: u128,
    pub confiscate: bool,
}

impl Ledger {
    /// `amount` of the pool's cooldown total leaves, the pool vault's shortfall out of the global reward vault.
    pub(super) fn pay_principal(&mut self, pool: usize, amount: u128) {
        let book = &mut self.pools[pool];
        let pulled = amount.saturating_sub(book.vault);
        book.vault = book.vault + pulled - amount;
        book.uncollected -= pulled;
        book.unstaking -= amount;
        self.vaults[0] -= pulled;
    }

    /// Burns operator's shares at today's price, and takes from its tickets, the one that matures last first.
    pub fn slash(&mut self, pool: usize, slash: Slash) {
        let operator = self.pools[pool].operator;
        self.settle(operator);
        let book = &mut self.pools[pool];
        let staked = if slash.shares == 0 { 0 } else { slash.shares * book.staked / book.shares };
        book.staked -= staked;
        book.shares -= slash.shares;
        book.unstaking += staked;
        self.holders[operator].shares -= slash.shares;
        let mut left = slash.unstaking;
        while left > 0 {
            let last = self.holders[operator].tickets.iter_mut().filter(|ticket| ticket.0 > 0).max_by_key(|t| t.1);
            let ticket = last.unwrap();
            let taken = left.min(ticket.0);
            left -= taken;
            *ticket = if taken == ticket.0 { (0, 0) } else { (ticket.0 - taken, ticket.1) };
        }
        self.pay_principal(pool, staked + slash.unstaking);
        self.treasury[0] += staked + slash.unstaking;
        if slash.confiscate {
            let [tokens, usdc] = self.take_commissions(pool);
            let settled = self.take_settled(operator);
            self.vaults[1] -= settled;
            self.treasury = [self.treasury[0] + tokens, self.treasury[1] + usdc + settled];
        }
    }

    /// Both commissions leave the global vaults for the operator's wallet.
    pub fn withdraw_commissions(&mut self, pool: usize) {
        let [tokens, usdc] = self.take_commissions(pool);
        let operator = &mut self.holders[self.pools[pool].operator];
        operator.tokens += tokens;
        operator.usdc += usdc;
    }

    fn take_commissions(&mut self, pool: usize) -> [u128; 2] {
        let book = &mut self.pools[pool];
        let taken = [std::mem::take(&mut book.reward_commission), std::mem::take(&mut book.usdc_commission)];
        self.vaults = [self.vaults[0] - taken[0], self.vaults[1] - taken[1]];
        taken
    }

    /// USDC of an empty closed pool that no record may claim goes to its admin.
    pub fn sweep(&mut self, pool: usize) {
        self.jump_over_expired(pool);
        let book = &mut self.pools[pool];
        let dust = book.delegator_usdc - book.settled_usdc;
        book.delegator_usdc -= dust;
        self.vaults[1] -= dust;
        self.holders[book.operator].usdc += dust;
    }
}
