//! The seeds that follow the program's types, made of the types as they are now, with values that are always the same.

use std::io::{self, Read};

use anchor_lang::{AnchorDeserialize, AnchorSerialize, Discriminator};
use base64::{prelude::BASE64_STANDARD, Engine};
use inference_staking_client::address::program_id;
use inference_staking_client::events::*;
use inference_staking_client::instructions::ActivateStakeReturn;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord, StakingRecordView};
use inference_staking_client::Event;

/// Files of a corpus.
pub type Seeds = Vec<(String, Vec<u8>)>;

macro_rules! events {
    ($($name:ident),+ $(,)?) => {
        /// One of every event, and one without options and lists of those that have some.
        fn events() -> Seeds {
            let mut names = Event::NAMES.to_vec();
            names.sort_unstable();
            assert_eq!([$(stringify!($name)),+], names[..], "the list below is not that of the client");
            [$(event::<$name>(stringify!($name))),+].concat()
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

fn event<T: AnchorDeserialize + AnchorSerialize + Discriminator>(name: &str) -> Seeds {
    let data = |value: Vec<u8>| [T::DISCRIMINATOR, &value].concat();
    let mut seeds = vec![(name.to_owned(), data(full::<T>()))];
    if least::<T>().len() < full::<T>().len() {
        seeds.push((format!("{name}_least"), data(least::<T>())));
    }
    seeds
}

/// A value with every option, two of each list, and a number of its own in every field.
fn full<T: AnchorDeserialize + AnchorSerialize>() -> Vec<u8> {
    bytes_of::<T>(&mut Numbers(0))
}

/// A value of nothing but zeros.
fn least<T: AnchorDeserialize + AnchorSerialize>() -> Vec<u8> {
    bytes_of::<T>(&mut io::repeat(0))
}

fn bytes_of<T: AnchorDeserialize + AnchorSerialize>(source: &mut impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    T::deserialize_reader(source).unwrap().serialize(&mut bytes).unwrap();
    bytes
}

/// Gives a type what it asks for, field by field, so that any type is made of it. What is asked for tells by its size what it
/// is: a flag or the mark of an option, the length of a list, a number, a key. It holds the last number.
struct Numbers(u8);

impl Read for Numbers {
    fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
        self.0 = self.0.wrapping_add(1);
        match place {
            [flag] => *flag = 1,
            [_, _, _, _] => place.copy_from_slice(&2u32.to_le_bytes()),
            [first, rest @ ..] if rest.len() < 16 => {
                *first = self.0;
                rest.fill(0);
            }
            _ => place.fill(self.0),
        }
        Ok(place.len())
    }
}

/// Gives ones alone, but 1 for a flag.
struct Largest;

impl Read for Largest {
    fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
        place.fill(if place.len() == 1 { 1 } else { u8::MAX });
        Ok(place.len())
    }
}

/// Every account without its discriminator.
fn accounts() -> Seeds {
    fn account<T>(name: &str) -> (String, Vec<u8>) {
        (name.to_owned(), (0..size_of::<T>()).map(|at| u8::try_from(at * 7 % 251).unwrap()).collect())
    }
    vec![
        account::<OperatorPool>("OperatorPool"),
        account::<PoolOverview>("PoolOverview"),
        account::<RewardRecord>("RewardRecord"),
        account::<StakingRecord>("StakingRecord"),
    ]
}

fn pool_answer() -> Seeds {
    accounts().into_iter().filter(|(name, _)| name == "OperatorPool").collect()
}

/// What instructions return.
fn return_data() -> Seeds {
    let view = full::<StakingRecordView>();
    let seed = |name: &str, bytes: Vec<u8>| (name.to_owned(), bytes);
    vec![
        seed("ActivateStakeReturn", full::<ActivateStakeReturn>()),
        seed("ActivateStakeReturn_largest", vec![u8::MAX; full::<ActivateStakeReturn>().len()]),
        seed("StakingRecordView_bad_flag", vec![u8::MAX; view.len()]),
        seed("StakingRecordView_largest", bytes_of::<StakingRecordView>(&mut Largest)),
        seed("StakingRecordView", view),
    ]
}

/// Logs with an event of ours: from our program, from another, and from ours around a call of another.
fn logs() -> Seeds {
    let (ours, other) = (program_id().to_string(), "1".repeat(32));
    let (_, event) = event::<EpochBypassed>("EpochBypassed").remove(0);
    let data = format!("Program data: {}\n", BASE64_STANDARD.encode(event));
    let call =
        |program: &str, depth: u8| format!("Program {program} invoke [{depth}]\n{data}Program {program} success\n");
    let nested = format!("Program {ours} invoke [1]\n{}{data}Log truncated\n", call(&other, 2));
    [("ours", call(&ours, 1)), ("another_program", call(&other, 1)), ("nested", nested)]
        .map(|(name, text)| (name.to_owned(), text.into_bytes()))
        .into()
}

/// Every seed that is made, with the target that it belongs to.
pub fn seeds() -> [(&'static str, Seeds); 5] {
    [
        ("account_answers", pool_answer()),
        ("accounts", accounts()),
        ("events", events()),
        ("logs", logs()),
        ("return_data", return_data()),
    ]
}
