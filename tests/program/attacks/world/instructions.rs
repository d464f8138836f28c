//! Single instructions that attackers send, and that they are refused without a trace.

use anchor_lang::prelude::{system_program, AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::instruction::{self as ix, BatchPool, RecordOf};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::{wallet, Executed, NetworkSetup, Refused};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{assert_refused, PaidLeaf, Staker};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::chain::{start_with, TestNetwork};
use inference_staking_test_kit::pools::slash_of;
pub use inference_staking_test_kit::refusal::all_accounts;
pub use inference_staking_test_kit::token_accounts::{freeze, give_token_account, thaw};
pub use inference_staking_test_kit::world::{free_pool_args, pool_vault, stake_account, usdc_account};

/// Numbers of refusals that are not the program's own.
pub const ALREADY_IN_USE: u32 = 0;
pub const NOT_WRITABLE: u32 = 2000;
pub const CONSTRAINT_SEEDS: u32 = 2006;
pub const CONSTRAINT_CLOSE: u32 = 2011;
pub const WRONG_DISCRIMINATOR: u32 = 3002;
pub const WRONG_OWNER_PROGRAM: u32 = 3007;
pub const WRONG_PROGRAM: u32 = 3008;
pub const NOT_SIGNER: u32 = 3010;
pub const TOKEN_ACCOUNT_FROZEN: u32 = 17;

/// Operators need no stake, epochs no length, and the periods of one epoch issue `budgets`.
pub fn network_issuing(budgets: Vec<u64>) -> TestNetwork {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    setup.parameters.min_epoch_length = 0;
    setup.emission = NewEmissionSchedule::Table { epochs_per_period: 1, budgets };
    start_with(&setup)
}

/// The operator's pool in a batch with the leaf at `index` of the tree; it does not stake its commission.
pub fn batch_pool(operator: &Staker, tree: &EpochTree, index: usize) -> BatchPool {
    let PaidLeaf { reward, usdc, .. } = tree.leaves[index];
    let leaf = BatchLeaf { leaf_index: u32::try_from(index).unwrap(), reward, usdc, with_operator_record: false };
    let RecordOf { operator_pool, .. } = operator.record;
    BatchPool { operator_pool, operator_staking_record: operator.record.address(), leaf }
}

/// Accrues a batch of epoch 1 under its first root.
pub fn accrue_batch(network: &mut TestNetwork, pools: &[BatchPool], proof: Vec<[u8; 32]>) -> Result<Executed, Refused> {
    network.send(&[ix::accrue_rewards(1, 0, pools, proof)], &[])
}

/// A wallet with 10 SOL.
pub fn wallet_with_lamports(network: &mut TestNetwork, name: &str) -> Keypair {
    let wallet = wallet(name);
    network.give_lamports(&wallet.pubkey(), 10_000_000_000).unwrap();
    wallet
}

/// The attempt is refused by a rule of the program and changes nothing.
#[track_caller]
pub fn refuses_instruction(
    network: &mut TestNetwork,
    expected: StakingError,
    instruction: Instruction,
    signers: &[&Keypair],
) {
    let before = all_accounts(network);
    assert_refused(network.send(&[instruction], signers), expected);
    assert!(all_accounts(network) == before, "a refused instruction changed an account");
}

/// The attempt is refused with this number by what the program is built on, and changes nothing.
#[track_caller]
pub fn refuses_with_code(network: &mut TestNetwork, code: u32, instructions: &[Instruction], signers: &[&Keypair]) {
    let before = all_accounts(network);
    inference_staking_test_kit::refusal::assert_refused_with_code(network.send(instructions, signers), code);
    assert!(all_accounts(network) == before, "a refused instruction changed an account");
}

/// The system program's transfer of lamports.
pub fn lamports_to(from: Pubkey, to: Pubkey, lamports: u64) -> Instruction {
    let data = [&2u32.to_le_bytes()[..], &lamports.to_le_bytes()].concat();
    let accounts = vec![AccountMeta::new(from, true), AccountMeta::new(to, false)];
    Instruction { program_id: system_program::ID, accounts, data }
}

/// A transfer between token accounts of the staker's.
pub fn send_tokens(network: &mut TestNetwork, from: &Staker, source: &Pubkey, destination: &Pubkey, amount: u64) {
    let transfer = token::transfer(&TOKEN_PROGRAM, source, destination, &from.key(), &[], amount).unwrap();
    network.send(&[transfer], &[&from.wallet]).unwrap();
}

/// A slash of the operator without confiscation, and who signs it.
pub fn slash_instruction(
    network: &mut TestNetwork,
    operator: &Staker,
    shares: u64,
    unstaking_amount: u64,
) -> (Instruction, Keypair) {
    let slasher = network.slashing_authority.insecure_clone();
    let slash = slash_of(network, operator.record);
    let accounts = ix::slash_stake_accounts(slasher.pubkey(), slash, network.mints, false);
    let request = args::SlashStake { shares, activating_amount: 0, unstaking_amount, confiscate_commission: false };
    (ix::slash_stake(accounts, request), slasher)
}
