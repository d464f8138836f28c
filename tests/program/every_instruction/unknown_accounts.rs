//! SPEC 7: a writable account that an instruction does not know is refused; a read-only one, as wallets add for
//! reference, is not. A batch names its pools in what follows its accounts, so it takes neither.

use anchor_lang::prelude::AccountMeta;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::StakingError::{self, BatchAccountsMismatch, UnknownWritableAccount};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::{assert_refused, idl, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::life::measured::Measured;
use super::life::send_every_instruction;

/// Refusals of one unknown account behind the instruction's own: a writable one, and a read-only one.
type Answer = (StakingError, Option<StakingError>);

const FIXED_ACCOUNTS: Answer = (UnknownWritableAccount, None);
const POOLS_FOLLOW: Answer = (BatchAccountsMismatch, Some(BatchAccountsMismatch));

const TABLE: [(&str, Answer); 38] = [
    ("accept_operator_pool_admin", FIXED_ACCOUNTS),
    ("accept_program_admin", FIXED_ACCOUNTS),
    ("accrue_reward", FIXED_ACCOUNTS),
    ("accrue_reward_emergency_bypass", FIXED_ACCOUNTS),
    ("accrue_rewards", POOLS_FOLLOW),
    ("activate_stake", FIXED_ACCOUNTS),
    ("begin_unlock", FIXED_ACCOUNTS),
    ("cancel_unlock", FIXED_ACCOUNTS),
    ("cancel_unstake", FIXED_ACCOUNTS),
    ("change_operator_pool_admin", FIXED_ACCOUNTS),
    ("change_operator_staking_record", FIXED_ACCOUNTS),
    ("claim_unstake", FIXED_ACCOUNTS),
    ("claim_usdc_earnings", FIXED_ACCOUNTS),
    ("close_operator_pool", FIXED_ACCOUNTS),
    ("close_staking_record", FIXED_ACCOUNTS),
    ("collect_pool_rewards", FIXED_ACCOUNTS),
    ("create_operator_pool", FIXED_ACCOUNTS),
    ("create_pool_overview", FIXED_ACCOUNTS),
    ("create_reward_record", FIXED_ACCOUNTS),
    ("create_staking_record", FIXED_ACCOUNTS),
    ("extend_lock", FIXED_ACCOUNTS),
    ("lock_stake", FIXED_ACCOUNTS),
    ("mark_epoch_as_finalizing", FIXED_ACCOUNTS),
    ("query_staking_record", FIXED_ACCOUNTS),
    ("reclaim_expired_reward_record", FIXED_ACCOUNTS),
    ("revoke_reward_record", FIXED_ACCOUNTS),
    ("set_halt_status", FIXED_ACCOUNTS),
    ("slash_stake", FIXED_ACCOUNTS),
    ("stake", FIXED_ACCOUNTS),
    ("sweep_closed_pool_usdc_dust", FIXED_ACCOUNTS),
    ("sweep_pool_vault_surplus", FIXED_ACCOUNTS),
    ("unstake", FIXED_ACCOUNTS),
    ("update_operator_pool", FIXED_ACCOUNTS),
    ("update_pool_overview", FIXED_ACCOUNTS),
    ("update_pool_overview_authorities", FIXED_ACCOUNTS),
    ("withdraw_operator_reward_commission", FIXED_ACCOUNTS),
    ("withdraw_operator_usdc_commission", FIXED_ACCOUNTS),
    ("withdraw_reward_surplus", FIXED_ACCOUNTS),
];

/// Sends an instruction that would go through with an unknown account behind its own.
fn try_unknown_accounts(network: &mut TestNetwork, name: &str, instruction: &Instruction, signers: &[&Keypair]) {
    let row = TABLE.iter().find(|(of, _)| *of == name);
    let (writable, read_only) = row.unwrap_or_else(|| panic!("{name} is missing in the table")).1;
    let [limit, price] = compute_budget();
    let sent = [limit, price, instruction.clone()];
    let unknown = wallet("unknown").pubkey();
    network.appended = vec![AccountMeta::new(unknown, false)];
    assert_refused(network.send(&sent, signers), writable);
    network.appended = vec![AccountMeta::new_readonly(unknown, false)];
    match (network.send(&sent, signers), read_only) {
        (result, Some(expected)) => assert_refused(result, expected),
        (result, None) => drop(result.unwrap_or_else(|refused| panic!("{name} takes no reference: {refused}"))),
    }
    network.appended.clear();
}

#[test]
fn no_instruction_takes_an_unknown_writable_account_and_all_but_a_batch_take_a_reference() {
    let mut measured = Measured::start_with(try_unknown_accounts);
    send_every_instruction(&mut measured);
    let listed: Vec<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    let mut of_the_idl: Vec<String> = idl::instructions().into_values().collect();
    of_the_idl.sort();
    assert_eq!(listed, of_the_idl);
}
