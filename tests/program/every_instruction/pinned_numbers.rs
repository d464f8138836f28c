//! Discriminators and error numbers: what indexers and wallets match by, so they never change (SPEC 13).

use anchor_lang::Discriminator;
use inference_staking_client::{args, events, StakingError};
use inference_staking_localnet::wallet;
use solana_signer::Signer;

use crate::pool_overview::create_pool_overview::OverviewCreation;
use inference_staking_test_kit::account_bytes::discriminator;

/// All errors in the order of their numbers, which begin at 6,000. Append only: a new error goes to the end.
macro_rules! errors_in_order {
    ($($error:ident)+) => {
        const ERRORS: &[(StakingError, &str)] = &[$((StakingError::$error, stringify!($error))),+];

        /// Does not compile while an error is missing in the list.
        fn is_listed(error: StakingError) -> bool {
            match error {
                $(StakingError::$error => true,)+
            }
        }
    };
}

errors_in_order! {
    MathOverflow InvariantViolated NotUpgradeAuthority MintsNotDistinct WrongSlashingDestination
    SlashingDestinationFrozen SlashingDestinationOfProgram WrongSlashingDestinationOwner TooManyAuthorities
    AuthorityIsZero DuplicateAuthority FeeWalletIsZero MinEpochLengthOutOfRange DelegatorDelayOutOfRange
    OperatorDelayOutOfRange SlashingDelayOutOfRange OperatorDelayBelowSlashingDelay ChallengePeriodOutOfRange
    BypassDelayOutOfRange MaxCommissionOutOfRange CommissionNoticeOutOfRange MinOperatorStakeBelowOneToken
    EmissionTableTooLong EmissionPeriodEmpty EmissionRateOutOfRange EmissionTotalTooLarge WrongMint WrongVault
    RecordOfAnotherPool NotRecordOwner WrongOperatorRecord WrongPayoutAccount WrongSourceAccount
    WrongDestinationAccount PoolCreationNotAllowed CommissionAboveMaximum NameMalformed MetadataUriMalformed
    MetadataUriNotHttps ControlCharacterInText FeeAccountsMissing WrongFeeDestination PoolClosed PoolHalted
    OperatorHalted RegistrationFeeTooHigh StakingHalted PoolBehind SkippedLately DelegationNotAllowed
    OperatorStakeBelowMinimum NothingToStake NothingRipe DepositBuysNoShare NothingToUnstake NotEnoughActivating
    SharesWorthNothing NotEnoughShares SharesLocked NoFreeTicket NothingToClaim NoUsdcToClaim PoolTotalTooLarge
    WithdrawalsHalted NoTicketToJoin RewardsNotCollected NotRewardAuthority EpochAlreadyFinalizing EpochIsNotNext
    EpochTooShort MarkTooSoon EpochNotFinalizing RewardsNotEmission TotalsWithoutRoots TooManyRoots
    DepthsDoNotMatchRoots TreeTooDeep RootIsZero RewardVaultUnderfunded UsdcVaultUnderfunded AccrualHalted
    RecordNotClaimable RootIndexOutOfRange ProofLengthMismatch LeafIndexOutOfRange ProofMismatch EpochOutOfOrder
    EpochAlreadyAccrued EpochAfterClose LeafExceedsRecord OperatorRecordMissing NotProgramAdmin NotPendingProgramAdmin
    NotHaltAuthority NotSlashingAuthority WithdrawalHaltTooSoon EmissionChangeNotAtPeriodStart
    EmissionChangeNotDownwards ScheduleStillIssues RewardsTooRecent NoRewardSurplus NotPoolAdmin NotPendingPoolAdmin
    ScheduledCommissionHolds AnnouncedDecreaseStands WrongNewOperatorRecord NewOperatorRecordTooSmall
    NoCommissionToWithdraw PoolNotClosed PoolNotEmpty NothingToSweep OldOperatorRecordBelowMinimum
    NotPoolAdminOrOperator NoVaultSurplus NoSuchTicket RecordNotEmpty OperatorRecordInUse LockDurationOutOfRange
    AlreadyLocked NoSharesToLock NotLocked NotUnlocking PoolNotHalted SlashingDelayNotOver NothingToSlash
    NotEnoughUnstaking WrongSlashDestination RecordNotNewest ChallengePeriodOver RecordAlreadyAccrued
    NotRevokingAuthority RecordNotExpired RecordExpired WrongRentReceiver BypassTooSoon BatchEmpty BatchTooLarge
    BatchAccountsMismatch LeafIndicesNotIncreasing UnknownWritableAccount WrongConfiscationAccounts
    AccountOfLaterVersion
}

