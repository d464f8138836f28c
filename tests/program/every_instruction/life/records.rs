//! Records of a pool's stakers.

use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::{address, args};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::Staker;
use solana_signer::Signer;

use super::measured::Measured;
use super::pool::Pool;

/// Three delegators, whose rents somebody else pays; everybody stakes, the first delegator more than the operator.
pub fn create_and_stake(measured: &mut Measured, pool: &mut Pool) {
    let rent_payer = measured.rent_payer.insecure_clone();
    for name in ["first", "second", "third"] {
        let owner = measured.network.funded_wallet(name, 1_000 * ONE).unwrap();
        let record = RecordOf { operator_pool: pool.account, owner: owner.pubkey() };
        let create = ix::create_staking_record(rent_payer.pubkey(), record);
        measured.send("rent payer", create, &[&rent_payer, &owner]);
        pool.stakers.push(Staker { wallet: owner, record });
    }
    for (staker, amount) in pool.stakers.iter().zip([100 * ONE + 1, 200 * ONE + 3, 300 * ONE + 7, 400 * ONE + 9]) {
        let accounts = measured.network.stake_accounts(staker);
        measured.send("", ix::stake(accounts, amount), &[&staker.wallet]);
        // The operator's is shares at once; the others' come as if in an epoch before.
        if measured.network.record_of(staker).activating > 0 {
            measured.network.ripen(staker);
            let activate = ix::activate_stake(staker.record, pool.stakers[0].record.address());
            measured.send("", activate, &[]);
        }
    }
}

/// Locks the second delegator's shares and asks for its record.
pub fn lock_and_query(measured: &mut Measured, pool: &Pool) {
    let operator_record = measured.network.pool(&pool.account).unwrap().operator_staking_record;
    let Staker { wallet, record } = &pool.stakers[2];
    measured.send("", ix::lock_stake(*record, 14 * DAY as u64), &[wallet]);
    measured.send("", ix::extend_lock(*record, DAY as u64), &[wallet]);
    measured.send("", ix::begin_unlock(*record), &[wallet]);
    measured.send("", ix::cancel_unlock(*record), &[wallet]);
    measured.send("", ix::query_staking_record(*record, operator_record), &[]);
}

/// The third delegator leaves with a part, and its USDC goes to somebody else; the operator has a ticket to slash.
pub fn leave(measured: &mut Measured, pool: &Pool) {
    let Staker { wallet: owner, record } = &pool.stakers[3];
    measured.send("", ix::unstake(*record, 50 * ONE), &[owner]);
    measured.send("", ix::cancel_unstake(*record, 0), &[owner]);
    let activating = measured.network.record(&record.address()).unwrap().activating;
    let both = args::Unstake { shares: 60 * ONE, activating, ticket: None };
    measured.send("both kinds", ix::unstake_of(*record, both), &[owner]);
    let mints = measured.network.mints;
    let heir = wallet("heir").pubkey();
    let destination = measured.network.token_account(&heir, &mints.usdc).unwrap();
    measured.send("", ix::claim_usdc_earnings(*record, destination, mints.usdc), &[owner]);
    let Staker { wallet: leaver, record: left } = &pool.stakers[0];
    measured.network.send(&[ix::unstake(*left, 7 * ONE)], &[leaver]).unwrap();
    measured.send("joining a ticket", ix::unstake_joining(*left, 2 * ONE, 0), &[leaver]);
    measured.pass_time(7 * DAY);
    measured.send("", ix::collect_pool_rewards(pool.account, mints.stake), &[]);
    measured.send("", ix::claim_unstake(*record, mints.stake), &[]);
    let destination = measured.network.token_account(&heir, &mints.stake).unwrap();
    measured.send("signed by the owner", ix::claim_unstake_to(*left, destination, mints.stake), &[leaver]);
    assert!(measured.network.balance(&destination) >= 9 * ONE);
    let vault = address::pool_vault(&pool.account);
    measured.network.mint_to(&mints.stake, &vault, 5).unwrap();
    measured.send("", ix::sweep_pool_vault_surplus(pool.account, mints.stake), &[]);
    assert!(measured.network.balance(&address::owner_token_account(&owner.pubkey(), &mints.stake)) > 660 * ONE);
    measured.network.unstake(&pool.stakers[1], 5 * ONE).unwrap();
}
