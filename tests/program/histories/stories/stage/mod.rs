//! A network and the reference model of it: what somebody does is done on both, and then they must agree to the last unit.

mod epochs;
mod holders;
mod operators;

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Chain;
use inference_staking_model::{
    Actor, Holder, Kind, Mint, Operation, Parameters, Pool, PoolSettings, RecordId, Roles, Schedule, StakingRecord,
    World,
};
use inference_staking_test_kit::assert_refused;

use crate::chain::bare;
use crate::side_by_side::actors::Actors;
use crate::side_by_side::Trial;

pub use epochs::Leaf;
pub use holders::{activation_of, stake_into};
pub use operators::Slash;

/// Seconds of the challenge period.
pub const CHALLENGE: u32 = 3_600;
/// Seconds of a day.
pub const DAY: u32 = 86_400;
/// Tokens of a wallet at the start, base units.
pub const FUNDS: u64 = 1_000_000 * ONE;
/// 10 % token and 20 % USDC commission; the pool takes delegation and does not stake its commission.
pub const PLAIN: PoolSettings = PoolSettings {
    reward_bps: 1_000,
    usdc_bps: 2_000,
    auto_stake: false,
    delegation_allowed: true,
    name: 0,
    metadata_uri: 0,
    max_registration_fee: u64::MAX,
};

/// Wallets with the network's roles, after those of the people.
const ROLES: [&str; 7] = [
    "program admin",
    "reward authority",
    "halt authority",
    "slashing authority",
    "slashing treasury",
    "payer",
    "registration fee",
];

/// Program and model, and who is who.
pub struct Stage {
    trial: Trial,
    roles: Roles,
}

impl Stage {
    /// A network with a challenge period of an hour and these people, known by their places. Each has `FUNDS`.
    pub fn start(people: &[&str]) -> Self {
        let mut network = bare();
        let actors = Actors::new(&network.mints, &[people, &ROLES].concat());
        let first = u8::try_from(people.len()).unwrap();
        let roles = Roles {
            program_admin: first,
            reward: first + 1,
            halt: first + 2,
            slashing: first + 3,
            treasury: first + 4,
            payer: first + 5,
        };
        for name in people {
            network.funded_wallet(name, FUNDS).unwrap();
        }
        let mut trial = Trial::start(network, actors, roles, parameters(first + 6), schedule(), true);
        for person in 0..first {
            trial.world.tokens.mint(Holder::Wallet(person), FUNDS).unwrap();
        }
        trial.assert_same();
        Self { trial, roles }
    }

    /// Everybody agrees: the operation goes through.
    #[track_caller]
    fn act(&mut self, operation: Operation) {
        if let Err(refused) = self.trial.perform(&operation) {
            panic!("{operation:?} was refused: {refused}");
        }
    }

    /// Both refuse, the program with this error, and nothing has changed.
    #[track_caller]
    pub fn refuses(&mut self, expected: StakingError, operation: Operation) {
        let attempt = self.trial.perform(&operation);
        assert_refused(attempt.map(Option::unwrap), expected);
    }

    pub fn pass_time(&mut self, seconds: u32) {
        self.act(Operation::PassTime { seconds });
    }

    /// What program and model agree on.
    pub fn world(&self) -> &World {
        &self.trial.world
    }

    /// A pool, by the person who opened it.
    pub fn pool(&self, pool: Actor) -> &Pool {
        &self.world().pools[&pool]
    }

    pub fn record(&self, record: RecordId) -> &StakingRecord {
        &self.world().staking_records[&record]
    }

    /// Tokens of a record that are not shares yet.
    pub fn activating(&self, record: RecordId) -> u64 {
        self.record(record).deposits.total()
    }

    /// Base units of the ticket at a place; 0 if it is free.
    pub fn ticket(&self, record: RecordId, place: usize) -> u64 {
        self.record(record).tickets[place].map_or(0, |ticket| ticket.amount)
    }

    /// Tokens in a person's wallet.
    pub fn tokens_of(&self, person: Actor) -> u64 {
        self.world().tokens.balance(Holder::Wallet(person))
    }

    /// USDC in a person's wallet.
    pub fn usdc_of(&self, person: Actor) -> u64 {
        self.world().usdc.balance(Holder::Wallet(person))
    }

    /// Tokens in the vault of a pool.
    pub fn vault(&self, pool: Actor) -> u64 {
        self.world().tokens.balance(Holder::PoolVault(pool))
    }

    /// Tokens and USDC that were slashed.
    pub fn treasury(&self) -> [u64; 2] {
        [self.tokens_of(self.roles.treasury), self.usdc_of(self.roles.treasury)]
    }

    /// Tokens and USDC in the global vaults.
    pub fn vaults(&self) -> [u64; 2] {
        [&self.world().tokens, &self.world().usdc].map(|ledger| ledger.balance(Holder::GlobalVault))
    }

    /// What the global vaults owe.
    pub fn liabilities(&self) -> [u64; 2] {
        [self.world().reward_liability(), self.world().usdc_liability()].map(|owed| u64::try_from(owed).unwrap())
    }

    /// What the record of an epoch still holds: tokens and USDC.
    pub fn remaining(&self, epoch: u64) -> [u64; 2] {
        let record = &self.world().reward_records[&epoch];
        [record.remaining_rewards, record.remaining_usdc]
    }

    /// Tokens and USDC that there are anywhere.
    pub fn supplies(&mut self) -> [u64; 2] {
        let mints = self.trial.network.mints;
        [(Mint::Stake, mints.stake), (Mint::Usdc, mints.usdc)].map(|(mint, key)| {
            let account = self.trial.network.chain.account(&key).unwrap();
            // In a mint's data the supply follows the mint authority.
            let on_chain = u64::from_le_bytes(account.data[36..44].try_into().unwrap());
            assert_eq!(u128::from(on_chain), self.trial.world.ledger(mint).supply(), "{mint:?}");
            on_chain
        })
    }
}

/// Minimum stake 1,000 tokens, cooldowns of 7 and 14 days, slashing delay 2 days, epochs of a day.
fn parameters(fee_wallet: Actor) -> Parameters {
    let day = u64::from(DAY);
    Parameters {
        pool_creation_allowed: true,
        registration_fee: 0,
        registration_fee_wallet: Some(fee_wallet),
        min_operator_token_stake: 1_000 * ONE,
        delegator_unstake_delay: 7 * day,
        operator_unstake_delay: 14 * day,
        slashing_delay: 2 * day,
        challenge_period: u64::from(CHALLENGE),
        bypass_delay: 3 * day,
        min_epoch_length: day,
        max_commission_bps: 5_000,
        commission_notice_epochs: 2,
    }
}

/// 10,000 tokens an epoch.
fn schedule() -> Schedule {
    Schedule { epochs_per_period: 10, kind: Kind::Table(vec![100_000 * ONE; 8]) }
}
