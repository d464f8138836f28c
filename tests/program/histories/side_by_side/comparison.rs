//! The chain's accounts against the model: everything must be equal.

use std::collections::BTreeSet;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::{self, program_id};
use inference_staking_client::constants::{
    MAX_ROOTS, OPERATOR_POOL_SEED, POOL_OVERVIEW_SEED, REWARD_RECORD_SEED, STAKING_RECORD_SEED,
};
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord, NEVER};
use inference_staking_model as model;
use inference_staking_model::{Actor, Commission, Holder, Lock, Mint, OpenSkips, RecordId, Ticket, WithdrawalHalt};

use super::actors::{name_number, uri_number, Actors};
use super::instructions::{parameters_args, schedule_args, DECIMALS};
use super::Trial;

impl Trial {
    /// Decodes every account and compares it with the model.
    ///
    /// # Panics
    /// If anything differs.
    pub fn assert_same(&mut self) {
        let overview = self.network.overview().unwrap();
        let expected = self.world.overview.clone();
        assert_eq!(overview_of(&overview, &self.actors, &expected), expected);
        assert_created_as(&address::pool_overview(), &[POOL_OVERVIEW_SEED], overview.bump);
        let mints = self.network.mints;
        assert_eq!((overview.stake_mint, overview.usdc_mint), (mints.stake, mints.usdc), "mints");
        assert_eq!((overview.stake_decimals, overview.usdc_decimals), (DECIMALS, DECIMALS), "decimals");
        let vaults = (address::reward_vault(), address::usdc_vault());
        assert_eq!((overview.reward_vault, overview.usdc_vault), vaults, "global vaults");
        assert_eq!((overview.version, overview.padding, overview.reserved), (1, [0; 2], [0; 120]));
        let last_rewarded = expected.rewarded_epochs.last().copied().unwrap_or(0);
        assert_eq!(overview.last_rewarded_epoch, last_rewarded, "the last epoch with rewards");
        assert_eq!(overview.parameters(), parameters_args(&expected.parameters, &self.actors));
        let schedule = schedule_args(&expected.schedules.last().unwrap().schedule);
        let stored = inference_staking_client::state::EmissionSchedule::new(&schedule).unwrap();
        assert_eq!(overview.emission.schedule(), stored.schedule());
        assert_eq!(u128::from(overview.reward_liability), self.world.reward_liability(), "reward liability");
        assert_eq!(u128::from(overview.usdc_liability), self.world.usdc_liability(), "USDC liability");
        self.assert_same_pools();
        self.assert_same_staking_records();
        self.assert_same_reward_records();
        self.assert_same_balances();
    }

    fn assert_same_pools(&mut self) {
        assert_eq!(self.network.pools.len(), self.world.pools.len(), "pools");
        for (id, expected) in &self.world.pools {
            let address = self.actors.pool(*id);
            let pool = self.network.pool(&address).unwrap();
            assert_eq!(pool.first_admin, self.actors.key(*id));
            assert_created_as(&address, &[OPERATOR_POOL_SEED, pool.first_admin.as_ref()], pool.bump);
            assert_eq!(
                pool.vault,
                self.actors.token_account(Holder::PoolVault(*id), Mint::Stake),
                "vault of pool {id}"
            );
            assert_eq!((pool.version, pool.padding, pool.reserved), (1, [0; 7], [0; 64]), "pool {id}");
            assert_eq!(pool_of(*id, &pool, &self.actors), *expected, "pool {id}");
        }
    }

    fn assert_same_staking_records(&mut self) {
        let mut existing = BTreeSet::new();
        for (id, expected) in &self.world.staking_records {
            let address = self.actors.record_address(*id);
            let record = self.network.record(&address).unwrap();
            assert_eq!(record.owner, self.actors.key(id.owner));
            assert_eq!(record.operator_pool, self.actors.pool(id.pool));
            let seeds = [STAKING_RECORD_SEED, record.operator_pool.as_ref(), record.owner.as_ref()];
            assert_created_as(&address, &seeds, record.bump);
            let payout = self.actors.token_account(Holder::Wallet(id.owner), Mint::Stake);
            assert_eq!(record.owner_token_account, payout, "payout account of record {id:?}");
            assert_eq!((record.version, record.reserved), (1, [0; 16]), "record {id:?}");
            assert_eq!(staking_record_of(&record, expected), *expected, "record {id:?}");
            assert_eq!(activating_of(&record), expected_activating(expected), "activating tokens of record {id:?}");
            existing.insert(address);
        }
        for address in self.network.records.clone() {
            assert_eq!(self.network.record(&address).is_ok(), existing.contains(&address), "record {address}");
        }
    }

