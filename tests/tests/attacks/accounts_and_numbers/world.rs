//! What these stories start from.

use anchor_lang::prelude::{system_program, AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::instruction::{self as ix, BatchPool, SlashOf};
use inference_staking_client::instructions::{BatchLeaf, CreateOperatorPoolArgs};
use inference_staking_client::state::EmissionScheduleArgs;
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Chain, Executed, NetworkSetup, Refused};
use inference_staking_tests::actors::pool_args;
use inference_staking_tests::epochs::EpochTree;
use inference_staking_tests::{assert_refused, PaidLeaf, Staker};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::chain::{start, start_with, TestNetwork};

/// What each epoch of the default network issues, base units.
pub const EPOCH_REWARDS: u64 = 10_000 * ONE;
/// Numbers of refusals that are not the program's own.
pub const ALREADY_IN_USE: u32 = 0;
pub const CONSTRAINT_SEEDS: u32 = 2006;
pub const CONSTRAINT_CLOSE: u32 = 2011;
pub const WRONG_DISCRIMINATOR: u32 = 3002;
pub const WRONG_OWNER_PROGRAM: u32 = 3007;
pub const WRONG_PROGRAM: u32 = 3008;
pub const NOT_SIGNER: u32 = 3010;
pub const TOKEN_ACCOUNT_FROZEN: u32 = 17;

/// One pool with its operator and two delegators.
pub struct World {
    pub network: TestNetwork,
    pub operator: Staker,
    pub alice: Staker,
    pub bob: Staker,
}

/// The operator has 2,000 tokens in its pool, Alice 3,000, Bob 5,000, at a price of one. The pool takes 10 % of the
/// tokens and 20 % of the USDC. Each wallet had 1,000,000.
pub fn pool_of_three() -> World {
    pool_of_three_on(start())
}

/// The same on this network.
pub fn pool_of_three_on(mut network: TestNetwork) -> World {
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.stake(&alice, 3_000 * ONE).unwrap();
    network.stake(&bob, 5_000 * ONE).unwrap();
    World { network, operator, alice, bob }
}

/// The same after epoch 1 paid the pool 5,000 of its 10,000 tokens, and 1,000 USDC: commissions of 500 tokens and
/// 200 USDC, 14,500 tokens for 10,000 shares, 800 USDC for them (0.08 each), 4,500 tokens still in the reward vault.
pub fn paid_pool_of_three() -> World {
    let mut world = pool_of_three();
    let leaf = leaf(&world.operator, 5_000 * ONE, 1_000 * ONE);
    let tree = world.network.publish_leaves(1, vec![leaf], EPOCH_REWARDS, 1_000 * ONE);
    world.network.accrue(&world.operator, 1, tree.proof(0)).unwrap();
    world
}

/// Operators need no stake, epochs no length, and the periods of one epoch issue `budgets`.
pub fn network_issuing(budgets: Vec<u64>) -> TestNetwork {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    setup.parameters.min_epoch_length = 0;
    setup.emission = EmissionScheduleArgs::Table { epochs_per_period: 1, budgets };
    start_with(&setup)
}

/// A pool that takes no commission.
pub fn free_pool_args() -> CreateOperatorPoolArgs {
    CreateOperatorPoolArgs { reward_commission_bps: 0, usdc_commission_bps: 0, ..pool_args() }
}

/// A leaf of the operator's pool.
pub fn leaf(operator: &Staker, reward: u64, usdc: u64) -> PaidLeaf {
    PaidLeaf { pool: operator.record.operator_pool, reward, usdc }
}

