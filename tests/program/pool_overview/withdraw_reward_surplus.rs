//! `withdraw_reward_surplus`: what the global reward vault holds for nobody any more, once the schedule has ended and no
//! record had rewards for 128 epochs (SPEC 4).

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::RewardSurplusWithdrawn;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::pools::Outcome;
use inference_staking_test_kit::refusal::{assert_refused_with_code, refuses};
use inference_staking_test_kit::states::{
    assert_state, change_overview, halt_withdrawals_until, only_event, uninitialized_copy_of,
};
use inference_staking_test_kit::TestNetwork;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Anchor's own refusal.
const NOT_SIGNER: u32 = 3010;

fn withdraw_as(network: &mut TestNetwork, admin: &Keypair, destination: Pubkey) -> Outcome {
    let accounts = ix::withdraw_reward_surplus_accounts(admin.pubkey(), destination, network.mints.stake);
    network.send(&[ix::withdraw_reward_surplus(accounts)], &[admin])
}

fn withdraw(network: &mut TestNetwork, destination: Pubkey) -> Outcome {
    let admin = network.program_admin.insecure_clone();
    withdraw_as(network, &admin, destination)
}

/// A schedule of 7 and 5 tokens in two periods of one epoch, both issued; the vault holds 100. And an account to be paid.
fn ended() -> (TestNetwork, Pubkey) {
    let table = NewEmissionSchedule::Table { epochs_per_period: 1, budgets: vec![7, 5] };
    let mut network = network_issuing(table, 100);
    publish_each(&mut network, 1, &[7, 5]);
    let mint = network.mints.stake;
    let treasury = network.token_account(&wallet("treasury").pubkey(), &mint).unwrap();
    (network, treasury)
}

/// As if so many epochs had been completed, the last of them with rewards `since` epochs ago.
fn complete(network: &mut TestNetwork, epochs: u64, since: u64) {
    change_overview(network, |overview| {
        overview.completed_reward_epoch = epochs;
        overview.last_rewarded_epoch = epochs - since;
    });
}

#[test]
fn exactly_what_is_owed_to_nobody_is_paid_and_nothing_is_written() {
    let (mut network, treasury) = ended();
    complete(&mut network, 130, 128);
    let before = network.overview().unwrap();
    let executed = withdraw(&mut network, treasury).unwrap();
    // 12 of the 100 were issued, and nobody has been paid.
    assert_eq!((network.balance(&treasury), network.balance(&address::reward_vault())), (88, 12));
    assert_state(&network.overview().unwrap(), &before);
    let told = RewardSurplusWithdrawn {
        program_admin: network.program_admin.pubkey(),
        destination: treasury,
        amount: 88,
        reward_liability: 12,
        epoch: 131,
    };
    assert_eq!(only_event::<RewardSurplusWithdrawn>(&executed), told);
    refuses(&mut network, StakingError::NoRewardSurplus, |n| withdraw(n, treasury));
}

#[test]
fn nothing_leaves_before_128_epochs_without_rewards_are_complete() {
    let (mut network, treasury) = ended();
    for (epochs, since) in [(2, 0), (3, 1), (129, 127), (500, 127)] {
        complete(&mut network, epochs, since);
        refuses(&mut network, StakingError::RewardsTooRecent, |n| withdraw(n, treasury));
    }
    complete(&mut network, 500, 128);
    withdraw(&mut network, treasury).unwrap();
}

#[test]
fn a_marked_epoch_is_not_complete() {
    let (mut network, treasury) = ended();
    complete(&mut network, 129, 127);
    network.mark(130).unwrap();
    refuses(&mut network, StakingError::RewardsTooRecent, |n| withdraw(n, treasury));
}

