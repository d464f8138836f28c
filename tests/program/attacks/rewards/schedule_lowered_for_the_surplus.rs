//! Admin lowers the schedule to nothing and takes what was funded for years, in one transaction.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::states::change_overview;
use solana_signer::Signer;

use crate::chain::TestNetwork;
use crate::world::*;

/// Eight epochs of 1,000 tokens are funded at once, and the first is paid. And where the admin would put the rest.
fn funded_for_long() -> (TestNetwork, Pubkey) {
    let mut network = network_issuing(vec![1_000 * ONE; 8]);
    let operator = network.operator("operator", 1_000 * ONE);
    network.fund_vaults(7_000 * ONE, 0);
    network.publish_leaves(1, vec![leaf(&operator, 1_000 * ONE, 0)], 1_000 * ONE, 0);
    change_overview(&mut network, |overview| overview.last_rewarded_epoch = 1);
    let mint = network.mints.stake;
    let loot = network.token_account(&wallet("loot").pubkey(), &mint).unwrap();
    (network, loot)
}

fn take(network: &TestNetwork, loot: Pubkey) -> Instruction {
    let admin = network.program_admin.pubkey();
    ix::withdraw_reward_surplus(ix::withdraw_reward_surplus_accounts(admin, loot, network.mints.stake))
}

fn lower_to_nothing(network: &TestNetwork) -> Instruction {
    let nothing = NewEmissionSchedule::Table { epochs_per_period: 1, budgets: vec![1_000 * ONE] };
    let args = UpdatePoolOverviewArgs { emission: Some(nothing), ..Default::default() };
    ix::update_pool_overview(network.program_admin.pubkey(), args)
}

#[test]
fn an_admin_who_lowers_the_schedule_takes_nothing_before_everybody_could_see_it_for_128_epochs() {
    let (mut network, loot) = funded_for_long();
    let admin = network.program_admin.insecure_clone();
    let at_once = take(&network, loot);
    refuses_instruction(&mut network, StakingError::ScheduleStillIssues, at_once, &[&admin]);
    let [lower, take] = [lower_to_nothing(&network), take(&network, loot)];
    let both = [lower.clone(), take.clone()];
    assert_refused(network.send(&both, &[&admin]), StakingError::RewardsTooRecent);
    // Nor in small steps: lowered, it waits for 128 epochs after the last rewards.
    network.send(&[lower], &[&admin]).unwrap();
    for completed in [1, 2, 128] {
        change_overview(&mut network, |overview| overview.completed_reward_epoch = completed);
        assert_refused(network.send(std::slice::from_ref(&take), &[&admin]), StakingError::RewardsTooRecent);
    }
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 129);
    network.send(std::slice::from_ref(&take), &[&admin]).unwrap();
    // What epoch 1 issued is not part of it.
    assert_eq!((network.balance(&loot), vaults(&mut network).0), (7_000 * ONE, 1_000 * ONE));
}

#[test]
fn what_is_owed_stays_even_when_everything_else_may_leave() {
    let (mut network, loot) = funded_for_long();
    let admin = network.program_admin.insecure_clone();
    let [lower, take] = [lower_to_nothing(&network), take(&network, loot)];
    network.send(&[lower], &[&admin]).unwrap();
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 129);
    network.send(std::slice::from_ref(&take), &[&admin]).unwrap();
    assert_refused(network.send(std::slice::from_ref(&take), &[&admin]), StakingError::NoRewardSurplus);
    let owed = liabilities(&mut network).0;
    assert_eq!((owed, vaults(&mut network).0), (1_000 * ONE, 1_000 * ONE));
}
