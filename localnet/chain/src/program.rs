//! The built program and how it stands on a chain.

use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::bpf_loader_upgradeable::{self, UpgradeableLoaderState};
use anyhow::{Context, Result};
use inference_staking_client::address;
use solana_account::Account;
use solana_rent::Rent;

/// The environment variable that may name the program's file.
const PROGRAM_VARIABLE: &str = "INFERENCE_STAKING_PROGRAM";

/// The file that `cargo xtask build` writes, or the one that the environment variable `INFERENCE_STAKING_PROGRAM` names.
pub fn program_path() -> PathBuf {
    std::env::var_os(PROGRAM_VARIABLE)
        .map_or_else(|| checkout().join("target/deploy/inference_staking.so"), PathBuf::from)
}

/// The checkout in which this runs. That in which it was compiled may be another one, where several share a folder of compiled
/// files; it is taken where this runs in none.
pub fn checkout() -> PathBuf {
    let started_in = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).or_else(|| std::env::current_dir().ok());
    let is_root = |folder: &&Path| folder.join("programs/inference-staking/Cargo.toml").is_file();
    let found = started_in.as_deref().and_then(|folder| folder.ancestors().find(is_root).map(Path::to_owned));
    found.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
}

/// Reads the built program.
///
/// # Errors
/// If it has not been built.
pub fn program_bytes() -> Result<Vec<u8>> {
    let path = program_path();
    std::fs::read(&path).with_context(|| {
        format!(
            "cannot read the program at {}: run `cargo xtask build` first, or name its file in {PROGRAM_VARIABLE}",
            path.display()
        )
    })
}

/// The program's two accounts, as a deployment under `upgrade_authority` leaves them.
///
/// # Errors
/// If the program has not been built.
pub fn genesis_accounts(upgrade_authority: &Pubkey) -> Result<[(Pubkey, Account); 2]> {
    let program_data = address::program_data();
    let state = UpgradeableLoaderState::Program { programdata_address: program_data };
    let program = loader_account(bincode::serialize(&state)?, true);
    let mut data = program_data_header(upgrade_authority)?;
    data.extend(program_bytes()?);
    Ok([(address::program_id(), program), (program_data, loader_account(data, false))])
}

/// Writes an upgrade authority into a ProgramData account.
///
/// # Errors
/// If the account is too short for ProgramData.
pub fn set_upgrade_authority(program_data: &mut Account, authority: &Pubkey) -> Result<()> {
    let header = program_data_header(authority)?;
    program_data
        .data
        .get_mut(..header.len())
        .context("the account is too short for ProgramData")?
        .copy_from_slice(&header);
    Ok(())
}

fn program_data_header(upgrade_authority: &Pubkey) -> Result<Vec<u8>> {
    let authority = Some(*upgrade_authority);
    let state = UpgradeableLoaderState::ProgramData { slot: 0, upgrade_authority_address: authority };
    let mut header = bincode::serialize(&state)?;
    header.resize(UpgradeableLoaderState::size_of_programdata_metadata(), 0);
    Ok(header)
}

fn loader_account(data: Vec<u8>, executable: bool) -> Account {
    let lamports = Rent::default().minimum_balance(data.len());
    Account { lamports, data, owner: bpf_loader_upgradeable::ID, executable, rent_epoch: u64::MAX }
}
