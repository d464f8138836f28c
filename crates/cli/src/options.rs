//! Options that every command takes.

use anchor_lang::prelude::Pubkey;
use clap::{ArgAction, Args, ValueEnum};
use inference_staking_client::address::use_program;
use inference_staking_client::rpc::PriorityFee;

use crate::failure::{Failure, Outcome};
use crate::input::parse_pubkey;

/// Names the program, unless --program-id does. No `env` of the option, for the reason that `CONFIG_VARIABLE` has none.
pub const PROGRAM_VARIABLE: &str = "INFERENCE_STAKING_PROGRAM_ID";

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for people.
    #[default]
    Table,
    /// One JSON document for programs; each note, warning and error beside it is a document on a line of standard error.
    Json,
    /// For spreadsheets: the first table of the result, or its values on one line.
    Csv,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Options {
    /// Solana's configuration file [default: that of the variable SOLANA_CONFIG, or ~/.config/solana/cli/config.yml]
    #[arg(short = 'C', long, global = true, value_name = "FILE")]
    pub config: Option<String>,
    /// RPC URL, or localhost, devnet, testnet, mainnet-beta [default: that of the configuration file]
    #[arg(short = 'u', long, global = true, value_name = "URL_OR_MONIKER")]
    pub url: Option<String>,
    /// Address of the program [default: that of the variable INFERENCE_STAKING_PROGRAM_ID, or the one that is compiled in]
    #[arg(long, global = true, value_name = "ADDRESS", value_parser = parse_pubkey)]
    pub program_id: Option<Pubkey>,
    /// Keypair file of who acts [default: that of the configuration file]
    #[arg(short = 'k', long, global = true, value_name = "KEYPAIR")]
    pub keypair: Option<String>,
    /// Keypair file or address of who pays fees and rent [default: who acts]
    #[arg(long, global = true, value_name = "KEYPAIR_OR_ADDRESS")]
    pub fee_payer: Option<String>,
    /// Address of who acts, if its key is not here; with --export or --dry-run
    #[arg(long, global = true, value_name = "ADDRESS", value_parser = parse_pubkey, conflicts_with = "keypair")]
    pub signer: Option<Pubkey>,
    /// How final what is read has to be: processed, confirmed, finalized [default: that of the configuration file]
    #[arg(long, global = true, value_name = "COMMITMENT")]
    pub commitment: Option<String>,
    /// How results are written
    #[arg(short = 'o', long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub output: Format,
    /// Simulate and show what would change, without signing or sending
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// Print the unsigned transaction's message in base64, for multisigs and offline signers, and send nothing
    #[arg(long, global = true, conflicts_with = "dry_run")]
    pub export: bool,
    /// Blockhash of the exported message, such as the value of a durable nonce [default: the newest finalized one, valid for about 30 seconds]
    #[arg(long, global = true, value_name = "HASH", requires = "export")]
    pub blockhash: Option<String>,
    /// Durable nonce account whose value --blockhash gives; who acts must be its authority
    #[arg(long, global = true, value_name = "ADDRESS", value_parser = parse_pubkey, requires = "blockhash")]
    pub nonce: Option<Pubkey>,
    /// Leave out what is said beside results, errors and warnings
    #[arg(short = 'q', long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say on standard error what is sent and passed over; twice: also what failed and is tried again. RUST_LOG says it more exactly
    #[arg(short = 'v', long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Answer every question with yes
    #[arg(short = 'y', long, global = true)]
    pub yes: bool,
    /// Priority fee: none, auto, or micro-lamports for a compute unit
    #[arg(long, global = true, value_name = "FEE", default_value = "auto", value_parser = parse_priority_fee)]
    pub priority_fee: PriorityFee,
}

impl Options {
    /// Lets this process work with the program that is named, by the option or the shell.
    ///
    /// # Errors
    /// Bad input if the shell names no address, or the process works with another program.
    pub fn use_program(&self) -> Outcome<()> {
        let of_shell = std::env::var(PROGRAM_VARIABLE).ok().filter(|address| !address.is_empty());
        let named = match (self.program_id, of_shell) {
            (Some(id), _) => id,
            (None, Some(address)) => {
                parse_pubkey(&address).map_err(|why| Failure::bad_input(format!("{PROGRAM_VARIABLE}: {why}")))?
            }
            (None, None) => return Ok(()),
        };
        use_program(named).map_err(Failure::bad_input)
    }
}

fn parse_priority_fee(text: &str) -> Result<PriorityFee, String> {
    match text {
        "none" => Ok(PriorityFee::None),
        "auto" => Ok(PriorityFee::Auto),
        number => number.parse().map(PriorityFee::MicroLamports).map_err(|_| {
            format!(
                "`{text}` is no priority fee: write none, auto, or a whole number of micro-lamports for a compute unit"
            )
        }),
    }
}
