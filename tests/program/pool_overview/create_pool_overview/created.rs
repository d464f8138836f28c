//! What `create_pool_overview` writes, byte by byte.

use inference_staking_client::event;
use inference_staking_client::events::PoolOverviewCreated;
use inference_staking_client::state::{NewEmissionSchedule, PoolOverviewParameters};
use inference_staking_localnet::{tokens, wallet, Chain};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::creation::*;
use inference_staking_test_kit::account_bytes::{empty_token_account, AccountBytes};

/// Every parameter with a value of its own, so that no two can be mixed up.
fn distinct_parameters() -> PoolOverviewParameters {
    PoolOverviewParameters {
        pool_creation_allowed: true,
        registration_fee: 11,
        registration_fee_wallet: wallet("fee wallet").pubkey(),
        min_operator_token_stake: 22,
        delegator_unstake_delay: 600_001,
        operator_unstake_delay: 700_002,
        slashing_delay: 300_003,
        challenge_period: 200_004,
        bypass_delay: 400_005,
        min_epoch_length: 100_006,
        max_commission_bps: 7_007,
        commission_notice_epochs: 8,
    }
}

/// A creation in which the stake token has 9 decimals and USDC has 6, with distinct values everywhere.
fn distinct_creation() -> OverviewCreation {
    let mut creation = OverviewCreation::prepare();
    let mint = wallet("stake mint with 9 decimals");
    create_mint_with_decimals(&mut creation, &mint, 9);
    let treasury = wallet("token treasury").pubkey();
    let destination = creation.network.token_account(&treasury, &mint.pubkey()).unwrap();
    creation.network.0.mints.stake = mint.pubkey();
    creation.accounts.stake_mint = mint.pubkey();
    creation.accounts.slashing_token_destination = destination;
    creation.args.reward_authorities = vec![wallet("r1").pubkey(), wallet("r2").pubkey()];
    creation.args.halt_authorities = vec![wallet("h1").pubkey(), wallet("h2").pubkey(), wallet("h3").pubkey()];
    creation.args.slashing_authorities = vec![wallet("s1").pubkey()];
    creation.args.parameters = distinct_parameters();
    creation.args.emission = NewEmissionSchedule::Table { epochs_per_period: 300, budgets: vec![5_000, 4_000, 3_000] };
    creation
}

fn create_mint_with_decimals(creation: &mut OverviewCreation, mint: &Keypair, decimals: u8) {
    let network = &mut creation.network;
    let (payer, authority) = (network.payer.pubkey(), network.mint_authority.pubkey());
    let rent = network.chain.svm().minimum_balance_for_rent_exemption(82);
    network.send(&tokens::create_mint(&payer, &mint.pubkey(), &authority, decimals, rent), &[mint]).unwrap();
}

#[test]
fn the_overview_has_exactly_these_bytes() {
    let mut creation = distinct_creation();
    let accounts = creation.accounts;
    creation.send().unwrap();

    let (overview, bump) = overview_address();
    let expected = AccountBytes::of_type("PoolOverview", 1_216)
        .key(8, &wallet("stake mint with 9 decimals").pubkey())
        .key(40, &wallet("USDC mint").pubkey())
        .key(72, &reward_vault_address())
        .key(104, &usdc_vault_address())
        .key(136, &wallet("program admin").pubkey())
        // 168: no pending admin.
        .key(200, &wallet("r1").pubkey())
        .key(232, &wallet("r2").pubkey())
        .key(360, &wallet("h1").pubkey())
        .key(392, &wallet("h2").pubkey())
        .key(424, &wallet("h3").pubkey())
        .key(520, &wallet("s1").pubkey())
        .key(680, &accounts.slashing_token_destination)
        .key(712, &accounts.slashing_usdc_destination)
        .key(744, &wallet("fee wallet").pubkey())
        .u64(776, 11)
        .u64(784, 22)
        .u64(792, 600_001)
        .u64(800, 700_002)
        .u64(808, 300_003)
        .u64(816, 200_004)
        .u64(824, 400_005)
        .u64(832, 100_006)
        // 840 to 864: no withdrawal halt, no finalization. No record is claimable and accrual was not resumed: the first time.
        .u64(864, 1 << 63)
        .u64(872, 1 << 63)
        // 880 to 920: epoch 0, no pools, nothing owed.
        .u64(960, 300)
        .u64(968, 5_000)
        .u64(976, 4_000)
        .u64(984, 3_000)
        // Rolling state: period 0, rate 0 in a table, nothing issued before, the first budget.
        .u64(1_056, 5_000)
        .u8(1_064, 1)
        .u16(1_072, 7_007)
        .u16(1_074, 8)
        .u8(1_076, 1)
        // 1,077 to 1,081: nothing is halted, no epoch is finalizing.
        .u8(1_081, 1)
        .u8(1_082, bump)
        .u8(1_083, 9)
        .u8(1_084, 6)
        .u8(1_085, 1);
    expected.assert_are(&creation.overview_data());

    let account = creation.network.chain.account(&overview).unwrap();
    assert_eq!(account.owner, inference_staking::ID);
    assert_rent_exempt_to_the_lamport(&mut creation, &account);
}

