//! `--validator`, with a stand-in for `solana-test-validator` that writes down how it was called.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use inference_staking_client::address;

use crate::running::binary;

#[test]
fn without_a_validator_it_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let tried = binary().args(["--validator", "--out"]).arg(folder.path()).env("PATH", "").output().unwrap();
    assert_eq!(tried.status.code(), Some(1));
    let said = String::from_utf8(tried.stderr).unwrap();
    assert!(said.contains("--validator needs solana-test-validator on the PATH"), "{said}");
}

#[test]
fn a_validator_gets_the_program_and_every_account() {
    let folder = tempfile::tempdir().unwrap();
    let tools = folder.path().join("tools");
    stand_in(&tools);
    let out = folder.path().join("out");
    // A port that was free may be somebody else's by the time it is used.
    let mut tries = std::iter::repeat_with(|| {
        let port = free_port().to_string();
        let mut command = binary();
        command.args(["--validator", "--port", &port, "--out"]).arg(&out).env("PATH", &tools);
        let tried = command.output().unwrap();
        // The stand-in ends at once.
        assert_eq!(tried.status.code(), Some(1));
        (port, String::from_utf8(tried.stderr).unwrap())
    });
    let (port, said) = tries.find(|(_, said)| !said.contains("another server has the port")).unwrap();
    assert!(said.contains("solana-test-validator did not start"), "{said}");
    assert!(said.contains("no luck today") && said.contains("validator.log"), "{said}");

    let called = fs::read_to_string(tools.join("called")).unwrap();
    let out = out.canonicalize().unwrap();
    assert!(called.contains(&format!("--rpc-port {port}")), "{called}");
    // The validator's own choice would be the same ports for each validator of the machine.
    assert_ne!(after("--faucet-port", &called), "9900");
    assert_ne!(after("--faucet-port", &called), after("--gossip-port", &called));
    let deployed = format!("--upgradeable-program {} ", address::program_id());
    assert!(called.contains(&deployed), "{called}");
    assert!(called.contains(&format!("{}/program-admin.json", out.display())), "{called}");
    let accounts = out.join("accounts");
    assert!(called.contains(&format!("--account-dir {}", accounts.display())), "{called}");
    let overview = accounts.join(format!("{}.json", address::pool_overview()));
    let overview: serde_json::Value = serde_json::from_slice(&fs::read(overview).unwrap()).unwrap();
    assert_eq!(overview["account"]["owner"], address::program_id().to_string());
    assert!(!accounts.join(format!("{}.json", address::program_id())).exists());
}

#[test]
fn a_websocket_port_that_the_validator_does_not_take_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let tools = folder.path().join("tools");
    stand_in(&tools);
    let mut command = binary();
    command.args(["--validator", "--ws-port", "7000", "--out"]).arg(folder.path().join("out")).env("PATH", &tools);
    let tried = command.output().unwrap();
    assert_eq!(tried.status.code(), Some(1));
    assert!(String::from_utf8(tried.stderr).unwrap().contains("leave --ws-port away"));
    assert!(!tools.join("called").exists());
}

#[test]
fn a_port_of_another_server_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let tools = folder.path().join("tools");
    stand_in(&tools);
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port().to_string();
    let mut command = binary();
    command.args(["--validator", "--port", &port, "--out"]).arg(folder.path().join("out")).env("PATH", &tools);
    let tried = command.output().unwrap();
    assert_eq!(tried.status.code(), Some(1));
    let said = String::from_utf8(tried.stderr).unwrap();
    assert!(said.contains("another server has the port") && said.contains(&port), "{said}");
    assert!(!tools.join("called").exists());
}

fn after<'a>(option: &str, called: &'a str) -> &'a str {
    let mut words = called.split_whitespace().skip_while(|word| *word != option);
    words.nth(1).unwrap()
}

/// A port that nothing listens on.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn stand_in(tools: &Path) {
    fs::create_dir_all(tools).unwrap();
    let file = tools.join("solana-test-validator");
    fs::write(&file, format!("#!/bin/sh\necho \"$@\" > {}/called\necho no luck today >&2\nexit 3\n", tools.display()))
        .unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
}
