//! The program that people run: it writes its files, travels when told to, and ends when asked.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod running;
#[cfg(unix)]
mod validator;
#[cfg(unix)]
mod validator_story;

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use inference_staking_localnet::network::DAY;
use running::{binary, Running};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Real seconds that a test may take beside the time that it travels.
const SLACK: i64 = 60;

#[test]
fn it_writes_what_command_lines_need() {
    let running = Running::start(&[]);
    let config = running.file("config.yml");
    assert!(config.contains(&format!("json_rpc_url: \"{}\"", running.url)), "{config}");
    let keypair = running.folder.path().canonicalize().unwrap().join("wallet-1.json");
    assert!(config.contains(&format!("keypair_path: \"{}\"", keypair.display())), "{config}");

    let summary: serde_json::Value = serde_json::from_str(&running.file("network.json")).unwrap();
    let address = read_keypair(&keypair).pubkey();
    assert_eq!(summary["wallets"]["wallet-1"], address.to_string());
    assert_eq!(running.rpc().get_balance(&address).unwrap(), 1_000_000_000_000);
    let admin = read_keypair(&running.folder.path().join("program-admin.json")).pubkey();
    assert_eq!(summary["wallets"]["program-admin"], admin.to_string());
}

#[test]
#[cfg(unix)]
fn keypair_files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let running = Running::start(&[]);
    let metadata = std::fs::metadata(running.folder.path().join("wallet-1.json")).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_folder_is_not_taken_from_a_network_that_runs() {
    let mut running = Running::start(&[]);
    let before = running.file("network.json");
    let second = || binary().args(["--port", "0", "--out"]).arg(running.folder.path()).output().unwrap();
    let refused = second();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    let words = format!("a network runs at {} with the files in", running.url);
    assert!(refused.status.code() == Some(1) && said.contains(&words), "{said}");
    assert_eq!(running.file("network.json"), before);
    running.type_line("quit");
    assert!(running.ended().success());
    // What it left does not stand in the way of the next one.
    let mut next = binary();
    next.args(["--port", "0", "--out"]).arg(running.folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut next = next.spawn().unwrap();
    next.stdin.take().unwrap().write_all(b"quit\n").unwrap();
    assert!(next.wait_with_output().unwrap().status.success());
}

/// A reader that has seen enough does not end it; a full disk is told, and what was done stays done.
#[test]
#[cfg(target_os = "linux")]
fn nobody_has_to_read_what_it_says() {
    let running = Running::start(&[]);
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let before = running.now();
    let warp = binary().args(["warp", "1h", "--url", &running.url]).stdout(full()).output().unwrap();
    let said = String::from_utf8_lossy(&warp.stderr).into_owned();
    assert!(warp.status.code() == Some(1) && said.contains("what was done cannot be said"), "{said}");
    assert!(running.now() >= before + 3_600);
    assert_eq!(binary().arg("--help").stdout(full()).status().unwrap().code(), Some(1));

    let folder = tempfile::tempdir().unwrap();
    let mut unread = binary();
    unread.args(["--port", "0", "--out"]).arg(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut unread = unread.spawn().unwrap();
    drop(unread.stdout.take());
    let mut input = unread.stdin.take().unwrap();
    // It says what time it is, and ends when it is told to.
    input.write_all(b"time\nquit\n").unwrap();
    assert!(unread.wait().unwrap().success());
    assert!(folder.path().join("network.json").exists());
}

#[test]
fn a_typed_span_moves_the_clock() {
    let mut running = Running::start(&[]);
    let before = running.now();
    running.type_line("7d");
    running.wait_for_line("The network's time is ");
    assert!((before + 7 * DAY..before + 7 * DAY + SLACK).contains(&running.now()));
}

#[test]
fn warp_moves_the_clock_from_elsewhere() {
    let running = Running::start(&[]);
    let before = running.now();
    // By the URL, and by what the network has written to its folder.
    for (far, words) in
        [(129_600, ["--url", &running.url]), (259_200, ["--out", running.folder.path().to_str().unwrap()])]
    {
        let warp = binary().args(["warp", "36h"]).args(words).output().unwrap();
        assert!(warp.status.success(), "{}", String::from_utf8_lossy(&warp.stderr));
        assert!((before + far..before + far + SLACK).contains(&running.now()));
    }
}

#[test]
fn a_wallet_of_ones_own_gets_sol_and_tokens() {
    let running = Running::start(&[]);
    let own = Keypair::new().pubkey();
    let faucet = |words: &[&str]| {
        let wallet = own.to_string();
        let faucet =
            binary().args(["faucet", &wallet, "--out"]).arg(running.folder.path()).args(words).output().unwrap();
        assert!(faucet.status.success(), "{}", String::from_utf8_lossy(&faucet.stderr));
        String::from_utf8(faucet.stdout).unwrap()
    };
    assert_eq!(faucet(&[]), format!("{own} has 10 SOL, 100000 tokens and 10000 USDC more.\n"));
    faucet(&["--sol", "1", "--tokens", "5", "--usdc", "0"]);
    let summary: serde_json::Value = serde_json::from_str(&running.file("network.json")).unwrap();
    let balance = |mint: &str| {
        let mint = summary[mint].as_str().unwrap().parse().unwrap();
        let account = inference_staking_client::address::owner_token_account(&own, &mint);
        running.rpc().get_token_account_balance(&account).unwrap().ui_amount_string
    };
    assert_eq!(running.rpc().get_balance(&own).unwrap(), 11_000_000_000);
    assert_eq!((balance("stake_mint"), balance("usdc_mint")), ("100005".to_owned(), "10000".to_owned()));
}

#[test]
fn a_faucet_asks_the_node_that_is_named_and_gives_nothing_to_nobody() {
    let running = Running::start(&[]);
    let faucet = |words: &[&str]| {
        let ran = binary().arg("faucet").args(words).arg("--out").arg(running.folder.path()).output().unwrap();
        (ran.status.success(), String::from_utf8(ran.stderr).unwrap())
    };
    // The folder says where the network answered when it began.
    let summary = running.file("network.json").replace(&running.url, "http://127.0.0.1:1");
    std::fs::write(running.folder.path().join("network.json"), summary).unwrap();
    let own = Keypair::new().pubkey();
    let (is_given, said) = faucet(&[&own.to_string()]);
    assert!(!is_given && said.contains("no network answers at http://127.0.0.1:1"), "{said}");
    let (is_given, said) = faucet(&[&own.to_string(), "--url", &running.url]);
    assert!(is_given, "{said}");
    assert_eq!(running.rpc().get_balance(&own).unwrap(), 10_000_000_000);
    let (is_given, said) = faucet(&["11111111111111111111111111111111", "--url", &running.url]);
    assert!(!is_given && said.contains("nobody has its key"), "{said}");
}

#[test]
fn without_a_singleton_it_says_what_init_takes() {
    let running = Running::start(&["--without-overview"]);
    let said = running.said_before();
    let summary: serde_json::Value = serde_json::from_str(&running.file("network.json")).unwrap();
    let mint = summary["stake_mint"].as_str().unwrap();
    assert!(said.iter().any(|line| line.trim() == format!("stake_mint = \"{mint}\"")), "{said:?}");
    let halt = summary["wallets"]["halt-authority"].as_str().unwrap();
    assert!(said.iter().any(|line| line.trim() == format!("halt_authorities = [\"{halt}\"]")), "{said:?}");
    let with = Running::start(&[]);
    assert!(!with.said_before().iter().any(|line| line.contains("init --template")));
}

#[test]
fn warp_without_a_network_says_so() {
    let running = Running::start(&[]);
    let url = running.url.clone();
    drop(running);
    let warp = binary().args(["warp", "1d", "--url", &url]).output().unwrap();
    assert_eq!(warp.status.code(), Some(1));
    let said = String::from_utf8(warp.stderr).unwrap();
    assert!(said.contains(&format!("no network answers at {url}")), "{said}");
}

#[test]
fn quit_ends_it() {
    let mut running = Running::start(&[]);
    running.type_line("quit");
    assert!(running.ended().success());
    assert!(running.rpc().get_slot().is_err());
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_cleanly() {
    let mut running = Running::start(&[]);
    running.interrupt();
    assert!(running.ended().success());
    assert!(running.rpc().get_slot().is_err());
}

#[test]
fn what_is_no_number_is_refused_in_our_words() {
    let refused = binary().args(["--wallets", "x"]).output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(refused.status.code() == Some(2) && said.contains("write a whole number"), "{said}");
}

#[test]
fn a_taken_port_is_an_error_in_words() {
    let running = Running::start(&[]);
    let port = running.url.rsplit(':').next().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let second = binary().args(["--port", &port, "--out"]).arg(folder.path()).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains(&format!("port {port} is already in use")), "{said}");
}

fn read_keypair(file: &Path) -> Keypair {
    let bytes: Vec<u8> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    Keypair::try_from(bytes.as_slice()).unwrap()
}
