//! What a node answers: lookup tables, accounts, refusals and return data, over the client's own connection (SPEC 14).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod node;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::{AnchorSerialize, Discriminator};
use base64::{prelude::BASE64_STANDARD, Engine};
use bolero::check;
use inference_staking_client::account::decode;
use inference_staking_client::address::program_id;
use inference_staking_client::args::AccrueReward;
use inference_staking_client::instructions::ActivateStakeReturn;
use inference_staking_client::refusal::{explain, Custom};
use inference_staking_client::rpc::{LookupTable, LookupTables, ReadError, SendError, Simulated};
use inference_staking_client::state::{OperatorPool, StakingRecordView};
use node::{wait_for, Node};
use serde_json::{json, Value};

const ADDRESS: Pubkey = Pubkey::new_from_array([3; 32]);
/// Where the flag in the view of a record stands.
const CAN_ACTIVATE: usize = 32;
/// Where the addresses of a lookup table start.
const ADDRESSES_FROM: usize = 56;

fn lookup_table_program() -> Pubkey {
    "AddressLookupTab1e1111111111111111111111111".parse().unwrap()
}

fn account(owner: &Pubkey, data: &[u8]) -> Value {
    let account = json!({
        "lamports": 1, "data": [BASE64_STANDARD.encode(data), "base64"], "owner": owner.to_string(),
        "executable": false, "rentEpoch": 0, "space": data.len()
    });
    json!({ "context": { "slot": 1 }, "value": [account] })
}

fn table_in(owner: &Pubkey, data: &[u8]) -> Option<LookupTable> {
    let connection = Node::answering(account(owner, data)).connection();
    wait_for(connection.lookup_tables(&[ADDRESS])).unwrap().remove(0)
}

#[test]
fn lookup_tables() {
    check!().for_each(|data: &[u8]| {
        // Tables begin with the number 1.
        for data in [data.to_vec(), [&[1, 0, 0, 0], data].concat()] {
            let table = table_in(&lookup_table_program(), &data);
            assert_eq!(table, expected_table(&data));
            assert_eq!(table_in(&program_id(), &data), None);
            table.iter().for_each(assert_can_be_used);
        }
    });
}

/// By the layout of the account: kind, deactivation, last extension, addresses before it, authority.
fn expected_table(data: &[u8]) -> Option<LookupTable> {
    let number = |at: usize| Some(u64::from_le_bytes(data.get(at..)?.first_chunk().copied()?));
    let key = |at: usize| Some(Pubkey::new_from_array(data.get(at..)?.first_chunk().copied()?));
    let addresses = data.get(ADDRESSES_FROM..)?;
    if data[..4] != [1, 0, 0, 0] || data[21] > 1 || addresses.len() % 32 != 0 {
        return None;
    }
    let places = (ADDRESSES_FROM..data.len()).step_by(32);
    Some(LookupTable {
        address: ADDRESS,
        authority: if data[21] == 1 { key(22) } else { None },
        addresses: places.map(|at| key(at).unwrap()).collect(),
        deactivated_at: number(4).filter(|slot| *slot != u64::MAX),
        last_extended_at: number(12)?,
        extended_from: usize::from(data[20]),
    })
}

/// An address counts from the slot after the one that added it, and no address does after the deactivation.
fn assert_can_be_used(table: &LookupTable) {
    let later = table.last_extended_at.saturating_add(1);
    for slot in [0, table.last_extended_at, later, u64::MAX] {
        let usable = LookupTables::usable_at(slot, std::slice::from_ref(table));
        let old = if slot > table.last_extended_at { table.addresses.len() } else { table.extended_from };
        let may_be_used = |address: &Pubkey| {
            let known = table.addresses.iter().take(old).any(|found| found == address);
            known && table.deactivated_at.is_none()
        };
        for address in table.addresses.iter().take(40) {
            // More addresses before the last extension than there are: no chain says so, and none of them is used.
            let is_possible = old <= table.addresses.len();
            assert_eq!(usable.hold(address), is_possible && may_be_used(address));
        }
    }
    assert!(table.room() <= 256);
    assert_eq!(table.closable_in(&[u64::MAX]).is_some(), table.deactivated_at.is_some());
}

