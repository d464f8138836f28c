//! The files that the command line reads for its user: settings of `init`, Solana's configuration, keypairs, and the keeper's
//! lookup tables (SPEC 14).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod drawn_settings;
mod node;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use bolero::check;
use drawn_settings::{drawn, is_clear, is_init_file, Verdict, NEEDED_ADDRESSES};
use inference_staking_cli::input::KeySource;
use inference_staking_cli::{run, Captured, BAD_INPUT};
use inference_staking_client::text::escaped;
use inference_staking_keeper::{KeeperError, TableSource};
use node::{wait_for, Node};
use serde_json::{json, Value};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// A folder of files that go with the test.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

/// Says a command; its exit code, what it printed and what it noted. It has no way to a node.
fn say(config: &Path, words: &[&str]) -> (u8, Captured) {
    let mut said: Vec<OsString> = vec!["inference-staking".into(), "--config".into(), config.into()];
    said.extend(words.iter().map(OsString::from));
    let mut out = Captured::default();
    let code = wait_for(run(said, &mut out));
    (code, out)
}

/// What `init` says to a file: always bad input, as there is no key to sign with.
fn init(files: &Files, file: &Path) -> String {
    let config = files.write("no_config.yml", "");
    let missing = files.path("no_key.json");
    let (code, out) = say(&config, &["init", file.to_str().unwrap(), "--keypair", missing.to_str().unwrap()]);
    assert_eq!((code, out.results.as_str()), (BAD_INPUT, ""));
    out.notes
}

#[test]
fn init_file() {
    let files = Files::new();
    check!().for_each(|bytes: &[u8]| {
        assert_init(&files, bytes);
        assert_init(&files, drawn(bytes).as_bytes());
    });
}

fn assert_init(files: &Files, bytes: &[u8]) {
    let file = files.write("init.toml", bytes);
    let said = init(files, &file);
    let refused = format!("error: {}: ", file.display());
    let table = std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<toml::Table>().ok());
    let Some(table) = table else { return assert!(said.starts_with(&refused), "{said}") };
    if !is_clear(&table) {
        return;
    }
    let verdict = is_init_file(&table);
    assert_eq!(said.starts_with(&refused), verdict == Verdict::Refused, "{said}\n{table}");
    if verdict == Verdict::Taken {
        let given = |name: &&&str| table.get("addresses").is_some_and(|addresses| addresses.get(**name).is_some());
        let expected = match NEEDED_ADDRESSES.iter().find(|name| !given(name)) {
            Some(missing) => format!("error: address `{missing}` is missing"),
            None => format!("error: keypair `{}`", files.path("no_key.json").display()),
        };
        assert!(said.starts_with(&expected), "{said} instead of {expected}");
    }
    // The same settings as JSON mean the same.
    let other = files.write("init.json", serde_json::to_vec(&table).unwrap());
    assert_eq!(init(files, &other).starts_with(&format!("error: {}: ", other.display())), verdict == Verdict::Refused);
}

#[test]
fn solana_config() {
    let files = Files::new();
    check!().for_each(|bytes: &[u8]| {
        let config = files.write("config.yml", bytes);
        // With a configuration that is one it goes on to look for the key.
        let (code, out) = say(&config, &["admin", "accept"]);
        let is_refused = out.notes.starts_with(&format!("error: configuration {}", config.display()));
        assert_eq!((code, out.results.as_str()), (BAD_INPUT, ""));
        assert!(is_refused || out.notes.starts_with("error: keypair `"), "{}", out.notes);
        let text = String::from_utf8_lossy(bytes);
        let third = |at: usize| -> String { text.chars().skip(at).step_by(3).collect() };
        assert_each_setting_is_used(&files, [third(0), third(1), third(2)]);
    });
}

/// What is no URL, no key and no commitment is found out; the key and the commitment are named as they stand in the file, and the file with the URL and the commitment.
fn assert_each_setting_is_used(files: &Files, [url, key, commitment]: [String; 3]) {
    let (url, commitment) = (format!("?{url}"), format!("?{commitment}"));
    let key = files.path(&format!("nowhere/{key}")).display().to_string();
    let text = format!("json_rpc_url: {}\nwebsocket_url: ''\n", quoted(&url));
    let text = text + &format!("keypair_path: {}\ncommitment: {}\n", quoted(&key), quoted(&commitment));
    let config = files.write("quoted.yml", text);
    let settings = complete_settings(files);
    for (words, named) in [
        (
            &["status"][..],
            format!("error: configuration {}: the RPC URL that is given is no http(s) URL: ", config.display()),
        ),
        (
            &["status", "--url", "localhost"],
            format!("error: configuration {}: commitment `{commitment}`: ", config.display()),
        ),
        (&["init", settings.to_str().unwrap()], format!("error: keypair `{}`: ", escaped(&key))),
    ] {
        let (code, out) = say(&config, words);
        assert_eq!(code, BAD_INPUT);
        assert!(out.notes.starts_with(&named), "{} instead of {named}", out.notes);
    }
}

