//! Account closed and revived in the same transaction; closed to itself.

use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, NetworkSetup};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::epochs::EpochTree;
use solana_signer::Signer;

use crate::chain::start_with;
use crate::world::*;

/// The paid pool of three after Alice unstaked and was paid everything: her record is empty.
fn alice_has_left() -> World {
    let mut world = paid_pool_of_three();
    let World { network, alice, .. } = &mut world;
    network.unstake(alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(alice).unwrap();
    network.claim_usdc(alice).unwrap();
    // 3,000 shares at 1.45; 3/10 of 800 USDC.
    assert_eq!((network.tokens_of(alice), network.usdc_of(alice)), (1_001_350 * ONE, 240 * ONE));
    world
}

#[test]
fn a_closed_record_is_not_kept_alive_by_lamports() {
    let World { mut network, alice, .. } = alice_has_left();
    let payer = network.payer.pubkey();
    let close = ix::close_staking_record(alice.record);
    let revive = lamports_to(payer, alice.record.address(), 10_000_000);
    let stake = ix::stake(network.stake_accounts(&alice), ONE);
    let signer = [&alice.wallet];
    refuses_with_code(&mut network, WRONG_OWNER_PROGRAM, &[close.clone(), revive.clone(), stake], &signer);
    let usdc = usdc_account(&network, &alice);
    let claim = ix::claim_usdc_earnings(alice.record, usdc, network.mints.usdc);
    refuses_with_code(&mut network, WRONG_OWNER_PROGRAM, &[close.clone(), revive.clone(), claim], &signer);
    refuses_with_code(&mut network, WRONG_OWNER_PROGRAM, &[close.clone(), revive.clone(), close.clone()], &signer);

    // Nothing is left at the address but the lamports.
    network.send(&[close, revive], &signer).unwrap();
    let left = network.chain.account(&alice.record.address()).unwrap();
    assert_eq!((left.lamports, left.data.len()), (10_000_000, 0));
    assert_eq!(left.owner, anchor_lang::prelude::system_program::ID);
}

#[test]
fn a_record_created_anew_in_the_same_transaction_earns_nothing_of_the_past() {
    let World { mut network, operator, alice, .. } = alice_has_left();
    let payer = network.payer.pubkey();
    let (close, create) = (ix::close_staking_record(alice.record), ix::create_staking_record(payer, alice.record));
    let stake = ix::stake(network.stake_accounts(&alice), 1_450 * ONE);
    let usdc = usdc_account(&network, &alice);
    let claim = ix::claim_usdc_earnings(alice.record, usdc, network.mints.usdc);
    let whole = [close.clone(), create.clone(), stake.clone(), claim];
    assert_refused(network.send(&whole, &[&alice.wallet]), StakingError::NoUsdcToClaim);
    let activate = ix::activate_stake(alice.record, operator.record.address());
    let activated = [close.clone(), create.clone(), stake.clone(), activate];
    assert_refused(network.send(&activated, &[&alice.wallet]), StakingError::NothingRipe);
    network.send(&[close, create, stake], &[&alice.wallet]).unwrap();
    network.ripen(&alice);
    network.activate(&alice).unwrap();
    // 1,000 shares at 1.45; the index starts where the pool's is: 0.08 USDC a share.
    let record = network.record_of(&alice);
    assert_eq!((record.shares, record.settled_usdc), (1_000 * ONE, 0));
    assert_eq!(record.usdc_checkpoint.get(), 80_000_000_000_000_000);
    assert_refused(network.claim_usdc(&alice), StakingError::NoUsdcToClaim);
    // The others have theirs: 160 of the operator, 400 of Bob, 200 commission.
    assert_eq!(network.overview().unwrap().usdc_liability, 760 * ONE);
    network.claim_usdc(&operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 160 * ONE);
}

#[test]
fn a_record_that_holds_anything_is_not_closed_on_the_way() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let close = ix::close_staking_record(alice.record);
    refuses_instruction(&mut network, StakingError::RecordNotEmpty, close.clone(), &[&alice.wallet]);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    refuses_instruction(&mut network, StakingError::RecordNotEmpty, close.clone(), &[&alice.wallet]);
    network.claim_usdc(&alice).unwrap();
    refuses_instruction(&mut network, StakingError::RecordNotEmpty, close.clone(), &[&alice.wallet]);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.send(&[close], &[&alice.wallet]).unwrap();
}

#[test]
fn a_record_is_not_closed_to_itself() {
    let World { mut network, alice, .. } = alice_has_left();
    let mut to_itself = ix::close_staking_record(alice.record);
    to_itself.accounts[0].pubkey = alice.record.address();
    to_itself.accounts[0].is_signer = false;
    refuses_with_code(&mut network, NOT_SIGNER, &[to_itself], &[]);
    let record = network.chain.account(&alice.record.address()).unwrap();
    network.send(&[ix::close_staking_record(alice.record)], &[&alice.wallet]).unwrap();
    // The rent is hers.
    assert_eq!(network.chain.account(&alice.key()).unwrap().lamports, record.lamports);
    assert!(network.chain.account(&alice.record.address()).is_none());
}

#[test]
fn a_revoked_record_comes_back_only_as_a_new_one() {
    let mut setup = NetworkSetup::default();
    setup.parameters.challenge_period = 3_600;
    let mut network = start_with(&setup);
    let mallory = network.operator("mallory", 2_000 * ONE);
    let bad = network.publish_leaves(1, vec![leaf(&mallory, EMISSION, 0)], EMISSION, 0);
    let (halt, authority) = (network.halt_authority.insecure_clone(), network.reward_authority.insecure_clone());
    let payer = network.payer.pubkey();
    // Rent to the record itself would keep it alive.
    let to_itself = ix::revoke_reward_record(halt.pubkey(), 1, address::reward_record(1));
    refuses_with_code(&mut network, CONSTRAINT_CLOSE, &[to_itself], &[&halt]);

    // Revoked, kept alive with lamports and accrued: refused as a whole.
    let revoke = ix::revoke_reward_record(halt.pubkey(), 1, payer);
    let revive = lamports_to(payer, address::reward_record(1), 10_000_000);
    let accounts = ix::accrue_reward_accounts(mallory.record.operator_pool, 1, mallory.record.address());
    let accrue = ix::accrue_reward(accounts, bad.proof(0));
    refuses_with_code(&mut network, WRONG_OWNER_PROGRAM, &[revoke.clone(), revive.clone(), accrue], &[&halt]);

    // Revoked and committed again in one transaction: the totals are owed once, the old root is gone.
    let good = EpochTree::new(1, vec![leaf(&mallory, 1_000 * ONE, 0)]);
    let accounts = ix::create_reward_record_accounts(payer, authority.pubkey(), 1);
    let create = ix::create_reward_record(accounts, good.record_args(EMISSION, 0));
    network.send(&[revoke, revive, create], &[&halt, &authority]).unwrap();
    let overview = network.overview().unwrap();
    assert_eq!((overview.completed_reward_epoch, overview.is_epoch_finalizing), (1, 0));
    assert_eq!(overview.reward_liability, EMISSION);
    network.pass_time(3_600);
    assert_refused(network.accrue(&mallory, 1, bad.proof(0)), StakingError::ProofMismatch);
    network.accrue(&mallory, 1, good.proof(0)).unwrap();
    assert_eq!(network.pool_of(&mallory).total_staked_amount, 2_900 * ONE);
}
