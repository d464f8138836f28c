//! Every instruction of the later program, on pools as the earlier one left them, and what it makes of versions after its own.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::account::decode;
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::StakingError::AccountOfLaterVersion;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::states::{change_pool, change_record};
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_keypair::Keypair;

use crate::counted::{as_version_1, counted_of};
use crate::life::measured::Measured;
use crate::life::send_every_instruction;
use crate::upgrade::upgrade;

/// The pools among the accounts of the instruction, and whether it writes them.
fn pools_of(network: &mut TestNetwork, instruction: &Instruction) -> Vec<(Pubkey, bool)> {
    let metas = instruction.accounts.iter().map(|meta| (meta.pubkey, meta.is_writable));
    metas
        .filter(|(key, _)| network.chain.account(key).is_some_and(|of| decode::<OperatorPool>(&of.data).is_ok()))
        .collect()
}

fn try_on_version_1(network: &mut TestNetwork, name: &str, instruction: &Instruction, signers: &[&Keypair]) {
    let pools = pools_of(network, instruction);
    let mut from_epochs = Vec::new();
    for (pool, _) in &pools {
        let account = network.chain.account(pool).unwrap();
        network.chain.set_account(pool, as_version_1(account));
        from_epochs.push(network.pool(pool).unwrap().reward_last_claimed_epoch + 1);
    }
    let [limit, price] = compute_budget();
    let result = network.send(&[limit, price, instruction.clone()], signers);
    result.unwrap_or_else(|refused| panic!("{name} on a pool of version 1: {refused}"));
    for ((pool, is_written), from_epoch) in pools.iter().zip(from_epochs) {
        let after = counted_of(network, pool);
        let expected = if *is_written { (2, from_epoch) } else { (1, 0) };
        assert_eq!((after.version, after.from_epoch), expected, "{name}");
    }
}

#[test]
fn every_instruction_takes_a_pool_of_version_1_and_leaves_what_it_writes_as_version_2() {
    let mut measured = Measured::start_with(try_on_version_1);
    upgrade(&mut measured.network);
    send_every_instruction(&mut measured);
}

#[test]
fn other_accounts_stay_of_version_1_and_each_type_has_a_last_version_of_its_own() {
    let mut network = TestNetwork::start();
    upgrade(&mut network);
    let operator = network.operator("operator", 1_000 * ONE);
    let delegator = network.delegator("delegator", &operator);
    let versions = (network.overview().unwrap().version, network.record_of(&delegator).version);
    assert_eq!((versions, network.pool_of(&delegator).version), ((1, 1), 2));
    change_pool(&mut network, &operator, |pool: &mut OperatorPool| pool.version = 3);
    assert_refused(network.stake(&delegator, ONE), AccountOfLaterVersion);
    change_pool(&mut network, &operator, |pool: &mut OperatorPool| pool.version = 2);
    change_record(&mut network, &delegator, |record: &mut StakingRecord| record.version = 2);
    assert_refused(network.stake(&delegator, ONE), AccountOfLaterVersion);
    change_record(&mut network, &delegator, |record: &mut StakingRecord| record.version = 1);
    network.stake(&delegator, ONE).unwrap();
}
