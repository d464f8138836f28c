//! What the halts are tried on: a network in which everything that SPEC 8 lists can be done, and a verb for each.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, BatchPool, LeafProof, RecordOf};
use inference_staking_client::instructions::{BatchLeaf, UpdateOperatorPoolArgs, UpdatePoolOverviewArgs};
use inference_staking_client::{address, args};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, Executed, NetworkSetup, Refused};
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::epochs::{no_roots, EpochTree};
use inference_staking_test_kit::pools::{collect, slash_of, sweep_surplus};
use inference_staking_test_kit::reward_records::{reclaim, revoke};
use inference_staking_test_kit::small_network::complete_epochs_until;
use inference_staking_test_kit::states::change_overview;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use solana_signer::Signer;

pub type Attempt = Result<Executed, Refused>;

/// Three pools after epoch 1. The operator's, with Alice and Bob, has accrued it; the leaver's is closed and empty, with a
/// unit of USDC dust; the late one has not passed the epoch. Alice and the operator have a matured ticket each, USDC to
/// claim, and the operator both commissions. Five base units too many are in its vault and in the reward vault. Carol's record is empty. An heir is proposed for the operator's pool.
pub struct HaltWorld {
    pub network: TestNetwork,
    pub operator: Staker,
    pub alice: Staker,
    bob: Staker,
    carol: Staker,
    leaver: Staker,
    late: Staker,
    tree: EpochTree,
}

/// The late pool's place in the tree.
const LATE_LEAF: usize = 2;