#[test]
fn account_answers() {
    check!().for_each(|bytes: &[u8]| {
        let data = [OperatorPool::DISCRIMINATOR, bytes].concat();
        let pool = |owner: &Pubkey| wait_for(Node::answering(account(owner, &data)).connection().pool(&ADDRESS));
        match pool(&program_id()) {
            Ok(pool) => assert_eq!(bytemuck::bytes_of(&pool), &bytes[..size_of::<OperatorPool>()]),
            Err(error) => assert!(matches!(error, ReadError::Decode { .. }) && decode::<OperatorPool>(&data).is_err()),
        }
        assert!(matches!(pool(&ADDRESS), Err(ReadError::WrongOwner { .. })));
        assert_money(bytes);
        // Any JSON in place of the answer: no panic, and no account out of nothing.
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
        for answer in [value.clone(), json!({ "context": { "slot": 1 }, "value": [value] })] {
            let connection = Node::answering(answer.clone()).connection();
            assert!(wait_for(connection.pool(&ADDRESS)).is_err());
            assert!(wait_for(connection.now()).is_err());
            assert_eq!(wait_for(connection.slot()).ok(), answer.as_u64());
            assert!(!matches!(wait_for(connection.token_balance(&ADDRESS)), Ok(Some(_))));
        }
    });
}

/// Balance and decimals stand where the token program has them.
fn assert_money(data: &[u8]) {
    let token = anchor_spl::token::ID;
    let connection = Node::answering(account(&token, data)).connection();
    if let Ok(Some(balance)) = wait_for(connection.token_balance(&ADDRESS)) {
        assert_eq!(balance.to_le_bytes(), data[64..72]);
    }
    let mint = [data, &[0; 82]].concat()[..82].to_vec();
    let connection = Node::answering(account(&token, &mint)).connection();
    assert_eq!(wait_for(connection.mint_decimals(&ADDRESS)).ok(), Some(mint[44]));
    if data.len() != 82 {
        let connection = Node::answering(account(&token, data)).connection();
        assert!(wait_for(connection.mint_decimals(&ADDRESS)).is_err(), "a mint has 82 bytes");
    }
}

#[test]
fn refusals() {
    check!().for_each(|bytes: &[u8]| {
        let Some((head, rest)) = bytes.split_first_chunk::<3>() else { return };
        let text = String::from_utf8_lossy(rest);
        let logs: Vec<String> = text.lines().map(str::to_owned).collect();
        // The numbers of errors that exist, more than others.
        let code = u32::from(u16::from_le_bytes([head[0], head[1]])) % 6_200;
        let error = json!({ "InstructionError": [head[2] % 4, { "Custom": code }] });
        let answer = json!({ "err": error, "logs": logs, "unitsConsumed": 1, "returnData": null });
        let connection = Node::answering(json!({ "context": { "slot": 1 }, "value": answer })).connection();
        let instructions = [accrual(5), accrual(6)];
        let refused = wait_for(connection.simulate(&instructions, &ADDRESS)).unwrap_err();
        assert_eq!(refused.logs(), logs);
        assert!(!refused.to_string().is_empty() && !refused.may_have_executed());
        // The compute unit limit stands before ours.
        match usize::from(head[2] % 4).checked_sub(1) {
            None => assert!(matches!(refused, SendError::Other { instruction: None, .. })),
            Some(place) => assert_refused(&refused, place, code, &logs, instructions.get(place)),
        }
    });
}

/// An accrual of the pool that has this byte.
fn accrual(pool: u8) -> Instruction {
    let key = |byte: u8| AccountMeta::new_readonly(Pubkey::new_from_array([byte; 32]), false);
    let accounts = vec![key(1), key(2), key(pool), key(4)];
    Instruction { program_id: program_id(), accounts, data: AccrueReward::DISCRIMINATOR.to_vec() }
}

