use anchor_lang::prelude::*;

use crate::constants::*;
use crate::error::Checked;
use crate::events::RewardRecordCreated;
use crate::instructions::create_account::NewAccount;
use crate::instructions::token_holding::TokenHolding;
use crate::state::*;

/// Accounts of `create_reward_record`.
#[derive(Accounts)]
pub struct CreateRewardRecord<'info> {
    /// Pays the rent, and gets it back when the record is closed.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// A reward authority.
    pub authority: Signer<'info>,
    /// Epoch state, schedule and liabilities.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The record of the epoch after the last completed one.
    /// CHECK: created here, at its address.
    #[account(mut, seeds = [REWARD_RECORD_SEED, &next_record_epoch(&pool_overview)?], bump)]
    pub reward_record: UncheckedAccount<'info>,
    /// Global reward vault; must cover what it will owe.
    /// CHECK: stored key in the pool overview.
    pub reward_vault: UncheckedAccount<'info>,
    /// Global USDC vault; must cover what it will owe.
    /// CHECK: stored key in the pool overview.
    pub usdc_vault: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl CreateRewardRecord<'_> {
    fn validate(&self, overview: &PoolOverview) -> Checked<()> {
        // payer: signer. pool_overview, system_program: types. reward_record: seeds above.
        // authority: signer, in the list.
        overview.require_reward_authority(self.authority.key)?;
        // reward_vault, usdc_vault: stored keys.
        overview.require_reward_vault(self.reward_vault.key)?;
        overview.require_usdc_vault(self.usdc_vault.key)?;
        overview.require_finalizing()
    }

    pub(crate) fn handle(
        &mut self,
        bumps: &CreateRewardRecordBumps,
        roots: &[[u8; 32]],
        depths: &[u16],
        total_rewards: u64,
        total_usdc: u64,
    ) -> Result<()> {
        let mut overview = self.pool_overview.write()?;
        self.validate(&overview)?;
        let now = Clock::get()?.unix_timestamp;
        let epoch = overview.next_record_epoch()?;
        let emission = overview.emission.advance_to(epoch)?;
        let new = NewRewardRecord {
            epoch,
            roots,
            depths,
            total_rewards,
            total_usdc,
            period: overview.emission.period(),
            rent_payer: self.payer.key(),
            finalized_at: now,
            challenge_period: overview.challenge_period,
            bypass_delay: overview.bypass_delay,
            bump: bumps.reward_record,
        };
        new.require_totals(emission)?;

        let seeds: [&[u8]; 3] = [REWARD_RECORD_SEED, &epoch.to_le_bytes(), &[bumps.reward_record]];
        let (payer, account) = (&self.payer, &self.reward_record);
        NewAccount { payer, account, space: RewardRecord::SPACE, owner: &crate::ID }.create(&seeds)?;
        let mut record = new_state::<RewardRecord>(account)?;
        record.initialize(&new)?;

        let claimable_from = record.claimable_from;
        overview.finalize_epoch(&FinalizedEpoch { total_rewards, total_usdc, finalized_at: now, claimable_from })?;
        overview.require_reward_solvent(TokenHolding::amount_of(&self.reward_vault))?;
        overview.require_usdc_solvent(TokenHolding::amount_of(&self.usdc_vault))?;
        emit!(RewardRecordCreated {
            reward_epoch: epoch,
            reward_record: self.reward_record.key(),
            authority: self.authority.key(),
            roots: record.roots,
            depths: record.depths,
            root_count: record.root_count,
            total_rewards,
            total_usdc,
            claimable_from,
            reward_liability: overview.reward_liability,
            usdc_liability: overview.usdc_liability,
            epoch: overview.current_epoch()?,
        });
        Ok(())
    }
}

/// Seed of the record that comes next.
fn next_record_epoch(pool_overview: &AccountLoader<PoolOverview>) -> Result<[u8; 8]> {
    Ok(pool_overview.read()?.next_record_epoch()?.to_le_bytes())
}
