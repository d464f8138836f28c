//! One run of the command line: the node it talks to, the keys it has, and where its words go.

use std::cell::OnceCell;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::instruction::Mints;
use inference_staking_client::rpc::{Connection, ReadError};
use inference_staking_client::state::PoolOverview;
use solana_commitment_config::CommitmentConfig;

use crate::config::{commitment, rpc_url, SolanaConfig};
use crate::failure::{Failure, Outcome};
use crate::input::{expanded, Decimal, KeySource};
use crate::logging;
use crate::options::{Format, Options};
use crate::output::{Output, Stream};
use crate::view::{document, line, plain, Decimals, View};

/// What stands above every result for people about a test network.
const TEST_NETWORK: &str = "TEST NETWORK: its parameters have bounds that would not be safe for real money";

/// Names Solana's configuration file, unless --config does. No `env` of the option: then the bare command, which shows help,
/// would have got an argument.
pub const CONFIG_VARIABLE: &str = "SOLANA_CONFIG";
/// Where Solana keeps the keypair if its configuration names none.
const USUAL_KEYPAIR: &str = "~/.config/solana/id.json";

/// What commands work with.
pub struct Session<'o> {
    /// Options of the run.
    pub options: Options,
    /// Solana's configuration file, once something of it was needed.
    config: OnceCell<SolanaConfig>,
    /// The connection to the node, once something was asked of it.
    chain: OnceCell<Connection>,
    out: &'o mut dyn Output,
    mints: Option<Mints>,
    decimals: Decimals,
    is_test_network: bool,
    current_epoch: Option<u64>,
    /// What is shown before the next question.
    about: View,
    /// Whether it was said that what is exported would be refused now.
    pub(crate) is_refusal_told: bool,
    /// Whether something was sent.
    pub has_sent: bool,
    /// Signatures of what was executed, as far as they are told.
    pub executed: Vec<String>,
}

impl<'o> Session<'o> {
    /// Reads nothing and talks to nobody yet.
    pub fn new(options: Options, out: &'o mut dyn Output) -> Self {
        Self {
            options,
            config: OnceCell::new(),
            chain: OnceCell::new(),
            out,
            mints: None,
            decimals: Decimals::default(),
            is_test_network: false,
            current_epoch: None,
            about: View::new(),
            is_refusal_told: false,
            has_sent: false,
            executed: Vec::new(),
        }
    }

    /// Solana's configuration file, which only who needs something of it reads.
    fn config(&self) -> Outcome<&SolanaConfig> {
        if let Some(config) = self.config.get() {
            return Ok(config);
        }
        let config = SolanaConfig::load(self.named_config().as_deref())?;
        Ok(self.config.get_or_init(|| config))
    }

    /// The configuration file that is named, by the option or the shell.
    fn named_config(&self) -> Option<String> {
        let of_shell = || std::env::var(CONFIG_VARIABLE).ok().filter(|path| !path.is_empty());
        self.options.config.clone().or_else(of_shell)
    }

    /// Whether the shell names a configuration that is not there: it names one for all commands, also for those that need none.
    fn is_config_missing(&self) -> bool {
        self.options.config.is_none() && self.named_config().is_some_and(|path| !expanded(&path).exists())
    }

    /// URL of the node.
    ///
    /// # Errors
    /// Bad input if there is none.
    pub fn url(&self) -> Outcome<String> {
        match &self.options.url {
            Some(url) => rpc_url(url),
            None => self.config()?.rpc_url()?.ok_or_else(|| {
                Failure::bad_input(
                    "there is no RPC URL: name one with --url, or write it with `solana config set --url`",
                )
            }),
        }
    }

    /// How final what is read has to be.
    ///
    /// # Errors
    /// Bad input if the name is unknown.
    pub fn commitment(&self) -> Outcome<CommitmentConfig> {
        match &self.options.commitment {
            Some(named) => commitment(named),
            // Who names the node needs no configuration.
            None if self.options.url.is_some() && self.is_config_missing() => Ok(CommitmentConfig::confirmed()),
            None => Ok(self.config()?.commitment()?.unwrap_or(CommitmentConfig::confirmed())),
        }
    }

    /// The node, over one connection for the whole run.
    ///
    /// # Errors
    /// As `url` and `commitment`.
    pub fn chain(&self) -> Outcome<Connection> {
        if let Some(chain) = self.chain.get() {
            return Ok(chain.clone());
        }
        let chain = Connection::new(&self.url()?, self.commitment()?);
        Ok(self.chain.get_or_init(|| chain).clone())
    }

