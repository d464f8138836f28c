use anchor_lang::prelude::*;

use crate::state::{NewEmissionSchedule, PoolOverviewParameters};

/// The singleton was created.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolOverviewCreated {
    /// The upgrade authority, who is the first program admin.
    pub program_admin: Pubkey,
    /// Mint of the stake token.
    pub stake_mint: Pubkey,
    /// Mint of USDC.
    pub usdc_mint: Pubkey,
    /// Slashed tokens go here.
    pub slashing_token_destination: Pubkey,
    /// Slashed USDC goes here.
    pub slashing_usdc_destination: Pubkey,
    /// Authorities.
    pub reward_authorities: Vec<Pubkey>,
    /// Authorities.
    pub halt_authorities: Vec<Pubkey>,
    /// Authorities.
    pub slashing_authorities: Vec<Pubkey>,
    /// Whether this is a test network.
    pub is_test_network: bool,
    /// Parameters.
    pub parameters: PoolOverviewParameters,
    /// Schedule.
    pub emission: NewEmissionSchedule,
    /// Current epoch: the first.
    pub epoch: u64,
}

/// Parameters, halts, destinations or the schedule were changed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolOverviewUpdated {
    /// Who acted.
    pub program_admin: Pubkey,
    /// All parameters afterwards.
    pub parameters: PoolOverviewParameters,
    /// Whether staking is halted afterwards.
    pub staking_halted: bool,
    /// Whether accrual is halted afterwards.
    pub accrual_halted: bool,
    /// End of the last withdrawal halt, Unix seconds; none if withdrawals were never halted.
    pub withdrawal_halted_until: Option<i64>,
    /// Slashed tokens go here afterwards.
    pub slashing_token_destination: Pubkey,
    /// Slashed USDC goes here afterwards.
    pub slashing_usdc_destination: Pubkey,
    /// The new schedule, if it was lowered.
    pub emission: Option<NewEmissionSchedule>,
    /// Current epoch.
    pub epoch: u64,
}

/// Authority lists were replaced or a program admin was proposed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolOverviewAuthoritiesUpdated {
    /// Who acted.
    pub program_admin: Pubkey,
    /// The list afterwards; unused places are zero.
    pub reward_authorities: [Pubkey; 5],
    /// The list afterwards; unused places are zero.
    pub halt_authorities: [Pubkey; 5],
    /// The list afterwards; unused places are zero.
    pub slashing_authorities: [Pubkey; 5],
    /// Proposed program admin afterwards; zero if none.
    pub pending_program_admin: Pubkey,
    /// Current epoch.
    pub epoch: u64,
}

/// The proposed program admin took over.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramAdminAccepted {
    /// Before.
    pub previous_admin: Pubkey,
    /// Afterwards: who acted.
    pub program_admin: Pubkey,
    /// Current epoch.
    pub epoch: u64,
}

/// What the global reward vault held for nobody any more was paid out.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardSurplusWithdrawn {
    /// Who acted.
    pub program_admin: Pubkey,
    /// Token account that was paid.
    pub destination: Pubkey,
    /// Tokens paid.
    pub amount: u64,
    /// What the global reward vault still owes.
    pub reward_liability: u64,
    /// Current epoch.
    pub epoch: u64,
}
