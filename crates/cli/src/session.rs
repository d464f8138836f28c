//! One run of the command line: the node it talks to, the keys it has, and where its words go.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::Mints;
use inference_staking_client::rpc::{Connection, ReadError};
use inference_staking_client::state::PoolOverview;
use solana_commitment_config::CommitmentConfig;

use crate::config::{commitment, rpc_url, SolanaConfig};
use crate::failure::{Failure, Outcome};
use crate::input::{Decimal, KeySource};
use crate::options::{Format, Options};
use crate::output::Output;
use crate::view::{document, Decimals, View};

/// What stands above every result for people about a test network.
const TEST_NETWORK: &str = "TEST NETWORK: its parameters have bounds that would not be safe for real money";

/// What commands work with.
pub struct Session<'o> {
    /// Options of the run.
    pub options: Options,
    config: SolanaConfig,
    out: &'o mut dyn Output,
    mints: Option<(Mints, Decimals)>,
    is_test_network: bool,
}

impl<'o> Session<'o> {
    /// Reads Solana's configuration file; talks to nobody yet.
    ///
    /// # Errors
    /// Bad input if the file cannot be read.
    pub fn open(options: Options, out: &'o mut dyn Output) -> Outcome<Self> {
        let config = SolanaConfig::load(options.config.as_deref())?;
        Ok(Self { options, config, out, mints: None, is_test_network: false })
    }

    /// URL of the node.
    ///
    /// # Errors
    /// Bad input if there is none.
    pub fn url(&self) -> Outcome<String> {
        let url = self.options.url.as_deref().or(self.config.json_rpc_url.as_deref());
        let url = url.ok_or_else(|| {
            Failure::bad_input("there is no RPC URL: name one with --url, or write it with `solana config set --url`")
        })?;
        rpc_url(url)
    }

    /// How final what is read has to be.
    ///
    /// # Errors
    /// Bad input if the name is unknown.
    pub fn commitment(&self) -> Outcome<CommitmentConfig> {
        let named = self.options.commitment.as_deref().or(self.config.commitment.as_deref());
        named.filter(|name| !name.is_empty()).map_or(Ok(CommitmentConfig::confirmed()), commitment)
    }

    /// The node.
    ///
    /// # Errors
    /// As `url` and `commitment`.
    pub fn chain(&self) -> Outcome<Connection> {
        Ok(Connection::new(&self.url()?, self.commitment()?))
    }

    /// The key of who acts.
    ///
    /// # Errors
    /// Bad input if it cannot be read.
    pub fn actor(&self) -> Outcome<KeySource> {
        if let Some(signer) = self.options.signer {
            return Ok(KeySource::Address(signer));
        }
        let usual = "~/.config/solana/id.json";
        KeySource::read(self.options.keypair.as_deref().or(self.config.keypair_path.as_deref()).unwrap_or(usual))
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
        let overview = self.chain()?.overview().await.map_err(|error| match error {
            ReadError::NotFound { .. } => Failure::refused(format!("{error}; a new network begins with `init`")),
            error => error.into(),
        })?;
        let mints = Mints { stake: overview.stake_mint, usdc: overview.usdc_mint };
        self.set_mints(mints, Decimals { stake: overview.stake_decimals, usdc: overview.usdc_decimals });
        self.is_test_network = overview.is_test_network();
        Ok(overview)
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

    /// The mints and their decimals, when there is no singleton yet.
    pub fn set_mints(&mut self, mints: Mints, decimals: Decimals) {
        self.mints = Some((mints, decimals));
    }

    /// Whether the network is a test network, when there is no singleton yet.
    pub fn set_test_network(&mut self, is_test_network: bool) {
        self.is_test_network = is_test_network;
    }

    /// Decimals that amounts are shown with.
    pub fn decimals(&self) -> Decimals {
        self.mints.map(|(_, decimals)| decimals).unwrap_or_default()
    }

    /// Mint of the stake token, if it is known yet.
    pub fn stake_mint(&self) -> Pubkey {
        self.mints.map(|(mints, _)| mints.stake).unwrap_or_default()
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

    /// Writes the result of the command.
    pub fn show(&mut self, view: &View) {
        let decimals = self.decimals();
        let text = match self.options.output {
            Format::Table if self.is_test_network => format!("{TEST_NETWORK}\n\n{}", view.to_table(decimals)),
            Format::Table => view.to_table(decimals),
            Format::Json => {
                let mut json = view.to_json(decimals);
                if let Some(fields) = json.as_object_mut().filter(|_| self.is_test_network) {
                    fields.insert("test_network".to_owned(), true.into());
                }
                document(&json)
            }
        };
        self.out.result(&text);
    }

    /// Writes a text that is the result as it is.
    pub fn print(&mut self, text: &str) {
        self.out.result(text);
    }

    /// Says something beside the result.
    pub fn note(&mut self, text: &str) {
        self.out.note(text);
    }

    /// Asks before something that cannot be undone.
    ///
    /// # Errors
    /// Refused if the answer is not yes, or there is nobody to ask.
    pub fn confirm(&mut self, question: &str) -> Outcome<()> {
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