    fn assert_same_reward_records(&mut self) {
        for epoch in 1..=self.world.overview.completed_epoch + 1 {
            let record = self.network.reward_record(epoch).ok();
            let Some(expected) = self.world.reward_records.get(&epoch) else {
                assert!(record.is_none(), "record of epoch {epoch}");
                continue;
            };
            let record = record.unwrap();
            let numbers = model::RewardRecord {
                roots: expected.roots.clone(),
                total_rewards: record.total_rewards,
                total_usdc: record.total_usdc,
                remaining_rewards: record.remaining_rewards,
                remaining_usdc: record.remaining_usdc,
                finalized_at: record.finalized_at,
                claimable_from: record.claimable_from,
                accrued_leaves: record.accrued_leaves,
                bypass_delay: record.bypass_delay,
            };
            assert_eq!(numbers, *expected, "record of epoch {epoch}");
            assert_eq!(usize::from(record.root_count), expected.roots.len());
            let mut depths = [0; MAX_ROOTS];
            for (place, root) in depths.iter_mut().zip(&expected.roots) {
                *place = u8::try_from(root.depth).unwrap();
            }
            assert_eq!(record.depths, depths, "depths of the record of epoch {epoch}");
            let seeds: [&[u8]; 2] = [REWARD_RECORD_SEED, &epoch.to_le_bytes()];
            assert_created_as(&address::reward_record(epoch), &seeds, record.bump);
            assert_eq!(record.rent_payer, self.actors.key(self.world.payer), "who paid for epoch {epoch}");
            assert_eq!((record.version, record.reserved), (1, [0; 8]), "record of epoch {epoch}");
            let schedules = &self.world.overview.schedules;
            let period = (epoch - 1) / schedules[0].schedule.epochs_per_period;
            assert_eq!((record.epoch, record.period.index), (epoch, period), "period of the record of epoch {epoch}");
            assert_eq!(
                record.period.budget,
                model::budget_of(schedules, period),
                "budget of the record of epoch {epoch}"
            );
        }
    }

    fn assert_same_balances(&mut self) {
        for (mint, ledger) in [(Mint::Stake, &self.world.tokens), (Mint::Usdc, &self.world.usdc)] {
            let wallets = self.actors.all().map(Holder::Wallet).chain([Holder::GlobalVault]);
            let vaults = self.world.pools.keys().map(|pool| Holder::PoolVault(*pool)).filter(|_| mint == Mint::Stake);
            for holder in wallets.chain(vaults) {
                let balance = self.network.balance(&self.actors.token_account(holder, mint));
                assert_eq!(balance, ledger.balance(holder), "{mint:?} of {holder:?}");
            }
        }
        let vault = self.network.balance(&address::reward_vault());
        assert_eq!(vault, self.world.tokens.balance(Holder::GlobalVault));
    }
}

/// The account stands where its seeds and the bump that it keeps lead to.
fn assert_created_as(address: &Pubkey, seeds: &[&[u8]], bump: u8) {
    let bump = [bump];
    let seeds: Vec<&[u8]> = seeds.iter().copied().chain([bump.as_slice()]).collect();
    assert_eq!(Pubkey::create_program_address(&seeds, &program_id()).as_ref(), Ok(address));
}

/// Parameters and schedules are compared apart.
fn overview_of(overview: &PoolOverview, actors: &Actors, expected: &model::Overview) -> model::Overview {
    let list = |keys: &[Pubkey]| keys.iter().filter_map(|key| actors.actor(key)).collect();
    let halt =
        WithdrawalHalt { until: overview.withdrawal_halted_until, again_from: overview.withdrawal_halt_allowed_from };
    let happened = |time: i64| (time != NEVER).then_some(time);
    model::Overview {
        is_test_network: overview.is_test_network != 0,
        parameters: expected.parameters.clone(),
        program_admin: actors.actor(&overview.program_admin).unwrap(),
        pending_program_admin: actors.actor(&overview.pending_program_admin),
        reward_authorities: list(&overview.reward_authorities.keys),
        halt_authorities: list(&overview.halt_authorities.keys),
        slashing_authorities: list(&overview.slashing_authorities.keys),
        token_destination: actors.holder(&overview.slashing_token_destination, Mint::Stake),
        usdc_destination: actors.holder(&overview.slashing_usdc_destination, Mint::Usdc),
        staking_halted: overview.staking_halted != 0,
        accrual_halted: overview.accrual_halted != 0,
        withdrawal_halt: (overview.has_withdrawal_halt != 0).then_some(halt),
        finalizing: overview.is_epoch_finalizing != 0,
        completed_epoch: overview.completed_reward_epoch,
        last_finalized_at: overview.last_finalized_at,
        newest_claimable_from: happened(overview.newest_claimable_from),
        accrual_resumed_at: happened(overview.accrual_resumed_at),
        rewarded_epochs: expected.rewarded_epochs.clone(),
        pool_count: overview.operator_pool_count,
        schedules: expected.schedules.clone(),
    }
}