fn assert_refused(refused: &SendError, place: usize, code: u32, logs: &[String], ours: Option<&Instruction>) {
    let failed = logs.iter().filter_map(|line| {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        match words[..] {
            ["Program", program, "failed:", _] => program.parse::<Pubkey>().ok(),
            _ => None,
        }
    });
    let program = failed.take(1).next().or(ours.map(|instruction| instruction.program_id));
    let found = match refused {
        SendError::Program { instruction, error, pool, .. } => {
            assert_eq!(u32::from(*error), code);
            assert_pool(*pool, logs, ours);
            Some((*instruction, Custom::Staking(*error)))
        }
        SendError::Token { instruction, words, .. } => Some((*instruction, Custom::Token(*words))),
        SendError::System { instruction, words, .. } => Some((*instruction, Custom::System(*words))),
        SendError::Framework { instruction, words, account, .. } => {
            let named = |name: &String| logs.iter().any(|line| line.contains(&format!("account: {name}.")));
            assert!(account.as_ref().is_none_or(named));
            Some((*instruction, Custom::Framework(*words)))
        }
        SendError::Other { instruction: Some(instruction), .. } => Some((*instruction, Custom::Unknown)),
        other => panic!("{other:?}"),
    };
    let explained = explain(program.as_ref(), code);
    assert_eq!(found, Some((place, explained)));
    match explained {
        Custom::Staking(error) => assert!(code >= 6_000 && u32::from(error) == code),
        Custom::Token(words) => assert!(words.code == code && code < 100),
        Custom::System(words) => assert!(words.code == code && program == Some(Pubkey::default())),
        Custom::Framework(words) => assert!(words.code == code && (100..6_000).contains(&code)),
        Custom::Unknown => {}
    }
}

/// The pool that the first line to name one names, else the one among the accounts.
fn assert_pool(pool: Option<Pubkey>, logs: &[String], ours: Option<&Instruction>) {
    let named = logs.windows(2).find_map(|pair| {
        let after = pair[1].strip_prefix("Program log: ");
        after.filter(|_| pair[0] == "Program log: accrue_rewards failed at pool")?.parse::<Pubkey>().ok()
    });
    assert_eq!(pool, named.or(ours.map(|found| found.accounts[2].pubkey)));
}

#[test]
fn return_data() {
    check!().for_each(|bytes: &[u8]| {
        assert_activation(bytes);
        let mut bytes = bytes.to_vec();
        let flag = bytes.get(CAN_ACTIVATE).copied().unwrap_or(0);
        bytes.iter_mut().skip(CAN_ACTIVATE).take(1).for_each(|flag| *flag = u8::from(*flag > 0));
        let mut whole = [0; 73];
        whole.iter_mut().zip(&bytes).for_each(|(to, from)| *to = *from);
        let number = |at: usize| u64::from_le_bytes(*whole[at..].first_chunk().unwrap());
        let view = StakingRecordView {
            token_value: number(0),
            claimable_usdc: number(8),
            activating: number(16),
            ripe: number(24),
            can_activate: flag > 0,
            locked_shares: number(33),
            rank: u128::from(number(49)) << 64 | u128::from(number(41)),
            matured_unstake: number(57),
            pending_unstake: number(65),
        };
        let mut data = Vec::new();
        view.serialize(&mut data).unwrap();
        assert_eq!(data, whole);
        // Nodes cut the zeros off the end.
        let end = whole.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        for return_data in [whole.to_vec(), whole[..end].to_vec()].map(Some) {
            let simulated = Simulated { compute_units: 0, logs: Vec::new(), events: Vec::new(), return_data };
            assert_eq!(simulated.returned::<StakingRecordView>(), Some(view));
        }
        let answer =
            |bytes| Simulated { compute_units: 0, logs: Vec::new(), events: Vec::new(), return_data: Some(bytes) };
        assert_eq!(answer(bytes.clone()).returned::<StakingRecordView>(), Some(view));
        // A flag is 0 or 1.
        if flag > 1 {
            bytes[CAN_ACTIVATE] = flag;
            assert_eq!(answer(bytes).returned::<StakingRecordView>(), None);
        }
    });
}

/// Three numbers, of which a node may have cut the zeros off.
fn assert_activation(bytes: &[u8]) {
    let mut whole = [0; 24];
    whole.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    let number = |at: usize| u64::from_le_bytes(*whole[at..].first_chunk().unwrap());
    let expected = ActivateStakeReturn { cost: number(0), shares: number(8), left: number(16) };
    let mut data = Vec::new();
    expected.serialize(&mut data).unwrap();
    assert_eq!(data, whole);
    let return_data = Some(bytes.to_vec());
    let simulated = Simulated { compute_units: 0, logs: Vec::new(), events: Vec::new(), return_data };
    assert_eq!(simulated.returned::<ActivateStakeReturn>(), Some(expected));
}
