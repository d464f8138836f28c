//! Says what a new network is: in files for command lines and scripts, and in a table for people.

use anyhow::{Context, Result};
use inference_staking_client::instruction::Mints;
use inference_staking_localnet_rpc::Roles;
use solana_keypair::Keypair;

use crate::command::folder::{Folder, Urls};
use crate::command::table;

/// What is announced.
pub struct Network<'a> {
    pub mints: &'a Mints,
    pub roles: &'a Roles,
    pub wallets: &'a [Keypair],
    /// Whether there is a singleton, and not left to `init`.
    pub initialized: bool,
}

/// Writes the files and prints what is where. The first numbered wallet signs by default.
///
/// # Errors
/// If a file cannot be written.
pub fn announce(folder: &Folder, urls: &Urls, genesis: &Network<'_>) -> Result<()> {
    let Network { mints, roles, wallets, initialized } = genesis;
    let keys = folder.write_keys(roles, wallets)?;
    let first = keys.first().context("a network without wallets")?;
    folder.write_config(urls, &first.file)?;
    folder.write_summary(urls, mints, &keys)?;
    table::print(folder, urls, mints, &keys)?;
    match initialized {
        true => Ok(()),
        false => table::print_for_init(mints, roles),
    }
}
