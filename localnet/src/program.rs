//! The built program and how it stands on a chain.

use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::bpf_loader_upgradeable::UpgradeableLoaderState;
use anyhow::{Context, Result};
use solana_account::Account;

/// The file that `cargo xtask build` writes.
pub fn program_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/deploy/inference_staking.so")
}

/// Reads the built program.
///
/// # Errors
/// If it has not been built.
pub fn program_bytes() -> Result<Vec<u8>> {
    let path = program_path();
    std::fs::read(&path)
        .with_context(|| format!("cannot read the program at {}: run `cargo xtask build` first", path.display()))
}

/// Writes an upgrade authority into a ProgramData account.
///
/// # Errors
/// If the account is not ProgramData.
pub fn set_upgrade_authority(program_data: &mut Account, authority: &Pubkey) -> Result<()> {
    let size = UpgradeableLoaderState::size_of_programdata_metadata();
    let header = program_data.data.get_mut(..size).context("the account is too short for ProgramData")?;
    let state: UpgradeableLoaderState = bincode::deserialize(header).context("the account is not ProgramData")?;
    let UpgradeableLoaderState::ProgramData { slot, .. } = state else {
        anyhow::bail!("the account is not ProgramData");
    };
    let state = UpgradeableLoaderState::ProgramData { slot, upgrade_authority_address: Some(*authority) };
    header.copy_from_slice(&padded(bincode::serialize(&state)?, size));
    Ok(())
}

fn padded(mut bytes: Vec<u8>, size: usize) -> Vec<u8> {
    bytes.resize(size, 0);
    bytes
}
