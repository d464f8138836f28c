//! What the tests of slashing start from, and what its actors send.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::accounts::SlashStake;
use inference_staking_client::instruction::{self as ix, SlashOf};
use inference_staking_client::state::{StakingRecord, Ticket};
use inference_staking_client::{address, args};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;

pub use inference_staking_test_kit::pools::{close_pool, rotate, set_halt as set_halted};
pub use inference_staking_test_kit::states::{assert_state, change_overview, change_pool, copy_of, only_event};
pub use inference_staking_test_kit::token_accounts::{freeze, set_balance};
use inference_staking_test_kit::world::{free_pool_args, network_without_minimum};
pub use inference_staking_test_kit::world::{
    liabilities, paid_pool_of_three, paid_pool_state, pay_pool, pool_vault, World,
};

/// A free place for a ticket.
pub const FREE: Ticket = Ticket { amount: 0, claimable_from: 0 };
/// The USDC index of the paid pool: 0.08 USDC a share.
pub const INDEX: u128 = 80_000_000_000_000_000;

/// The paid pool of three, halted for exactly the slashing delay of 2 days; cooldowns of 7 and 14 days. 10 events.
pub fn slashable_pool() -> World {
    let mut world = paid_pool_of_three();
    halt_for_the_delay(&mut world.network, &world.operator);
    world
}

/// The paid pool, of which the operator has unstaked 10, 20 and 30 shares at 1.45, into tickets of 14.5, 29 and 43.5 tokens
/// that mature after 14, 40 and 2 days; then halted for the delay. 13 events; 160 USDC of the operator settled.
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
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", 3, free_pool_args());
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.buy_shares(&alice, 4).unwrap();
    pay_pool(&mut network, &operator, 1, 3, 0);
    halt_for_the_delay(&mut network, &operator);
    World { network, operator, alice, bob }
}

pub fn halt_for_the_delay(network: &mut TestNetwork, operator: &Staker) {
    set_halted(network, operator, true);
    network.pass_time(2 * DAY);
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
    args::SlashStake { shares, activating_amount: 0, unstaking_amount, confiscate_commission }
}

/// The same for activating tokens alone.
pub fn take_activating(activating_amount: u64) -> args::SlashStake {
    args::SlashStake { activating_amount, ..take(0, 0, false) }
}

/// The right accounts to slash the operator of the staker's pool, and to confiscate or not.
pub fn slash_accounts(network: &mut TestNetwork, staker: &Staker, confiscate_commission: bool) -> SlashStake {
    let slash = SlashOf {
        operator_pool: staker.record.operator_pool,
        operator_staking_record: network.pool_of(staker).operator_staking_record,
        slashing_token_destination: token_treasury(network),
        slashing_usdc_destination: usdc_treasury(network),
    };
    ix::slash_stake_accounts(network.slashing_authority.pubkey(), slash, network.mints, confiscate_commission)
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
    let mut accounts = slash_accounts(network, operator, what.confiscate_commission);
    change(&mut accounts);
    let authority = network.slashing_authority.insecure_clone();
    network.send(&[ix::slash_stake(accounts, what)], &[&authority])
}

/// Balances of the pool's vault, the reward vault and the USDC vault.
pub fn vaults(network: &mut TestNetwork, staker: &Staker) -> [u64; 3] {
    [pool_vault(staker), address::reward_vault(), address::usdc_vault()].map(|vault| network.balance(&vault))
}

/// `T` and `S` of the staker's pool.
pub fn price(network: &mut TestNetwork, staker: &Staker) -> (u64, u64) {
    let pool = network.pool_of(staker);
    (pool.total_staked_amount, pool.total_shares)
}

/// The state bytes of records.
pub fn records<const N: usize>(network: &mut TestNetwork, stakers: [&Staker; N]) -> [StakingRecord; N] {
    stakers.map(|staker| network.record_of(staker))
}

/// Numbers of the token program's own refusals.
pub mod token_program {
    pub const FROZEN: u32 = 17;
    pub const DECIMALS_MISMATCH: u32 = 18;
}
