//! A story that every chain can play, with a clock that nobody moves too: an operator and two delegators, an epoch in which these
//! come and whose first record is revoked, one that pays them all, a slash, and everybody leaves. Its numbers are worked out by hand.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Chain};
use solana_signer::Signer;

use crate::actors::{activate_return, pool_args};
use crate::epochs::EpochTree;
use crate::pools::{cancel_unstake, close_pool, collect, set_halt, slash, sweep_surplus};
use crate::{assert_refused, PaidLeaf, Staker, TestNetwork};

/// Seconds of each wait that the story sets itself, short enough to be waited for.
const WAIT: i64 = 3;
/// A pool that does not exist: its leaves stand for all the others.
const ANOTHER_POOL: Pubkey = Pubkey::new_from_array([7; 32]);

/// Lets the operator's pool accrue an epoch of which this is the tree, one way or another.
pub type Accrual<'a, C> = &'a mut dyn FnMut(&mut TestNetwork<C>, &Staker, u64, &EpochTree);

/// With the pool's own proof, in an instruction of its own.
///
/// # Panics
/// If it is refused.
pub fn with_own_proof<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, epoch: u64, tree: &EpochTree) {
    network.accrue(operator, epoch, tree.proof_of(&operator.record.operator_pool)).unwrap();
}

/// Plays it on a new test network.
///
/// # Panics
/// If a number is another one.
pub fn play<C: Chain>(network: &mut TestNetwork<C>, accrue: Accrual<C>) {
    shorten_waits(network);
    let [operator, alice, bob] = everybody_comes(network);
    first_epoch(network, &operator, accrue);
    deposits_become_shares(network, &operator, &alice, &bob);
    second_epoch(network, &operator, accrue);
    delegators_leave(network, &operator, &alice, &bob);
    operator_is_slashed(network, &operator);
    operator_leaves(network, &operator);
}

fn shorten_waits<C: Chain>(network: &mut TestNetwork<C>) {
    let admin = network.program_admin.insecure_clone();
    let wait = Some(WAIT as u64);
    let waits = UpdatePoolOverviewArgs {
        min_epoch_length: Some(0),
        challenge_period: wait,
        delegator_unstake_delay: wait,
        operator_unstake_delay: wait,
        slashing_delay: wait,
        ..UpdatePoolOverviewArgs::default()
    };
    network.send(&[ix::update_pool_overview(admin.pubkey(), waits)], &[&admin]).unwrap();
}

/// The operator has 2,000 tokens in its new pool at once, 10 % token and 20 % USDC commission; the delegators' wait.
fn everybody_comes<C: Chain>(network: &mut TestNetwork<C>) -> [Staker; 3] {
    let operator = network.operator_with("operator", 2_000 * ONE, pool_args());
    assert_eq!(network.record_of(&operator).shares, 2_000 * ONE);
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.stake(&alice, 2_900 * ONE).unwrap();
    network.stake(&bob, 1_450 * ONE).unwrap();
    assert_refused(network.activate(&alice), StakingError::NothingRipe);
    assert_eq!(network.pool_of(&operator).total_activating, 4_350 * ONE);
    [operator, alice, bob]
}

/// In the order of SPEC 6.
fn leaves(operator: &Staker, [reward, others_reward]: [u64; 2], [usdc, others_usdc]: [u64; 2]) -> Vec<PaidLeaf> {
    let pool = operator.record.operator_pool;
    let other = PaidLeaf { pool: ANOTHER_POOL, reward: others_reward * ONE, usdc: others_usdc * ONE };
    let mut leaves = vec![PaidLeaf { pool, reward: reward * ONE, usdc: usdc * ONE }, other];
    leaves.sort_unstable_by_key(|leaf| leaf.pool);
    leaves
}

/// Epoch 1 issues 10,000 tokens and earned 1,000 USDC. Its first record pays all of it to nobody knows whom, and is revoked.
fn first_epoch<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, accrue: Accrual<C>) {
    let pool = operator.record.operator_pool;
    let wrong = leaves(operator, [0, 10_000], [0, 1_000]);
    let wrong = network.publish_leaves(1, wrong, 10_000 * ONE, 1_000 * ONE);
    assert_refused(network.accrue(operator, 1, wrong.proof_of(&pool)), StakingError::RecordNotClaimable);
    let (halt, payer) = (network.halt_authority.insecure_clone(), network.payer.pubkey());
    network.send(&[ix::revoke_reward_record(halt.pubkey(), 1, payer)], &[&halt]).unwrap();

    let tree = EpochTree::new(1, leaves(operator, [1_000, 9_000], [500, 500]));
    network.publish(1, tree.record_args(10_000 * ONE, 1_000 * ONE)).unwrap();
    network.pass_time(WAIT);
    accrue(network, operator, 1, &tree);
    // Commission 100 tokens and 100 USDC; 900 tokens raise 2,000 to 2,900; 400 USDC over 2,000 shares.
    let pool = network.pool_of(operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (2_900 * ONE, 2_000 * ONE));
    assert_eq!((pool.reward_commission, pool.usdc_commission), (100 * ONE, 100 * ONE));
}

