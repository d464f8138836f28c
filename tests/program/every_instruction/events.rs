//! SPEC 13: what every event says: the current epoch, and who acted.

use base64::prelude::BASE64_STANDARD;
use base64::Engine;
use inference_staking_test_kit::{idl, TestNetwork};
use serde_json::Value;

use super::life::measured::Measured;
use super::life::send_every_instruction;

/// Fields that name who acted, by role.
const ACTORS: [&str; 4] = ["authority", "program_admin", "admin", "owner"];
/// Anyone sends these, and nobody signs for them.
const BY_NOBODY: [&str; 6] = [
    "EpochBypassed",
    "ExpiredRewardRecordReclaimed",
    "PoolRewardsCollected",
    "PoolVaultSurplusSwept",
    "RewardAccrued",
    "RewardsAccrued",
];

#[test]
fn every_event_has_a_place_for_the_current_epoch_and_for_who_acted() {
    let idl = idl::read();
    let events = idl["events"].as_array().unwrap();
    assert!(events.len() > BY_NOBODY.len());
    for event in events {
        let name = event["name"].as_str().unwrap();
        let has = |field: &str| fields_of(&idl, name).iter().any(|of| of["name"] == field);
        assert!(has("epoch"), "the current epoch in {name}");
        let by_nobody = BY_NOBODY.contains(&name);
        assert_eq!(ACTORS.iter().any(|actor| has(actor)), !by_nobody, "who acted in {name}");
        assert!(!has("completed_reward_epoch"), "{name} says the current epoch, not the last completed one");
    }
}

#[test]
fn every_event_says_the_current_epoch_and_a_key_that_signed() {
    send_every_instruction(&mut Measured::start_with(|network, name, instruction, signers| {
        let executed = network.send(std::slice::from_ref(instruction), signers).unwrap();
        let signed: Vec<[u8; 32]> =
            instruction.accounts.iter().filter(|of| of.is_signer).map(|of| of.pubkey.to_bytes()).collect();
        let events = events_in(&executed.logs);
        let is_read = name == "query_staking_record";
        assert_eq!(events.len(), usize::from(!is_read), "events of {name}");
        for (event, fields) in events {
            assert_current_epoch(network, &event, &fields);
            let actors = fields.iter().filter(|(field, _)| ACTORS.contains(&field.as_str()));
            let has_signed = actors.into_iter().any(|(_, key)| signed.iter().any(|signer| key == signer));
            // Without a signer, `owner` is who was paid.
            assert_eq!(has_signed, !signed.is_empty(), "{event} of {name}");
        }
    }));
}

fn assert_current_epoch(network: &mut TestNetwork, event: &str, fields: &[Field]) {
    let overview = network.overview().unwrap();
    let current = overview.completed_reward_epoch + 1 + u64::from(overview.is_epoch_finalizing);
    let (_, said) = fields.iter().find(|(field, _)| field == "epoch").unwrap();
    assert_eq!(said, &current.to_le_bytes(), "the epoch in {event}");
}

/// The bytes of a value, by its name.
type Field = (String, Vec<u8>);

/// Names of the events in the logs, with their values.
fn events_in(logs: &[String]) -> Vec<(String, Vec<Field>)> {
    let idl = idl::read();
    let data = logs.iter().filter_map(|line| line.strip_prefix("Program data: "));
    data.map(|data| {
        let bytes = BASE64_STANDARD.decode(data).unwrap();
        let (discriminator, values) = bytes.split_at(8);
        let is_it = |event: &&Value| event["discriminator"] == Value::from(discriminator);
        let name = idl["events"].as_array().unwrap().iter().find(is_it).unwrap()["name"].as_str().unwrap();
        let leaves = idl::leaves(&idl, &idl::type_of(&idl, name)["fields"], values);
        let fields = leaves.into_iter().map(|leaf| (leaf.path, values[leaf.at..leaf.at + leaf.size].to_vec()));
        (name.to_owned(), fields.collect())
    })
    .collect()
}

fn fields_of<'a>(idl: &'a Value, name: &str) -> &'a [Value] {
    idl::type_of(idl, name)["fields"].as_array().unwrap()
}
