//! Same account passed twice (two pools in a batch, source = destination).

use inference_staking_client::instruction::{self as ix, FeeAccounts, SlashOf};
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::pools::slash_of;
use solana_signer::Signer;

use crate::chain::start;
use crate::world::*;

#[test]
fn a_pool_stands_in_a_batch_once() {
    let mut network = start();
    let mallory = network.operator("mallory", 2_000 * ONE);
    // A stolen key published a tree with Mallory in it twice.
    let leaves = vec![leaf(&mallory, 1_000 * ONE, 0), leaf(&mallory, 2_000 * ONE, 0)];
    let tree = network.publish_leaves(1, leaves, EMISSION, 0);
    let [first, second] = [0, 1].map(|index| batch_pool(&mallory, &tree, index));
    let nodes = tree.tree.multiproof(&[0]).unwrap();
    // The same leaf twice; both leaves; both in the other order.
    let twice = ix::accrue_rewards(1, 0, &[first, first], nodes.clone());
    refuses_instruction(&mut network, StakingError::LeafIndicesNotIncreasing, twice, &[]);
    refuses_instruction(
        &mut network,
        StakingError::EpochAlreadyAccrued,
        ix::accrue_rewards(1, 0, &[first, second], vec![]),
        &[],
    );
    let turned = ix::accrue_rewards(1, 0, &[second, first], vec![]);
    refuses_instruction(&mut network, StakingError::LeafIndicesNotIncreasing, turned, &[]);
    // The pool's account a second time behind its leaf.
    let mut extra = ix::accrue_rewards(1, 0, &[first], nodes.clone());
    let pool = extra.accounts[2].clone();
    extra.accounts.push(pool);
    refuses_instruction(&mut network, StakingError::BatchAccountsMismatch, extra, &[]);

    accrue_batch(&mut network, &[first], nodes).unwrap();
    let pool = network.pool_of(&mallory);
    assert_eq!((pool.total_staked_amount, pool.reward_commission), (2_900 * ONE, 100 * ONE));
    assert_eq!(network.overview().unwrap().reward_liability, 10_000 * ONE);
}

#[test]
fn no_deposit_comes_out_of_the_vault_it_goes_to() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    for source in [pool_vault(&alice), address::reward_vault()] {
        let mut accounts = network.stake_accounts(&alice);
        accounts.source = source;
        refuses_instruction(&mut network, StakingError::WrongSourceAccount, ix::stake(accounts, ONE), &[&alice.wallet]);
    }
}

#[test]
fn no_payout_goes_back_into_the_vault_it_comes_from() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    let mints = network.mints;
    for vault in [pool_vault(&alice), address::reward_vault()] {
        let mut accounts = ix::claim_unstake_accounts(alice.record, mints.stake);
        accounts.destination = vault;
        let claim = ix::build(accounts, args::ClaimUnstake {});
        refuses_instruction(&mut network, StakingError::WrongPayoutAccount, claim, &[]);
    }
    // Pulled out of the reward vault into itself, or out of the pool vault into itself.
    let mut accounts = ix::collect_pool_rewards_accounts(alice.record.operator_pool, mints.stake);
    accounts.pool_vault = accounts.reward_vault;
    refuses_instruction(&mut network, StakingError::WrongVault, ix::build(accounts, args::CollectPoolRewards {}), &[]);
    let mut accounts = ix::sweep_pool_vault_surplus_accounts(alice.record.operator_pool, mints.stake);
    accounts.reward_vault = accounts.pool_vault;
    let sweep = ix::build(accounts, args::SweepPoolVaultSurplus {});
    refuses_instruction(&mut network, StakingError::WrongVault, sweep, &[]);

    let to_itself = ix::claim_usdc_earnings(alice.record, address::usdc_vault(), mints.usdc);
    refuses_instruction(&mut network, StakingError::WrongDestinationAccount, to_itself, &[&alice.wallet]);
    let (admin, pool) = (operator.key(), operator.record.operator_pool);
    let accounts = ix::withdraw_operator_usdc_commission_accounts(admin, pool, address::usdc_vault(), mints);
    let to_itself = ix::withdraw_operator_usdc_commission(accounts);
    refuses_instruction(&mut network, StakingError::WrongDestinationAccount, to_itself, &[&operator.wallet]);
    for vault in [address::reward_vault(), pool_vault(&operator)] {
        let accounts = ix::withdraw_operator_reward_commission_accounts(admin, pool, vault, mints);
        let to_itself = ix::withdraw_operator_reward_commission(accounts);
        refuses_instruction(&mut network, StakingError::WrongDestinationAccount, to_itself, &[&operator.wallet]);
    }

    // Alice's payout is whole: 1,000 shares at 1.45, and 240 USDC.
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (998_450 * ONE, 240 * ONE));
}

