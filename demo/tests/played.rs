//! The demo as somebody runs it, small: that it plays to its end, and says in a log how far it is.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::time::Duration;

use assert_cmd::Command;

fn demo(args: &[&str]) -> std::process::Output {
    let out = tempfile::tempdir().unwrap();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_inference-staking-demo"));
    demo.args(args).arg("--out").arg(out.path()).timeout(Duration::from_secs(300)).output().unwrap()
}

#[test]
fn a_small_network_is_played_to_its_end() {
    let played = demo(&["--pools", "40", "--followed-pools", "4"]);
    let (shown, log) = (String::from_utf8_lossy(&played.stdout), String::from_utf8_lossy(&played.stderr));
    assert!(played.status.success(), "{shown}\n{log}");
    assert!(shown.contains("Everything matches, to the last unit"), "{shown}");
    // Nobody looks at a bar in a log: a line says from time to time how far it is.
    assert!(log.lines().any(|line| line.contains("transactions")), "{log}");
}

#[test]
fn what_cannot_be_played_is_said_before_anything_is() {
    let refused = demo(&["--pools", "3", "--followed-pools", "4"]);
    assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(2), [].as_slice()));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("--followed-pools 4 is more than --pools 3"), "{words}");
    let missing = demo(&["--rewards", "no-such-file.csv"]);
    assert_eq!(missing.status.code(), Some(2), "{}", String::from_utf8_lossy(&missing.stderr));
}
