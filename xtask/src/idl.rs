//! Writes the program's IDL, which Anchor's derives print from generated tests.

use crate::workspace::{write_if_changed, Workspace};
use anchor_lang_idl::build::IdlBuilder;
use anyhow::{Context, Result};
use std::env;

/// Under rustup this names the toolchain. The builder would pass it on as an argument that it
/// forgets to fill in; everything else that xtask starts must see it.
const TOOLCHAIN: &str = "RUSTUP_TOOLCHAIN";

pub fn build(workspace: &Workspace) -> Result<()> {
    let toolchain = env::var_os(TOOLCHAIN);
    env::remove_var(TOOLCHAIN);
    let built = IdlBuilder::new()
        .program_path(workspace.root.join("programs/inference-staking"))
        .cargo_args(vec!["--locked".into(), "--lib".into()])
        .build();
    if let Some(toolchain) = toolchain {
        env::set_var(TOOLCHAIN, toolchain);
    }
    let idl = built.context("the IDL cannot be built, the lines above say why")?;
    let mut json = serde_json::to_string_pretty(&idl)?;
    json.push('\n');

    let file = workspace.idl();
    write_if_changed(&file, json.as_bytes())?;
    println!("{:>9} bytes  {}", json.len(), workspace.relative(&file).display());
    Ok(())
}
