//! SPEC 3: an account of a later layout version than the program's may hold what the program knows nothing of. Every
//! instruction reads it, for no version moves a field, and none writes or closes it.

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::account::decode;
use inference_staking_client::address::program_id;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_client::StakingError::AccountOfLaterVersion;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_keypair::Keypair;

use super::life::measured::Measured;
use super::life::send_every_instruction;

/// Makes an account of the program one of the next version; whether it is an account of the program.
fn make_later(network: &mut TestNetwork, key: &Pubkey) -> bool {
    let Some(account) = network.chain.account(key).filter(|account| account.owner == program_id()) else {
        return false;
    };
    if decode::<PoolOverview>(&account.data).is_ok() {
        network.overwrite(key, |overview: &mut PoolOverview| overview.version += 1);
    } else if decode::<OperatorPool>(&account.data).is_ok() {
        network.overwrite(key, |pool: &mut OperatorPool| pool.version += 1);
    } else if decode::<StakingRecord>(&account.data).is_ok() {
        network.overwrite(key, |record: &mut StakingRecord| record.version += 1);
    } else {
        network.overwrite(key, |record: &mut RewardRecord| record.version += 1);
    }
    true
}

/// Sends the instruction with each of its accounts made one of the next version: what it writes is refused, what it reads is
/// taken.
fn try_with_later_versions(network: &mut TestNetwork, name: &str, instruction: &Instruction, signers: &[&Keypair]) {
    let listed = (network.pools.clone(), network.records.clone());
    let [limit, price] = compute_budget();
    for meta in &instruction.accounts {
        let saved = network.chain.svm().clone();
        if make_later(network, &meta.pubkey) {
            // The singleton stands twice in an instruction, read-only and writable.
            let same = |other: &&AccountMeta| other.pubkey == meta.pubkey;
            let is_written = instruction.accounts.iter().filter(same).any(|other| other.is_writable);
            let result = network.send(&[limit.clone(), price.clone(), instruction.clone()], signers);
            if is_written {
                assert_refused(result, AccountOfLaterVersion);
            } else {
                result
                    .unwrap_or_else(|refused| panic!("{name} does not read an account of a later version: {refused}"));
            }
        }
        *network.chain.svm() = saved;
    }
    (network.pools, network.records) = listed;
}

#[test]
fn no_instruction_writes_an_account_of_a_later_version_and_all_read_it() {
    send_every_instruction(&mut Measured::start_with(try_with_later_versions));
}
