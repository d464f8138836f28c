//! Decoding of the program's events out of transaction logs.

use anchor_lang::prelude::Pubkey;
use anchor_lang::{AnchorDeserialize, Discriminator, Event as AnchorEvent};
use base64::{prelude::BASE64_STANDARD, Engine};
use inference_staking::events::*;

use crate::address::program_id;
use crate::log::lines_of;

const DATA_PREFIX: &str = "Program data: ";

/// All events of type `E` in a transaction's logs, in order, and nothing else: see [`decode_events`].
pub fn decode_all<E: AnchorEvent + AnchorDeserialize + Discriminator>(logs: &[String]) -> Vec<E> {
    data_of_program(logs).filter_map(|data| decode(&data)).collect()
}

/// What the program's own data lines hold, in order. What other programs wrote is passed over, even if it looks like one of
/// ours, and so are lines that a node cut off.
fn data_of_program(logs: &[String]) -> impl Iterator<Item = Vec<u8>> + '_ {
    lines_of(program_id(), logs).filter_map(data_of)
}

fn data_of(line: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(line.strip_prefix(DATA_PREFIX)?).ok()
}

fn decode<E: AnchorEvent + AnchorDeserialize + Discriminator>(data: &[u8]) -> Option<E> {
    E::try_from_slice(data.strip_prefix(E::DISCRIMINATOR)?).ok()
}

macro_rules! events {
    (
        of_a_pool: { $($of_a_pool:ident),+ $(,)? }
        of_no_pool: { $($of_no_pool:ident),+ $(,)? }
        accruals: { $($accrual:ident),+ $(,)? }
    ) => {
        events!(all: $($of_a_pool,)+ $($of_no_pool,)+ $($accrual),+);

        impl Event {
            /// The pools that it says something of, each with its state afterwards. Events of a pool are numbered without a gap.
            pub fn pools(&self) -> Vec<(Pubkey, &PoolState)> {
                match self {
                    $(Self::$of_a_pool(event) => vec![(event.operator_pool, &event.pool)],)+
                    $(Self::$of_no_pool(_) => Vec::new(),)+
                    Self::RewardAccrued(event) => vec![(event.accrual.operator_pool, &event.accrual.pool)],
                    Self::RewardsAccrued(event) => {
                        event.accruals.iter().map(|accrual| (accrual.operator_pool, &accrual.pool)).collect()
                    }
                }
            }
        }
    };
    (all: $($name:ident),+) => {
        /// Any event of the program.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $(#[doc = concat!("`", stringify!($name), "`.")] $name(Box<$name>),)+
        }

        impl Event {
            /// Names of all events, as the IDL spells them.
            pub const NAMES: &[&str] = &[$(stringify!($name)),+];

            /// The event's name, as the IDL spells it.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)+
                }
            }

            /// The epoch in which it happened; of an accrual or a bypass this is not the epoch that was passed.
            pub fn epoch(&self) -> u64 {
                match self {
                    $(Self::$name(event) => event.epoch,)+
                }
            }

            /// Reads an event out of the bytes of a data line; `None` if they are no event of this program.
            pub fn from_data(data: &[u8]) -> Option<Self> {
                match data.get(..8)? {
                    $(discriminator if discriminator == $name::DISCRIMINATOR => {
                        decode::<$name>(data).map(|event| Self::$name(Box::new(event)))
                    })+
                    _ => None,
                }
            }
        }
    };
}

events!(
    of_a_pool: {
        ClosedPoolUsdcDustSwept,
        CommissionWithdrawn,
        EpochBypassed,
        HaltStatusSet,
        LockChanged,
        OperatorPoolAdminAccepted,
        OperatorPoolAdminProposed,
        OperatorPoolClosed,
        OperatorPoolCreated,
        OperatorPoolUpdated,
        OperatorStakingRecordChanged,
        PoolRewardsCollected,
        PoolVaultSurplusSwept,
        StakeActivated,
        StakeSlashed,
        Staked,
        StakingRecordClosed,
        StakingRecordCreated,
        UnstakeCancelled,
        UnstakeClaimed,
        Unstaked,
        UsdcEarningsClaimed,
    }
    of_no_pool: {
        EpochMarkedAsFinalizing,
        ExpiredRewardRecordReclaimed,
        PoolOverviewAuthoritiesUpdated,
        PoolOverviewCreated,
        PoolOverviewUpdated,
        ProgramAdminAccepted,
        RewardRecordCreated,
        RewardRecordRevoked,
        RewardSurplusWithdrawn,
    }
    accruals: {
        RewardAccrued,
        RewardsAccrued,
    }
);

/// All events of the program in a transaction's logs, in order. What other programs wrote is passed over, even if it looks
/// like one of ours, and so are lines that a node cut off.
pub fn decode_events(logs: &[String]) -> Vec<Event> {
    data_of_program(logs).filter_map(|data| Event::from_data(&data)).collect()
}
