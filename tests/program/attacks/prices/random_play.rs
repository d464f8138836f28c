//! A pool whose holders stake, activate, unstake, cancel and claim at random, from a seed; conservation is checked to the
//! unit after each step.

use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::DAY;
use inference_staking_localnet::Refused;
use inference_staking_test_kit::Staker;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::chain::TestNetwork;
use crate::world::*;

/// The pool, its holders (the operator is not one of those who play), and what was minted of both mints.
pub struct Play {
    pub network: TestNetwork,
    pub operator: Staker,
    pub holders: Vec<Staker>,
    /// Base units of the stake token that exist.
    pub tokens: u64,
    /// Base units of USDC that exist.
    pub usdc: u64,
    /// Instructions that went through.
    pub played: u32,
    rng: ChaCha8Rng,
}

/// What the random choice may run into without having done anything wrong.
const HARMLESS: [StakingError; 7] = [
    StakingError::DepositBuysNoShare,
    StakingError::NoSuchTicket,
    StakingError::RewardsNotCollected,
    StakingError::SharesWorthNothing,
    StakingError::NoFreeTicket,
    StakingError::NothingToClaim,
    StakingError::NoUsdcToClaim,
];

impl Play {
    pub fn new(network: TestNetwork, operator: Staker, holders: Vec<Staker>, seed: u64) -> Self {
        println!("seed {seed}");
        let (tokens, usdc) = (0, 0);
        let rng = ChaCha8Rng::seed_from_u64(seed);
        let mut play = Self { network, operator, holders, tokens, usdc, played: 0, rng };
        (play.tokens, play.usdc) = play.found();
        play
    }

    /// Tokens and USDC in wallets and vaults.
    fn found(&mut self) -> (u64, u64) {
        let Self { network, operator, holders, .. } = self;
        let vaults = [pool_vault(operator), address::reward_vault()].map(|vault| network.balance(&vault));
        let stakers = || holders.iter().chain([&*operator]);
        let tokens: u128 = stakers().map(|staker| u128::from(network.tokens_of(staker))).sum();
        let usdc: u128 = stakers().map(|staker| u128::from(network.usdc_of(staker))).sum();
        let tokens = tokens + vaults.iter().map(|balance| u128::from(*balance)).sum::<u128>();
        let usdc = usdc + u128::from(network.balance(&address::usdc_vault()));
        (u64::try_from(tokens).unwrap(), u64::try_from(usdc).unwrap())
    }

    /// Between 1 and `most`, of every order of magnitude; 1 if `most` is 0.
    fn amount(&mut self, most: u64) -> u64 {
        let shift = self.rng.random_range(0..64);
        self.rng.random_range(0..=(most >> shift)).max(1)
    }

    /// One holder does one thing.
    pub fn step(&mut self) {
        let holder = self.rng.random_range(0..self.holders.len());
        let what = self.rng.random_range(0..14);
        let wallet = self.network.tokens_of(&self.holders[holder]);
        let record = self.network.record_of(&self.holders[holder]);
        let (amount, burnt, taken) = (self.amount(wallet), self.amount(record.shares), self.amount(record.activating));
        let before = self.network.pool_of(&self.operator);
        let Self { network, holders, .. } = self;
        let staker = &holders[holder];
        let result = match what {
            0..=1 => network.stake(staker, amount.min(wallet)),
            2..=5 if record.activating > 0 => {
                network.ripen(staker);
                network.activate(staker)
            }
            2..=5 => network.stake(staker, amount.min(wallet)),
            6 if record.activating > 0 => unstake_activating(network, staker, taken),
            7..=9 if record.shares > 0 => network.unstake(staker, burnt),
            10 => cancel_unstake(network, staker),
            6..=12 => {
                network.pass_time(7 * DAY);
                network.claim_unstake(staker)
            }
            _ => network.claim_usdc(staker),
        };
        match result {
            Ok(_) => self.played += 1,
            Err(refused) => assert_harmless(&refused),
        }
        // The price never falls: T' S >= T S'.
        let after = self.network.pool_of(&self.operator);
        let new = u128::from(after.total_staked_amount) * u128::from(before.total_shares);
        assert!(new >= u128::from(before.total_staked_amount) * u128::from(after.total_shares), "the price fell");
        self.assert_conserved();
    }

    /// Everything that was minted is in the wallets and vaults.
    pub fn assert_conserved(&mut self) {
        let minted = (self.tokens, self.usdc);
        assert_eq!(self.found(), minted);
    }

    /// The next epoch pays the pool all of what it issues.
    pub fn pay_epoch(&mut self, epoch: u64, reward: u64, usdc: u64) {
        let tree = self.network.publish_leaves(epoch, vec![leaf(&self.operator, reward, usdc)], reward, usdc);
        self.tokens += reward;
        self.usdc += usdc;
        self.network.accrue(&self.operator, epoch, tree.proof(0)).unwrap();
        self.assert_conserved();
    }

    /// Holder `index`, or the operator after the last, takes out everything it has.
    pub fn leave(&mut self, index: usize) {
        let Self { network, operator, holders, .. } = self;
        let staker = holders.get(index).unwrap_or(operator);
        network.pass_time(90 * DAY);
        let _ = network.claim_unstake(staker).map_err(|refused| assert_harmless(&refused));
        let record = network.record_of(staker);
        if record.shares > 0 || record.activating > 0 {
            leave_whole(network, staker);
        }
        let _ = network.claim_usdc(staker).map_err(|refused| assert_harmless(&refused));
        self.assert_conserved();
    }
}

fn assert_harmless(refused: &Refused) {
    assert!(HARMLESS.iter().any(|error| refused.is(*error)), "{refused}");
}
