//! The binary as a process, without any network: help, completions, bad input and its exit codes.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod simulate;
mod ways_out;
mod words;

use assert_cmd::Command;
use tempfile::TempDir;

const KEY: &str = "stkVMchKFFj1mF77L6mCYXRB9DGV3PxDL5dQAhDthp8";

/// A home folder without Solana's files.
struct Home(TempDir);

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        command
            .env_remove("SOLANA_CONFIG")
            .env_remove("INFERENCE_STAKING_PROGRAM_ID")
            .env("HOME", self.0.path())
            .current_dir(self.0.path());
        let output = command.timeout(std::time::Duration::from_secs(60)).args(args).output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Bad input: exit code 2, the reason on standard error, nothing on standard output.
    /// What was said on standard error.
    fn refuses(&self, args: &[&str], reason: &str) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 2, "{args:?}\n{}", ran.stderr);
        assert_eq!(ran.stdout, "", "{args:?}");
        assert!(ran.stderr.contains(reason), "{args:?} should say `{reason}`:\n{}", ran.stderr);
        ran.stderr
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

#[test]
fn every_command_has_help() {
    let home = Home::new();
    let help = home.run(&["--help"]);
    assert_eq!(help.code, 0);
    let commands = help.stdout.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    // What a command does may go on in the lines below it, further in.
    let is_first = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let lines = commands.take_while(|line| !line.is_empty()).filter(is_first);
    let names: Vec<_> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() >= 20, "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        let help = home.run(&[name, "--help"]);
        assert_eq!(help.code, 0, "{name}");
        assert!(help.stdout.contains("Usage: inference-staking"), "{name}");
    }
}

#[test]
fn without_words_help_is_bad_input_and_version_is_a_result() {
    let home = Home::new();
    assert_eq!(home.run(&[]).code, 2);
    let version = home.run(&["--version"]);
    assert_eq!((version.code, version.stdout.as_str()), (0, "inference-staking 0.1.0\n"));
}

#[test]
fn a_second_name_of_a_command_works_and_is_not_listed() {
    let home = Home::new();
    for (group, other, name) in
        [("pool", "withdraw", "claim commission"), ("halt", "resume", "halt pool POOL --resume")]
    {
        let listed = home.run(&[group, "--help"]).stdout;
        assert!(!listed.lines().any(|line| line.trim_start().starts_with(other)), "{listed}");
        let help = home.run(&[group, other, "--help"]);
        assert_eq!(help.code, 0, "{other}");
        assert!(help.stdout.contains(&format!("Another name of `{name}`")), "{}", help.stdout);
    }
}

#[test]
fn completions_and_manual_pages_name_the_commands() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]);
        assert_eq!(script.code, 0, "{shell}");
        assert!(script.stdout.contains("cancel-unstake"), "{shell}");
    }
    assert!(home.run(&["man"]).stdout.contains("inference\\-staking"));
    assert_eq!(home.run(&["man", "--folder", "pages"]).code, 0);
    let page = std::fs::read_to_string(home.0.path().join("pages/inference-staking-pool-create.1")).unwrap();
    assert!(page.contains("reward\\-commission"));
    home.refuses(&["completions", "csh"], "invalid value 'csh'");
}

