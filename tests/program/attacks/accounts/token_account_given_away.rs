//! Owner tricked into giving away its associated token account: its principal can never be claimed.

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use solana_signer::Signer;

use crate::world::*;

/// Alice has unstaked all of her 3,000 shares at 1.45, and the cooldown is over. Mallory owns her associated account by now.
fn robbed() -> World {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    let account = stake_account(&network, &alice);
    give_token_account(&mut network, &account, &alice.wallet, &wallet("mallory").pubkey());
    World { network, operator, alice, bob }
}

#[test]
fn who_gave_its_token_account_away_is_paid_into_another_one() {
    let World { mut network, alice, .. } = robbed();
    let stolen = stake_account(&network, &alice);
    let before = network.balance(&stolen);
    // Mallory claims for Alice, into the account that is Mallory's now.
    let mint = network.mints.stake;
    refuses_instruction(&mut network, StakingError::WrongPayoutAccount, ix::claim_unstake(alice.record, mint), &[]);
    let fresh = network.token_account(&wallet("alice's other wallet").pubkey(), &mint).unwrap();
    // Nobody but Alice names an account.
    let mut by_mallory = ix::claim_unstake_to(alice.record, stolen, mint);
    let mallory = wallet_with_lamports(&mut network, "mallory");
    by_mallory.accounts[0].pubkey = mallory.pubkey();
    refuses_instruction(&mut network, StakingError::NotRecordOwner, by_mallory, &[&mallory]);
    network.send(&[ix::claim_unstake_to(alice.record, fresh, mint)], &[&alice.wallet]).unwrap();
    assert_eq!((network.balance(&fresh), network.balance(&stolen)), (4_350 * ONE, before));
}

#[test]
fn the_thief_cannot_stop_it_by_freezing_or_closing_the_account() {
    let World { mut network, alice, .. } = robbed();
    let (stolen, mint) = (stake_account(&network, &alice), network.mints.stake);
    freeze(&mut network, &stolen, &mint);
    let fresh = network.token_account(&wallet("alice's other wallet").pubkey(), &mint).unwrap();
    network.send(&[ix::claim_unstake_to(alice.record, fresh, mint)], &[&alice.wallet]).unwrap();
    assert_eq!(network.balance(&fresh), 4_350 * ONE);
    // Nothing is left to claim twice.
    let again = ix::claim_unstake_to(alice.record, fresh, mint);
    refuses_instruction(&mut network, StakingError::NothingToClaim, again, &[&alice.wallet]);
}
