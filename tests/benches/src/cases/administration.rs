//! What the program admin sends.

use inference_staking_client::address;
use inference_staking_client::args;
use inference_staking_client::instruction::{self as ix, NewDestination};
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, NetworkSetup};
use inference_staking_test_kit::states::change_overview;
use solana_signer::Signer;

use crate::bench::Bench;

pub fn measure(bench: &mut Bench) {
    let mut network = bench.bare();
    let accounts = network.create_pool_overview_accounts().unwrap();
    let admin = network.program_admin.insecure_clone();
    let create = ix::create_pool_overview(accounts, NetworkSetup::default().overview_args());
    bench.record("create_pool_overview", network.send(&[create], &[&admin]));

    let one = UpdatePoolOverviewArgs { staking_halted: Some(true), ..Default::default() };
    let executed = network.send(&[ix::update_pool_overview(admin.pubkey(), one)], &[&admin]);
    bench.record("update_pool_overview", executed);
    let treasury = wallet("new treasury").pubkey();
    let mints = network.mints;
    let [tokens, usdc] = [mints.stake, mints.usdc].map(|mint| {
        let token_account = network.token_account(&treasury, &mint).unwrap();
        NewDestination { token_account, owner: treasury }
    });
    let accounts = ix::update_pool_overview_accounts(admin.pubkey(), Some(tokens), Some(usdc));
    let update = ix::build(accounts, args::UpdatePoolOverview { args: everything() });
    bench.record("update_pool_overview, everything", network.send(&[update], &[&admin]));

    let new_admin = wallet("new admin");
    let list = |role: &str| Some((0..5).map(|nth| wallet(&format!("{role} {nth}")).pubkey()).collect());
    let args = UpdatePoolOverviewAuthoritiesArgs {
        reward_authorities: list("reward"),
        halt_authorities: list("halt"),
        slashing_authorities: list("slashing"),
        pending_program_admin: Some(new_admin.pubkey()),
    };
    let update = ix::update_pool_overview_authorities(admin.pubkey(), args);
    bench.record("update_pool_overview_authorities, 3 lists of 5", network.send(&[update], &[&admin]));
    let accept = ix::accept_program_admin(new_admin.pubkey());
    bench.record("accept_program_admin", network.send(&[accept], &[&new_admin]));

    // As if the schedule had ended and 128 epochs without rewards had gone.
    change_overview(&mut network, |overview| {
        overview.completed_reward_epoch = 100_000;
        overview.emission.period_index = 8;
        overview.emission.period_budget = 0;
        overview.emission.epochs_per_period = 12_500;
    });
    network.mint_to(&mints.stake, &address::reward_vault(), ONE).unwrap();
    let accounts = ix::withdraw_reward_surplus_accounts(new_admin.pubkey(), tokens.token_account, mints.stake);
    let withdraw = ix::withdraw_reward_surplus(accounts);
    bench.record("withdraw_reward_surplus", network.send(&[withdraw], &[&new_admin]));
}

/// Every parameter at once, with a lower schedule.
fn everything() -> UpdatePoolOverviewArgs {
    UpdatePoolOverviewArgs {
        pool_creation_allowed: Some(true),
        registration_fee: Some(ONE),
        registration_fee_wallet: Some(wallet("another registration fee").pubkey()),
        min_operator_token_stake: Some(0),
        delegator_unstake_delay: Some(7 * DAY as u64),
        operator_unstake_delay: Some(14 * DAY as u64),
        slashing_delay: Some(2 * DAY as u64),
        challenge_period: Some(3_600),
        bypass_delay: Some(3 * DAY as u64),
        min_epoch_length: Some(0),
        max_commission_bps: Some(6_000),
        commission_notice_epochs: Some(1),
        staking_halted: Some(false),
        accrual_halted: Some(false),
        withdrawals_halted: Some(false),
        emission: Some(NewEmissionSchedule::Table { epochs_per_period: 10, budgets: vec![90_000 * ONE; 8] }),
    }
}