impl HaltWorld {
    pub fn start() -> Self {
        let mut setup = NetworkSetup::default();
        setup.parameters.min_operator_token_stake = 0;
        let mut network = TestNetwork::start_with(&setup);
        let operator = network.operator("operator", 2_000 * ONE);
        let [alice, bob, carol] = ["alice", "bob", "carol"].map(|name| network.delegator(name, &operator));
        network.buy_shares(&alice, 3_000 * ONE).unwrap();
        network.buy_shares(&bob, 5_000 * ONE).unwrap();
        let leaver = network.operator("leaver", 3);
        let late = network.operator("late", 1_000 * ONE);
        let close = ix::close_operator_pool(leaver.key(), leaver.record.operator_pool, leaver.record.address());
        network.send(&[close], &[&leaver.wallet]).unwrap();

        let leaf = |staker: &Staker, reward, usdc| PaidLeaf { pool: staker.record.operator_pool, reward, usdc };
        // Deposits of epoch 1, ripe in epoch 2.
        network.stake(&alice, 10 * ONE).unwrap();
        network.stake(&operator, 10 * ONE).unwrap();
        // Of the leaver's 10 units of USDC 2 are commission; 8 over 3 shares are 7 to claim and 1 of dust.
        let leaves =
            vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE), leaf(&leaver, 0, 10), leaf(&late, 100 * ONE, 50 * ONE)];
        let tree = network.publish_leaves(1, leaves, 10_000 * ONE, 2_000 * ONE);
        network.accrue(&operator, 1, tree.proof(0)).unwrap();
        network.accrue(&leaver, 1, tree.proof(1)).unwrap();

        network.unstake(&alice, 1_000 * ONE).unwrap();
        network.unstake(&operator, 500 * ONE).unwrap();
        network.unstake(&leaver, 3).unwrap();
        network.claim_usdc(&leaver).unwrap();
        let heir = wallet("heir").pubkey();
        let propose = ix::change_operator_pool_admin(operator.key(), operator.record.operator_pool, heir);
        network.send(&[propose], &[&operator.wallet]).unwrap();
        network.pass_time(14 * DAY);
        network.claim_unstake(&leaver).unwrap();
        let mint = network.mints.stake;
        network.mint_to(&mint, &address::pool_vault(&operator.record.operator_pool), 5).unwrap();
        network.mint_to(&mint, &address::reward_vault(), 5).unwrap();
        Self { network, operator, alice, bob, carol, leaver, late, tree }
    }

    /// What `attempt` gives; everything is then as before.
    pub fn tried(&mut self, attempt: fn(&mut Self) -> Attempt) -> Attempt {
        let saved = self.network.0.chain.svm().clone();
        let result = attempt(self);
        *self.network.0.chain.svm() = saved;
        result
    }

    fn set(&mut self, args: UpdatePoolOverviewArgs) {
        update(&mut self.network, args).unwrap();
    }

    pub fn halt_staking(&mut self, halted: bool) {
        self.set(UpdatePoolOverviewArgs { staking_halted: Some(halted), ..Default::default() });
    }

    pub fn halt_withdrawals(&mut self, halted: bool) {
        self.set(UpdatePoolOverviewArgs { withdrawals_halted: Some(halted), ..Default::default() });
    }

    pub fn halt_accrual(&mut self, halted: bool) {
        self.set(UpdatePoolOverviewArgs { accrual_halted: Some(halted), ..Default::default() });
    }

    pub fn halt_pools(&mut self, halted: bool) {
        for pool in [&self.operator, &self.leaver, &self.late].map(|staker| staker.record.operator_pool) {
            set_halted(&mut self.network, pool, halted).unwrap();
        }
    }

    /// Balances of all vaults and wallets.
    pub fn balances(&mut self) -> Vec<u64> {
        let mints = self.network.mints;
        let stakers = [&self.operator, &self.alice, &self.bob, &self.carol, &self.leaver, &self.late];
        let mut accounts = vec![address::reward_vault(), address::usdc_vault()];
        for staker in stakers {
            accounts.push(address::pool_vault(&staker.record.operator_pool));
            accounts.push(address::owner_token_account(&staker.key(), &mints.stake));
            accounts.push(address::owner_token_account(&staker.key(), &mints.usdc));
        }
        accounts.iter().map(|account| self.network.balance(account)).collect()
    }

    fn pool(&self) -> Pubkey {
        self.operator.record.operator_pool
    }

    fn by_operator(&mut self, instruction: Instruction) -> Attempt {
        self.network.send(&[instruction], &[&self.operator.wallet])
    }

    pub fn delegator_stakes(&mut self) -> Attempt {
        self.network.stake(&self.alice, ONE)
    }

    pub fn operator_stakes(&mut self) -> Attempt {
        self.network.stake(&self.operator, ONE)
    }

    pub fn delegators_stake_is_activated(&mut self) -> Attempt {
        self.network.activate(&self.alice)
    }

    pub fn operators_stake_is_activated(&mut self) -> Attempt {
        self.network.activate(&self.operator)
    }

    pub fn delegator_cancels(&mut self) -> Attempt {
        self.network.send(&[ix::cancel_unstake(self.alice.record, 0)], &[&self.alice.wallet])
    }

    pub fn operator_cancels(&mut self) -> Attempt {
        self.by_operator(ix::cancel_unstake(self.operator.record, 0))
    }

    pub fn delegator_unstakes(&mut self) -> Attempt {
        self.network.unstake(&self.alice, ONE)
    }

    pub fn operator_unstakes(&mut self) -> Attempt {
        self.network.unstake(&self.operator, ONE)
    }

    pub fn delegator_claims_tokens(&mut self) -> Attempt {
        self.network.claim_unstake(&self.alice)
    }

    pub fn operator_claims_tokens(&mut self) -> Attempt {
        self.network.claim_unstake(&self.operator)
    }

    pub fn delegator_claims_usdc(&mut self) -> Attempt {
        self.network.claim_usdc(&self.alice)
    }

    pub fn operator_claims_usdc(&mut self) -> Attempt {
        self.network.claim_usdc(&self.operator)
    }

    pub fn reward_commission_is_withdrawn(&mut self) -> Attempt {
        let (admin, mints) = (self.operator.key(), self.network.mints);
        let to = address::owner_token_account(&admin, &mints.stake);
        let accounts = ix::withdraw_operator_reward_commission_accounts(admin, self.pool(), to, mints);
        self.by_operator(ix::withdraw_operator_reward_commission(accounts))
    }

    pub fn usdc_commission_is_withdrawn(&mut self) -> Attempt {
        let (admin, mints) = (self.operator.key(), self.network.mints);
        let to = address::owner_token_account(&admin, &mints.usdc);
        let accounts = ix::withdraw_operator_usdc_commission_accounts(admin, self.pool(), to, mints);
        self.by_operator(ix::withdraw_operator_usdc_commission(accounts))
    }

    pub fn owner_claims_to_another_account(&mut self) -> Attempt {
        let mint = self.network.mints.stake;
        let to = address::owner_token_account(&self.bob.key(), &mint);
        self.network.send(&[ix::claim_unstake_to(self.alice.record, to, mint)], &[&self.alice.wallet])
    }

    pub fn rewards_are_collected(&mut self) -> Attempt {
        collect(&mut self.network, &self.operator)
    }

    pub fn vault_surplus_is_swept(&mut self) -> Attempt {
        sweep_surplus(&mut self.network, &self.operator)
    }

    /// As if the schedule had ended and 128 epochs without rewards had gone.
    pub fn reward_surplus_is_withdrawn(&mut self) -> Attempt {
        change_overview(&mut self.network, |overview| {
            overview.emission.budgets = [0; 8];
            overview.emission.period_budget = 0;
            overview.emission.kind = 1;
            overview.completed_reward_epoch = 128 + overview.last_rewarded_epoch;
        });
        let (admin, mint) = (self.network.program_admin.insecure_clone(), self.network.mints.stake);
        let to = address::owner_token_account(&self.bob.key(), &mint);
        let accounts = ix::withdraw_reward_surplus_accounts(admin.pubkey(), to, mint);
        self.network.send(&[ix::withdraw_reward_surplus(accounts)], &[&admin])
    }

    pub fn dust_is_swept(&mut self) -> Attempt {
        let (admin, mints) = (self.leaver.key(), self.network.mints);
        let to = address::owner_token_account(&admin, &mints.usdc);
        let pool = self.leaver.record.operator_pool;
        let accounts = ix::sweep_closed_pool_usdc_dust_accounts(admin, pool, to, mints);
        self.network.send(&[ix::sweep_closed_pool_usdc_dust(accounts)], &[&self.leaver.wallet])
    }

    pub fn pool_is_closed(&mut self) -> Attempt {
        self.by_operator(ix::close_operator_pool(self.operator.key(), self.pool(), self.operator.record.address()))
    }

    pub fn operator_record_is_changed(&mut self) -> Attempt {
        let old = self.operator.record.address();
        let accounts =
            ix::change_operator_staking_record_accounts(self.operator.key(), self.pool(), old, self.bob.key());
        let signers = [&self.operator.wallet, &self.bob.wallet];
        self.network.send(&[ix::change_operator_staking_record(accounts)], &signers)
    }

    pub fn heir_accepts(&mut self) -> Attempt {
        let (heir, pool) = (wallet("heir"), self.pool());
        self.network.send(&[ix::accept_operator_pool_admin(heir.pubkey(), pool)], &[&heir])
    }

    pub fn reward_is_accrued(&mut self) -> Attempt {
        self.network.accrue(&self.late, 1, self.tree.proof(LATE_LEAF))
    }

    pub fn rewards_are_accrued_as_a_batch(&mut self) -> Attempt {
        let single = self.tree.proof(LATE_LEAF);
        let LeafProof { leaf_index, reward, usdc, proof, .. } = single;
        let leaf = BatchLeaf { leaf_index, reward, usdc, with_operator_record: false };
        let RecordOf { operator_pool, .. } = self.late.record;
        let pools = [BatchPool { operator_pool, operator_staking_record: self.late.record.address(), leaf }];
        // The multiproof of one leaf is its proof.
        self.network.send(&[ix::accrue_rewards(1, 0, &pools, proof)], &[])
    }

    pub fn epoch_is_bypassed(&mut self) -> Attempt {
        self.network.send(&[ix::accrue_reward_emergency_bypass(self.late.record.operator_pool, 1)], &[])
    }

    pub fn operator_is_slashed(&mut self) -> Attempt {
        let authority = self.network.slashing_authority.insecure_clone();
        let slash = slash_of(&mut self.network, self.operator.record);
        let accounts = ix::slash_stake_accounts(authority.pubkey(), slash, self.network.mints, true);
        let args = args::SlashStake {
            shares: ONE,
            activating_amount: ONE,
            unstaking_amount: ONE,
            confiscate_commission: true,
        };
        self.network.send(&[ix::slash_stake(accounts, args)], &[&authority])
    }

    pub fn record_is_created(&mut self) -> Attempt {
        let record = ix::RecordOf { operator_pool: self.pool(), owner: self.late.key() };
        let payer = self.network.payer.pubkey();
        self.network.send(&[ix::create_staking_record(payer, record)], &[&self.late.wallet])
    }

    pub fn empty_record_is_closed(&mut self) -> Attempt {
        self.network.send(&[ix::close_staking_record(self.carol.record)], &[&self.carol.wallet])
    }

    pub fn delegator_locks(&mut self) -> Attempt {
        self.network.send(&[ix::lock_stake(self.alice.record, 14 * DAY_SECONDS)], &[&self.alice.wallet])
    }

    pub fn pool_is_updated(&mut self) -> Attempt {
        let args = UpdateOperatorPoolArgs { delegation_allowed: Some(false), ..Default::default() };
        self.by_operator(ix::update_operator_pool(self.operator.key(), self.pool(), args))
    }

    pub fn pool_admin_is_proposed(&mut self) -> Attempt {
        let other = wallet("other heir").pubkey();
        self.by_operator(ix::change_operator_pool_admin(self.operator.key(), self.pool(), other))
    }

    pub fn record_is_queried(&mut self) -> Attempt {
        let record = self.operator.record;
        self.network.send(&[ix::query_staking_record(record, record.address())], &[])
    }

    pub fn next_epoch_is_marked(&mut self) -> Attempt {
        self.network.mark(2)
    }

    /// As if epoch 2 had been marked before any halt.
    pub fn record_of_marked_epoch_is_created(&mut self) -> Attempt {
        change_overview(&mut self.network, |overview| overview.is_epoch_finalizing = 1);
        self.network.publish(2, no_roots())
    }

    /// The same, with a challenge period.
    pub fn newest_record_is_revoked(&mut self) -> Attempt {
        change_overview(&mut self.network, |overview| overview.challenge_period = 3_600);
        self.record_of_marked_epoch_is_created().unwrap();
        revoke(&mut self.network, 2)
    }

    /// As if so many epochs had been completed that the first has expired.
    pub fn expired_record_is_reclaimed(&mut self) -> Attempt {
        complete_epochs_until(&mut self.network, 129);
        reclaim(&mut self.network, 1)
    }
}