/// The pool has passed all that is over: what came in epoch 1 buys shares at 1.45.
fn deposits_become_shares<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, alice: &Staker, bob: &Staker) {
    let activated = activate_return(&network.activate(alice).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (2_900 * ONE, 2_000 * ONE, 0));
    let activated = activate_return(&network.activate(bob).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (1_450 * ONE, 1_000 * ONE, 0));
    assert_eq!(network.pool_of(operator).total_activating, 0);
}

/// Epoch 2 issues 10,000 tokens and earned 4,000 USDC; the pool gets 5,000 tokens and 1,250 USDC of them.
fn second_epoch<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, accrue: Accrual<C>) {
    let tree = network.publish_leaves(2, leaves(operator, [5_000, 5_000], [1_250, 2_750]), 10_000 * ONE, 4_000 * ONE);
    network.pass_time(WAIT);
    accrue(network, operator, 2, &tree);
    // Commission 500 tokens and 250 USDC; 4,500 tokens raise 7,250 to 11,750 for 5,000 shares; 0.2 USDC a share.
    let pool = network.pool_of(operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (11_750 * ONE, 5_000 * ONE));
    assert_eq!((pool.reward_commission, pool.usdc_commission), (600 * ONE, 350 * ONE));
    assert_eq!((pool.uncollected_rewards, pool.delegator_usdc), (5_400 * ONE, 1_400 * ONE));
}

fn delegators_leave<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, alice: &Staker, bob: &Staker) {
    // Alice leaves: 2,000 shares at 2.35 are 4,700 tokens. 2,000 x 0.2 USDC.
    network.unstake(alice, 2_000 * ONE).unwrap();
    network.claim_usdc(alice).unwrap();
    assert_eq!(network.usdc_of(alice), 400 * ONE);
    // Bob changes his mind about one half, 1,175 tokens, and then leaves with both: the ticket is of shares and of activating tokens.
    network.unstake(bob, 500 * ONE).unwrap();
    cancel_unstake(network, bob, 0).unwrap();
    assert_eq!(network.record_of(bob).activating, 1_175 * ONE);
    let both = args::Unstake { shares: 500 * ONE, activating: 1_175 * ONE, ticket: None };
    network.send(&[ix::unstake_of(bob.record, both)], &[&bob.wallet]).unwrap();
    network.claim_usdc(bob).unwrap();
    assert_eq!(network.usdc_of(bob), 200 * ONE);

    network.pass_time(WAIT);
    network.claim_unstake(alice).unwrap();
    assert_eq!(network.tokens_of(alice), (1_000_000 - 2_900 + 4_700) * ONE);
    // The pool vault held 2,000 + 2,900 + 1,450, and has 1,650 left: the rewards of 5,400 are collected in front of Bob's 2,350.
    network.claim_unstake(bob).unwrap();
    assert_eq!(network.tokens_of(bob), (1_000_000 - 1_450 + 2_350) * ONE);
    assert_eq!(network.pool_of(operator).uncollected_rewards, 0);

    // What somebody sends to the vault goes to the pot, and never into a price.
    let (mint, vault) = (network.mints.stake, address::pool_vault(&operator.record.operator_pool));
    network.mint_to(&mint, &vault, 5).unwrap();
    sweep_surplus(network, operator).unwrap();
    assert_eq!(network.balance(&vault), 4_700 * ONE);
}

/// 1,000 of the operator's 2,000 shares, its commissions and its 2,000 x 0.4 USDC.
fn operator_is_slashed<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker) {
    let everything_owed = |shares: u64| args::SlashStake {
        shares: shares * ONE,
        activating_amount: 0,
        unstaking_amount: 0,
        confiscate_commission: true,
    };
    set_halt(network, operator, true);
    assert_refused(slash(network, operator.record, everything_owed(1_000)), StakingError::SlashingDelayNotOver);
    network.pass_time(WAIT);
    slash(network, operator.record, everything_owed(1_000)).unwrap();
    let treasury = wallet("slashing treasury").pubkey();
    let mints = network.mints;
    assert_eq!(network.balance_of(&treasury, &mints.stake), (2_350 + 600) * ONE);
    assert_eq!(network.balance_of(&treasury, &mints.usdc), (350 + 800) * ONE);
    set_halt(network, operator, false);
}

fn operator_leaves<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker) {
    close_pool(network, operator).unwrap();
    network.unstake(operator, 1_000 * ONE).unwrap();
    network.pass_time(WAIT);
    // Nothing is to be collected any more, and that is no failure.
    collect(network, operator).unwrap();
    network.claim_unstake(operator).unwrap();
    assert_eq!(network.tokens_of(operator), (1_000_000 - 2_000 + 2_350) * ONE);

    let pool = network.pool_of(operator);
    assert_eq!([pool.total_staked_amount, pool.total_shares, pool.total_unstaking, pool.total_activating], [0; 4]);
    assert_eq!([pool.uncollected_rewards, pool.reward_commission, pool.usdc_commission, pool.delegator_usdc], [0; 4]);
    assert_eq!(network.balance(&pool.vault), 0);
    // What the records keep for the other pools: 9,000 and 5,000 tokens, 500 and 2,750 USDC.
    let overview = network.overview().unwrap();
    assert_eq!((overview.reward_liability, overview.usdc_liability), (14_000 * ONE, 3_250 * ONE));
}