#[test]
fn words_that_make_no_command_are_bad_input() {
    let home = Home::new();
    home.refuses(&["stak"], "similar subcommand");
    home.refuses(&["stake", KEY], "<AMOUNT>");
    home.refuses(&["stake", "nonsense", "1"], "no address");
    home.refuses(&["stake", KEY, "1,5"], "no amount");
    home.refuses(&["stake", KEY, "--", "-1"], "no amount");
    home.refuses(&["stake", KEY, "1e6"], "no amount");
    home.refuses(&["lock", KEY, "180"], "no span of time");
    home.refuses(&["lock", KEY, "2y"], "no span of time");
    home.refuses(
        &["pool", "create", "--name", "x", "--reward-commission", "101%", "--usdc-commission", "0"],
        "above 100%",
    );
    home.refuses(
        &["pool", "create", "--name", "x", "--reward-commission", "0.001%", "--usdc-commission", "0"],
        "finer than",
    );
    home.refuses(&["pool", "update", "--metadata-uri", "http://x"], "must be empty or start with https://");
    home.refuses(&["pool", "update"], "required");
    home.refuses(&["cancel-unstake", KEY, "4"], "0..=3");
    home.refuses(&["slash", KEY], "required");
    home.refuses(&["rewards", "publish"], "required");
    home.refuses(&["unstake", KEY, "1", "--shares", "1"], "cannot be used with");
    home.refuses(&["unstake", KEY, "1", "--activating", "1"], "cannot be used with");
    home.refuses(&["unstake", KEY, "1", "--shares", "1", "--activating", "1"], "cannot be used with");
    home.refuses(&["unstake", KEY], "<AMOUNT|--shares <SHARES>|--activating <TOKENS>>");
    home.refuses(&["activate"], "<POOL>");
    home.refuses(&["activate", KEY, "nonsense"], "no address");
    home.refuses(&["unstake", KEY, "1", "--trees", "a", "--service", "http://b"], "cannot be used with");
    home.refuses(&["status", "--output", "xml"], "possible values: table, json, csv");
    home.refuses(&["status", "--priority-fee", "lots"], "no priority fee");
    home.refuses(&["status", "--nonce", KEY], "--blockhash");
    home.refuses(&["admin", "authorities", "--halt", "x,y"], "no address");
}

#[test]
fn a_name_that_is_too_long_is_bad_input_before_anything_is_asked() {
    let name = "a".repeat(33);
    let create = ["pool", "create", "--name", &name, "--reward-commission", "1%", "--usdc-commission", "1%"];
    let home = Home::new();
    home.refuses(&create, "the text has 33 bytes, but at most 32 fit");
    for (option, text) in [("--name", "a\nb"), ("--name", "\u{202e}evil"), ("--metadata-uri", "https://x/\u{7}")] {
        let refused = home.refuses(&["pool", "update", option, text], "must hold no control characters");
        assert!(!refused.contains(['\u{7}', '\u{202e}']), "{refused:?}");
    }
}

#[test]
fn solana_configuration_files_are_read_and_faults_in_them_named() {
    let home = Home::new();
    home.refuses(&["status"], "there is no RPC URL");
    home.refuses(&["status", "--url", "mainet"], "`mainet` is no RPC URL");
    home.refuses(&["status", "--config", "nowhere.yml"], "nowhere.yml");
    let broken = home.write("broken.yml", "json_rpc_url: [");
    home.refuses(&["status", "--config", &broken], "broken.yml");
    let odd = home.write("odd.yml", "json_rpc_url: ftp://x\n");
    home.refuses(
        &["status", "--config", &odd],
        &format!("configuration {odd}: the RPC URL that is given is no http(s) URL"),
    );
    let mistyped = home.write("mistyped.yml", "json_rpc_url: mainet\n");
    home.refuses(&["status", "--config", &mistyped], &format!("configuration {mistyped}: `mainet` is no RPC URL"));
    let commitment = home.write("commitment.yml", "json_rpc_url: http://127.0.0.1:1\ncommitment: singleGossip\n");
    let words = format!("configuration {commitment}: commitment `singleGossip`: write one of");
    home.refuses(&["status", "--config", &commitment], &words);
    let keyless = home.write("keyless.yml", "json_rpc_url: http://127.0.0.1:1\nkeypair_path: no.json\n");
    home.refuses(
        &["pool", "close", KEY, "--config", &keyless, "--keypair", "usb://ledger"],
        "only keypair files can sign",
    );
    let no_keypair = ["stake", KEY, "1", "--config", &keyless];
    home.refuses(&no_keypair, "keypair `no.json`");
    let garbage = home.write("garbage.json", "[1,2,3]");
    home.refuses(&["stake", KEY, "1", "--config", &keyless, "--keypair", &garbage], "garbage.json");
}

