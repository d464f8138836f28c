//! What pool admins do, and what halt and slashing authorities do to them.

use inference_staking_model::{Actor, Holder, Mint, Operation, PoolChange};

use super::Stage;

/// What a slashing authority takes.
#[derive(Clone, Copy)]
pub struct Slash {
    pub shares: u64,
    pub activating: u64,
    pub unstaking: u64,
    pub confiscate: bool,
}

impl Stage {
    #[track_caller]
    pub fn announce_reward_rate(&mut self, pool: Actor, bps: u16) {
        self.update(pool, PoolChange { reward_bps: Some(bps), ..PoolChange::default() });
    }

    #[track_caller]
    pub fn announce_usdc_rate(&mut self, pool: Actor, bps: u16) {
        self.update(pool, PoolChange { usdc_bps: Some(bps), ..PoolChange::default() });
    }

    #[track_caller]
    pub fn set_auto_stake(&mut self, pool: Actor, on: bool) {
        self.update(pool, PoolChange { auto_stake: Some(on), ..PoolChange::default() });
    }

    #[track_caller]
    fn update(&mut self, pool: Actor, change: PoolChange) {
        self.act(Operation::UpdatePool { by: pool, pool, change });
    }

    #[track_caller]
    pub fn close_pool(&mut self, pool: Actor) {
        self.act(Operation::ClosePool { by: pool, pool });
    }

    #[track_caller]
    pub fn set_halted(&mut self, pool: Actor, halted: bool) {
        self.act(Operation::SetHalt { by: self.roles.halt, pool, halted });
    }

    /// A slash by the authority.
    pub fn slash_of(&self, pool: Actor, Slash { shares, activating, unstaking, confiscate }: Slash) -> Operation {
        Operation::Slash { by: self.roles.slashing, pool, shares, activating, unstaking, confiscate }
    }

    #[track_caller]
    pub fn collect(&mut self, pool: Actor) {
        self.act(Operation::Collect { pool });
    }

    #[track_caller]
    pub fn slash(&mut self, pool: Actor, slash: Slash) {
        self.act(self.slash_of(pool, slash));
    }

    /// Withdraws what is owed of the two commissions.
    #[track_caller]
    pub fn withdraw_commissions(&mut self, pool: Actor) {
        let owed = [(Mint::Stake, self.pool(pool).reward_commission), (Mint::Usdc, self.pool(pool).usdc_commission)];
        for (mint, _) in owed.into_iter().filter(|(_, amount)| *amount > 0) {
            self.act(Operation::WithdrawCommission { by: pool, pool, mint, to: Holder::Wallet(pool) });
        }
    }

    #[track_caller]
    pub fn sweep(&mut self, pool: Actor) {
        self.act(Operation::Sweep { by: pool, pool, to: Holder::Wallet(pool) });
    }
}