/// The operator's pool in a batch with the leaf at `index` of the tree; it does not stake its commission.
pub fn batch_pool(operator: &Staker, tree: &EpochTree, index: usize) -> BatchPool {
    let PaidLeaf { reward, usdc, .. } = tree.leaves[index];
    let leaf = BatchLeaf { leaf_index: u32::try_from(index).unwrap(), reward, usdc };
    BatchPool { operator_pool: operator.record.operator_pool, operator_staking_record: None, leaf }
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

/// The staker's token account of the stake mint.
pub fn stake_account(network: &TestNetwork, staker: &Staker) -> Pubkey {
    address::owner_token_account(&staker.key(), &network.mints.stake)
}

/// The staker's token account of USDC.
pub fn usdc_account(network: &TestNetwork, staker: &Staker) -> Pubkey {
    address::owner_token_account(&staker.key(), &network.mints.usdc)
}

pub fn pool_vault(staker: &Staker) -> Pubkey {
    address::pool_vault(&staker.record.operator_pool)
}

/// All accounts that hold state or money of the network.
pub fn all_accounts(network: &mut TestNetwork) -> Vec<Option<Account>> {
    let mut keys = vec![address::pool_overview(), address::reward_vault(), address::usdc_vault()];
    keys.extend((1..4).map(address::reward_record));
    keys.extend(network.pools.iter().flat_map(|pool| [*pool, address::pool_vault(pool)]));
    keys.extend(&network.records);
    let mints = network.mints;
    let owners: Vec<Pubkey> =
        network.records.clone().iter().filter_map(|record| Some(network.record(record).ok()?.owner)).collect();
    keys.extend(
        owners.iter().flat_map(|owner| [mints.stake, mints.usdc].map(|m| address::owner_token_account(owner, &m))),
    );
    keys.iter().map(|key| network.chain.account(key)).collect()
}

/// The attempt is refused by a rule of the program and changes nothing.
#[track_caller]
pub fn refuses(network: &mut TestNetwork, expected: StakingError, instruction: Instruction, signers: &[&Keypair]) {
    let before = all_accounts(network);
    assert_refused(network.send(&[instruction], signers), expected);
    assert!(all_accounts(network) == before, "a refused instruction changed an account");
}

/// The attempt is refused with this number by what the program is built on, and changes nothing.
#[track_caller]
pub fn refuses_with_code(network: &mut TestNetwork, code: u32, instructions: &[Instruction], signers: &[&Keypair]) {
    let before = all_accounts(network);
    inference_staking_tests::refusal::assert_refused_with_code(network.send(instructions, signers), code);
    assert!(all_accounts(network) == before, "a refused instruction changed an account");
}

/// The token account's owner hands it over.
pub fn give_token_account(network: &mut TestNetwork, account: &Pubkey, from: &Keypair, to: &Pubkey) {
    let kind = token::AuthorityType::AccountOwner;
    let hand_over = token::set_authority(&TOKEN_PROGRAM, account, Some(to), kind, &from.pubkey(), &[]).unwrap();
    network.send(&[hand_over], &[from]).unwrap();
}

/// The issuer of the mint freezes an account of it.
pub fn freeze(network: &mut TestNetwork, account: &Pubkey, mint: &Pubkey) {
    let authority = network.mint_authority.insecure_clone();
    let freeze = token::freeze_account(&TOKEN_PROGRAM, account, mint, &authority.pubkey(), &[]).unwrap();
    network.send(&[freeze], &[&authority]).unwrap();
}

/// The issuer of the mint lets an account of it go again.
pub fn thaw(network: &mut TestNetwork, account: &Pubkey, mint: &Pubkey) {
    let authority = network.mint_authority.insecure_clone();
    let thaw = token::thaw_account(&TOKEN_PROGRAM, account, mint, &authority.pubkey(), &[]).unwrap();
    network.send(&[thaw], &[&authority]).unwrap();
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
pub fn slash(
    network: &mut TestNetwork,
    operator: &Staker,
    shares: u64,
    unstaking_amount: u64,
) -> (Instruction, Keypair) {
    let (overview, slasher) = (network.overview().unwrap(), network.slashing_authority.insecure_clone());
    let slash = SlashOf {
        operator_pool: operator.record.operator_pool,
        operator_staking_record: operator.record.address(),
        slashing_token_destination: overview.slashing_token_destination,
        slashing_usdc_destination: overview.slashing_usdc_destination,
    };
    let accounts = ix::slash_stake_accounts(slasher.pubkey(), slash, network.mints);
    let request = args::SlashStake { shares, unstaking_amount, confiscate_commission: false };
    (ix::slash_stake(accounts, request), slasher)
}
