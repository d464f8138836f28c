//! What the cases start from: one pool with its operator and two delegators.

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

use crate::bench::Bench;

/// Rewards of each epoch of a default network, base units.
pub const EPOCH_REWARDS: u64 = 10_000 * ONE;
/// USDC of each epoch, base units.
pub const EPOCH_USDC: u64 = 4_000 * ONE;
/// What one epoch of a vast pool pays, and what each of its stakers stakes: odd, and of 60 bits.
pub const VAST: u64 = 999_999_999_999_999_989;

/// A pool with its operator and two delegators, and the last epoch that was published.
pub struct World {
    pub network: TestNetwork,
    pub operator: Staker,
    pub alice: Staker,
    pub bob: Staker,
    pub epoch: u64,
}

impl World {
    /// The operator has 2,000 tokens in the pool, Alice 3,000, Bob 5,000, at a price of one.
    pub fn new(bench: &Bench, auto_stake: bool) -> Self {
        let mut network = bench.start(&NetworkSetup::default());
        let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
        let operator = network.operator_with("operator", 2_000 * ONE, args);
        let [alice, bob] = ["alice", "bob"].map(|name| network.delegator(name, &operator));
        network.buy_shares(&alice, 3_000 * ONE).unwrap();
        network.buy_shares(&bob, 5_000 * ONE).unwrap();
        Self { network, operator, alice, bob, epoch: 0 }
    }

    /// The same after epoch 1 paid 5,000 tokens and 1,000 USDC: the price is 1.45 and everybody has USDC to settle.
    pub fn paid(bench: &Bench) -> Self {
        let mut world = Self::new(bench, false);
        world.pay(5_000 * ONE, 1_000 * ONE);
        world
    }

    /// Three stakes of 60 bits after an epoch that paid as much: products of the maths take all their bits.
    pub fn vast(bench: &Bench, auto_stake: bool) -> Self {
        let emission = NewEmissionSchedule::Table { epochs_per_period: 1, budgets: vec![VAST; 8] };
        let setup = NetworkSetup { emission, ..NetworkSetup::default() };
        let mut network = bench.start(&setup);
        let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
        let operator = network.operator_with("operator", 0, args);
        let [alice, bob] = ["alice", "bob"].map(|name| network.delegator(name, &operator));
        let mint = network.mints.stake;
        for staker in [&operator, &alice, &bob] {
            let account = network.stake_accounts(staker).source;
            network.mint_to(&mint, &account, 3 * VAST).unwrap();
            network.buy_shares(staker, VAST).unwrap();
        }
        let mut world = Self { network, operator, alice, bob, epoch: 0 };
        world.pay_of(VAST, (VAST - 2, VAST - 4));
        world
    }

    /// Publishes the next epoch with the pool's leaf alone, and accrues it.
    pub fn pay(&mut self, reward: u64, usdc: u64) {
        self.pay_of(EPOCH_REWARDS, (reward, usdc));
    }

    /// The same where the schedule issues `rewards`.
    pub fn pay_of(&mut self, rewards: u64, (reward, usdc): (u64, u64)) {
        let epoch = self.next_epoch();
        let leaf = PaidLeaf { pool: self.operator.record.operator_pool, reward, usdc };
        let tree = self.network.publish_leaves(epoch, vec![leaf], rewards, usdc);
        self.network.accrue(&self.operator, epoch, tree.proof(0)).unwrap();
    }

    /// Waits until the next epoch may be marked.
    pub fn next_epoch(&mut self) -> u64 {
        if self.epoch > 0 {
            self.network.pass_time(DAY);
        }
        self.epoch += 1;
        self.epoch
    }
}
