//! What the tests of this family start from, and what happens to a pool from outside.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::{address, instruction as ix};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::bent::with_key;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_keypair::Keypair;

pub use inference_staking_test_kit::bent::unsigned;
pub use inference_staking_test_kit::states::{
    assert_state, change_overview, change_pool, change_record, copy_of, foreign_copy_of, halt_withdrawals_until,
    only_event, uninitialized_copy_of,
};
pub use inference_staking_test_kit::token_accounts::{freeze, give_token_account, set_balance, thaw};
pub use inference_staking_test_kit::world::{
    free_pool_args, network_without_minimum, paid_pool_of_three, pay_pool, pool_of_three, pool_vault, stake_account,
    usdc_account, World,
};

/// 7 shares, the operator's and Alice's together, for 10 base units, 3 of which are still in the reward vault.
/// Bob has an empty record. No commission and no minimum.
pub fn ten_tokens_for_seven_shares(operators: u64) -> World {
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", operators, free_pool_args());
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    if operators < 7 {
        network.stake(&alice, 7 - operators).unwrap();
    }
    pay_pool(&mut network, &operator, 1, 3, 0);
    World { network, operator, alice, bob }
}

pub fn halt_pool(network: &mut TestNetwork, operator: &Staker) {
    let now = network.chain.now();
    change_pool(network, operator, |pool| {
        pool.is_halted = 1;
        pool.halted_since = now;
    });
}

pub fn resume_pool(network: &mut TestNetwork, operator: &Staker) {
    change_pool(network, operator, |pool| pool.is_halted = 0);
}

pub fn close_pool(network: &mut TestNetwork, operator: &Staker) {
    let current = network.overview().unwrap().completed_reward_epoch + 1;
    change_pool(network, operator, |pool| pool.closed_at_epoch = current);
}

/// The staker claims its USDC to `destination`.
pub fn claim_usdc_to(network: &TestNetwork, staker: &Staker, destination: Pubkey) -> Instruction {
    ix::claim_usdc_earnings(staker.record, destination, network.mints.usdc)
}

/// Accounts of another type, and the same writable account in two places, are refused in the places of overview, pool and
/// record.
#[track_caller]
pub fn assert_refuses_other_types(
    network: &mut TestNetwork,
    of: &Staker,
    instruction: &Instruction,
    signers: &[&Keypair],
) {
    let right = [address::pool_overview(), of.record.operator_pool, of.record.address()];
    let [overview, pool, record] = right;
    let wrong = [
        [record, pool, record],
        [pool, pool, record],
        [overview, overview, record],
        [overview, record, record],
        [overview, pool, overview],
        [overview, pool, pool],
    ];
    for keys in wrong {
        let mut bent = instruction.clone();
        for meta in &mut bent.accounts {
            let place = right.iter().position(|key| *key == meta.pubkey);
            meta.pubkey = place.map_or(meta.pubkey, |place| keys[place]);
        }
        assert_refused_with_code(network.send(&[bent], signers), anchor::WRONG_DISCRIMINATOR);
    }
}

/// Overview, pool and record are refused if another program owns them.
#[track_caller]
pub fn assert_refuses_foreign(network: &mut TestNetwork, of: &Staker, instruction: &Instruction, signers: &[&Keypair]) {
    for original in [address::pool_overview(), of.record.operator_pool, of.record.address()] {
        let foreign = foreign_copy_of(network, &original);
        let bent = with_key(instruction.clone(), &original, &foreign);
        assert_refused_with_code(network.send(&[bent], signers), anchor::WRONG_OWNER_PROGRAM);
    }
}

/// Numbers of Anchor's own refusals.
pub mod anchor {
    pub const CONSTRAINT_SEEDS: u32 = 2006;
    pub const WRONG_DISCRIMINATOR: u32 = 3002;
    pub const WRONG_OWNER_PROGRAM: u32 = 3007;
    pub const WRONG_PROGRAM: u32 = 3008;
    pub const NOT_SIGNER: u32 = 3010;
}

/// Numbers of the token program's own refusals.
pub mod token_program {
    pub const INSUFFICIENT_FUNDS: u32 = 1;
    pub const OWNER_MISMATCH: u32 = 4;
    pub const FROZEN: u32 = 17;
    pub const DECIMALS_MISMATCH: u32 = 18;
}
