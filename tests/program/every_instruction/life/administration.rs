//! The singleton with full lists and the longest schedule.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::{
    CreatePoolOverviewArgs, UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs,
};
use inference_staking_client::state::EmissionScheduleArgs;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, NetworkSetup};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::measured::Measured;

/// Most authorities of one list, SPEC 2.
const AUTHORITIES: usize = 5;
/// Most budgets of an emission table, SPEC 11.
const BUDGETS: usize = 8;

/// A full list that begins with the key of a role.
fn full_list(first: &Keypair, role: &str) -> Vec<Pubkey> {
    let others = (2..=AUTHORITIES).map(|nth| wallet(&format!("{role} authority {nth}")).pubkey());
    [first.pubkey()].into_iter().chain(others).collect()
}

fn longest_table(budget: u64) -> EmissionScheduleArgs {
    EmissionScheduleArgs::Table { epochs_per_period: 10, budgets: vec![budget; BUDGETS] }
}

pub fn create_overview_and_hand_it_over(measured: &mut Measured) {
    let accounts = measured.network.create_pool_overview_accounts().unwrap();
    let mut parameters = NetworkSetup::default().parameters;
    parameters.registration_fee = 7 * ONE;
    let args = CreatePoolOverviewArgs {
        reward_authorities: full_list(&measured.network.reward_authority, "reward"),
        halt_authorities: full_list(&measured.network.halt_authority, "halt"),
        slashing_authorities: full_list(&measured.network.slashing_authority, "slashing"),
        parameters,
        emission: longest_table(200_000 * ONE),
    };
    let create = ix::create_pool_overview(accounts, args);
    // The upgrade authority pays the fee itself: with another payer it would be larger, which is why it pays the rent too.
    let admin = measured.network.program_admin.insecure_clone();
    let another_payer = measured.bytes(create.clone(), &[&admin]);
    let payer = std::mem::replace(&mut measured.network.payer, admin.insecure_clone());
    let note = format!("3 lists of 5, table of 8; {another_payer} if somebody else paid the fee");
    measured.send(&note, create, &[&admin]);
    NetworkSetup::default().write_whether_test_network(&mut measured.network);
    measured.network.payer = payer;

    let new_admin = wallet("new admin");
    let args = UpdatePoolOverviewAuthoritiesArgs {
        reward_authorities: Some(full_list(&measured.network.reward_authority, "reward")),
        halt_authorities: Some(full_list(&measured.network.halt_authority, "halt")),
        slashing_authorities: Some(full_list(&measured.network.slashing_authority, "slashing")),
        pending_program_admin: Some(new_admin.pubkey()),
    };
    let update = ix::update_pool_overview_authorities(admin.pubkey(), args);
    measured.send("3 lists of 5, and a new admin", update, &[&admin]);
    measured.send("", ix::accept_program_admin(new_admin.pubkey()), &[&new_admin]);
    measured.network.program_admin = new_admin;
}

/// Every parameter at once: among them no fee, no minimum of an operator's stake, no minimum epoch length.
pub fn update_overview(measured: &mut Measured) {
    let (network, treasury) = (&mut measured.network, wallet("new treasury").pubkey());
    let mints = network.mints;
    let tokens = network.token_account(&treasury, &mints.stake).unwrap();
    let usdc = network.token_account(&treasury, &mints.usdc).unwrap();
    let args = UpdatePoolOverviewArgs {
        pool_creation_allowed: Some(true),
        registration_fee: Some(0),
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
        emission: Some(longest_table(100_000 * ONE)),
    };
    let admin = network.program_admin.insecure_clone();
    let accounts = ix::update_pool_overview_accounts(admin.pubkey(), Some(tokens), Some(usdc));
    let update = ix::build(accounts, inference_staking_client::args::UpdatePoolOverview { args });
    measured.send("everything, table of 8, both destinations", update, &[&admin]);
}