fn assert_rent_exempt_to_the_lamport(creation: &mut OverviewCreation, account: &Account) {
    let rent = creation.network.chain.svm().minimum_balance_for_rent_exemption(account.data.len());
    assert_eq!(account.lamports, rent);
}

#[test]
fn the_vaults_are_empty_token_accounts_of_the_overview_and_of_nobody_else() {
    let mut creation = distinct_creation();
    creation.send().unwrap();
    let overview = overview_address().0;
    let vaults = [
        (reward_vault_address(), wallet("stake mint with 9 decimals").pubkey()),
        (usdc_vault_address(), wallet("USDC mint").pubkey()),
    ];
    for (vault, mint) in vaults {
        let account = creation.network.chain.account(&vault).unwrap();
        assert_eq!(account.owner, anchor_spl::token::ID);
        empty_token_account(&mint, &overview).assert_are(&account.data);
        assert_rent_exempt_to_the_lamport(&mut creation, &account);
    }
}

#[test]
fn the_event_says_everything_that_was_set() {
    let mut creation = distinct_creation();
    let executed = creation.send().unwrap();
    let expected = PoolOverviewCreated {
        program_admin: wallet("program admin").pubkey(),
        stake_mint: wallet("stake mint with 9 decimals").pubkey(),
        usdc_mint: wallet("USDC mint").pubkey(),
        slashing_token_destination: creation.accounts.slashing_token_destination,
        slashing_usdc_destination: creation.accounts.slashing_usdc_destination,
        reward_authorities: vec![wallet("r1").pubkey(), wallet("r2").pubkey()],
        halt_authorities: vec![wallet("h1").pubkey(), wallet("h2").pubkey(), wallet("h3").pubkey()],
        slashing_authorities: vec![wallet("s1").pubkey()],
        is_test_network: true,
        parameters: distinct_parameters(),
        emission: NewEmissionSchedule::Table { epochs_per_period: 300, budgets: vec![5_000, 4_000, 3_000] },
        epoch: 1,
    };
    assert_eq!(event::decode_all::<PoolOverviewCreated>(&executed.logs), vec![expected]);
}

#[test]
fn the_upgrade_authority_pays_the_rent_and_nobody_else_does() {
    let mut creation = distinct_creation();
    let wallets = [wallet("program admin").pubkey(), wallet("payer").pubkey()];
    let before = wallets.map(|wallet| creation.network.chain.account(&wallet).unwrap().lamports);
    creation.send().unwrap();
    let after = wallets.map(|wallet| creation.network.chain.account(&wallet).unwrap().lamports);
    let created = [overview_address().0, reward_vault_address(), usdc_vault_address()];
    let rent: u64 = created.iter().map(|address| creation.network.chain.account(address).unwrap().lamports).sum();
    // The payer of the transaction pays 5,000 lamports for each of two signatures.
    assert_eq!([before[0] - after[0], before[1] - after[1]], [rent, 10_000]);
}
