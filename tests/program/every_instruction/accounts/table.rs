//! Every instruction and its accounts, in the order of the IDL.

use anchor_lang::error::ErrorCode::ConstraintSeeds;
use inference_staking_client::StakingError::*;
use inference_staking_test_kit::framework_refusals::TOKEN_OWNER_MISMATCH;

use super::answer::Answer::{Anchor, Rule, Taken, TokenProgram};
use super::place::*;

const OVERVIEW: Place = singleton("pool_overview");
const TOKENS: Place = program("token_program");
const SYSTEM: Place = program("system_program");

/// Whoever signs as the pool's admin is not the admin of another pool.
const ADMIN: Place = wallet("admin", Rule(NotPoolAdmin));
const POOL_OF_ADMIN: Place = state("operator_pool", Rule(NotPoolAdmin));
/// What a pool's admin does to its pool.
const BY_ADMIN: &[Place] = &[ADMIN, OVERVIEW, POOL_OF_ADMIN];

/// A record names its owner and its pool.
const OWNER: Place = wallet("owner", Rule(NotRecordOwner));
const POOL_OF_RECORD: Place = state("operator_pool", Rule(RecordOfAnotherPool));
const RECORD_OF_OWNER: Place = state("staking_record", Rule(NotRecordOwner));
/// What a record's owner does to its record alone.
const BY_OWNER: &[Place] = &[OWNER, OVERVIEW, POOL_OF_RECORD, RECORD_OF_OWNER];

const OPERATOR_RECORD: Place = stored("operator_staking_record", WrongOperatorRecord);
const POOL_VAULT: Place = stored("pool_vault", WrongVault);
const REWARD_VAULT: Place = stored("reward_vault", WrongVault);
const USDC_VAULT: Place = stored("usdc_vault", WrongVault);
const STAKE_MINT: Place = stored("stake_mint", WrongMint);
const USDC_MINT: Place = stored("usdc_mint", WrongMint);
const DESTINATION: Place = any_token_account("destination", WrongDestinationAccount);
/// USDC that goes to a pool's admin.
const USDC_TO_ADMIN: &[Place] = &[ADMIN, OVERVIEW, POOL_OF_ADMIN, DESTINATION, USDC_VAULT, USDC_MINT, TOKENS];

/// What anyone moves between a pool's vault and the global one: the pool names its vault.
const BY_ANYONE_OF_VAULTS: &[Place] =
    &[OVERVIEW, state("operator_pool", Rule(WrongVault)), POOL_VAULT, REWARD_VAULT, STAKE_MINT, TOKENS];

/// The leaf names its epoch.
const EPOCH_OF_LEAF: Place = state("reward_record", Rule(ProofMismatch));
const RENT_RECEIVER: Place = wallet("rent_receiver", Rule(WrongRentReceiver));
const TOKEN_DESTINATION: &str = "slashing_token_destination";
const USDC_DESTINATION: &str = "slashing_usdc_destination";

