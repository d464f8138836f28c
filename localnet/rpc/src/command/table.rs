//! What is printed when a network is up.

use std::path::Path;

use anyhow::Result;
use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::Table;
use inference_staking_client::address;
use inference_staking_client::instruction::Mints;
use inference_staking_localnet_rpc::{say, Roles};
use solana_signer::Signer;

use crate::command::folder::{Folder, NamedKey, Urls};
use crate::command::start::default_out;

/// The network, its wallets and how to point command lines at it.
///
/// # Errors
/// If it cannot be written.
pub fn print(folder: &Folder, urls: &Urls, mints: &Mints, keys: &[NamedKey]) -> Result<()> {
    let mut network = Table::new();
    network.load_preset(UTF8_BORDERS_ONLY);
    for (what, value) in [
        ("Network", "TEST NETWORK, not for real money".to_owned()),
        ("JSON-RPC", urls.rpc.clone()),
        ("WebSocket", urls.ws.clone()),
        ("Program", address::program_id().to_string()),
        ("Stake mint", mints.stake.to_string()),
        ("USDC mint", mints.usdc.to_string()),
        ("Keys", shown(folder.path())),
    ] {
        network.add_row([what.to_owned(), value]);
    }
    let mut wallets = Table::new();
    wallets.load_preset(UTF8_BORDERS_ONLY).set_header(["wallet", "address", "key file"]);
    for key in keys {
        let file = key.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        wallets.add_row([key.name.clone(), key.address.to_string(), file]);
    }
    let config = shown(&folder.config());
    say(format_args!("{network}\n{wallets}"))?;
    say(format_args!("Each wallet has 1,000 SOL; the numbered ones have 1,000,000 tokens and 100,000 USDC besides."))?;
    say(format_args!(
        "A wallet of your own gets some with: cargo xtask localnet faucet ADDRESS{}\n",
        out_of(folder.path())
    ))?;
    say(format_args!("    {} --config {config} status", command_line()))?;
    say(format_args!("    solana --config {config} balance\n"))
}

/// What `init` needs to know of a network without a singleton, as its file has it.
///
/// # Errors
/// If it cannot be written.
pub fn print_for_init(mints: &Mints, roles: &Roles) -> Result<()> {
    let treasury = roles.slashing_treasury.pubkey();
    say(format_args!(
        "There is no singleton yet. `{} init --template` prints a file for it; on this network it takes:\n",
        command_line()
    ))?;
    say(format_args!("    [addresses]"))?;
    for (name, address) in [
        ("stake_mint", mints.stake),
        ("usdc_mint", mints.usdc),
        ("slashing_token_destination", address::owner_token_account(&treasury, &mints.stake)),
        ("slashing_usdc_destination", address::owner_token_account(&treasury, &mints.usdc)),
    ] {
        say(format_args!("    {name} = \"{address}\""))?;
    }
    for (name, key) in [
        ("reward_authorities", &roles.reward_authority),
        ("halt_authorities", &roles.halt_authority),
        ("slashing_authorities", &roles.slashing_authority),
    ] {
        say(format_args!("    {name} = [\"{}\"]", key.pubkey()))?;
    }
    say(format_args!("\n    [parameters]\n    registration_fee_wallet = \"{}\"\n", roles.registration_fee.pubkey()))?;
    say("It is signed with program-admin.json.\n")
}

/// Our command line as it is called here: beside this binary if it was built, otherwise somewhere on the PATH.
fn command_line() -> String {
    let built = std::env::current_exe().ok().map(|this| this.with_file_name("inference-staking"));
    built.filter(|path| path.is_file()).map_or_else(|| "inference-staking".to_owned(), |path| shown(&path))
}

/// The option that names a folder to commands which would look for another.
fn out_of(folder: &Path) -> String {
    match folder == default_out() {
        true => String::new(),
        false => format!(" --out {}", shown(folder)),
    }
}

/// A path as somebody in the current folder would write it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
