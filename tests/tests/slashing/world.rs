//! What the tests of this family start from, and what its actors send.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{AnchorDeserialize, Discriminator, Event};
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::accounts::SlashStake;
use inference_staking_client::event::decode_all;
use inference_staking_client::events::PoolState;
use inference_staking_client::instruction::{self as ix, SlashOf};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord, Ticket};
use inference_staking_client::{address, args};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, Chain, Executed, NetworkSetup, Refused};
use inference_staking_tests::actors::pool_args;
use inference_staking_tests::{PaidLeaf, Staker, TestNetwork};
use solana_signer::Signer;

/// A free place for a ticket.
pub const FREE: Ticket = Ticket { amount: 0, claimable_from: 0 };
/// The USDC index of the paid pool: 0.08 USDC a share.
pub const INDEX: u128 = 80_000_000_000_000_000;

/// One pool with its operator and two delegators.
pub struct World {
    pub network: TestNetwork,
    pub operator: Staker,
    pub alice: Staker,
    pub bob: Staker,
}

/// The operator has 2,000 tokens in its pool, Alice 3,000, Bob 5,000. Epoch 1 paid the pool 5,000 of its 10,000 tokens, and
/// 1,000 USDC: commissions of 500 tokens and 200 USDC, 14,500 tokens for 10,000 shares, 800 USDC for them (0.08 each),
/// 4,500 tokens still in the reward vault. 7 events. Slashing delay 2 days, cooldowns of 7 and 14 days.
pub fn paid_pool_of_three() -> World {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.stake(&alice, 3_000 * ONE).unwrap();
    network.stake(&bob, 5_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    World { network, operator, alice, bob }
}

/// The same, halted for exactly the slashing delay. 8 events.
pub fn slashable_pool() -> World {
    let mut world = paid_pool_of_three();
    halt_for_the_delay(&mut world.network, &world.operator);
    world
}

/// The paid pool, of which the operator has unstaked 10, 20 and 30 shares at 1.45, into tickets of 14.5, 29 and 43.5 tokens
/// that mature after 14, 40 and 2 days; then halted for the delay. 11 events; 160 USDC of the operator settled.
pub fn slashable_pool_with_tickets() -> World {
    let mut world = paid_pool_of_three();
    for (shares, days) in [(10, 14), (20, 40), (30, 2)] {
        change_overview(&mut world.network, |overview| overview.operator_unstake_delay = days * 86_400);
        world.network.unstake(&world.operator, shares * ONE).unwrap();
    }
    halt_for_the_delay(&mut world.network, &world.operator);
    world
}

/// A pool without commission and minimum: 3 shares of the operator and 4 of Alice for 10 base units, 3 of which are still
/// in the reward vault; slashable. Bob has an empty record.
pub fn slashable_ten_tokens_for_seven_shares() -> World {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    let mut network = TestNetwork::start_with(&setup);
    let free = CreateOperatorPoolArgs { reward_commission_bps: 0, usdc_commission_bps: 0, ..pool_args() };
    let operator = network.operator_with("operator", 3, free);
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.stake(&alice, 4).unwrap();
    pay_pool(&mut network, &operator, 1, 3, 0);
    halt_for_the_delay(&mut network, &operator);
    World { network, operator, alice, bob }
}

/// Publishes `epoch` with one leaf and accrues it. The record issues 10,000 tokens, whatever the leaf pays of them.
pub fn pay_pool(network: &mut TestNetwork, operator: &Staker, epoch: u64, reward: u64, usdc: u64) {
    if epoch > 1 {
        network.pass_time(DAY);
    }
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward, usdc };
    let tree = network.publish_leaves(epoch, vec![leaf], 10_000 * ONE, usdc);
    network.accrue(operator, epoch, tree.proof(0)).unwrap();
}

pub fn change_overview(network: &mut TestNetwork, change: impl FnOnce(&mut PoolOverview)) {
    network.overwrite(&address::pool_overview(), change);
}