/// The other pool is a new one: it has passed every epoch so far, and nobody is proposed as its admin. The other epoch is the
/// next one.
pub const TABLE: [(&str, &[Place]); 38] = [
    (
        "accept_operator_pool_admin",
        &[
            wallet("pending_admin", Rule(NotPendingPoolAdmin)),
            OVERVIEW,
            state("operator_pool", Rule(NotPendingPoolAdmin)),
        ],
    ),
    ("accept_program_admin", &[wallet("pending_program_admin", Rule(NotPendingProgramAdmin)), OVERVIEW]),
    (
        "accrue_reward",
        &[
            OVERVIEW,
            EPOCH_OF_LEAF,
            // The operator's record that comes with it is not this pool's.
            state("operator_pool", Rule(WrongOperatorRecord)),
            OPERATOR_RECORD,
        ],
    ),
    (
        "accrue_reward_emergency_bypass",
        &[OVERVIEW, state("reward_record", Rule(EpochOutOfOrder)), state("operator_pool", Rule(EpochAlreadyAccrued))],
    ),
    ("accrue_rewards", &[OVERVIEW, EPOCH_OF_LEAF]),
    (
        "activate_stake",
        // The other record has no deposit.
        &[OVERVIEW, POOL_OF_RECORD, state("staking_record", Rule(NothingRipe)), OPERATOR_RECORD],
    ),
    ("begin_unlock", BY_OWNER),
    ("cancel_unlock", BY_OWNER),
    ("cancel_unstake", BY_OWNER),
    ("change_operator_pool_admin", BY_ADMIN),
    (
        "change_operator_staking_record",
        &[
            ADMIN,
            wallet("new_record_owner", Rule(WrongNewOperatorRecord)),
            OVERVIEW,
            POOL_OF_ADMIN,
            state("operator_staking_record", Rule(WrongOperatorRecord)),
            state("new_operator_staking_record", Rule(WrongNewOperatorRecord)),
        ],
    ),
    (
        "claim_unstake",
        &[
            // All but the owner is tried without one: who signs as the owner may name any destination.
            OWNER,
            OVERVIEW,
            POOL_OF_RECORD,
            // The token account that comes with it is not this record's.
            state("staking_record", Rule(WrongPayoutAccount)),
            stored("destination", WrongPayoutAccount),
            POOL_VAULT,
            STAKE_MINT,
            TOKENS,
        ],
    ),
    (
        "claim_usdc_earnings",
        &[OWNER, OVERVIEW, POOL_OF_RECORD, RECORD_OF_OWNER, DESTINATION, USDC_VAULT, USDC_MINT, TOKENS],
    ),
    (
        "close_operator_pool",
        &[
            wallet("authority", Rule(NotPoolAdminOrOperator)),
            OVERVIEW,
            // The operator's record that comes with it is not this pool's.
            state("operator_pool", Rule(WrongOperatorRecord)),
            state("operator_staking_record", Rule(WrongOperatorRecord)),
        ],
    ),
    ("close_staking_record", BY_OWNER),
    ("collect_pool_rewards", BY_ANYONE_OF_VAULTS),
    (
        "create_operator_pool",
        &[
            // The fee comes out of the token account of who paid before.
            wallet("payer", TokenProgram(TOKEN_OWNER_MISMATCH)),
            wallet("admin", Anchor(ConstraintSeeds)),
            OVERVIEW,
            derived("operator_pool"),
            derived("operator_staking_record"),
            derived("pool_vault"),
            read_mint("stake_mint", WrongMint),
            any_token_account("fee_source", WrongSourceAccount),
            any_token_account("fee_destination", WrongFeeDestination),
            TOKENS,
            SYSTEM,
        ],
    ),
    (
        "create_pool_overview",
        &[
            wallet("upgrade_authority", Rule(NotUpgradeAuthority)),
            derived("program_data"),
            derived("pool_overview"),
            // The destinations that come with them are of other mints.
            read_mint("stake_mint", WrongSlashingDestination),
            read_mint("usdc_mint", WrongSlashingDestination),
            derived("reward_vault"),
            derived("usdc_vault"),
            any_token_account(TOKEN_DESTINATION, WrongSlashingDestination),
            any_token_account(USDC_DESTINATION, WrongSlashingDestination),
            TOKENS,
            SYSTEM,
        ],
    ),
    (
        "create_reward_record",
        &[
            wallet("payer", Taken),
            wallet("authority", Rule(NotRewardAuthority)),
            OVERVIEW,
            derived("reward_record"),
            REWARD_VAULT,
            USDC_VAULT,
            SYSTEM,
        ],
    ),
    (
        "create_staking_record",
        &[
            wallet("payer", Taken),
            wallet("owner", Anchor(ConstraintSeeds)),
            OVERVIEW,
            state("operator_pool", Anchor(ConstraintSeeds)),
            derived("staking_record"),
            SYSTEM,
        ],
    ),
    ("extend_lock", BY_OWNER),
    ("lock_stake", BY_OWNER),
    ("mark_epoch_as_finalizing", &[wallet("authority", Rule(NotRewardAuthority)), OVERVIEW]),
    ("query_staking_record", &[OVERVIEW, POOL_OF_RECORD, state("staking_record", Taken), OPERATOR_RECORD]),
    ("reclaim_expired_reward_record", &[OVERVIEW, state("reward_record", Rule(RecordNotExpired)), RENT_RECEIVER]),
    (
        "revoke_reward_record",
        &[
            wallet("authority", Rule(NotRevokingAuthority)),
            OVERVIEW,
            state("reward_record", Rule(RecordNotNewest)),
            RENT_RECEIVER,
        ],
    ),
    ("set_halt_status", &[wallet("authority", Rule(NotHaltAuthority)), OVERVIEW, state("operator_pool", Taken)]),
    (
        "slash_stake",
        &[
            wallet("authority", Rule(NotSlashingAuthority)),
            OVERVIEW,
            state("operator_pool", Rule(WrongOperatorRecord)),
            state("operator_staking_record", Rule(WrongOperatorRecord)),
            stored(TOKEN_DESTINATION, WrongSlashDestination),
            POOL_VAULT,
            STAKE_MINT,
            TOKENS,
            singleton("liable_pool_overview"),
            stored(USDC_DESTINATION, WrongSlashDestination),
            REWARD_VAULT,
            USDC_VAULT,
            USDC_MINT,
        ],
    ),
    (
        "stake",
        &[
            OWNER,
            OVERVIEW,
            POOL_OF_RECORD,
            RECORD_OF_OWNER,
            any_token_account("source", WrongSourceAccount),
            POOL_VAULT,
            STAKE_MINT,
            TOKENS,
        ],
    ),
    ("sweep_closed_pool_usdc_dust", USDC_TO_ADMIN),
    ("sweep_pool_vault_surplus", BY_ANYONE_OF_VAULTS),
    ("unstake", BY_OWNER),
    ("update_operator_pool", BY_ADMIN),
    (
        "update_pool_overview",
        &[
            wallet("program_admin", Rule(NotProgramAdmin)),
            OVERVIEW,
            any_token_account(TOKEN_DESTINATION, WrongSlashingDestination),
            any_token_account(USDC_DESTINATION, WrongSlashingDestination),
            wallet("slashing_token_destination_owner", Rule(WrongSlashingDestinationOwner)),
            wallet("slashing_usdc_destination_owner", Rule(WrongSlashingDestinationOwner)),
        ],
    ),
    ("update_pool_overview_authorities", &[wallet("program_admin", Rule(NotProgramAdmin)), OVERVIEW]),
    (
        "withdraw_operator_reward_commission",
        &[ADMIN, OVERVIEW, POOL_OF_ADMIN, DESTINATION, REWARD_VAULT, STAKE_MINT, TOKENS],
    ),
    ("withdraw_operator_usdc_commission", USDC_TO_ADMIN),
    (
        "withdraw_reward_surplus",
        &[wallet("program_admin", Rule(NotProgramAdmin)), OVERVIEW, DESTINATION, REWARD_VAULT, STAKE_MINT, TOKENS],
    ),
];
