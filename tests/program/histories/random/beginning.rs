//! How a history begins: amounts of the order of single base units, of real networks, or close to the largest.

use std::cell::RefCell;

use inference_staking_localnet::tokens;
use inference_staking_model::{Holder, Kind, Mint, Operation, Parameters, PoolSettings, RecordId, Schedule};
use litesvm::LiteSVM;
use solana_signer::Signer;

use super::cast::{FEE_WALLET, NAMES, NEWCOMER, ROLES, STAKERS};
use super::coverage;
use crate::chain::{self, TestNetwork};
use crate::side_by_side::actors::Actors;
use crate::side_by_side::Trial;

const DAY: u64 = 86_400;

/// The order of amounts.
#[derive(Clone, Copy, Debug)]
pub enum Scale {
    /// A few hundred base units: rounding is everything.
    Tiny,
    /// A million tokens of 6 decimals.
    Real,
    /// Wallets that together hold about half of a `u64`.
    Huge,
}

/// What varies between histories.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    /// Order of amounts.
    pub scale: Scale,
    /// Whether the schedule is a table.
    pub table: bool,
    /// Whether records wait for a challenge period; with real money they always do.
    pub challenge: bool,
    /// Whether it is a network for real money, unless amounts are tiny.
    pub real_money: bool,
    /// Whether pools cost a fee.
    pub fee: bool,
    /// The first pool.
    pub first_pool: PoolSettings,
    /// Whether an epoch is over and the first delegators' deposits are shares.
    pub activated: bool,
    /// Whether the history is played again without its locks.
    pub without_locks: bool,
}

impl Scale {
    /// What each staker's wallet holds.
    pub fn wealth(self) -> u64 {
        match self {
            Self::Tiny => 1_000,
            Self::Real => 1_000_000_000_000,
            Self::Huge => 1 << 60,
        }
    }

    /// What an epoch issues, about.
    pub fn epoch(self) -> u64 {
        match self {
            Self::Tiny => 37,
            Self::Real => 10_000_000_007,
            Self::Huge => 1 << 50,
        }
    }

    fn minimum_stake(self) -> u64 {
        match self {
            Self::Tiny => 10,
            Self::Real => 1_000_000_000,
            Self::Huge => 1 << 40,
        }
    }
}

impl Beginning {
    /// A few base units are a test's: with real money an operator stakes whole tokens.
    fn is_real_money(&self) -> bool {
        self.real_money && !matches!(self.scale, Scale::Tiny)
    }

    /// On a test network longer than an epoch, so that the mark has to wait for it.
    fn challenge_period(&self) -> u64 {
        match (self.is_real_money(), self.challenge) {
            (true, _) => DAY / 2,
            (false, true) => DAY + DAY / 2,
            (false, false) => 0,
        }
    }

    fn parameters(&self) -> Parameters {
        Parameters {
            pool_creation_allowed: true,
            registration_fee: if self.fee { self.scale.wealth() / 50 } else { 0 },
            registration_fee_wallet: Some(FEE_WALLET),
            min_operator_token_stake: self.scale.minimum_stake(),
            delegator_unstake_delay: 7 * DAY,
            operator_unstake_delay: 14 * DAY,
            slashing_delay: 2 * DAY,
            challenge_period: self.challenge_period(),
            bypass_delay: 3 * DAY,
            min_epoch_length: DAY,
            max_commission_bps: 5_000,
            commission_notice_epochs: 2,
        }
    }

    fn schedule(&self) -> Schedule {
        let epoch = self.scale.epoch();
        let kind = if self.table {
            Kind::Table((0..8).map(|y| epoch * 3 - y * (epoch / 7)).collect())
        } else {
            Kind::Disinflation {
                base_supply: epoch * 30,
                initial_rate: 100_000_000_000_000,
                decay: 150_000_000_000_000,
                long_term_rate: 15_000_000_000_000,
                compounding: self.challenge,
                cap: epoch * 100,
            }
        };
        Schedule { epochs_per_period: 3, kind }
    }

    /// The network and the model of it, right after the singleton was created, with rich stakers and a first pool.
    pub fn start(&self) -> Trial {
        let network = bare_network();
        let actors = Actors::new(&network.mints, &NAMES);
        let mut trial = Trial::start(network, actors, ROLES, self.parameters(), self.schedule(), !self.is_real_money());
        trial.listener = coverage::note;
        trial.hand_out(self.scale.wealth());
        trial.assert_same();
        for operation in self.first_operations() {
            assert!(trial.perform(&operation).is_ok(), "{operation:?}");
        }
        trial
    }

    /// A pool with an operator's stake and two delegators, mostly after an epoch that paid nobody.
    fn first_operations(&self) -> Vec<Operation> {
        let record = |owner| RecordId { pool: 0, owner };
        let stake = |by, amount| Operation::Stake { by, record: record(by), amount };
        let wealth = self.scale.wealth();
        let mut operations = vec![
            Operation::CreatePool { by: 0, settings: PoolSettings { delegation_allowed: true, ..self.first_pool } },
            stake(0, wealth / 3),
            Operation::CreateRecord { pool: 0, owner: 3 },
            Operation::CreateRecord { pool: 0, owner: 4 },
            stake(3, wealth / 7),
            stake(4, wealth / 2),
        ];
        if self.activated {
            let (by, epoch) = (ROLES.reward, 1);
            operations.extend([
                Operation::Mark { by, epoch },
                Operation::CreateRewardRecord { by, roots: vec![], depths_given: 0, rewards: 0, usdc: 0 },
                Operation::PassTime { seconds: u32::try_from(self.challenge_period()).unwrap() },
                Operation::Bypass { pool: 0, epoch },
                Operation::ActivateStake { record: record(3) },
                Operation::ActivateStake { record: record(4) },
            ]);
        }
        operations
    }
}

impl Trial {
    /// Tokens for every staker and the payer, and some for the global vaults.
    fn hand_out(&mut self, wealth: u64) {
        let wallets = (0..STAKERS).chain([ROLES.payer, NEWCOMER]);
        let mut given: Vec<(Mint, Holder, u64)> = wallets
            .flat_map(|actor| [(Mint::Stake, Holder::Wallet(actor), wealth), (Mint::Usdc, Holder::Wallet(actor), 100)])
            .collect();
        given.push((Mint::Usdc, Holder::GlobalVault, 3));
        let authority = self.network.mint_authority.insecure_clone();
        let mints = self.network.mints;
        let instructions: Vec<_> = given
            .iter()
            .map(|(mint, holder, amount)| {
                let key = if *mint == Mint::Stake { mints.stake } else { mints.usdc };
                let account = self.actors.token_account(*holder, *mint);
                tokens::mint_to(&key, &account, &authority.pubkey(), *amount)
            })
            .collect();
        for part in instructions.chunks(9) {
            self.network.send(part, &[&authority]).unwrap();
        }
        for (mint, holder, amount) in given {
            self.world.ledger(mint).mint(holder, amount).unwrap();
        }
    }
}

thread_local! {
    /// A chain with mints and everybody's token accounts, made once.
    static BARE: RefCell<Option<LiteSVM>> = const { RefCell::new(None) };
}

fn bare_network() -> TestNetwork {
    BARE.with_borrow_mut(|bare| {
        let mut network = chain::bare();
        match bare {
            Some(svm) => *network.chain.svm() = svm.clone(),
            None => {
                for name in NAMES {
                    network.funded_wallet(name, 0).unwrap();
                }
                *bare = Some(network.chain.svm().clone());
            }
        }
        network
    })
}
