//! The seeds that the IDL states lead to the addresses that the program takes.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::address;
use inference_staking_test_kit::{idl, TestNetwork};
use serde_json::Value;
use solana_keypair::Keypair;

use super::life::measured::Measured;
use super::life::send_every_instruction;

#[test]
fn seeds_of_the_idl_lead_to_the_addresses_of_the_accounts() {
    let idl = idl::read();
    let stated = idl["instructions"].as_array().unwrap().iter().flat_map(accounts).filter(|account| has_seeds(account));
    // The singleton stands in all instructions but the query, so there are at least as many.
    assert!(stated.count() > idl::instructions().len() - 1);
    send_every_instruction(&mut Measured::start_with(assert_seeds));
}

fn assert_seeds(_: &mut TestNetwork, name: &str, instruction: &Instruction, _: &[&Keypair]) {
    let idl = idl::read();
    let described = idl["instructions"].as_array().unwrap().iter().find(|of| of["name"] == name).unwrap();
    let key_of = |path: &str| {
        let place = accounts(described).position(|account| account["name"] == path).unwrap();
        instruction.accounts[place].pubkey
    };
    for account in accounts(described).filter(|account| has_seeds(account)) {
        let seeds: Vec<Vec<u8>> = account["pda"]["seeds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|seed| match seed["path"].as_str() {
                Some(path) => key_of(path).to_bytes().to_vec(),
                None => bytes(&seed["value"]),
            })
            .collect();
        let program = match account["pda"].get("program") {
            Some(program) => Pubkey::try_from(bytes(&program["value"])).unwrap(),
            None => address::program_id(),
        };
        let seeds: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
        let account = account["name"].as_str().unwrap();
        let derived = Pubkey::find_program_address(&seeds, &program).0;
        assert_eq!(key_of(account), derived, "{account} of {name}");
    }
}

fn accounts(instruction: &Value) -> impl Iterator<Item = &Value> {
    instruction["accounts"].as_array().unwrap().iter()
}

fn has_seeds(account: &Value) -> bool {
    account.get("pda").is_some()
}

fn bytes(value: &Value) -> Vec<u8> {
    value.as_array().unwrap().iter().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()).collect()
}
