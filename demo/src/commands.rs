//! Commands as people type them, carried out by the command line's own code.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{bail, Context, Result};
use inference_staking_cli::{run, Captured, DONE};
use rayon::prelude::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde_json::Value;
use solana_keypair::Keypair;

use crate::costs::consumed;
use crate::network::DemoNetwork;

/// A command and who gives it.
pub struct Command {
    pub who: String,
    pub key: Keypair,
    pub words: Vec<String>,
}

impl Command {
    pub fn new<W: Into<String>>(who: &str, key: &Keypair, words: impl IntoIterator<Item = W>) -> Self {
        let words = words.into_iter().map(Into::into).collect();
        Self { who: who.replace(' ', "-"), key: key.insecure_clone(), words }
    }

    /// As somebody would type it.
    pub fn typed(&self) -> String {
        format!("inference-staking -k {}.json {}", self.who, self.words.join(" "))
    }
}

/// A command's transaction as the chain remembers it, and the events that the command line told.
pub struct Receipt {
    pub events: Vec<Value>,
    /// Of each instruction of the program.
    pub compute_units: Vec<u64>,
    pub transaction_bytes: usize,
}

impl Receipt {
    /// Base units that an event of the transaction names.
    ///
    /// # Errors
    /// If there is no such event.
    pub fn amount(&self, event: &str, field: &str) -> Result<u128> {
        let told = self.events.iter().find(|told| told["event"] == event);
        let amount = told.and_then(|told| told[field]["amount"].as_str());
        let amount = amount.with_context(|| format!("the command line told no {field} of the event {event}"))?;
        amount.parse().with_context(|| format!("`{amount}` is no amount"))
    }

    /// Unix time that an event of the transaction names.
    ///
    /// # Errors
    /// If there is no such event.
    pub fn time(&self, event: &str, field: &str) -> Result<i64> {
        let told = self.events.iter().find(|told| told["event"] == event);
        let time = told.and_then(|told| told[field].as_i64());
        time.with_context(|| format!("the command line told no {field} of the event {event}"))
    }
}

impl DemoNetwork {
    /// The configuration that all commands are given with.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_config(&self) -> Result<()> {
        fs::create_dir_all(&self.keys).with_context(|| format!("cannot make {}", self.keys.display()))?;
        let config = format!("---\njson_rpc_url: {}\ncommitment: confirmed\n", self.local.rpc_url());
        fs::write(self.keys.join("config.yml"), config).context("cannot write the configuration")
    }

    /// Runs a command and returns what it answers.
    ///
    /// # Errors
    /// What the command line answers if it refuses.
    pub fn run(&self, command: &Command) -> Result<String> {
        self.answer(command, &[])
    }

    /// Runs commands that do not wait for each other, a few at a time, and returns their transactions in the same order.
    ///
    /// # Errors
    /// A refusal.
    pub fn run_at_once(&self, commands: &[Command], done: impl Fn() + Sync) -> Result<Vec<Receipt>> {
        let receipt = |command: &Command| self.receipt(command).inspect(|_| done());
        self.threads.install(|| commands.par_iter().map(receipt).collect())
    }

    /// Runs a command that has to be refused, and returns what the command line answers.
    ///
    /// # Errors
    /// If it goes through.
    pub fn run_refused(&self, command: &Command) -> Result<String> {
        let (code, out) = self.outcome(command, &[])?;
        if code == DONE {
            bail!("`{}` went through", command.typed());
        }
        Ok(out.notes)
    }

    fn receipt(&self, command: &Command) -> Result<Receipt> {
        let answer = self.answer(command, &["--output", "json"])?;
        let answer: Value =
            serde_json::from_str(&answer).with_context(|| format!("`{}` did not answer in JSON", command.typed()))?;
        let signature = answer["signature"].as_str().and_then(|text| text.parse().ok());
        let signature = signature.with_context(|| format!("`{}` did not name its transaction", command.typed()))?;
        let sent = self
            .runtime
            .block_on(self.connection.executed(&signature))
            .with_context(|| format!("the node does not know the transaction of `{}`", command.typed()))?;
        if sent.logs.is_empty() {
            bail!("the transaction of `{}` has no logs", command.typed());
        }
        Ok(Receipt {
            events: answer["events"].as_array().cloned().unwrap_or_default(),
            compute_units: sent.logs.iter().filter_map(|line| consumed(line)).collect(),
            transaction_bytes: sent.bytes.context("a transaction without bytes")?,
        })
    }

    fn answer(&self, command: &Command, options: &[&str]) -> Result<String> {
        let (code, out) = self.outcome(command, options)?;
        if code != DONE {
            bail!("`{}` ended with {code}: {}{}", command.typed(), out.notes, out.results);
        }
        Ok(out.results)
    }

    fn outcome(&self, command: &Command, options: &[&str]) -> Result<(u8, Captured)> {
        let config = self.keys.join("config.yml");
        let mut words: Vec<OsString> = vec!["inference-staking".into(), "--config".into(), config.into()];
        words.extend(["--keypair".into(), self.key_file(&command.who, &command.key)?.into_os_string()]);
        words.extend(["--yes", "--priority-fee", "none"].iter().chain(options).map(OsString::from));
        words.extend(command.words.iter().map(OsString::from));
        let mut out = Captured::default();
        let code = self.runtime.block_on(run(words, &mut out));
        Ok((code, out))
    }

    /// Writes a keypair file that only its owner can read.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn key_file(&self, name: &str, key: &Keypair) -> Result<PathBuf> {
        let path = self.keys.join(format!("{name}.json"));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&path).and_then(|mut file| write!(file, "{:?}", key.to_bytes()));
        written.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}