#[test]
fn errors_keep_their_numbers_and_names() {
    for (number, (error, name)) in (6_000u32..).zip(ERRORS) {
        assert_eq!(u32::from(*error), number, "number of {name}");
        assert_eq!(error.name(), *name);
        assert!(is_listed(*error));
    }
}

#[test]
fn some_errors_by_their_numbers_alone() {
    assert_eq!(u32::from(StakingError::MathOverflow), 6_000);
    assert_eq!(u32::from(StakingError::NotUpgradeAuthority), 6_002);
    assert_eq!(u32::from(StakingError::WrongMint), 6_026);
    assert_eq!(u32::from(StakingError::PoolCreationNotAllowed), 6_034);
    assert_eq!(u32::from(StakingError::PoolClosed), 6_042);
    assert_eq!(u32::from(StakingError::StakingHalted), 6_046);
    assert_eq!(u32::from(StakingError::NotRewardAuthority), 6_066);
    assert_eq!(u32::from(StakingError::ProofMismatch), 6_085);
    assert_eq!(u32::from(StakingError::OperatorRecordMissing), 6_090);
    assert_eq!(u32::from(StakingError::NotProgramAdmin), 6_091);
    assert_eq!(u32::from(StakingError::PoolNotHalted), 6_122);
    assert_eq!(u32::from(StakingError::UnknownWritableAccount), 6_139);
}

#[test]
fn every_error_has_a_message_of_its_own() {
    let messages: Vec<String> = ERRORS.iter().map(|(error, _)| error.to_string()).collect();
    for (place, message) in messages.iter().enumerate() {
        assert!(message.len() > 20, "{message}");
        assert!(!messages[..place].contains(message), "{message}");
    }
}

#[test]
fn the_chain_reports_an_error_with_its_name_and_number() {
    let mut creation = OverviewCreation::prepare();
    let stranger = wallet("stranger");
    creation.network.give_lamports(&stranger.pubkey(), 1_000_000_000).unwrap();
    creation.accounts.upgrade_authority = stranger.pubkey();
    let refused = creation.send_signed_by(&stranger).unwrap_err();
    assert_eq!(refused.custom_code(), Some(6_002));
    let reported = "Error Code: NotUpgradeAuthority. Error Number: 6002.";
    assert!(refused.logs.iter().any(|line| line.contains(reported)), "{refused}");
}

/// Each type's discriminator is the hash of its namespace and this name.
macro_rules! assert_discriminators {
    ($namespace:literal, $($module:ident::$type:ident $name:literal),+ $(,)?) => {
        $(assert_eq!($module::$type::DISCRIMINATOR, discriminator($namespace, $name), "{}", $name);)+
    };
}

