//! A network that grows: pools, stakes, delegators with ten records each.

use std::collections::HashMap;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::token::spl_token::state::{Account as TokenState, AccountState};
use inference_staking_client::address;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::StakingRecord;
use inference_staking_localnet::invariants::{assert_state_invariants, NetworkState, PoolWithRecords};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::TestNetwork;
use solana_account::Account;
use solana_keypair::Keypair;
use solana_program_pack::Pack;
use solana_signer::Signer;

use super::step::Step;

/// Records of each delegator, in as many pools; there are as many delegators as pools.
pub const RECORDS_OF_ONE: usize = 10;
/// Stakes that fit a transaction.
const STAKES_AT_ONCE: usize = 5;
/// Of so many pools, one stakes its commission.
pub const AUTO_STAKE_EVERY: usize = 4;

/// A network and its people.
pub struct Population {
    pub network: TestNetwork,
    operators: Vec<Keypair>,
    delegators: Vec<Keypair>,
    pub pools: Vec<Pubkey>,
    pub records: Vec<Pubkey>,
}

impl Population {
    /// The people of a network with so many pools, and the network without them.
    pub fn of(pools: usize) -> Self {
        let names = |role: &str| (0..pools).map(|nth| wallet(&format!("{role} {nth}"))).collect::<Vec<_>>();
        Self {
            network: TestNetwork::start(),
            operators: names("operator"),
            delegators: names("delegator"),
            pools: Vec::new(),
            records: Vec::new(),
        }
    }

    /// Gives everybody a token account with 1,000,000 tokens, without transactions: they are not the program's.
    pub fn fund(&mut self) {
        let mint = self.network.mints.stake;
        for wallet in self.operators.iter().chain(&self.delegators) {
            let owner = wallet.pubkey();
            let state = TokenState {
                mint,
                owner,
                amount: 1_000_000 * ONE,
                state: AccountState::Initialized,
                ..TokenState::default()
            };
            let mut data = vec![0; TokenState::LEN];
            TokenState::pack(state, &mut data).unwrap();
            let account = Account {
                lamports: 10_000_000,
                data,
                owner: anchor_spl::token::ID,
                executable: false,
                rent_epoch: u64::MAX,
            };
            self.network.chain.set_account(&address::owner_token_account(&owner, &mint), account);
        }
    }

    pub fn create_pools(&mut self) -> Step {
        let Self { network, operators, pools, records, .. } = self;
        Step::run("create pools", |step| {
            for (nth, admin) in operators.iter().enumerate() {
                let payer = network.payer.pubkey();
                let accounts = ix::create_operator_pool_accounts(payer, admin.pubkey(), network.mints.stake, None);
                let created = [accounts.operator_pool, accounts.pool_vault, accounts.operator_staking_record];
                let args = CreateOperatorPoolArgs { auto_stake: nth % AUTO_STAKE_EVERY == 0, ..pool_args() };
                let create = ix::create_operator_pool(accounts, args, u64::MAX);
                step.send(&mut network.0.chain, &[create], &[&network.0.payer, admin]);
                created.iter().for_each(|address| step.count_rent(&mut network.0.chain, address));
                pools.push(created[0]);
                records.push(created[2]);
            }
        })
    }

    pub fn operators_stake(&mut self) -> Step {
        let Self { network, operators, pools, .. } = self;
        Step::run("operators stake", |step| {
            for (admin, pool) in operators.iter().zip(pools.iter()) {
                let stake = stake(network, admin, pool, 2_000 * ONE);
                step.send(&mut network.0.chain, &[stake], &[&network.0.payer, admin]);
            }
        })
    }

    /// Ten at once for each delegator, in neighbouring pools.
    pub fn create_records(&mut self) -> Step {
        let Self { network, delegators, pools, records, .. } = self;
        Step::run("create staking records", |step| {
            for (first, owner) in delegators.iter().enumerate() {
                let (payer, owner_key) = (network.payer.pubkey(), owner.pubkey());
                let of = |nth| RecordOf { operator_pool: pools[(first + nth) % pools.len()], owner: owner_key };
                let creations: Vec<_> =
                    (0..RECORDS_OF_ONE).map(|nth| ix::create_staking_record(payer, of(nth))).collect();
                step.send(&mut network.0.chain, &creations, &[&network.0.payer, owner]);
                for nth in 0..RECORDS_OF_ONE {
                    let record = of(nth).address();
                    step.count_rent(&mut network.0.chain, &record);
                    records.push(record);
                }
            }
        })
    }

    pub fn delegators_stake(&mut self) -> Step {
        let Self { network, delegators, pools, .. } = self;
        Step::run("delegators stake", |step| {
            for (first, owner) in delegators.iter().enumerate() {
                for start in (0..RECORDS_OF_ONE).step_by(STAKES_AT_ONCE) {
                    let one = |nth| {
                        let place = (first + nth) % pools.len();
                        stake(network, owner, &pools[place], (nth as u64 + 1) * 100 * ONE)
                    };
                    let stakes: Vec<_> = (start..start + STAKES_AT_ONCE).map(one).collect();
                    step.send(&mut network.0.chain, &stakes, &[&network.0.payer, owner]);
                }
            }
        })
    }

    /// What came before the epoch that was accrued becomes shares: a transaction for each pool, with all its records.
    pub fn activate(&mut self) -> Step {
        let Self { network, delegators, pools, records, .. } = self;
        Step::run("activate what is ripe", |step| {
            for (place, pool) in pools.iter().enumerate() {
                // Those that staked in it: the delegator of the same number and those before.
                let count = delegators.len();
                let owners = (0..RECORDS_OF_ONE).map(|back| delegators[(place + count - back) % count].pubkey());
                let of = |owner| RecordOf { operator_pool: *pool, owner };
                let activations: Vec<_> = owners.map(|owner| ix::activate_stake(of(owner), records[place])).collect();
                step.send(&mut network.0.chain, &activations, &[&network.0.payer]);
            }
        })
    }

    /// All invariants of the network at once, with the records sorted to their pools.
    pub fn assert_invariants(&mut self) {
        let Self { network, pools, records, .. } = self;
        let mut by_pool: HashMap<Pubkey, Vec<(Pubkey, StakingRecord)>> = HashMap::new();
        for address in records.iter() {
            let record = network.record(address).unwrap();
            by_pool.entry(record.operator_pool).or_default().push((*address, record));
        }
        let mut state = NetworkState {
            now: network.chain.now(),
            overview: network.overview().unwrap(),
            pools: Vec::new(),
            reward_records: vec![network.reward_record(1).unwrap()],
            reward_vault: network.balance(&address::reward_vault()),
            usdc_vault: network.balance(&address::usdc_vault()),
        };
        for address in pools.iter() {
            let pool = network.pool(address).unwrap();
            assert_eq!(pool.reward_last_claimed_epoch, 1, "pool {address} was left out");
            let records = by_pool.remove(address).unwrap_or_default();
            let vault_balance = network.balance(&pool.vault);
            state.pools.push(PoolWithRecords { address: *address, pool, vault_balance, records });
        }
        assert_state_invariants(&state);
    }
}

fn stake(network: &TestNetwork, owner: &Keypair, pool: &Pubkey, amount: u64) -> Instruction {
    let mint = network.mints.stake;
    let record = RecordOf { operator_pool: *pool, owner: owner.pubkey() };
    let source = address::owner_token_account(&owner.pubkey(), &mint);
    ix::stake(ix::stake_accounts(record, source, mint), amount)
}
