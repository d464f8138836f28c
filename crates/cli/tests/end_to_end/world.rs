//! A local network, keypair files and a configuration, and the binary run in them.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Output, Stdio};

use anchor_lang::prelude::Pubkey;
use assert_cmd::Command;
use base64::prelude::{Engine, BASE64_STANDARD};
use inference_staking_client::address;
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use serde_json::Value;
use solana_keypair::{write_keypair_file, Keypair};
use solana_message::Message;
use solana_signer::Signer;
use tempfile::TempDir;

/// Base units of one token and of one USDC.
pub const ONE: u64 = 1_000_000;
pub const DAY: u64 = 86_400;
/// Where a staking record holds the epoch of its latest deposit.
const LATEST_DEPOSIT_EPOCH: std::ops::Range<usize> = 216..224;

pub struct World {
    pub network: LocalNetwork,
    folder: TempDir,
}

/// What a run of the binary came to.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl World {
    pub fn new() -> Self {
        Self::with(LocalNetworkOptions::default())
    }

    /// With keypair files named after the roles, and `wallet-0` to `wallet-2`.
    pub fn with(options: LocalNetworkOptions) -> Self {
        let network = LocalNetwork::start(options).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let world = Self { network, folder };
        for (name, keypair) in world.network.roles.named() {
            world.write_key(name, keypair);
        }
        for (number, keypair) in world.network.wallets.iter().enumerate() {
            world.write_key(&format!("wallet-{number}"), keypair);
        }
        let config = format!(
            "---\njson_rpc_url: {}\nwebsocket_url: ''\nkeypair_path: {}\naddress_labels: {{}}\ncommitment: confirmed\n",
            world.network.rpc_url(),
            world.path("payer.json").display()
        );
        world.write("config.yml", &config);
        world
    }

    fn write_key(&self, name: &str, keypair: &Keypair) {
        write_keypair_file(keypair, self.path(&format!("{name}.json"))).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    pub fn wallet(&self, number: usize) -> Pubkey {
        self.network.wallets[number].pubkey()
    }

    /// The pool that a wallet creates.
    pub fn pool_of(&self, number: usize) -> Pubkey {
        address::operator_pool(&self.wallet(number))
    }

    /// Runs the binary with a role's keypair.
    pub fn run(&self, who: &str, args: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        command.env("SOLANA_CONFIG", self.path("config.yml")).env("HOME", self.folder.path());
        command.current_dir(self.folder.path()).timeout(std::time::Duration::from_secs(120));
        if !args.contains("--signer") {
            command.arg("--keypair").arg(self.path(&format!("{who}.json")));
        }
        let Output { status, stdout, stderr } = command.args(args.split_whitespace()).output().unwrap();
        Ran {
            code: status.code().unwrap(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Runs a command that must succeed, and reads its JSON.
    pub fn json(&self, who: &str, args: &str) -> Value {
        let ran = self.run(who, &format!("--output json --yes {args}"));
        assert_eq!(ran.code, 0, "{args}\n{}\n{}", ran.stdout, ran.stderr);
        serde_json::from_str(&ran.stdout).unwrap()
    }

    /// Runs a command that must be refused with an error of the program.
    pub fn refused(&self, who: &str, args: &str, code: &str) {
        let ran = self.run(who, &format!("--output json --yes {args}"));
        assert_eq!(ran.code, 1, "{args}\n{}\n{}", ran.stdout, ran.stderr);
        let error: Value = serde_json::from_str(&ran.stderr).unwrap();
        assert_eq!(error["error"]["code"], code, "{error}");
    }

    /// Runs a command that nobody can answer: it is refused for this reason, and not because nobody answered.
    pub fn refused_unasked(&self, who: &str, args: &str, words: &str) {
        let ran = self.run(who, args);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{args}\n{}", ran.stderr);
        assert!(
            ran.stderr.contains(words) && !ran.stderr.contains("add --yes"),
            "{args} should say `{words}`\n{}",
            ran.stderr
        );
    }

    /// A service of a folder of trees, and its URL.
    pub fn serve(&self, folder: &str) -> (Running, String) {
        let mut service = Running::start(self, &format!("rewards serve {folder} --listen 127.0.0.1:0"));
        let line = service.line_with("serving");
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        let url = url.to_owned();
        (service, url)
    }

    /// Base units that a wallet has of the stake token.
    pub fn tokens(&self, owner: &Pubkey) -> u64 {
        self.balance(&address::owner_token_account(owner, &self.network.mints.stake))
    }

    /// Base units that a wallet has of USDC.
    pub fn usdc(&self, owner: &Pubkey) -> u64 {
        self.balance(&address::owner_token_account(owner, &self.network.mints.usdc))
    }

    fn balance(&self, account: &Pubkey) -> u64 {
        let account = self.network.account(account).unwrap();
        account
            .map_or(0, |account| inference_staking_client::account::decode_token_account(&account.data).unwrap().amount)
    }

    /// Funds the global vaults out of the third wallet, with whole tokens and USDC.
    pub fn fund(&self, tokens: u64, usdc: u64) {
        self.json("wallet-2", &format!("rewards fund --tokens {tokens} --usdc {usdc}"));
    }

    /// Creates the pool of a wallet and stakes its minimum and more, which is shares at once.
    pub fn open_pool(&self, number: usize, tokens: u64) -> Pubkey {
        let who = format!("wallet-{number}");
        let create = "pool create --name Operator --reward-commission 10% --usdc-commission 20%";
        self.json(&who, create);
        let pool = self.pool_of(number);
        self.json(&who, &format!("stake {pool} {tokens}"));
        pool
    }

    /// A wallet stakes, as if in an earlier epoch, and somebody activates it.
    pub fn join(&self, number: usize, pool: &Pubkey, tokens: u64) {
        self.join_activating(number, pool, tokens);
        self.json("payer", &format!("activate {pool} {}", self.wallet(number)));
    }

    /// A wallet stakes, as if in an earlier epoch.
    pub fn join_activating(&self, number: usize, pool: &Pubkey, tokens: u64) {
        self.json(&format!("wallet-{number}"), &format!("stake {pool} {tokens}"));
        self.overwrite(&address::staking_record(pool, &self.wallet(number)), LATEST_DEPOSIT_EPOCH, 0);
    }

    /// Writes a number into an account: for states that take long, or that no instruction makes.
    pub fn overwrite(&self, at: &Pubkey, place: std::ops::Range<usize>, number: u64) {
        let mut account = self.network.account(at).unwrap().unwrap();
        account.data[place].copy_from_slice(&number.to_le_bytes());
        self.network.set_account(at, account).unwrap();
    }
}

/// A process that is asked to end when it goes out of scope, and killed if that is not enough.
pub struct Running(Child);

impl Running {
    pub fn start(world: &World, args: &str) -> Self {
        Self::start_with(world, args, &[])
    }

    /// With more of the environment.
    pub fn start_with(world: &World, args: &str, environment: &[(&str, &str)]) -> Self {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        command.env("SOLANA_CONFIG", world.path("config.yml")).current_dir(world.path("."));
        command.args(args.split_whitespace()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.envs(environment.iter().copied()).spawn().unwrap())
    }

    /// The first line on standard error with these words.
    pub fn line_with(&mut self, words: &str) -> String {
        self.lines().find(|line| line.contains(words)).unwrap()
    }

    /// What it writes to standard error from now on.
    pub fn lines(&mut self) -> impl Iterator<Item = String> {
        BufReader::new(self.0.stderr.take().unwrap()).lines().map(Result::unwrap)
    }

    /// Sends the process a signal that asks it to end, and waits for it: exit code and standard output.
    pub fn end(mut self, signal: &str) -> (i32, String) {
        let kill = std::process::Command::new("kill").arg(format!("-{signal}")).arg(self.0.id().to_string()).status();
        let interrupt = kill.unwrap();
        assert!(interrupt.success());
        let mut stdout = String::new();
        std::io::Read::read_to_string(&mut self.0.stdout.take().unwrap(), &mut stdout).unwrap();
        (self.0.wait().unwrap().code().unwrap(), stdout)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// The only event of a kind in a command's JSON.
pub fn event<'j>(json: &'j Value, name: &str) -> &'j Value {
    let mut events = json["events"].as_array().unwrap().iter().filter(|event| event["event"] == name);
    let event = events.next().unwrap_or_else(|| panic!("no {name} in {json:#}"));
    assert!(events.next().is_none());
    event
}

/// The message of the only transaction that a command exported, in base64.
pub fn base64_message(json: &Value) -> &str {
    let [transaction] = json["transactions"].as_array().unwrap().as_slice() else {
        panic!("not one transaction: {json}")
    };
    transaction["message"].as_str().unwrap()
}

/// The same, decoded.
pub fn message(json: &Value) -> Message {
    bincode::deserialize(&BASE64_STANDARD.decode(base64_message(json)).unwrap()).unwrap()
}

/// Base units of an amount.
pub fn amount(value: &Value) -> u64 {
    value["amount"].as_str().unwrap_or_else(|| panic!("no amount: {value}")).parse().unwrap()
}