pub fn change_pool(network: &mut TestNetwork, staker: &Staker, change: impl FnOnce(&mut OperatorPool)) {
    network.overwrite(&staker.record.operator_pool, change);
}

pub fn set_halted(network: &mut TestNetwork, operator: &Staker, halted: bool) {
    let authority = network.halt_authority.insecure_clone();
    let halt = ix::set_halt_status(authority.pubkey(), operator.record.operator_pool, halted);
    network.send(&[halt], &[&authority]).unwrap();
}

pub fn halt_for_the_delay(network: &mut TestNetwork, operator: &Staker) {
    set_halted(network, operator, true);
    network.pass_time(2 * DAY);
}

pub fn close_pool(network: &mut TestNetwork, operator: &Staker) -> Result<Executed, Refused> {
    let close = ix::close_operator_pool(operator.key(), operator.record.operator_pool);
    network.send(&[close], &[&operator.wallet])
}

/// The operator's record of its pool becomes that of `new`, who agrees.
pub fn rotate(network: &mut TestNetwork, operator: &Staker, new: &Staker) -> Result<Executed, Refused> {
    let pool = operator.record.operator_pool;
    let old = network.pool_of(operator).operator_staking_record;
    let accounts = ix::change_operator_staking_record_accounts(operator.key(), pool, old, new.key());
    let rotate = ix::change_operator_staking_record(accounts);
    network.send(&[rotate], &[&operator.wallet, &new.wallet])
}

/// Where slashed tokens go.
pub fn token_treasury(network: &TestNetwork) -> Pubkey {
    address::owner_token_account(&wallet("slashing treasury").pubkey(), &network.mints.stake)
}

/// Where slashed USDC goes.
pub fn usdc_treasury(network: &TestNetwork) -> Pubkey {
    address::owner_token_account(&wallet("slashing treasury").pubkey(), &network.mints.usdc)
}

/// Tokens and USDC that were slashed so far.
pub fn slashed(network: &mut TestNetwork) -> (u64, u64) {
    let (tokens, usdc) = (token_treasury(network), usdc_treasury(network));
    (network.balance(&tokens), network.balance(&usdc))
}

/// What the slashing authority asks for: shares, tokens out of tickets, commissions.
pub fn take(shares: u64, unstaking_amount: u64, confiscate_commission: bool) -> args::SlashStake {
    args::SlashStake { shares, unstaking_amount, confiscate_commission }
}

/// The right accounts to slash the operator of the staker's pool.
pub fn slash_accounts(network: &mut TestNetwork, staker: &Staker) -> SlashStake {
    let slash = SlashOf {
        operator_pool: staker.record.operator_pool,
        operator_staking_record: network.pool_of(staker).operator_staking_record,
        slashing_token_destination: token_treasury(network),
        slashing_usdc_destination: usdc_treasury(network),
    };
    ix::slash_stake_accounts(network.slashing_authority.pubkey(), slash, network.mints)
}

pub fn slash(network: &mut TestNetwork, operator: &Staker, what: args::SlashStake) -> Result<Executed, Refused> {
    slash_with(network, operator, what, |_| {})
}

/// Slashes with changed accounts, signed by the slashing authority.
pub fn slash_with(
    network: &mut TestNetwork,
    operator: &Staker,
    what: args::SlashStake,
    change: impl FnOnce(&mut SlashStake),
) -> Result<Executed, Refused> {
    let mut accounts = slash_accounts(network, operator);
    change(&mut accounts);
    let authority = network.slashing_authority.insecure_clone();
    network.send(&[ix::slash_stake(accounts, what)], &[&authority])
}

pub fn pool_vault(staker: &Staker) -> Pubkey {
    address::pool_vault(&staker.record.operator_pool)
}

/// Balances of the pool's vault, the reward vault and the USDC vault.
pub fn vaults(network: &mut TestNetwork, staker: &Staker) -> [u64; 3] {
    [pool_vault(staker), address::reward_vault(), address::usdc_vault()].map(|vault| network.balance(&vault))
}