#[test]
fn nothing_leaves_while_a_table_has_a_budget_to_come() {
    // Periods of 50 epochs; the budget of the fourth, of 3, is issued in its first 3 epochs: 151, 152 and 153.
    let table = NewEmissionSchedule::Table { epochs_per_period: 50, budgets: vec![0, 0, 0, 3] };
    let mut network = network_issuing(table, 100);
    let mint = network.mints.stake;
    let treasury = network.token_account(&wallet("treasury").pubkey(), &mint).unwrap();
    for completed in [130, 149, 150, 152] {
        change_overview(&mut network, |overview| overview.completed_reward_epoch = completed);
        refuses(&mut network, StakingError::ScheduleStillIssues, |n| withdraw(n, treasury));
    }
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 153);
    withdraw(&mut network, treasury).unwrap();
    assert_eq!(network.balance(&treasury), 100);
}

#[test]
fn nothing_leaves_while_a_disinflation_can_issue_anything() {
    // 50 % of 8, half as much each period: 4, 2, 1 and then nothing; or 1 for ever, if the long-term rate is an eighth.
    let halving = |long_term_rate| NewEmissionSchedule::Disinflation {
        base_supply: 8,
        initial_rate: 500_000_000_000_000,
        decay: 500_000_000_000_000,
        long_term_rate,
        epochs_per_period: 100,
        compounding: false,
        cap: u64::MAX,
    };
    for (long_term_rate, ends) in [(0, true), (125_000_000_000_000, false)] {
        let mut network = network_issuing(halving(long_term_rate), 100);
        let mint = network.mints.stake;
        let treasury = network.token_account(&wallet("treasury").pubkey(), &mint).unwrap();
        // The third period's one token is issued by epoch 201.
        change_overview(&mut network, |overview| overview.completed_reward_epoch = 200);
        refuses(&mut network, StakingError::ScheduleStillIssues, |n| withdraw(n, treasury));
        change_overview(&mut network, |overview| overview.completed_reward_epoch = 201);
        if ends {
            withdraw(&mut network, treasury).unwrap();
        } else {
            refuses(&mut network, StakingError::ScheduleStillIssues, |n| withdraw(n, treasury));
        }
    }
}

#[test]
fn nobody_but_the_program_admin_withdraws_it() {
    let (mut network, treasury) = ended();
    complete(&mut network, 130, 128);
    for stranger in [network.halt_authority.insecure_clone(), network.reward_authority.insecure_clone()] {
        refuses(&mut network, StakingError::NotProgramAdmin, |n| withdraw_as(n, &stranger, treasury));
    }
    let admin = network.program_admin.pubkey();
    let accounts = ix::withdraw_reward_surplus_accounts(admin, treasury, network.mints.stake);
    let unsigned = inference_staking_test_kit::bent::unsigned(ix::withdraw_reward_surplus(accounts), &admin);
    assert_refused_with_code(network.send(&[unsigned], &[]), NOT_SIGNER);
}

#[test]
fn it_goes_to_no_vault_and_to_no_account_of_another_mint() {
    let (mut network, treasury) = ended();
    let operator = network.operator("operator", 0);
    complete(&mut network, 130, 128);
    let usdc = network.mints.usdc;
    let wrong = [
        address::reward_vault(),
        address::pool_vault(&operator.record.operator_pool),
        network.token_account(&wallet("treasury").pubkey(), &usdc).unwrap(),
        uninitialized_copy_of(&mut network, &treasury),
        wallet("treasury").pubkey(),
    ];
    for destination in wrong {
        refuses(&mut network, StakingError::WrongDestinationAccount, |n| withdraw(n, destination));
    }
}

#[test]
fn a_withdrawal_halt_stops_it_until_its_end() {
    let (mut network, treasury) = ended();
    complete(&mut network, 130, 128);
    let end = network.chain.now() + 1_000;
    halt_withdrawals_until(&mut network, end);
    refuses(&mut network, StakingError::WithdrawalsHalted, |n| withdraw(n, treasury));
    network.pass_time(1_000);
    withdraw(&mut network, treasury).unwrap();
}
