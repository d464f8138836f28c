//! Accounts to put into the place of an instruction's own.

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::Discriminator;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::account::decode;
use inference_staking_client::address::{self, program_id};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::framework_refusals::{LOOK_ALIKES, TOKEN_2022};
use inference_staking_test_kit::states::{copy_of, foreign_copy_of};
use inference_staking_test_kit::TestNetwork;
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

const SYSTEM_PROGRAM: Pubkey = Pubkey::new_from_array([0; 32]);
const MINT_BYTES: usize = 82;
/// How the program's four account types begin.
const TYPES: [&[u8]; 4] = [
    PoolOverview::DISCRIMINATOR,
    OperatorPool::DISCRIMINATOR,
    StakingRecord::DISCRIMINATOR,
    RewardRecord::DISCRIMINATOR,
];

/// What stands in a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    State,
    TokenAccount,
    Mint,
    Program,
    /// A wallet, or nothing yet, or what the loader wrote.
    Other,
}

fn kind(network: &mut TestNetwork, key: &Pubkey) -> Kind {
    match network.chain.account(key) {
        Some(account) if account.owner == program_id() => Kind::State,
        Some(account) if account.owner == TOKEN_PROGRAM && account.data.len() == MINT_BYTES => Kind::Mint,
        Some(account) if account.owner == TOKEN_PROGRAM => Kind::TokenAccount,
        Some(account) if account.executable => Kind::Program,
        _ => Kind::Other,
    }
}

/// The wallet that signs in another one's place.
pub fn stranger() -> Keypair {
    wallet("stranger")
}

/// Another account that is what this one is; `None` for the singleton.
pub fn another(network: &mut TestNetwork, own: &AccountMeta) -> Option<Pubkey> {
    let key = &own.pubkey;
    match kind(network, key) {
        Kind::State => another_state(network, key),
        Kind::TokenAccount | Kind::Mint => Some(copy_of(network, key)),
        Kind::Program => Some(if *key == SYSTEM_PROGRAM { TOKEN_PROGRAM } else { SYSTEM_PROGRAM }),
        Kind::Other if own.is_signer => Some(stranger().pubkey()),
        Kind::Other => Some(Pubkey::new_unique()),
    }
}

fn another_state(network: &mut TestNetwork, own: &Pubkey) -> Option<Pubkey> {
    let data = network.chain.account(own).unwrap().data;
    if decode::<OperatorPool>(&data).is_ok() {
        return Some(network.operator("operator of another pool", 0).record.operator_pool);
    }
    if let Ok(record) = decode::<StakingRecord>(&data) {
        let operator_record = network.pool(&record.operator_pool).unwrap().operator_staking_record;
        let is_another = |key: &&Pubkey| **key != *own && **key != operator_record;
        let others: Vec<Pubkey> = network.records.iter().filter(is_another).copied().collect();
        return others
            .into_iter()
            .find(|key| network.record(key).is_ok_and(|other| other.operator_pool == record.operator_pool));
    }
    if decode::<RewardRecord>(&data).is_ok() {
        let next = copy_of(network, own);
        network.overwrite::<RewardRecord>(&next, |record| record.epoch += 1);
        return Some(next);
    }
    None
}

/// Accounts of every other type that the same program knows, those of the instruction among them; of a token account, one of
/// another mint too.
pub fn of_other_types(network: &mut TestNetwork, instruction: &Instruction, own: &Pubkey) -> Vec<Pubkey> {
    let mints = network.mints;
    match kind(network, own) {
        Kind::State => {
            let account = network.chain.account(own).unwrap();
            let is_other = |discriminator: &&&[u8]| !account.data.starts_with(discriminator);
            let begins_with = |discriminator: &[u8]| {
                with_data(network, &account, |data| data[..discriminator.len()].copy_from_slice(discriminator))
            };
            let made: Vec<Pubkey> = TYPES.iter().filter(is_other).copied().map(begins_with).collect();
            made.into_iter().chain(states_of_other_types(network, instruction, &account)).collect()
        }
        Kind::TokenAccount => {
            let account = network.chain.account(own).unwrap();
            let other_mint = if account.data.starts_with(mints.stake.as_ref()) { mints.usdc } else { mints.stake };
            let of_other_mint = with_data(network, &account, |data| data[..32].copy_from_slice(other_mint.as_ref()));
            vec![of_other_mint, mints.stake, mints.usdc, address::pool_overview()]
        }
        Kind::Mint => vec![network.token_account(&stranger().pubkey(), own).unwrap()],
        Kind::Program | Kind::Other => Vec::new(),
    }
}

/// Accounts of the program that stand in the instruction and are of another type than `account`.
fn states_of_other_types(network: &mut TestNetwork, instruction: &Instruction, account: &Account) -> Vec<Pubkey> {
    let mut others: Vec<Pubkey> = instruction.accounts.iter().map(|meta| meta.pubkey).collect();
    others.retain(|key| {
        let other = network.chain.account(key);
        other.is_some_and(|other| other.owner == program_id() && other.data[..8] != account.data[..8])
    });
    others
}

/// The same content under another program, and whatever else could be taken for it.
pub fn look_alikes(network: &mut TestNetwork, own: &Pubkey) -> Vec<Pubkey> {
    let mints = network.mints;
    match kind(network, own) {
        Kind::State => {
            let token_account = network.token_account(&stranger().pubkey(), &mints.stake).unwrap();
            vec![foreign_copy_of(network, own), token_account, stranger().pubkey(), Pubkey::new_unique()]
        }
        Kind::TokenAccount => {
            let account = network.chain.account(own).unwrap();
            let altered = LOOK_ALIKES.map(|alter| {
                let mut account = account.clone();
                alter(&mut account);
                placed(network, account)
            });
            let foreign = foreign_copy_of(network, own);
            altered.into_iter().chain([foreign, stranger().pubkey(), Pubkey::new_unique()]).collect()
        }
        Kind::Mint => {
            let account = network.chain.account(own).unwrap();
            let of_token_2022 = placed(network, Account { owner: TOKEN_2022, ..account });
            vec![foreign_copy_of(network, own), of_token_2022, stranger().pubkey()]
        }
        Kind::Program => vec![TOKEN_2022],
        Kind::Other => Vec::new(),
    }
}

fn with_data(network: &mut TestNetwork, account: &Account, change: impl FnOnce(&mut [u8])) -> Pubkey {
    let mut account = account.clone();
    change(&mut account.data);
    placed(network, account)
}

fn placed(network: &mut TestNetwork, account: Account) -> Pubkey {
    let key = Pubkey::new_unique();
    network.chain.set_account(&key, account);
    key
}
