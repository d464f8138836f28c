//! Decoding of the program's events out of transaction logs.

use anchor_lang::{AnchorDeserialize, Discriminator, Event as AnchorEvent};
use base64::{prelude::BASE64_STANDARD, Engine};
use inference_staking::events::*;

use crate::log::Frames;

const DATA_PREFIX: &str = "Program data: ";

/// All events of type `E` in a transaction's logs, in order. Lines of other events and of other programs are passed over.
pub fn decode_all<E: AnchorEvent + AnchorDeserialize + Discriminator>(logs: &[String]) -> Vec<E> {
    logs.iter().filter_map(|line| decode(&data_of(line)?)).collect()
}

fn data_of(line: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(line.strip_prefix(DATA_PREFIX)?).ok()
}

fn decode<E: AnchorEvent + AnchorDeserialize + Discriminator>(data: &[u8]) -> Option<E> {
    E::try_from_slice(data.strip_prefix(E::DISCRIMINATOR)?).ok()
}

macro_rules! events {
    ($($name:ident),+ $(,)?) => {
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
    ClosedPoolUsdcDustSwept,
    CommissionWithdrawn,
    EpochBypassed,
    EpochMarkedAsFinalizing,
    ExpiredRewardRecordReclaimed,
    HaltStatusSet,
    LockChanged,
    OperatorPoolAdminAccepted,
    OperatorPoolAdminProposed,
    OperatorPoolClosed,
    OperatorPoolCreated,
    OperatorPoolUpdated,
    OperatorStakingRecordChanged,
    PoolOverviewAuthoritiesUpdated,
    PoolOverviewCreated,
    PoolOverviewUpdated,
    PoolRewardsCollected,
    PoolVaultSurplusSwept,
    ProgramAdminAccepted,
    RewardAccrued,
    RewardRecordCreated,
    RewardRecordRevoked,
    RewardSurplusWithdrawn,
    RewardsAccrued,
    StakeActivated,
    StakeSlashed,
    Staked,
    StakingRecordClosed,
    StakingRecordCreated,
    UnstakeCancelled,
    UnstakeClaimed,
    Unstaked,
    UsdcEarningsClaimed,
);

/// All events of the program in a transaction's logs, in order. What other programs wrote is passed over, even if it looks
/// like one of ours, and so are lines that a node cut off.
pub fn decode_events(logs: &[String]) -> Vec<Event> {
    let mut frames = Frames::default();
    let ours = logs.iter().filter(|line| {
        frames.read(line);
        frames.is_in(&crate::address::PROGRAM_ID)
    });
    ours.filter_map(|line| Event::from_data(&data_of(line)?)).collect()
}