    /// The key of who acts.
    ///
    /// # Errors
    /// Bad input if it cannot be read.
    pub fn actor(&self) -> Outcome<KeySource> {
        if let Some(signer) = self.options.signer {
            return Ok(KeySource::Address(signer));
        }
        match &self.options.keypair {
            Some(keypair) => KeySource::read(keypair),
            None => KeySource::read(self.config()?.keypair_path.as_deref().unwrap_or(USUAL_KEYPAIR)),
        }
    }

    /// The key that pays.
    ///
    /// # Errors
    /// Bad input if it cannot be read.
    pub fn payer(&self) -> Outcome<KeySource> {
        self.options.fee_payer.as_deref().map_or_else(|| self.actor(), KeySource::read)
    }

    /// The singleton; amounts are shown with its decimals from now on, and results say whether this is a test network.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn overview(&mut self) -> Outcome<PoolOverview> {
        self.overview_if_any().await?.ok_or_else(|| {
            let address = address::pool_overview();
            Failure::refused(format!(
                "{}; a new network begins with `init`, and a program at another address is named with --program-id",
                ReadError::NotFound { what: "pool overview", address }
            ))
        })
    }

    /// The same, or `None` if the program is there and has no singleton yet.
    ///
    /// # Errors
    /// If it cannot be read, or there is no program.
    pub async fn overview_if_any(&mut self) -> Outcome<Option<PoolOverview>> {
        let chain = self.chain()?;
        let overview = match chain.overview().await {
            Ok(overview) => overview,
            Err(ReadError::NotFound { .. }) => {
                chain.require_a_program().await?;
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        self.mints = Some(Mints { stake: overview.stake_mint, usdc: overview.usdc_mint });
        self.decimals = Decimals { stake: overview.stake_decimals, usdc: overview.usdc_decimals };
        self.is_test_network = overview.is_test_network();
        self.current_epoch = overview.current_epoch().ok();
        Ok(Some(overview))
    }

    /// The singleton, for a command that signs: a key that cannot be read is found out before anything is asked.
    ///
    /// # Errors
    /// If a key or the singleton cannot be read.
    pub async fn begin(&mut self) -> Outcome<PoolOverview> {
        self.actor()?;
        self.payer()?;
        self.overview().await
    }

    /// Decimals of the mints, when there is no singleton yet; amounts are shown with them from now on.
    ///
    /// # Errors
    /// If a mint cannot be read.
    pub async fn read_mints(&mut self, mints: Mints) -> Outcome<Decimals> {
        let chain = self.chain()?;
        let (stake, usdc) = (chain.mint_decimals(&mints.stake).await?, chain.mint_decimals(&mints.usdc).await?);
        self.mints = Some(mints);
        self.decimals = Decimals { stake, usdc };
        Ok(self.decimals)
    }

    /// Whether the network is a test network, when there is no singleton yet.
    pub fn set_test_network(&mut self, is_test_network: bool) {
        self.is_test_network = is_test_network;
    }

    /// Decimals of a stake token that is on no network; amounts are shown with them from now on.
    pub fn assume_stake_decimals(&mut self, decimals: u8) {
        self.decimals.stake = decimals;
    }

    /// Decimals that amounts are shown with.
    pub fn decimals(&self) -> Decimals {
        self.decimals
    }

    /// The epoch that runs, if the singleton was read.
    pub fn current_epoch(&self) -> Option<u64> {
        self.current_epoch
    }

    /// Mint of the stake token, if it is known yet.
    pub fn stake_mint(&self) -> Pubkey {
        self.mints.map(|mints| mints.stake).unwrap_or_default()
    }

    /// Stake tokens in base units.
    ///
    /// # Errors
    /// Bad input if the amount is too fine or too large.
    pub fn tokens(&self, amount: &Decimal) -> Outcome<u64> {
        amount.to_base(self.decimals().stake).map_err(Failure::bad_input)
    }

    /// Whether results are JSON.
    pub fn is_json(&self) -> bool {
        self.options.output == Format::Json
    }

    /// Whether what is said beside a result is JSON.
    pub(crate) fn is_json_beside(&self) -> bool {
        self.is_json() || logging::is_json_asked_for()
    }

    /// Writes the result of the command.
    pub fn show(&mut self, view: &View) {
        let text = self.written(view, Stream::Results);
        // An empty listing has no rows: a line break would be one.
        if self.options.output != Format::Csv || !text.is_empty() {
            self.out.result(&text);
        }
        if let Some(words) = view.left_out_of_csv().filter(|_| self.options.output == Format::Csv) {
            self.note(&format!("{words}: -o json has everything"));
        }
    }

    fn written(&mut self, view: &View, to: Stream) -> String {
        let decimals = self.decimals();
        match self.options.output {
            Format::Table => self.for_people(view, to),
            Format::Csv => {
                self.mark_beside();
                view.to_csv(decimals)
            }
            Format::Json => document(&self.marked(view.to_json(decimals))),
        }
    }

    /// Writes the result of the command: rows that are CSV already.
    pub fn show_csv(&mut self, rows: &str) {
        self.mark_beside();
        self.out.result(rows.trim_end());
    }

    /// Writes the result of the command: a document.
    pub fn show_json(&mut self, json: serde_json::Value) {
        let text = document(&self.marked(json));
        self.out.result(&text);
    }

    /// Says beside rows, in which it would be one, whether this is a test network.
    fn mark_beside(&mut self) {
        if self.is_test_network {
            self.say("note", TEST_NETWORK);
        }
    }

    /// A document that says whether this is a test network.
    fn marked(&self, mut json: serde_json::Value) -> serde_json::Value {
        if let Some(fields) = json.as_object_mut().filter(|_| self.is_test_network) {
            fields.insert("test_network".to_owned(), true.into());
        }
        json
    }

    /// Text for people, which says above all whether this is a test network.
    fn for_people(&self, view: &View, to: Stream) -> String {
        let text = view.to_table(self.decimals(), self.out.columns(to));
        match self.is_test_network {
            true => format!("{TEST_NETWORK}\n\n{text}"),
            false => text,
        }
    }

    /// The same; beside the result, if that is a file on standard output.
    pub fn show_beside(&mut self, view: &View, is_output_taken: bool) {
        let text = match (is_output_taken, self.is_json_beside()) {
            (false, _) => return self.show(view),
            (true, true) => line(&self.marked(view.to_json(self.decimals()))),
            (true, false) => self.written(view, Stream::Notes),
        };
        self.out.note(&text);
    }

    /// Writes a text that is the result as it is, in JSON as a document of it.
    pub fn print(&mut self, text: &str) {
        self.out.result(&plain(text, self.options.output));
    }

    /// Keeps what a command is about to do, to show it before anything is asked.
    pub fn preview(&mut self, view: View) {
        self.about = std::mem::take(&mut self.about).and(view);
    }

    /// Shows what was kept, once. Programs that answer yes beforehand are told by the result.
    pub fn show_preview(&mut self) {
        let about = std::mem::take(&mut self.about);
        let is_told = self.options.yes && (self.is_json() || self.options.quiet);
        if is_told || about.fields().is_empty() {
            return;
        }
        let text = match self.is_json_beside() {
            true => line(&serde_json::json!({ "preview": self.marked(about.to_json(self.decimals())) })),
            false => self.for_people(&about, Stream::Notes),
        };
        self.out.note(&text);
    }

    /// Says something beside the result, unless it is to be left out.
    pub fn note(&mut self, text: &str) {
        if !self.options.quiet {
            self.say("note", text);
        }
    }

    /// Says something that is going on. What is logged beside it would stand on the same line.
    pub fn progress(&mut self, text: &str) {
        let is_logged = self.options.verbose > 0 || std::env::var_os("RUST_LOG").is_some();
        match self.is_json_beside() || is_logged {
            _ if self.options.quiet => {}
            true => self.say("note", text),
            false => self.out.progress(text),
        }
    }

    /// Says something that has to be known whatever else is left out.
    pub fn warn(&mut self, text: &str) {
        self.say("warning", text);
    }

    /// In JSON each thing that is said is a document on a line of its own, an error the last.
    fn say(&mut self, kind: &str, text: &str) {
        match (self.is_json_beside(), kind) {
            (true, _) => self.out.note(&line(&serde_json::json!({ kind: text }))),
            (false, "warning") => self.out.note(&format!("warning: {text}")),
            (false, _) => self.out.note(text),
        }
    }

    /// Asks before something that cannot be undone.
    ///
    /// # Errors
    /// Refused if the answer is not yes, or there is nobody to ask.
    pub fn confirm(&mut self, question: &str) -> Outcome<()> {
        self.show_preview();
        if self.options.yes {
            return Ok(());
        }
        match self.out.ask(&format!("{question} [y/N]")) {
            None => Err(Failure::refused(format!(
                "{question}\nThere is no terminal to answer at, so nothing was sent: add --yes to answer yes, or --dry-run to \
                 see what it would do"
            ))),
            Some(answer) if matches!(answer.to_lowercase().as_str(), "y" | "yes") => Ok(()),
            Some(_) => Err(Failure::refused("not confirmed: nothing was sent")),
        }
    }
}