fn pool_of(id: Actor, pool: &OperatorPool, actors: &Actors) -> model::Pool {
    let operator = actors
        .all()
        .find(|owner| actors.record_address(RecordId { pool: id, owner: *owner }) == pool.operator_staking_record);
    let scheduled = |bps: u16, from: u64| (from != 0).then_some((bps, from));
    let bits = pool.skipped_epochs.get();
    let passed = pool.reward_last_claimed_epoch;
    model::Pool {
        admin: actors.actor(&pool.admin).unwrap(),
        pending_admin: actors.actor(&pool.pending_admin),
        operator: operator.unwrap(),
        name: name_number(&pool.name),
        metadata_uri: uri_number(&pool.metadata_uri),
        auto_stake: pool.auto_stake != 0,
        delegation_allowed: pool.delegation_allowed != 0,
        reward_commission_rate: Commission {
            active: pool.reward_commission_bps,
            scheduled: scheduled(pool.scheduled_reward_commission_bps, pool.scheduled_reward_commission_from),
        },
        usdc_commission_rate: Commission {
            active: pool.usdc_commission_bps,
            scheduled: scheduled(pool.scheduled_usdc_commission_bps, pool.scheduled_usdc_commission_from),
        },
        staked: pool.total_staked_amount,
        shares: pool.total_shares,
        unstaking: pool.total_unstaking,
        activating: pool.total_activating,
        uncollected_rewards: pool.uncollected_rewards,
        reward_commission: pool.reward_commission,
        usdc_commission: pool.usdc_commission,
        delegator_usdc: pool.delegator_usdc,
        settled_usdc: pool.settled_usdc,
        usdc_index: pool.cumulative_usdc_per_share.get(),
        usdc_index_remainder: pool.usdc_index_remainder,
        joined_epoch: pool.joined_epoch,
        closed_at: (pool.closed_at_epoch != 0).then_some(pool.closed_at_epoch),
        halted_since: (pool.is_halted != 0).then_some(pool.halted_since),
        slashing_delay_at_halt: if pool.is_halted == 0 { 0 } else { pool.slashing_delay_at_halt },
        passed_epoch: passed,
        skipped: (0..128u64).filter(|bit| bits >> bit & 1 == 1).map(|bit| passed - bit).collect(),
        open_skips: (bits != 0).then_some(OpenSkips {
            lowest_reward_bps: pool.lowest_skipped_reward_commission_bps,
            lowest_usdc_bps: pool.lowest_skipped_usdc_commission_bps,
            last_skip_at: pool.last_skip_at,
        }),
        events: pool.event_sequence,
    }
}

/// Activating tokens of a record: all of them, what came in the latest deposit epoch, that epoch, and the flag.
type Activating = (u64, u64, u64, bool);

fn activating_of(record: &StakingRecord) -> Activating {
    assert!(record.has_activating <= 1, "a flag");
    (record.activating, record.latest_deposit, record.latest_deposit_epoch, record.has_activating == 1)
}

fn expected_activating(record: &model::StakingRecord) -> Activating {
    let (epoch, latest) = record.deposits.latest().unwrap_or_default();
    (record.deposits.total(), latest, epoch, record.deposits.flag)
}

/// Deposits are compared apart: the program knows them less exactly.
fn staking_record_of(record: &StakingRecord, expected: &model::StakingRecord) -> model::StakingRecord {
    let ticket = |ticket: inference_staking_client::state::Ticket| {
        assert!(ticket.amount > 0 || ticket.claimable_from == 0, "a free place is zero");
        (ticket.amount > 0).then_some(Ticket { amount: ticket.amount, claimable_from: ticket.claimable_from })
    };
    model::StakingRecord {
        shares: record.shares,
        deposits: expected.deposits.clone(),
        checkpoint: record.usdc_checkpoint.get(),
        settled_usdc: record.settled_usdc,
        tickets: record.tickets.map(ticket),
        lock: match record.lock_state {
            0 => Lock::None,
            1 => Lock::Locked { duration: record.lock_duration },
            _ => Lock::Unlocking {
                duration: record.lock_duration,
                started_at: record.unlock_started_at,
                shares: record.unlock_shares,
            },
        },
        lock_rates: (record.lock_reward_commission_bps, record.lock_usdc_commission_bps),
    }
}
