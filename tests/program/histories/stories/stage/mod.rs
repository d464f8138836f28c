//! A network and its ledger: what somebody does is done on both, and then they must agree.

mod agreement;
mod epochs;
mod holders;
mod operators;

use std::collections::BTreeMap;

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{Executed, NetworkSetup, Refused};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{assert_refused, Staker};

use crate::chain::{start_with, TestNetwork};
use crate::stories::ledger::{HolderBook, Ledger, PoolBook, Rate};

pub use epochs::Leaf;

/// What an instruction led to.
pub type Outcome = Result<Executed, Refused>;

/// Seconds of the challenge period.
pub const CHALLENGE: i64 = 3_600;
/// Tokens of a wallet at the start, base units.
pub const FUNDS: u64 = 1_000_000 * ONE;

/// The default network with a challenge period of an hour, its actors and trees.
pub struct Stage {
    pub network: TestNetwork,
    pub ledger: Ledger,
    /// Operators and delegators, by their place among the ledger's holders.
    pub actors: Vec<Staker>,
    /// Trees by epoch, with the leaves by place.
    pub trees: BTreeMap<u64, (EpochTree, Vec<Leaf>)>,
}

impl Stage {
    pub fn start() -> Self {
        let mut setup = NetworkSetup::default();
        setup.parameters.challenge_period = 3_600;
        let network = start_with(&setup);
        Self { network, ledger: Ledger::default(), actors: Vec::new(), trees: BTreeMap::new() }
    }

    /// A pool; returns its place and its operator's among the holders.
    pub fn operator(&mut self, name: &str, args: CreateOperatorPoolArgs) -> (usize, usize) {
        let (pool, holder) = (self.ledger.pools.len(), self.actors.len());
        self.ledger.pools.push(PoolBook {
            reward_rate: Rate::of(args.reward_commission_bps),
            usdc_rate: Rate::of(args.usdc_commission_bps),
            auto_stake: args.auto_stake,
            operator: holder,
            last: self.ledger.current_epoch() - 1,
            ..PoolBook::default()
        });
        let operator = self.network.operator_with(name, 0, args);
        self.enter(operator, pool);
        (pool, holder)
    }

    /// A delegator of a pool; returns its place among the holders.
    pub fn delegator(&mut self, name: &str, pool: usize) -> usize {
        let operator = &self.actors[self.ledger.pools[pool].operator];
        let delegator = self.network.delegator(name, operator);
        self.enter(delegator, pool);
        self.actors.len() - 1
    }

    fn enter(&mut self, actor: Staker, pool: usize) {
        self.ledger.holders.push(HolderBook { pool, tokens: u128::from(FUNDS), ..HolderBook::default() });
        self.actors.push(actor);
        self.assert_agreement();
    }

    /// The operator of a pool.
    pub fn operator_of(&self, pool: usize) -> &Staker {
        &self.actors[self.ledger.pools[pool].operator]
    }

    pub fn pass_time(&mut self, seconds: i64) {
        self.network.pass_time(seconds);
    }

    /// The chain refuses, and nothing has changed.
    #[track_caller]
    pub fn refuses(&mut self, expected: StakingError, attempt: impl FnOnce(&mut Self) -> Outcome) {
        let outcome = attempt(self);
        assert_refused(outcome, expected);
        self.assert_agreement();
    }
}
