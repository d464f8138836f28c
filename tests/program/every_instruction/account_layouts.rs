//! Sizes and offsets of the accounts, with the 8 bytes of the discriminator, as numbers that do not move: explorers filter
//! by them and old accounts keep them (SPEC 3, 15.11).

use std::mem::{align_of, offset_of, size_of, size_of_val};

use anchor_lang::Discriminator;
use bytemuck::Zeroable;
use inference_staking_client::state::*;

use inference_staking_test_kit::account_bytes::discriminator;

/// Every field at its offset with its length, one after the other without a gap, up to the account's size.
macro_rules! assert_account {
    ($account:ident: $size:expr, at most $limit:expr; $($field:ident $offset:literal $length:literal),+ $(,)?) => {
        let zeroed = $account::zeroed();
        let mut end = 8;
        $(
            assert_eq!(end, $offset, "{} begins where the field before it ends", stringify!($field));
            assert_eq!(8 + offset_of!($account, $field), $offset, "offset of {}", stringify!($field));
            assert_eq!(size_of_val(&zeroed.$field), $length, "length of {}", stringify!($field));
            end = $offset + $length;
        )+
        assert_eq!((end, 8 + size_of::<$account>(), $account::SPACE), ($size, $size, $size), "size of the account");
        assert!($size <= $limit, "the account is larger than SPEC 3 allows");
        assert_eq!(align_of::<$account>(), 8);
        assert_eq!($account::DISCRIMINATOR, discriminator("account", stringify!($account)));
    };
}

#[test]
fn pool_overview() {
    assert_account!(PoolOverview: 1_192, at most 1_536;
        stake_mint 8 32, usdc_mint 40 32, reward_vault 72 32, usdc_vault 104 32, program_admin 136 32,
        pending_program_admin 168 32, reward_authorities 200 160, halt_authorities 360 160, slashing_authorities 520 160,
        slashing_token_destination 680 32, slashing_usdc_destination 712 32, registration_fee_wallet 744 32,
        registration_fee 776 8, min_operator_token_stake 784 8, delegator_unstake_delay 792 8,
        operator_unstake_delay 800 8, slashing_delay 808 8, challenge_period 816 8, bypass_delay 824 8,
        min_epoch_length 832 8, withdrawal_halted_until 840 8, withdrawal_halt_allowed_from 848 8,
        last_finalized_at 856 8, completed_reward_epoch 864 8, operator_pool_count 872 8, reward_liability 880 8,
        usdc_liability 888 8, emission 896 152, max_commission_bps 1048 2, commission_notice_epochs 1050 2,
        pool_creation_allowed 1052 1, staking_halted 1053 1, accrual_halted 1054 1, has_withdrawal_halt 1055 1,
        is_epoch_finalizing 1056 1, version 1057 1, bump 1058 1, stake_decimals 1059 1, usdc_decimals 1060 1,
        padding 1061 3, reserved 1064 128,
    );
}

#[test]
fn operator_pool() {
    assert_account!(OperatorPool: 568, at most 640;
        admin 8 32, first_admin 40 32, pending_admin 72 32, operator_staking_record 104 32, vault 136 32, name 168 32,
        metadata_uri 200 128, cumulative_usdc_per_share 328 16, skipped_epochs 344 16, usdc_index_remainder 360 8,
        total_staked_amount 368 8, total_shares 376 8, total_unstaking 384 8, uncollected_rewards 392 8,
        reward_commission 400 8, usdc_commission 408 8, delegator_usdc 416 8, settled_usdc 424 8, joined_epoch 432 8,
        closed_at_epoch 440 8, reward_last_claimed_epoch 448 8, halted_since 456 8,
        scheduled_reward_commission_from 464 8, scheduled_usdc_commission_from 472 8, event_sequence 480 8,
        reward_commission_bps 488 2, usdc_commission_bps 490 2, scheduled_reward_commission_bps 492 2,
        scheduled_usdc_commission_bps 494 2, auto_stake 496 1, delegation_allowed 497 1, is_halted 498 1, version 499 1,
        bump 500 1, padding 501 3, reserved 504 64,
    );
}

#[test]
fn staking_record() {
    assert_account!(StakingRecord: 248, at most 256;
        owner 8 32, operator_pool 40 32, owner_token_account 72 32, shares 104 8, settled_usdc 112 8,
        usdc_checkpoint 120 16, tickets 136 64, lock_duration 200 8, unlock_started_at 208 8, unlock_shares 216 8,
        lock_state 224 1, version 225 1, bump 226 1, padding 227 5, reserved 232 16,
    );
    assert_eq!((offset_of!(Ticket, amount), offset_of!(Ticket, claimable_from), size_of::<Ticket>()), (0, 8, 16));
}

#[test]
fn reward_record() {
    assert_account!(RewardRecord: 320, at most 320;
        epoch 8 8, roots 16 160, rent_payer 176 32, total_rewards 208 8, total_usdc 216 8, remaining_rewards 224 8,
        remaining_usdc 232 8, finalized_at 240 8, claimable_from 248 8, accrued_leaves 256 8, depths 264 5,
        root_count 269 1, version 270 1, bump 271 1, period_before 272 32, reserved 304 16,
    );
}

#[test]
fn emission_schedule() {
    let offsets = [
        offset_of!(EmissionSchedule, base_supply),
        offset_of!(EmissionSchedule, initial_rate),
        offset_of!(EmissionSchedule, decay),
        offset_of!(EmissionSchedule, long_term_rate),
        offset_of!(EmissionSchedule, cap),
        offset_of!(EmissionSchedule, epochs_per_period),
        offset_of!(EmissionSchedule, budgets),
        offset_of!(EmissionSchedule, period_index),
        offset_of!(EmissionSchedule, period_rate),
        offset_of!(EmissionSchedule, period_issued_before),
        offset_of!(EmissionSchedule, period_budget),
        offset_of!(EmissionSchedule, kind),
        offset_of!(EmissionSchedule, compounding),
        offset_of!(EmissionSchedule, padding),
    ];
    assert_eq!(offsets, [0, 8, 16, 24, 32, 40, 48, 112, 120, 128, 136, 144, 145, 146]);
    assert_eq!(size_of::<EmissionSchedule>(), 152);
}

#[test]
fn a_u128_is_16_little_endian_bytes() {
    let number = 0x0f0e_0d0c_0b0a_0908_0706_0504_0302_0100;
    let pod = PodU128::from(number);
    assert_eq!(bytemuck::bytes_of(&pod), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    assert_eq!(pod.get(), number);
    assert_eq!((size_of::<PodU128>(), align_of::<PodU128>()), (16, 8));
}
