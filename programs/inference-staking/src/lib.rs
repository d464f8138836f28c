//! Delegated staking for the operators of an inference network. The rules are in docs/specification.md, whose sections the
//! sources name as in "SPEC 6.9"; each entry point below says what its caller gets.
#![allow(missing_docs, reason = "Anchor's derives write public items without docs")]

use anchor_lang::prelude::*;

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod state;

use error::{require, Checked, StakingError};
use instructions::*;
use state::{SlashRequest, StakingRecordView, UnstakeRequest};

// What security tools read out of the binary. Whoever deploys the program names a contact of their own here.
#[cfg(not(feature = "no-entrypoint"))]
solana_security_txt::security_txt! {
    name: "Inference staking",
    project_url: "not public yet",
    contacts: "other:the upgrade authority of this program",
    policy: "SECURITY.md of the source: report in private to the upgrade authority, and wait until it is mended"
}

// `anchor keys sync` writes it here and nowhere else, so that instructions import it from above them.
declare_id!("stkVMchKFFj1mF77L6mCYXRB9DGV3PxDL5dQAhDthp8");

/// Entry points: accounts and arguments in, one handler each, grouped by who calls them. Anchor compares an instruction
/// with one after the other, 3 units each: what is sent often or costs little stands in front.
#[program]
pub mod inference_staking {
    use super::*;

    // Anyone.