#[test]
fn a_slash_does_not_pay_a_vault() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let halt = network.halt_authority.insecure_clone();
    let pool = operator.record.operator_pool;
    network.send(&[ix::set_halt_status(halt.pubkey(), pool, true)], &[&halt]).unwrap();
    network.pass_time(2 * DAY);
    let right = slash_of(&mut network, operator.record);
    let (slasher, mints) = (network.slashing_authority.insecure_clone(), network.mints);
    let all = args::SlashStake {
        shares: 2_000 * ONE,
        activating_amount: 0,
        unstaking_amount: 0,
        confiscate_commission: true,
    };
    let to_the_vault = SlashOf { slashing_token_destination: pool_vault(&operator), ..right };
    let usdc_to_the_vault = SlashOf { slashing_usdc_destination: address::usdc_vault(), ..right };
    let to_one = SlashOf { slashing_usdc_destination: right.slashing_token_destination, ..right };
    for wrong in [to_the_vault, usdc_to_the_vault, to_one] {
        let accounts = ix::slash_stake_accounts(slasher.pubkey(), wrong, mints, true);
        let slash = ix::slash_stake(accounts, args::SlashStake { ..all });
        refuses_instruction(&mut network, StakingError::WrongSlashDestination, slash, &[&slasher]);
    }
}

#[test]
fn a_fee_from_an_account_to_itself_opens_no_pool() {
    let mut network = start();
    let admin = network.program_admin.insecure_clone();
    let collector = network.funded_wallet("collector", 0).unwrap();
    let fee = UpdatePoolOverviewArgs {
        registration_fee: Some(50 * ONE),
        registration_fee_wallet: Some(collector.pubkey()),
        ..Default::default()
    };
    network.send(&[ix::update_pool_overview(admin.pubkey(), fee)], &[&admin]).unwrap();
    let mallory = network.funded_wallet("mallory", 50 * ONE).unwrap();
    network.give_lamports(&mallory.pubkey(), 1_000_000_000).unwrap();
    let stake_mint = network.mints.stake;
    let [own, collectors] = [&mallory, &collector].map(|w| address::owner_token_account(&w.pubkey(), &stake_mint));
    let create = |destination| {
        let fee = FeeAccounts { source: own, destination };
        let accounts = ix::create_operator_pool_accounts(mallory.pubkey(), mallory.pubkey(), stake_mint, Some(fee));
        ix::create_operator_pool(accounts, pool_args(), u64::MAX)
    };
    refuses_instruction(&mut network, StakingError::WrongFeeDestination, create(own), &[&mallory]);
    // Even if the account is the fee wallet's own by now.
    give_token_account(&mut network, &own, &mallory, &collector.pubkey());
    refuses_instruction(&mut network, StakingError::WrongFeeDestination, create(own), &[&mallory]);
    assert_eq!(network.overview().unwrap().operator_pool_count, 0);
    assert_eq!((network.balance(&own), network.balance(&collectors)), (50 * ONE, 0));
}

#[test]
fn an_operator_record_is_not_replaced_by_itself() {
    let World { mut network, operator, .. } = pool_of_three();
    let (pool, record) = (operator.record.operator_pool, operator.record.address());
    let accounts = ix::change_operator_staking_record_accounts(operator.key(), pool, record, operator.key());
    let change = ix::change_operator_staking_record(accounts);
    refuses_instruction(&mut network, StakingError::WrongNewOperatorRecord, change, &[&operator.wallet]);
}

#[test]
fn a_known_account_is_not_written_again_as_an_unknown_one() {
    let World { mut network, alice, .. } = pool_of_three();
    let mut unstake = ix::unstake(alice.record, ONE);
    let pool = unstake.accounts[2].clone();
    unstake.accounts.push(pool);
    refuses_instruction(&mut network, StakingError::UnknownWritableAccount, unstake, &[&alice.wallet]);
}
