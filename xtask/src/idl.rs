//! Writes the program's IDL, which Anchor's derives print from generated tests.

use crate::workspace::{write_if_changed, Workspace};
use anchor_lang_idl::build::IdlBuilder;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::HashMap;
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
    let mut idl = serde_json::to_value(&idl)?;
    inline_aliases(&mut idl);
    let mut json = serde_json::to_string_pretty(&idl)?;
    json.push('\n');

    let file = workspace.idl();
    write_if_changed(&file, json.as_bytes())?;
    println!("{:>9} bytes  {}", json.len(), workspace.relative(&file).display());
    Ok(())
}

/// Writes what an alias stands for wherever it is used, and drops its definition: not every client knows aliases.
fn inline_aliases(idl: &mut Value) {
    let mut aliases = HashMap::new();
    if let Some(types) = idl.get_mut("types").and_then(Value::as_array_mut) {
        types.retain(|definition| {
            let (name, alias) = (definition["name"].as_str(), definition.pointer("/type/alias"));
            let found = name.zip(alias).map(|(name, alias)| aliases.insert(name.to_string(), alias.clone()));
            found.is_none()
        });
    }
    replace_aliases(idl, &aliases);
}

fn replace_aliases(value: &mut Value, aliases: &HashMap<String, Value>) {
    let name = value.pointer("/defined/name").and_then(Value::as_str);
    if let Some(alias) = name.and_then(|name| aliases.get(name)) {
        *value = alias.clone();
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace_aliases(item, aliases)),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace_aliases(field, aliases)),
        _ => {}
    }
}
