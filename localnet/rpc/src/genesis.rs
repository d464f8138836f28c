//! The accounts that a local network starts with: made by the program itself on an embedded chain, then copied.

use std::collections::{HashMap, HashSet};

use anchor_lang::prelude::Pubkey;
use anyhow::{Context, Result};
use inference_staking_client::address;
use inference_staking_client::instruction::Mints;
use inference_staking_localnet::network::{upgrade_authority, ONE};
use inference_staking_localnet::{Chain, EmbeddedChain, Network};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::options::LocalNetworkOptions;
use crate::roles::Roles;

/// What each role and wallet has.
const LAMPORTS: u64 = 1_000_000_000_000;
/// Base units of the stake token in each wallet.
pub const WALLET_TOKENS: u64 = 1_000_000 * ONE;
/// Base units of USDC in each wallet.
pub const WALLET_USDC: u64 = 100_000 * ONE;

/// Accounts of a new network, and who holds the keys.
#[derive(Debug)]
pub struct Genesis {
    /// Every account beyond what an empty chain has. ProgramData comes before the program.
    pub accounts: Vec<(Pubkey, Account)>,
    /// The two mints.
    pub mints: Mints,
    /// The roles' wallets.
    pub roles: Roles,
    /// The other wallets.
    pub wallets: Vec<Keypair>,
}

impl Genesis {
    /// Plays the setup, and then `prologue`, on an embedded chain at Unix time `now`.
    ///
    /// # Errors
    /// If the program has not been built, or refuses the parameters; those of `prologue`.
    pub fn build(
        options: &LocalNetworkOptions,
        now: i64,
        prologue: impl FnOnce(&mut Network<EmbeddedChain>) -> Result<()>,
    ) -> Result<Self> {
        let mut chain = EmbeddedChain::start(&upgrade_authority().pubkey(), now)?;
        // What every chain has: sysvars, builtin programs, the native mint.
        let mut everywhere: HashSet<Pubkey> = all_accounts(&mut chain).into_keys().collect();
        for address in [address::program_data(), address::program_id()] {
            everywhere.remove(&address);
        }
        let mut network = match options.initialized {
            true => options.setup.start_on(chain).context("cannot create the singleton")?,
            false => Network::bare(chain)?,
        };
        if !options.initialized {
            network.create_pool_overview_accounts()?;
        }
        let roles = Roles::default();
        let wallets = fund(&mut network, &roles, options.wallets)?;
        prologue(&mut network)?;
        let mints = network.mints;
        let mut accounts: Vec<(Pubkey, Account)> = all_accounts(&mut network.chain)
            .into_iter()
            .filter(|(address, account)| account.lamports > 0 && !everywhere.contains(address))
            .collect();
        // A program can be loaded only when its code is there.
        accounts.sort_by_key(|(address, account)| (account.executable, *address));
        Ok(Self { accounts, mints, roles, wallets })
    }
}

/// SOL for everybody, and tokens and USDC for the wallets.
fn fund(network: &mut Network<EmbeddedChain>, roles: &Roles, wallets: usize) -> Result<Vec<Keypair>> {
    let mints = network.mints;
    network.token_account(&roles.registration_fee.pubkey(), &mints.stake)?;
    let mut funded = Vec::new();
    for number in 1..=wallets {
        let wallet = network.funded_wallet(&format!("wallet {number}"), WALLET_TOKENS)?;
        let usdc = address::owner_token_account(&wallet.pubkey(), &mints.usdc);
        network.mint_to(&mints.usdc, &usdc, WALLET_USDC)?;
        funded.push(wallet);
    }
    let everybody = roles.named().map(|(_, keypair)| keypair.pubkey());
    for address in everybody.into_iter().chain(funded.iter().map(Signer::pubkey)) {
        network.chain.set_account(&address, Account { lamports: LAMPORTS, ..Account::default() });
    }
    Ok(funded)
}

fn all_accounts(chain: &mut EmbeddedChain) -> HashMap<Pubkey, Account> {
    let accounts = &chain.svm().accounts_db().inner;
    accounts.iter().map(|(address, account)| (*address, Account::from(account.clone()))).collect()
}