#[test]
fn a_node_that_does_not_answer_is_a_failure_with_the_reason() {
    let home = Home::new();
    let ran = home.run(&["admin", "show", "--url", "http://127.0.0.1:1"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.contains("Connection refused") && ran.stderr.contains("--url"), "{}", ran.stderr);
    let ran = home.run(&["admin", "show", "--url", "http://127.0.0.1:1", "--output", "json"]);
    let error: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
    assert_eq!(error["error"]["kind"], "refused");
}

#[test]
fn a_file_for_init_that_is_wrong_is_bad_input() {
    let home = Home::new();
    home.refuses(&["init"], "address `stake_mint` is missing");
    home.refuses(&["init", "none.toml"], "none.toml");
    let template = home.run(&["init", "--template"]).stdout;
    let unfilled = home.write("unfilled.toml", &template);
    home.refuses(&["init", &unfilled], "`<address>` is still to be filled in: write an address in its place");
    let filled = template.replace("<address>", KEY);
    for (from, to, reason) in [
        ("registration_fee = \"100\"", "registration_fee = 0.5", "registration_fee"),
        ("\"7d\"", "\"7\"", "no span of time"),
        ("max_commission = \"50%\"", "max_commission = \"150%\"", "above 100%"),
        ("kind = \"disinflation\"", "kind = \"inflation\"", "inflation"),
        ("[parameters]", "[parameters]\nunknown = 1", "unknown field `unknown`"),
        ("initial_rate = \"8%\"", "initial_rate = \"8\"", "no rate"),
    ] {
        assert!(filled.contains(from), "{from}");
        let file = home.write("wrong.toml", &filled.replacen(from, to, 1));
        home.refuses(&["init", &file], reason);
    }
    let json = home.write("wrong.json", "{\"parameters\": {\"slashing_delay\": \"1 fortnight\"}}");
    home.refuses(&["init", &json], "no span of time");
}

#[test]
fn bad_reward_files_name_the_line_and_write_nothing() {
    let home = Home::new();
    let csv = home.write("rewards.csv", &format!("pool,reward,usdc\n{KEY},1,2\n{KEY},3,4\n"));
    let build = ["rewards", "build", &csv, "--out", "tree.json", "--offline", "--epoch", "1"];
    home.refuses(&build, "ine 3");
    assert!(!home.0.path().join("tree.json").exists());
    let metrics = home.write("metrics.csv", "pool,score\n");
    home.refuses(&["rewards", "compute", &metrics, "--out", "out.csv", "--total-base-units", "5"], "usdc_revenue");
    assert!(!home.0.path().join("out.csv").exists());
    let sum = home.write("sum.csv", &format!("pool,reward,usdc\n{KEY},1,2\n"));
    let wrong_sum =
        ["rewards", "build", &sum, "--out", "tree.json", "--offline", "--epoch", "1", "--expected-rewards", "2"];
    home.refuses(&wrong_sum, "expected exactly 2");
    home.refuses(&["rewards", "build", &sum, "--out", "tree.json", "--offline"], "--epoch");
    home.refuses(&["rewards", "serve", "nowhere"], "no such folder");
    home.refuses(&["rewards", "accrue", "--url", "http://127.0.0.1:1"], "proofs are needed");
}

#[test]
fn trees_are_built_and_verified_without_a_chain() {
    let home = Home::new();
    let csv = home.write("rewards.csv", &format!("pool,reward,usdc\n{KEY},100,7\n"));
    let built = home.run(&["rewards", "build", &csv, "--out", "tree.json", "--offline", "--epoch", "4", "-o", "json"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let built: serde_json::Value = serde_json::from_str(&built.stdout).unwrap();
    assert_eq!((&built["total_rewards_base_units"], &built["trees"][0]["depth"]), (&"100".into(), &0.into()));
    assert_eq!(home.run(&["rewards", "verify", "tree.json", "--offline"]).code, 0);

    let tree = std::fs::read_to_string(home.0.path().join("tree.json")).unwrap();
    home.write("tampered.json", &tree.replacen("\"100\"", "\"101\"", 2));
    let verified = home.run(&["rewards", "verify", "tampered.json", "--offline"]);
    assert_eq!(verified.code, 2);
    assert!(verified.stdout.contains("FAILED"), "{}", verified.stdout);
    home.refuses(&["rewards", "publish", "tampered.json", "--url", "http://127.0.0.1:1"], "tampered.json");
    home.write("list.json", "[1]");
    home.refuses(&["rewards", "publish", "list.json", "--url", "http://127.0.0.1:1"], "as `rewards build` writes it");
}

#[test]
fn trees_that_are_not_of_one_record_are_not_whole_together() {
    let home = Home::new();
    let other = anchor_lang::prelude::Pubkey::new_unique();
    for (file, pool, epoch) in
        [("a", KEY, "4"), ("same", KEY, "4"), ("b", &other.to_string(), "4"), ("late", &other.to_string(), "5")]
    {
        let csv = home.write("rewards.csv", &format!("pool,reward,usdc\n{pool},100,7\n"));
        let built =
            home.run(&["rewards", "build", &csv, "--out", &format!("{file}.json"), "--offline", "--epoch", epoch]);
        assert_eq!(built.code, 0, "{}", built.stderr);
    }
    assert_eq!(home.run(&["rewards", "verify", "a.json", "b.json", "--offline"]).code, 0);
    for (file, check) in [("same", "each pool once"), ("late", "a tree is of epoch 5, and not of epoch 4")] {
        let verified = home.run(&["rewards", "verify", "a.json", &format!("{file}.json"), "--offline"]);
        assert!(verified.code == 2 && verified.stderr.contains("not whole together"), "{}", verified.stderr);
        assert!(verified.stdout.contains(check), "{}", verified.stdout);
    }
}

#[test]
fn publishing_has_one_name_and_answers_to_its_old_one() {
    let home = Home::new();
    let publish = home.run(&["rewards", "--help"]);
    let listed = |help: &str| help.lines().any(|line| line.trim_start().starts_with("publish "));
    assert!(listed(&publish.stdout), "{}", publish.stdout);
    let epoch = home.run(&["epoch", "--help"]);
    assert!(epoch.stdout.contains("  mark ") && !listed(&epoch.stdout), "{}", epoch.stdout);
    for name in ["rewards", "epoch"] {
        home.refuses(&[name, "publish"], "<TREE_FILE|--empty");
        home.refuses(&[name, "publish", "nowhere.json", "--empty"], "cannot be used with");
        let unread = [name, "publish", "nowhere.json", "--url", "http://127.0.0.1:1"];
        home.refuses(&unread, "nowhere.json could not be opened");
    }
}

#[test]
fn key_files_that_are_none_are_named_and_never_to_be_replaced() {
    let home = Home::new();
    let config = home.write("config.yml", "json_rpc_url: http://127.0.0.1:1\n");
    let with = |name: &str, text: &str, reason: &str| {
        let file = home.write(name, text);
        let args = ["stake", KEY, "1", "--config", &config, "--keypair", &file];
        home.refuses(&args, reason);
        let said = home.run(&args).stderr;
        assert!(!said.contains("new --outfile") && !said.contains(text.trim()), "{said}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    };
    with("base58", &"5".repeat(88), "perhaps a private key in base58");
    with("seed", "abandon ability able about above absent absorb abstract absurd abuse access accident", "seed words");
    with("short", "[1,2,3]", "holds 3 numbers, and a keypair has 64");
    with("damaged", &format!("{:?}", [7; 64]), "its two halves do not belong together");
    with("other", "{}", "no list of 64 numbers");
    with("marked", &format!("\u{feff}{:?}", [7; 64]), "begins with a byte order mark (BOM)");
    let missing = home.0.path().join("missing.json").display().to_string();
    home.refuses(&["stake", KEY, "1", "--config", &config, "--keypair", &missing], "make one with `solana-keygen new`");
    for signer in [
        "prompt:",
        "prompt:?key=0/0",
        "PROMPT://x",
        "usb://ledger",
        "stdin:",
        "-",
        "ASK",
        "keyring:foo",
        "cloud-kms://x/y",
        "https://x/y",
    ] {
        home.refuses(&["stake", KEY, "1", "--config", &config, "--keypair", signer], "only keypair files can sign");
    }
    for url in [format!("file://{missing}"), format!("file:{missing}"), format!("FILE://localhost{missing}")] {
        home.refuses(
            &["stake", KEY, "1", "--config", &config, "--keypair", &url],
            &format!("keypair `{missing}`: there is no"),
        );
    }
    home.refuses(&["stake", KEY, "1", "--config", &config, "--keypair", " "], "no keypair is named");
}

#[test]
fn nothing_is_handed_to_the_address_of_all_zeros() {
    let (home, zeros) = (Home::new(), "11111111111111111111111111111111");
    for args in [&["admin", "propose"][..], &["pool", "propose-admin"], &["admin", "authorities", "--halt"]] {
        home.refuses(&[args, &[zeros]].concat(), "nobody has its key");
    }
}
