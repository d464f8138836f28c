//! Gives a wallet of one's own SOL, tokens and USDC, by transactions that the network's own roles sign.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use anyhow::{Context, Result};
use clap::Args;
use inference_staking_client::address::owner_token_account;
use inference_staking_client::rpc::{CommitmentConfig, Connection, Pace, PriorityFee, SendOptions};
use inference_staking_client::text::parse_holder;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::tokens;
use solana_signer::Signer;

use inference_staking_localnet_rpc::say;

use crate::command::network_files::NetworkFiles;
use crate::command::start::default_out;
use crate::command::warp::http;

const LAMPORTS_IN_SOL: u64 = 1_000_000_000;

/// Options of `faucet`.
#[derive(Args)]
pub struct Faucet {
    /// Address of the wallet.
    #[arg(value_parser = parse_holder)]
    wallet: Pubkey,
    /// Whole SOL.
    #[arg(long, default_value_t = 10)]
    sol: u64,
    /// Whole stake tokens.
    #[arg(long, default_value_t = 100_000)]
    tokens: u64,
    /// Whole USDC.
    #[arg(long, default_value_t = 10_000)]
    usdc: u64,
    /// Folder of the network [default: target/localnet of the workspace].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the network's JSON-RPC answers [default: what the network wrote to its folder].
    #[arg(long, value_parser = http)]
    url: Option<String>,
}

impl Faucet {
    /// Gives and says what was given.
    ///
    /// # Errors
    /// If no network has written its files to the folder, or it does not run any more.
    pub fn run(&self) -> Result<()> {
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(self.give())
    }

    async fn give(&self) -> Result<()> {
        let folder = self.out.clone().unwrap_or_else(default_out);
        let network = NetworkFiles::read(&folder)?;
        let [payer, authority] = [network.key("payer")?, network.key("mint-authority")?];
        let mut instructions =
            vec![tokens::transfer_lamports(&payer.pubkey(), &self.wallet, base(self.sol, LAMPORTS_IN_SOL)?)];
        for (mint, amount) in [("stake_mint", self.tokens), ("usdc_mint", self.usdc)] {
            let mint = network.address(mint)?;
            let account = owner_token_account(&self.wallet, &mint);
            instructions.push(tokens::create_associated(&payer.pubkey(), &self.wallet, &mint));
            instructions.push(tokens::mint_to(&mint, &account, &authority.pubkey(), base(amount, ONE)?));
        }
        let url = self.url.as_deref().map_or_else(|| network.rpc_url(), Ok)?;
        // A network that does not answer at once does not run.
        let pace = Pace { read_attempts: 1, ..Pace::default() };
        let connection = Connection::new(url, CommitmentConfig::confirmed());
        connection
            .clone()
            .with_pace(pace)
            .now()
            .await
            .with_context(|| format!("no network answers at {url}: is it running?"))?;
        let options = SendOptions { priority_fee: PriorityFee::None, ..SendOptions::default() };
        connection.send(&instructions, &[&payer, &authority], &options).await?;
        say(format_args!("{} has {} SOL, {} tokens and {} USDC more.", self.wallet, self.sol, self.tokens, self.usdc))
    }
}

fn base(whole: u64, units: u64) -> Result<u64> {
    whole.checked_mul(units).with_context(|| format!("{whole} are more than there can be"))
}
