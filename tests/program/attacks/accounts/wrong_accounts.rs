//! Account of the wrong type, owner, mint, pool; look-alike vault.

use anchor_lang::prelude::{pubkey, Pubkey};
use inference_staking_client::instruction as ix;
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::Staker;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::world::*;

const TOKEN_2022: Pubkey = pubkey!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

/// The paid pool of three, Alice with a matured ticket of 1,450, and Mallory with a pool of its own.
fn world_with_mallory() -> (World, Staker) {
    let mut world = paid_pool_of_three();
    let mallory = world.network.operator("mallory", 0);
    world.network.unstake(&world.alice, 1_000 * ONE).unwrap();
    world.network.pass_time(7 * DAY);
    (world, mallory)
}

/// Whatever was tried, Alice gets 3,000 shares at 1.45 and 240 USDC, and Mallory nothing.
fn alice_leaves_whole(mut world: World, mallory: &Staker) {
    let World { network, alice, .. } = &mut world;
    network.unstake(alice, 2_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(alice).unwrap();
    network.claim_usdc(alice).unwrap();
    assert_eq!((network.tokens_of(alice), network.usdc_of(alice)), (1_001_350 * ONE, 240 * ONE));
    assert_eq!((network.tokens_of(mallory), network.usdc_of(mallory)), (1_000_000 * ONE, 0));
}

#[test]
fn a_record_of_another_owner_or_pool_is_refused() {
    let (mut world, mallory) = world_with_mallory();
    let (network, alice) = (&mut world.network, &world.alice);
    let own = [&mallory.wallet];
    // Mallory signs for Alice's record.
    let mut unstake = ix::by_record_owner_accounts(alice.record);
    unstake.owner = mallory.key();
    refuses_instruction(
        network,
        StakingError::NotRecordOwner,
        ix::build(unstake, args::Unstake { shares: ONE, activating: 0, ticket: None }),
        &own,
    );
    let mut claim = ix::claim_usdc_earnings_accounts(alice.record, usdc_account(network, &mallory), network.mints.usdc);
    claim.owner = mallory.key();
    refuses_instruction(network, StakingError::NotRecordOwner, ix::build(claim, args::ClaimUsdcEarnings {}), &own);
    // Alice's signature is missing.
    let mut unsigned = ix::claim_usdc_earnings(alice.record, usdc_account(network, &mallory), network.mints.usdc);
    unsigned.accounts[0].is_signer = false;
    refuses_with_code(network, NOT_SIGNER, &[unsigned], &[]);
    // Each record with the other pool.
    let mut unstake = ix::by_record_owner_accounts(alice.record);
    unstake.operator_pool = mallory.record.operator_pool;
    let signer = [&alice.wallet];
    refuses_instruction(
        network,
        StakingError::RecordOfAnotherPool,
        ix::build(unstake, args::Unstake { shares: ONE, activating: 0, ticket: None }),
        &signer,
    );
    let mut claim = ix::claim_unstake_accounts(alice.record, network.mints.stake);
    claim.operator_pool = mallory.record.operator_pool;
    claim.pool_vault = pool_vault(&mallory);
    refuses_instruction(network, StakingError::RecordOfAnotherPool, ix::build(claim, args::ClaimUnstake {}), &[]);
    // Mallory stakes in Alice's pool with the record of its own pool, and the other way round.
    let mut stake = network.stake_accounts(&mallory);
    stake.operator_pool = alice.record.operator_pool;
    stake.pool_vault = pool_vault(alice);
    refuses_instruction(network, StakingError::RecordOfAnotherPool, ix::stake(stake, 1_000 * ONE), &own);
    // Mallory as the admin of the other pool.
    let pool = alice.record.operator_pool;
    let destination = usdc_account(network, &mallory);
    let accounts = ix::withdraw_operator_usdc_commission_accounts(mallory.key(), pool, destination, network.mints);
    refuses_instruction(network, StakingError::NotPoolAdmin, ix::withdraw_operator_usdc_commission(accounts), &own);
    let close = ix::close_operator_pool(mallory.key(), pool, world.operator.record.address());
    refuses_instruction(network, StakingError::NotPoolAdminOrOperator, close, &own);
    alice_leaves_whole(world, &mallory);
}

#[test]
fn a_look_alike_vault_is_refused() {
    let (mut world, mallory) = world_with_mallory();
    let (network, alice) = (&mut world.network, &world.alice);
    // Token accounts of the right mint whose authority is the very pool, or the overview.
    let (pool, mints) = (alice.record.operator_pool, network.mints);
    let of_the_pool = network.token_account(&pool, &mints.stake).unwrap();
    let of_the_overview = network.token_account(&address::pool_overview(), &mints.stake).unwrap();
    let usdc_of_the_overview = network.token_account(&address::pool_overview(), &mints.usdc).unwrap();
    for vault in [of_the_pool, pool_vault(&mallory), address::reward_vault(), stake_account(network, &mallory)] {
        let mut stake = network.stake_accounts(alice);
        stake.pool_vault = vault;
        refuses_instruction(network, StakingError::WrongVault, ix::stake(stake, ONE), &[&alice.wallet]);
        let mut claim = ix::claim_unstake_accounts(alice.record, mints.stake);
        claim.pool_vault = vault;
        refuses_instruction(network, StakingError::WrongVault, ix::build(claim, args::ClaimUnstake {}), &[]);
    }
    for vault in [of_the_overview, pool_vault(&mallory), address::usdc_vault()] {
        let mut collect = ix::collect_pool_rewards_accounts(pool, mints.stake);
        collect.reward_vault = vault;
        refuses_instruction(network, StakingError::WrongVault, ix::build(collect, args::CollectPoolRewards {}), &[]);
    }
    for vault in [usdc_of_the_overview, address::reward_vault(), usdc_account(network, &mallory)] {
        let mut claim = ix::claim_usdc_earnings_accounts(alice.record, usdc_account(network, alice), mints.usdc);
        claim.usdc_vault = vault;
        refuses_instruction(
            network,
            StakingError::WrongVault,
            ix::build(claim, args::ClaimUsdcEarnings {}),
            &[&alice.wallet],
        );
    }
    // A full look-alike does not make an underfunded record look funded.
    network.mint_to(&mints.stake, &of_the_overview, EMISSION).unwrap();
    network.mark(2).unwrap();
    let authority = network.reward_authority.insecure_clone();
    let mut accounts = ix::create_reward_record_accounts(network.payer.pubkey(), authority.pubkey(), 2);
    accounts.reward_vault = of_the_overview;
    let roots =
        args::CreateRewardRecord { roots: vec![[1; 32]], depths: vec![0], total_rewards: EMISSION, total_usdc: 0 };
    refuses_instruction(network, StakingError::WrongVault, ix::create_reward_record(accounts, roots), &[&authority]);
    alice_leaves_whole(world, &mallory);
}

#[test]
fn another_mint_is_refused() {
    let (mut world, mallory) = world_with_mallory();
    let (network, alice) = (&mut world.network, &world.alice);
    // Mallory's own mint, and a wallet full of it.
    let coin = Keypair::new_from_array([6; 32]);
    network.create_mint(&coin).unwrap();
    let worthless = network.token_account(&mallory.key(), &coin.pubkey()).unwrap();
    network.mint_to(&coin.pubkey(), &worthless, 1_000_000 * ONE).unwrap();
    let mints = network.mints;
    for source in [worthless, usdc_account(network, &mallory), mints.stake, mallory.key()] {
        let mut stake = network.stake_accounts(&mallory);
        stake.source = source;
        refuses_instruction(
            network,
            StakingError::WrongSourceAccount,
            ix::stake(stake, 1_000 * ONE),
            &[&mallory.wallet],
        );
    }
    let mut stake = network.stake_accounts(&mallory);
    (stake.source, stake.stake_mint) = (worthless, coin.pubkey());
    refuses_instruction(network, StakingError::WrongMint, ix::stake(stake, 1_000 * ONE), &[&mallory.wallet]);
    for mint in [coin.pubkey(), mints.usdc] {
        let mut stake = network.stake_accounts(&mallory);
        stake.stake_mint = mint;
        refuses_instruction(network, StakingError::WrongMint, ix::stake(stake, 1_000 * ONE), &[&mallory.wallet]);
        let mut claim = ix::claim_unstake_accounts(alice.record, mints.stake);
        claim.stake_mint = mint;
        refuses_instruction(network, StakingError::WrongMint, ix::build(claim, args::ClaimUnstake {}), &[]);
    }
    // A pool whose principal would be kept in Mallory's mint.
    let newcomer = network.funded_wallet("newcomer", 0).unwrap();
    let payer = network.payer.pubkey();
    let accounts = ix::create_operator_pool_accounts(payer, newcomer.pubkey(), coin.pubkey(), None);
    let create = ix::create_operator_pool(accounts, inference_staking_test_kit::actors::pool_args(), u64::MAX);
    refuses_instruction(network, StakingError::WrongMint, create, &[&newcomer]);
    alice_leaves_whole(world, &mallory);
}

#[test]
fn an_account_of_the_wrong_type_is_refused() {
    let (mut world, mallory) = world_with_mallory();
    let (network, alice) = (&mut world.network, &world.alice);
    let right = ix::unstake(alice.record, ONE);
    let (overview, pool, record) = (address::pool_overview(), alice.record.operator_pool, alice.record.address());
    // Overview, pool and record stand at places 1 to 3 of an unstake.
    let wrong_types =
        [(1, pool), (1, record), (2, record), (2, address::reward_record(1)), (3, address::reward_record(1))];
    for (place, wrong) in wrong_types {
        let mut bent = right.clone();
        bent.accounts[place].pubkey = wrong;
        refuses_with_code(network, WRONG_DISCRIMINATOR, &[bent], &[&alice.wallet]);
    }
    // Exact copies at addresses of another program.
    for (place, original) in [(1, overview), (2, pool), (3, record)] {
        let mut copy = network.chain.account(&original).unwrap();
        copy.owner = mallory.key();
        network.chain.set_account(&Pubkey::new_from_array([0xF0; 32]), copy);
        let mut bent = right.clone();
        bent.accounts[place].pubkey = Pubkey::new_from_array([0xF0; 32]);
        refuses_with_code(network, WRONG_OWNER_PROGRAM, &[bent], &[&alice.wallet]);
    }
    for wrong in [pool_vault(alice), mallory.key(), address::program_id()] {
        let mut bent = right.clone();
        bent.accounts[1].pubkey = wrong;
        refuses_with_code(network, WRONG_OWNER_PROGRAM, &[bent], &[&alice.wallet]);
    }
    // A token program of Mallory's choice would say that it has moved what it has not.
    for program in [TOKEN_2022, address::program_id(), anchor_lang::prelude::system_program::ID] {
        let mut stake = network.stake_accounts(alice);
        stake.token_program = program;
        refuses_with_code(network, WRONG_PROGRAM, &[ix::stake(stake, ONE)], &[&alice.wallet]);
    }
    alice_leaves_whole(world, &mallory);
}
