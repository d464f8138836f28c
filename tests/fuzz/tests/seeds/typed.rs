//! Seeds of the program's own types.

use anchor_lang::{AnchorDeserialize, Discriminator, Owner};
use bytemuck::Pod;
use inference_staking_client::account::{decode, decode_token_account};
use inference_staking_client::event::decode_events;
use inference_staking_client::instructions::ActivateStakeReturn;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord, StakingRecordView};
use inference_staking_client::Event;
use serde_json::Value;

use crate::corpus::{self, assert_complete, assert_refused, kind, RENEW};
use crate::made;

/// The types of the built program's IDL.
fn idl() -> Value {
    let path = "../../target/idl/inference_staking.json";
    let text = std::fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}; `cargo xtask build` comes first"));
    serde_json::from_slice(&text).unwrap()
}

fn names(all: &Value) -> Vec<String> {
    all.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn made_seeds_follow_the_types() {
    let renew = std::env::var_os("INFERENCE_STAKING_RENEW_SEEDS").is_some();
    for (target, seeds) in made::seeds() {
        for (name, bytes) in seeds {
            if renew {
                std::fs::write(corpus::folder(target).join(&name), &bytes).unwrap();
            }
            let committed = corpus::of(target).remove(&name);
            assert!(committed == Some(bytes), "seed {name} of {target} is not of the current type: {RENEW}");
        }
    }
}

#[test]
fn every_event_has_a_seed_and_every_seed_is_its_event() {
    assert_refused("events", &[], |name, data| Event::from_data(data).is_some_and(|event| event.name() == kind(name)));
    assert_complete("events", &names(&idl()["events"]));
}

#[test]
fn every_account_has_a_seed_of_its_length() {
    /// The whole account, without its discriminator.
    fn is<T: Pod + Discriminator + Owner>(body: &[u8]) -> bool {
        body.len() == size_of::<T>() && decode::<T>(&[T::DISCRIMINATOR, body].concat()).is_ok()
    }
    assert_refused("accounts", &["discriminator", "empty"], |name, body| match kind(name) {
        "OperatorPool" => is::<OperatorPool>(body),
        "PoolOverview" => is::<PoolOverview>(body),
        "RewardRecord" => is::<RewardRecord>(body),
        "StakingRecord" => is::<StakingRecord>(body),
        _ => false,
    });
    assert_complete("accounts", &names(&idl()["accounts"]));
}

#[test]
fn every_return_type_has_a_seed_that_is_whole() {
    let refused = ["StakingRecordView_bad_flag", "StakingRecordView_cut_off", "StakingRecordView_nothing"];
    assert_refused("return_data", &refused, |name, bytes| match kind(name) {
        "ActivateStakeReturn" => ActivateStakeReturn::try_from_slice(bytes).is_ok(),
        "StakingRecordView" => StakingRecordView::try_from_slice(bytes).is_ok(),
        _ => false,
    });
    let idl = idl();
    let instructions = idl["instructions"].as_array().unwrap();
    let returned = instructions.iter().filter_map(|of| of["returns"]["defined"]["name"].as_str());
    assert_complete("return_data", &returned.map(str::to_owned).collect::<Vec<_>>());
}

#[test]
fn an_answer_has_a_pool_or_what_its_name_says() {
    assert_refused("account_answers", &["OperatorPool_cut_off"], |name, bytes| match name {
        "OperatorPool" => bytes.len() == size_of::<OperatorPool>(),
        "token_account" => decode_token_account(bytes).is_ok(),
        "mint" => bytes.len() == 82,
        _ => serde_json::from_slice::<Value>(bytes).is_ok(),
    });
}

#[test]
fn logs_have_the_events_that_are_ours() {
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect::<Vec<_>>();
    assert_refused("logs", &["another_program", "deep"], |_, bytes| decode_events(&lines(bytes)).len() == 1);
    // An event is passed over for its program alone.
    let others = String::from_utf8(corpus::of("logs").remove("another_program").unwrap()).unwrap();
    let ours = others.replace(&"1".repeat(32), &inference_staking_client::address::program_id().to_string());
    assert_eq!(decode_events(&lines(ours.as_bytes())).len(), 1);
}
