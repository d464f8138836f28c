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
    assert_account!(PoolOverview: 1_216, at most 1_536;
        stake_mint 8 32, usdc_mint 40 32, reward_vault 72 32, usdc_vault 104 32, program_admin 136 32,
        pending_program_admin 168 32, reward_authorities 200 160, halt_authorities 360 160, slashing_authorities 520 160,
        slashing_token_destination 680 32, slashing_usdc_destination 712 32, registration_fee_wallet 744 32,
        registration_fee 776 8, min_operator_token_stake 784 8, delegator_unstake_delay 792 8,
        operator_unstake_delay 800 8, slashing_delay 808 8, challenge_period 816 8, bypass_delay 824 8,
        min_epoch_length 832 8, withdrawal_halted_until 840 8, withdrawal_halt_allowed_from 848 8,
        last_finalized_at 856 8, newest_claimable_from 864 8, accrual_resumed_at 872 8, last_rewarded_epoch 880 8,
        completed_reward_epoch 888 8, operator_pool_count 896 8, reward_liability 904 8, usdc_liability 912 8,
        emission 920 152, max_commission_bps 1072 2, commission_notice_epochs 1074 2, pool_creation_allowed 1076 1,
        staking_halted 1077 1, accrual_halted 1078 1, has_withdrawal_halt 1079 1, is_epoch_finalizing 1080 1,
        version 1081 1, bump 1082 1, stake_decimals 1083 1, usdc_decimals 1084 1, is_test_network 1085 1, padding 1086 2,
        rewarded_before_newest 1088 8, reserved 1096 120,
    );
}

#[test]
fn operator_pool() {
    assert_account!(OperatorPool: 600, at most 640;
        admin 8 32, first_admin 40 32, pending_admin 72 32, operator_staking_record 104 32, vault 136 32, name 168 32,
        metadata_uri 200 128, cumulative_usdc_per_share 328 16, skipped_epochs 344 16, usdc_index_remainder 360 8,
        total_staked_amount 368 8, total_shares 376 8, total_unstaking 384 8, total_activating 392 8,
        uncollected_rewards 400 8, reward_commission 408 8, usdc_commission 416 8, delegator_usdc 424 8,
        settled_usdc 432 8, joined_epoch 440 8, closed_at_epoch 448 8, reward_last_claimed_epoch 456 8,
        halted_since 464 8, slashing_delay_at_halt 472 8, last_skip_at 480 8, scheduled_reward_commission_from 488 8,
        scheduled_usdc_commission_from 496 8, event_sequence 504 8, reward_commission_bps 512 2,
        usdc_commission_bps 514 2, scheduled_reward_commission_bps 516 2, scheduled_usdc_commission_bps 518 2,
        lowest_skipped_reward_commission_bps 520 2, lowest_skipped_usdc_commission_bps 522 2, auto_stake 524 1,
        delegation_allowed 525 1, is_halted 526 1, version 527 1, bump 528 1, padding 529 7, reserved 536 64,
    );
}

#[test]
fn staking_record() {
    assert_account!(StakingRecord: 272, at most 320;
        owner 8 32, operator_pool 40 32, owner_token_account 72 32, shares 104 8, settled_usdc 112 8,
        usdc_checkpoint 120 16, tickets 136 64, activating 200 8, latest_deposit 208 8, latest_deposit_epoch 216 8,
        lock_duration 224 8, unlock_started_at 232 8, unlock_shares 240 8, lock_state 248 1, version 249 1, bump 250 1,
        has_activating 251 1, lock_reward_commission_bps 252 2, lock_usdc_commission_bps 254 2, reserved 256 16,
    );
    assert_eq!((offset_of!(Ticket, amount), offset_of!(Ticket, claimable_from), size_of::<Ticket>()), (0, 8, 16));
}

#[test]
fn reward_record() {
    assert_account!(RewardRecord: 320, at most 320;
        epoch 8 8, roots 16 160, rent_payer 176 32, total_rewards 208 8, total_usdc 216 8, remaining_rewards 224 8,
        remaining_usdc 232 8, finalized_at 240 8, claimable_from 248 8, accrued_leaves 256 8, depths 264 5,
        root_count 269 1, version 270 1, bump 271 1, period 272 32, bypass_delay 304 8, reserved 312 8,
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
