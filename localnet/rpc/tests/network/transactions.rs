//! Transactions of the program over JSON-RPC.

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::player::{self, OPERATOR_STAKE};

#[test]
fn an_operators_first_stake_is_shares_at_once_and_a_later_one_is_activating() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);

    // In its new pool a base unit is a share.
    player::send(&rpc, &[player::stake(record, 5 * ONE, &network.mints)], &[operator]);
    let found = player::staking_record(&rpc, record);
    assert_eq!((found.shares, found.activating), (OPERATOR_STAKE, 5 * ONE));
    let left = player::tokens_of(&rpc, &operator.pubkey(), &network.mints.stake);
    assert_eq!(left, 1_000_000 * ONE - OPERATOR_STAKE - 5 * ONE);
}

#[test]
fn a_refusal_carries_the_program_s_own_error() {
    let network = player::network();
    let (rpc, operator) = (network.rpc_client(), &network.wallets[0]);
    let record = player::pool_with_stake(&rpc, operator, &network.mints);

    let claim = ix::claim_unstake(record, network.mints.stake);
    let blockhash = rpc.get_latest_blockhash().unwrap();
    let payer = operator.pubkey();
    let refused = rpc
        .send_and_confirm_transaction(&Transaction::new_signed_with_payer(
            &[claim],
            Some(&payer),
            &[operator],
            blockhash,
        ))
        .unwrap_err();
    // Own errors count from 6000.
    let number = format!("{:#x}", 6_000 + StakingError::NothingToClaim as u32);
    assert!(refused.to_string().contains(&number), "{refused}");
}