/// A file with which `init` goes on to look for its key.
fn complete_settings(files: &Files) -> PathBuf {
    let address = Pubkey::new_from_array([7; 32]);
    let lines = NEEDED_ADDRESSES.iter().map(|name| format!("{name} = \"{address}\"\n"));
    files.write("complete.toml", format!("[addresses]\n{}", lines.collect::<String>()))
}

/// A YAML text with every character by its number.
fn quoted(text: &str) -> String {
    let escaped: String = text.chars().map(|character| format!("\\U{:08X}", u32::from(character))).collect();
    format!("\"{escaped}\"")
}

#[test]
fn keypair_file() {
    let files = Files::new();
    check!().for_each(|bytes: &[u8]| {
        assert_keypair_file(&files, bytes);
        let mut secret = [0; 32];
        secret.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        let keypair = Keypair::new_from_array(secret);
        let mut numbers = keypair.to_bytes();
        let path = files.write("key.json", json!(numbers.to_vec()).to_string());
        let read = KeySource::read(path.to_str().unwrap()).unwrap();
        assert!(matches!(read, KeySource::Held(_)));
        assert_eq!(read.address(), keypair.pubkey());
        assert_eq!(format!("{read:?}"), format!("KeySource({})", keypair.pubkey()));
        // A secret and an address that do not belong together are no key.
        let at = 32 + usize::from(bytes.first().copied().unwrap_or(0) % 32);
        numbers[at] ^= 1 + bytes.last().copied().unwrap_or(0) % 255;
        assert_keypair_file(&files, json!(numbers.to_vec()).to_string().as_bytes());
        let path = files.write("key.json", json!(numbers.to_vec()).to_string());
        let why = KeySource::read(path.to_str().unwrap()).map(|key| key.address()).unwrap_err().to_string();
        let start = json!(numbers[..4].to_vec()).to_string();
        assert!(!why.contains(start.trim_matches(['[', ']'])), "the secret is in {why}");
    });
}

/// What is taken is 64 bytes as a list of numbers, with the address as its second half.
fn assert_keypair_file(files: &Files, bytes: &[u8]) {
    let path = files.write("key.json", bytes);
    let Ok(key) = KeySource::read(path.to_str().unwrap()) else { return };
    let text = std::str::from_utf8(bytes).unwrap();
    let list = text.trim().strip_prefix('[').unwrap().strip_suffix(']').unwrap();
    let numbers: Vec<u8> = list.split(',').map(|number| number.trim().parse().unwrap()).collect();
    assert_eq!((numbers.len(), &numbers[32..]), (64, &key.address().to_bytes()[..]));
}

#[test]
fn table_file() {
    let files = Files::new();
    check!().for_each(|bytes: &[u8]| {
        assert_tables(&files, bytes);
        let keys = bytes.chunks(32).map(|chunk| {
            let mut key = [0; 32];
            key[..chunk.len()].copy_from_slice(chunk);
            Pubkey::new_from_array(key).to_string()
        });
        let keys: Vec<String> = keys.collect();
        assert_eq!(assert_tables(&files, json!({ "tables": keys }).to_string().as_bytes()), Some(keys));
    });
}

/// The addresses that the keeper asks the node for, if it takes the file.
fn assert_tables(files: &Files, bytes: &[u8]) -> Option<Vec<String>> {
    let node = Node::default();
    let source = TableSource { file: Some(files.write("tables.json", bytes)), authority: None };
    match wait_for(source.find(&node.connection())) {
        Ok(tables) => {
            assert_eq!(tables, []);
            let value: Value = serde_json::from_slice(bytes).unwrap();
            // A list of fields is the short form of an object.
            let list = value.get("tables").or(value.get(0)).and_then(Value::as_array).unwrap();
            let asked = node.asked();
            assert!(list.iter().map(Value::as_str).eq(asked.iter().map(|key| Some(key.as_str()))));
            Some(asked)
        }
        Err(KeeperError::TableFile { path, reason }) => {
            assert!(path.ends_with("tables.json") && !reason.is_empty() && node.asked().is_empty());
            assert!(!is_table_file(bytes), "refused: {reason}");
            None
        }
        Err(other) => panic!("{other}"),
    }
}

fn is_table_file(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Ok(Value::Object(object)) = serde_json::from_slice(bytes) else { return false };
    let Some(Value::Array(tables)) = object.get("tables") else { return false };
    let is_address = |table: &Value| table.as_str().is_some_and(|text| text.parse::<Pubkey>().is_ok());
    // A key that stands twice is refused, and one may be written with escapes.
    tables.iter().all(is_address) && text.matches("tables").count() == 1 && !text.contains('\\')
}
