//! `scripts/validator-story.sh` with stand-ins for what it starts: it says what is missing, hands the story the network's
//! address, and ends the network however the story goes.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

const VALIDATOR: &str = "solana-test-validator";
/// A network that writes down its arguments, its address into the configuration, as the real one does, and, when it is told
/// to end, that it has.
const NETWORK: &str = "echo \"$@\" > \"$PLACE/network\"
mkdir -p \"$5\"
echo 'json_rpc_url: \"http://127.0.0.1:7\"' > \"$5/config.yml\"
trap 'echo ended > \"$PLACE/ended\"; exit 0' TERM
echo 'solana-test-validator answers.'
while :; do sleep 0.05; done";

/// A folder with stand-ins, gone with the test.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("validator-story-{}-{number}", std::process::id()));
        fs::create_dir_all(path.join("temporary")).unwrap();
        Self(path)
    }

    /// Puts a shell script at a path of the folder.
    fn stand_in(self, path: &str, text: &str) -> Self {
        let file = self.0.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    /// With a validator, a cargo that builds nothing, and this network and story as what it built.
    fn with(network: &str, story: &str) -> Self {
        Self::new()
            .stand_in(&format!("tools/{VALIDATOR}"), "exit 9")
            .stand_in("tools/cargo", "echo \"$@\" >> \"$PLACE/cargo\"")
            .stand_in("target/debug/inference-staking-localnet", network)
            .stand_in("target/debug/examples/validator_story", story)
    }

    /// Runs the script with the folder's tools before those of this machine, which has no validator then.
    fn run(&self) -> Output {
        self.run_with(&[])
    }

    fn run_with(&self, arguments: &[&str]) -> Output {
        let path = std::env::var_os("PATH").unwrap();
        let others = std::env::split_paths(&path).filter(|folder| !folder.join(VALIDATOR).exists());
        let path = std::env::join_paths([self.0.join("tools")].into_iter().chain(others)).unwrap();
        let script = std::path::absolute("../../scripts/validator-story.sh").unwrap();
        let mut command = Command::new("bash");
        command.arg(script).args(arguments).env("PATH", path).env("PLACE", &self.0);
        command.env("TMPDIR", self.0.join("temporary")).env("CARGO_TARGET_DIR", self.0.join("target"));
        command.env("INFERENCE_STAKING_PROGRAM", "a program");
        command.output().unwrap()
    }

    fn read(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.0.join(file)).ok()
    }

    /// The network was told to end and did, and the folder it wrote to is gone.
    #[track_caller]
    fn assert_ended(&self) {
        assert_eq!(self.read("ended").as_deref(), Some("ended\n"));
        assert_eq!(fs::read_dir(self.0.join("temporary")).unwrap().count(), 0);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn without_a_validator_it_says_what_is_missing_and_builds_nothing() {
    let place = Place::new().stand_in("tools/cargo", "touch \"$PLACE/cargo\"");
    let output = place.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).starts_with("error: solana-test-validator is not on the PATH"), "{}", said(&output));
    assert_eq!(place.read("cargo"), None);
}

#[test]
fn help_says_what_it_does_and_other_words_are_refused() {
    let place = Place::new().stand_in("tools/cargo", "touch \"$PLACE/cargo\"");
    let help = place.run_with(&["--help"]);
    assert!(help.status.success(), "{}", said(&help));
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(text.contains("usage: scripts/validator-story.sh\n"), "{text}");
    let other = place.run_with(&["--fast"]);
    assert_eq!(other.status.code(), Some(1));
    assert_eq!(said(&other), "error: it takes no arguments, and --fast is one: see --help\n");
    assert_eq!(place.read("cargo"), None);
}

#[test]
fn it_plays_the_story_on_the_network_that_it_starts_and_ends_it() {
    let place = Place::with(NETWORK, "echo \"$@\" > \"$PLACE/story\"; test ! -e \"$PLACE/ended\"");
    let output = place.run();
    assert!(output.status.success(), "{}", said(&output));
    let network = place.read("network").unwrap();
    // On ports that are free.
    assert!(network.starts_with("--validator --port 0 --out "), "{network}");
    assert_eq!(place.read("story").unwrap(), "http://127.0.0.1:7\n");
    // Both programs were built before.
    assert_eq!(place.read("cargo").unwrap().lines().count(), 2);
    place.assert_ended();
}

#[test]
fn a_story_that_fails_fails_it_and_the_network_ends() {
    let place = Place::with(NETWORK, "echo 'a number was another one' >&2; exit 101");
    let output = place.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("a number was another one"), "{}", said(&output));
    assert!(said(&output).contains("error: the story failed"), "{}", said(&output));
    place.assert_ended();
}

#[test]
fn a_network_that_does_not_start_fails_it_with_the_networks_own_words() {
    let place = Place::with("echo 'the port is taken' >&2; exit 1", "touch \"$PLACE/story\"");
    let output = place.run();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).starts_with("the port is taken\nerror: the network did not start"), "{}", said(&output));
    assert_eq!(place.read("story"), None);
    assert_eq!(fs::read_dir(place.0.join("temporary")).unwrap().count(), 0);
}