    /// Gives a pool what its leaf pays, against the leaf's proof. Anyone. SPEC 6.5.
    ///
    /// - `root_index`: which root of the record the leaf stands under, from 0.
    /// - `leaf_index`: place of the leaf in its tree, from 0.
    /// - `reward`: stake tokens of the leaf, base units.
    /// - `usdc`: USDC of the leaf, base units.
    /// - `proof`: the siblings of the leaf, bottom up: as many as the tree is deep.
    pub fn accrue_reward(
        ctx: Context<AccrueReward>,
        root_index: u8,
        leaf_index: u32,
        reward: u64,
        usdc: u64,
        proof: Proof,
    ) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(root_index, leaf_index, reward, usdc, proof.nodes())
    }

    /// Gives several pools what their leaves pay, against one multiproof: all of them or none. Anyone. SPEC 6.5.
    ///
    /// - `root_index`: which root of the record the leaves stand under, from 0.
    /// - `leaves`: place and amounts of each, at most 36, in the order of their places.
    /// - `proof`: the nodes of the multiproof, in the order in which the climb needs them.
    /// - remaining accounts: the pools in the order of their leaves and then, in the same order, the operators' records of those
    ///   leaves that say so; all writable.
    pub fn accrue_rewards<'info>(
        ctx: Context<'info, AccrueRewards<'info>>,
        root_index: u8,
        leaves: Vec<BatchLeaf>,
        proof: Proof,
    ) -> Result<()> {
        ctx.accounts.handle(ctx.remaining_accounts, root_index, &leaves, proof.nodes())
    }

    /// Lets a pool pass an epoch that pays it nothing now. Anyone. SPEC 6.6.
    pub fn accrue_reward_emergency_bypass(ctx: Context<AccrueRewardEmergencyBypass>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Makes the ripe part of a record's activating stake shares at the pool's price, if the pool has passed everything that is
    /// over. Anyone. SPEC 6.9.
    pub fn activate_stake(ctx: Context<ActivateStake>) -> Result<ActivateStakeReturn> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Pays all matured tickets to the owner's associated token account, whoever sends it; to another account of the mint only if
    /// the owner signs. SPEC 9.
    pub fn claim_unstake(ctx: Context<ClaimUnstake>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Moves a pool's uncollected rewards into its vault, for payouts out of it. Collecting nothing succeeds. Anyone. SPEC 4.
    pub fn collect_pool_rewards(ctx: Context<CollectPoolRewards>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Moves what a pool vault holds beyond what it owes into the global reward vault. Anyone. SPEC 4.
    pub fn sweep_pool_vault_surplus(ctx: Context<SweepPoolVaultSurplus>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Returns what an expired record still holds to the pot, and its rent to who paid it. Anyone. SPEC 6.7.
    pub fn reclaim_expired_reward_record(ctx: Context<ReclaimExpiredRewardRecord>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Returns what a record is worth and what its owner could do now. Writes nothing. Anyone. SPEC 7.
    pub fn query_staking_record(ctx: Context<QueryStakingRecord>) -> Result<StakingRecordView> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    // The owner of a staking record.

    /// Creates the owner's staking record in an open pool. SPEC 7.
    pub fn create_staking_record(ctx: Context<CreateStakingRecord>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(&ctx.bumps)
    }

    /// Takes `amount` tokens as activating stake, which earns from the next epoch on once it is activated. The operator's own in
    /// its new pool becomes shares at once. SPEC 5.
    ///
    /// - `amount`: stake tokens, base units, more than 0.
    pub fn stake(ctx: Context<Stake>, amount: u64) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(amount)
    }

    /// Turns shares, activating tokens or both into a ticket that can be claimed after the cooldown: a new one, or the open one
    /// at the place `ticket`, whose time is then the later of the two. Needs no proof. SPEC 9.
    ///
    /// - `shares`: shares to burn.
    /// - `activating`: activating stake tokens to take back, base units.
    /// - `ticket`: place of the open ticket to join, 0 to 3; none for a ticket of its own.
    pub fn unstake(ctx: Context<ByRecordOwner>, shares: u64, activating: u64, ticket: Option<u8>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.unstake(UnstakeRequest { shares, activating, joins: ticket })
    }

    /// Turns a ticket back into activating stake, a deposit of the current epoch. SPEC 5.
    ///
    /// - `ticket`: its place, 0 to 3.
    pub fn cancel_unstake(ctx: Context<ByRecordOwner>, ticket: u8) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.cancel_unstake(ticket)
    }

    /// Pays all USDC that the record has earned to an account the owner names. SPEC 5.
    pub fn claim_usdc_earnings(ctx: Context<ClaimUsdcEarnings>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Closes an empty record; its owner gets the rent. SPEC 7.
    pub fn close_staking_record(ctx: Context<CloseStakingRecord>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Locks the record's shares, with a release of `duration` seconds once it begins. SPEC 10.
    ///
    /// - `duration`: seconds that the release takes.
    pub fn lock_stake(ctx: Context<ByRecordOwner>, duration: u64) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.lock_stake(duration)
    }

    /// Makes a lock `seconds` longer. SPEC 10.
    ///
    /// - `seconds`: seconds more that the release takes.
    pub fn extend_lock(ctx: Context<ByRecordOwner>, seconds: u64) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.extend_lock(seconds)
    }

    /// Begins the linear release of a lock; if the commission has risen since it was made, ends it. SPEC 10.
    pub fn begin_unlock(ctx: Context<ByRecordOwner>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.begin_unlock()
    }

    /// Locks everything present again. SPEC 10.
    pub fn cancel_unlock(ctx: Context<ByRecordOwner>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.cancel_unlock()
    }

    // Reward authorities.

    /// Nothing becomes shares of a pool until `epoch`, the next one, has its rewards. Reward authority. SPEC 6.1.
    ///
    /// - `epoch`: the epoch after the last that has a reward record.
    pub fn mark_epoch_as_finalizing(ctx: Context<MarkEpochAsFinalizing>, epoch: u64) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(epoch)
    }

    /// Commits what the finalizing epoch pays: up to 5 Merkle roots with their depths, and the totals. Reward
    /// authority. SPEC 6.3.
    ///
    /// - `roots`: of each tree its root; none for an epoch that pays nothing.
    /// - `depths`: of each tree the levels above its leaves.
    /// - `total_rewards`: stake tokens of all leaves, base units: what the schedule issues, or 0 without roots.
    /// - `total_usdc`: USDC of all leaves, base units.
    pub fn create_reward_record(
        ctx: Context<CreateRewardRecord>,
        roots: Vec<[u8; 32]>,
        depths: Vec<u16>,
        total_rewards: u64,
        total_usdc: u64,
    ) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(&ctx.bumps, &roots, &depths, total_rewards, total_usdc)
    }

    // The program admin.

    /// Changes parameters, halts, slashing destinations, or lowers the emission schedule. Program admin. SPEC 7.
    ///
    /// - `args`: what is given is changed, the rest stays.
    pub fn update_pool_overview(ctx: Context<UpdatePoolOverview>, args: UpdatePoolOverviewArgs) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(args)
    }

    /// Replaces authority lists, or proposes a new program admin. Program admin. SPEC 7.
    ///
    /// - `args`: what is given is replaced, the rest stays.
    pub fn update_pool_overview_authorities(
        ctx: Context<UpdatePoolOverviewAuthorities>,
        args: UpdatePoolOverviewAuthoritiesArgs,
    ) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(args)
    }

    /// Takes over as program admin. The proposed key. SPEC 7.
    pub fn accept_program_admin(ctx: Context<AcceptProgramAdmin>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Pays what the global reward vault holds beyond what it owes, once the schedule has ended and no record had rewards for
    /// 128 epochs. Program admin. SPEC 4.
    pub fn withdraw_reward_surplus(ctx: Context<WithdrawRewardSurplus>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    // Halt authorities.

    /// Takes the newest reward record back during its challenge period. Halt authority or program admin. SPEC 6.4.
    pub fn revoke_reward_record(ctx: Context<RevokeRewardRecord>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Halts or resumes a pool. Halt authority. SPEC 8.
    ///
    /// - `halted`: whether it is halted from now on.
    pub fn set_halt_status(ctx: Context<SetHaltStatus>, halted: bool) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(halted)
    }

    // A pool's admin.

    /// Proposes a new pool admin; the zero key withdraws a proposal. Pool admin. SPEC 7.
    ///
    /// - `new_admin`: who may accept; the zero key for nobody.
    pub fn change_operator_pool_admin(ctx: Context<ByPoolAdmin>, new_admin: Pubkey) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.propose_admin(new_admin)
    }

    /// Takes over as a pool's admin. The proposed key. SPEC 7.
    pub fn accept_operator_pool_admin(ctx: Context<AcceptOperatorPoolAdmin>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Closes a pool after the current epoch. Pool admin, or the owner of the operator's record. SPEC 9.
    pub fn close_operator_pool(ctx: Context<CloseOperatorPool>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Schedules commissions or changes a pool's settings. Pool admin. SPEC 7.
    ///
    /// - `args`: what is given is changed, the rest stays.
    pub fn update_operator_pool(ctx: Context<ByPoolAdmin>, args: UpdateOperatorPoolArgs) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.update(args)
    }

    /// Makes another record the operator's: the one that can be slashed. Pool admin and the new record's owner. SPEC 7.
    pub fn change_operator_staking_record(ctx: Context<ChangeOperatorStakingRecord>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Pays the token commission that is owed. Pool admin. SPEC 7.
    pub fn withdraw_operator_reward_commission(ctx: Context<WithdrawOperatorRewardCommission>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle()
    }

    /// Pays the USDC commission that is owed. Pool admin. SPEC 7.
    pub fn withdraw_operator_usdc_commission(ctx: Context<AdminUsdcPayout>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.withdraw_commission()
    }

    /// Pays the USDC of a closed pool without shares that nobody can claim. Pool admin. SPEC 9.
    pub fn sweep_closed_pool_usdc_dust(ctx: Context<AdminUsdcPayout>) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.sweep_dust()
    }

    // A new operator.

    /// Creates an operator's pool, its vault and the operator's staking record, for the registration fee, which may be at most
    /// `max_registration_fee`. SPEC 7.
    ///
    /// - `args`: name, commissions and settings.
    /// - `max_registration_fee`: the most that is paid, stake tokens in base units.
    pub fn create_operator_pool(
        ctx: Context<CreateOperatorPool>,
        args: CreateOperatorPoolArgs,
        max_registration_fee: u64,
    ) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(&ctx.bumps, args, max_registration_fee)
    }

    // Slashing authorities.

    /// Takes stake from the operator of a pool that has been halted long enough. Slashing authority. SPEC 9.
    ///
    /// - `shares`: shares to burn.
    /// - `activating_amount`: activating stake tokens to take, base units.
    /// - `unstaking_amount`: stake tokens to take out of tickets, base units.
    /// - `confiscate_commission`: whether the commissions owed and the record's settled USDC are taken too.
    pub fn slash_stake(
        ctx: Context<SlashStake>,
        shares: u64,
        activating_amount: u64,
        unstaking_amount: u64,
        confiscate_commission: bool,
    ) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(SlashRequest { shares, activating_amount, unstaking_amount, confiscate_commission })
    }

    // The upgrade authority.

    /// Creates the singleton and the global vaults. Only the program's upgrade authority, who becomes the program
    /// admin. SPEC 7.
    ///
    /// - `args`: authorities, parameters and schedule.
    pub fn create_pool_overview(ctx: Context<CreatePoolOverview>, args: CreatePoolOverviewArgs) -> Result<()> {
        refuse_unknown_writable(ctx.remaining_accounts)?;
        ctx.accounts.handle(&ctx.bumps, args)
    }
}

/// SPEC 7: a writable account that the instruction does not know is refused. Read-only ones, which wallets add as
/// references, do no harm.
fn refuse_unknown_writable(remaining: &[AccountInfo]) -> Checked<()> {
    require!(remaining.iter().all(|account| !account.is_writable), StakingError::UnknownWritableAccount);
    Ok(())
}