/// What the two global vaults owe.
pub fn liabilities(network: &mut TestNetwork) -> (u64, u64) {
    let overview = network.overview().unwrap();
    (overview.reward_liability, overview.usdc_liability)
}

/// `T` and `S` of the staker's pool.
pub fn price(network: &mut TestNetwork, staker: &Staker) -> (u64, u64) {
    let pool = network.pool_of(staker);
    (pool.total_staked_amount, pool.total_shares)
}

/// The paid pool as an event shows it.
pub fn paid_pool_state() -> PoolState {
    PoolState {
        sequence: 7,
        total_staked_amount: 14_500 * ONE,
        total_shares: 10_000 * ONE,
        total_unstaking: 0,
        uncollected_rewards: 4_500 * ONE,
        reward_commission: 500 * ONE,
        usdc_commission: 200 * ONE,
        delegator_usdc: 800 * ONE,
        settled_usdc: 0,
        cumulative_usdc_per_share: INDEX,
        reward_last_claimed_epoch: 1,
    }
}

/// The state bytes of records.
pub fn records<const N: usize>(network: &mut TestNetwork, stakers: [&Staker; N]) -> [StakingRecord; N] {
    stakers.map(|staker| network.record_of(staker))
}

pub fn freeze(network: &mut TestNetwork, account: &Pubkey, mint: &Pubkey) {
    let authority = network.mint_authority.insecure_clone();
    let freeze = token::freeze_account(&TOKEN_PROGRAM, account, mint, &authority.pubkey(), &[]).unwrap();
    network.send(&[freeze], &[&authority]).unwrap();
}

/// An account with the same content at another address.
pub fn copy_of(network: &mut TestNetwork, account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_from_array([0xC0; 32]);
    let content = network.chain.account(account).unwrap();
    network.chain.set_account(&copy, content);
    copy
}

/// An account with the same content that another program owns.
pub fn foreign_copy_of(network: &mut TestNetwork, account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_from_array([0xF0; 32]);
    let mut content = network.chain.account(account).unwrap();
    content.owner = Pubkey::new_from_array([9; 32]);
    network.chain.set_account(&copy, content);
    copy
}

/// Writes a token account's balance, which the program's own rules could not make.
pub fn set_balance(network: &mut TestNetwork, token_account: &Pubkey, amount: u64) {
    let mut content = network.chain.account(token_account).unwrap();
    content.data[64..72].copy_from_slice(&amount.to_le_bytes());
    network.chain.set_account(token_account, content);
}

/// The instruction with `signer` as a plain account.
pub fn unsigned(mut instruction: Instruction, signer: &Pubkey) -> Instruction {
    for meta in instruction.accounts.iter_mut().filter(|meta| meta.pubkey == *signer) {
        meta.is_signer = false;
    }
    instruction
}

/// The one event of its type in the logs.
pub fn only_event<E: Event + AnchorDeserialize + Discriminator>(executed: &Executed) -> E {
    let mut events = decode_all::<E>(&executed.logs);
    assert_eq!(events.len(), 1);
    events.remove(0)
}

/// Two states of an account are the same, byte by byte.
#[track_caller]
pub fn assert_state<T: bytemuck::Pod>(actual: &T, expected: &T) {
    assert_eq!(bytemuck::bytes_of(actual), bytemuck::bytes_of(expected));
}

/// Numbers of Anchor's own refusals.
pub mod anchor {
    pub const WRONG_DISCRIMINATOR: u32 = 3002;
    pub const WRONG_OWNER_PROGRAM: u32 = 3007;
    pub const WRONG_PROGRAM: u32 = 3008;
    pub const NOT_SIGNER: u32 = 3010;
}

/// Numbers of the token program's own refusals.
pub mod token_program {
    pub const FROZEN: u32 = 17;
    pub const DECIMALS_MISMATCH: u32 = 18;
}