#[test]
fn events_keep_their_discriminators() {
    assert_discriminators!("event",
        events::PoolOverviewCreated "PoolOverviewCreated",
        events::OperatorPoolCreated "OperatorPoolCreated",
        events::StakingRecordCreated "StakingRecordCreated",
        events::Staked "Staked",
        events::Unstaked "Unstaked",
        events::UnstakeClaimed "UnstakeClaimed",
        events::UsdcEarningsClaimed "UsdcEarningsClaimed",
        events::EpochMarkedAsFinalizing "EpochMarkedAsFinalizing",
        events::RewardRecordCreated "RewardRecordCreated",
        events::RewardAccrued "RewardAccrued",
        events::RewardsAccrued "RewardsAccrued",
        events::EpochBypassed "EpochBypassed",
        events::RewardRecordRevoked "RewardRecordRevoked",
        events::ExpiredRewardRecordReclaimed "ExpiredRewardRecordReclaimed",
        events::PoolOverviewUpdated "PoolOverviewUpdated",
        events::PoolOverviewAuthoritiesUpdated "PoolOverviewAuthoritiesUpdated",
        events::ProgramAdminAccepted "ProgramAdminAccepted",
        events::HaltStatusSet "HaltStatusSet",
        events::StakeSlashed "StakeSlashed",
        events::OperatorPoolUpdated "OperatorPoolUpdated",
        events::OperatorPoolAdminProposed "OperatorPoolAdminProposed",
        events::OperatorPoolAdminAccepted "OperatorPoolAdminAccepted",
        events::OperatorStakingRecordChanged "OperatorStakingRecordChanged",
        events::CommissionWithdrawn "CommissionWithdrawn",
        events::OperatorPoolClosed "OperatorPoolClosed",
        events::ClosedPoolUsdcDustSwept "ClosedPoolUsdcDustSwept",
        events::UnstakeCancelled "UnstakeCancelled",
        events::StakingRecordClosed "StakingRecordClosed",
        events::StakeActivated "StakeActivated",
        events::LockChanged "LockChanged",
        events::PoolRewardsCollected "PoolRewardsCollected",
        events::PoolVaultSurplusSwept "PoolVaultSurplusSwept",
        events::RewardSurplusWithdrawn "RewardSurplusWithdrawn",
    );
}

#[test]
fn instructions_keep_their_discriminators() {
    assert_discriminators!("global",
        args::CreatePoolOverview "create_pool_overview",
        args::CreateOperatorPool "create_operator_pool",
        args::CreateStakingRecord "create_staking_record",
        args::Stake "stake",
        args::MarkEpochAsFinalizing "mark_epoch_as_finalizing",
        args::CreateRewardRecord "create_reward_record",
        args::AccrueReward "accrue_reward",
        args::Unstake "unstake",
        args::ClaimUnstake "claim_unstake",
        args::ClaimUsdcEarnings "claim_usdc_earnings",
        args::UpdatePoolOverview "update_pool_overview",
        args::UpdatePoolOverviewAuthorities "update_pool_overview_authorities",
        args::AcceptProgramAdmin "accept_program_admin",
        args::RevokeRewardRecord "revoke_reward_record",
        args::ReclaimExpiredRewardRecord "reclaim_expired_reward_record",
        args::SetHaltStatus "set_halt_status",
        args::SlashStake "slash_stake",
        args::UpdateOperatorPool "update_operator_pool",
        args::ChangeOperatorPoolAdmin "change_operator_pool_admin",
        args::AcceptOperatorPoolAdmin "accept_operator_pool_admin",
        args::ChangeOperatorStakingRecord "change_operator_staking_record",
        args::WithdrawOperatorRewardCommission "withdraw_operator_reward_commission",
        args::WithdrawOperatorUsdcCommission "withdraw_operator_usdc_commission",
        args::CloseOperatorPool "close_operator_pool",
        args::SweepClosedPoolUsdcDust "sweep_closed_pool_usdc_dust",
        args::AccrueRewardEmergencyBypass "accrue_reward_emergency_bypass",
        args::AccrueRewards "accrue_rewards",
        args::CancelUnstake "cancel_unstake",
        args::CloseStakingRecord "close_staking_record",
        args::ActivateStake "activate_stake",
        args::LockStake "lock_stake",
        args::ExtendLock "extend_lock",
        args::BeginUnlock "begin_unlock",
        args::CancelUnlock "cancel_unlock",
        args::QueryStakingRecord "query_staking_record",
        args::CollectPoolRewards "collect_pool_rewards",
        args::SweepPoolVaultSurplus "sweep_pool_vault_surplus",
        args::WithdrawRewardSurplus "withdraw_reward_surplus",
    );
}
