//! Seeds of files, texts and answers that come from outside.

use std::path::Path;
use std::str::FromStr;

use anchor_lang::prelude::Pubkey;
use base64::{prelude::BASE64_STANDARD, Engine};
use inference_staking_cli::input::{parse_pubkey, Bps, KeySource, Quantity, Rate, Span};
use inference_staking_cli::{run, Captured, DONE};
use inference_staking_keeper::TableSource;
use inference_staking_rewards::serve::PoolProof;
use inference_staking_rewards::{read_metrics_csv, read_rewards_csv, read_tree};
use serde_json::json;

use crate::corpus::assert_refused;
use crate::node::{wait_for, Node};

#[test]
fn files_of_the_rewards_tools() {
    assert_refused(
        "metrics_csv",
        &["cut_off", "duplicate", "fine", "not_utf8", "open_quote", "point_first", "sum_overflow", "unknown_column"],
        |_, bytes| read_metrics_csv(bytes).is_ok(),
    );
    assert_refused(
        "rewards_csv",
        &["cut_off", "duplicate", "no_rows", "not_utf8", "quote_in_quote", "signed", "sum_overflow", "too_large"],
        |_, bytes| read_rewards_csv(bytes).is_ok(),
    );
    assert_refused(
        "tree_file",
        &["another_version", "cut_off", "key_twice", "number_for_amount", "unknown_key", "wrong_total"],
        |_, bytes| read_tree(bytes).is_ok(),
    );
    assert_refused(
        "pool_proof",
        &["cut_off", "deep", "index_beyond", "number_for_amount", "other_epoch", "sibling_too_many"],
        |_, bytes| PoolProof::from_json(bytes).is_ok(),
    );
}

/// Whether the bytes are a text of this type.
fn is<T: FromStr>(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.parse::<T>().is_ok())
}

#[test]
fn texts_of_the_command_line() {
    // In front of an amount stands the number of decimals.
    assert_refused(
        "amounts",
        &["exponent", "other_digits", "point_first", "point_last", "signed", "too_fine", "too_large", "two_points"],
        |_, bytes| {
            let (decimals, text) = bytes.split_first().unwrap();
            match String::from_utf8_lossy(text).parse() {
                Ok(Quantity::Exactly(amount)) => amount.to_base(*decimals).is_ok(),
                found => found.is_ok(),
            }
        },
    );
    assert_refused("rates", &["above", "bare_number", "both", "huge", "plus", "too_fine"], |_, bytes| {
        is::<Bps>(bytes) || is::<Rate>(bytes)
    });
    assert_refused("spans", &["fraction", "no_unit", "space_first", "too_long", "unit_only"], |_, bytes| {
        is::<Span>(bytes)
    });
    assert_refused("addresses", &["above", "long", "not_base58", "short"], |_, bytes| {
        std::str::from_utf8(bytes).is_ok_and(|text| parse_pubkey(text).is_ok())
    });
}

#[test]
fn files_of_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let write = |bytes: &[u8]| {
        let path = folder.path().join("seed");
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    assert_refused("keypair_file", &["base58", "numbers", "spaced", "too_few", "too_large"], |_, bytes| {
        KeySource::read(&write(bytes)).is_ok()
    });
    assert_refused("solana_config", &["cut_off", "key_twice", "list", "two_documents"], |_, bytes| {
        // It goes on to look for the key.
        !say(&["--config", &write(bytes), "admin", "accept"]).1.starts_with("error: configuration")
    });
    assert_refused("table_file", &["cut_off", "key_twice", "no_address", "number"], |_, bytes| {
        let source = TableSource { file: Some(write(bytes).into()), authority: None };
        wait_for(source.find(&Node::default().connection())).is_ok()
    });
    // `init` names the file that it refuses; one that it takes leads on to the addresses and the key.
    let nothing = folder.path().join("nothing").display().to_string();
    std::fs::write(&nothing, "").unwrap();
    assert_refused(
        "init_file",
        &[
            "cut_off",
            "date",
            "drawn",
            "drawn_strange",
            "float",
            "key_twice",
            "negative",
            "not_utf8",
            "unknown_key",
            "unknown_table",
        ],
        |_, bytes| {
            let file = write(bytes);
            let (code, said) = say(&["--config", &nothing, "init", &file, "--keypair", "/nowhere"]);
            code != DONE && !said.starts_with(&format!("error: {}: ", Path::new(&file).display()))
        },
    );
}

/// Says a command; its exit code and what it noted.
fn say(words: &[&str]) -> (u8, String) {
    let mut out = Captured::default();
    let code = wait_for(run(["inference-staking"].iter().chain(words).map(Into::into).collect::<Vec<_>>(), &mut out));
    (code, out.notes)
}

#[test]
fn lookup_tables() {
    let program: Pubkey = "AddressLookupTab1e1111111111111111111111111".parse().unwrap();
    assert_refused("lookup_tables", &["bad_option", "cut_off", "uninitialized"], |_, data| {
        let account = json!({
            "lamports": 1, "data": [BASE64_STANDARD.encode(data), "base64"], "owner": program.to_string(),
            "executable": false, "rentEpoch": 0, "space": data.len()
        });
        let connection = Node::answering(json!({ "context": { "slot": 1 }, "value": [account] })).connection();
        wait_for(connection.lookup_tables(&[Pubkey::default()])).unwrap().remove(0).is_some()
    });
}
