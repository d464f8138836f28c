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
    add_addresses(&mut idl);
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

/// Accounts that have the same address in every instruction that names them. The program binds them by their type or by a
/// stored key, because Anchor's `seeds` would derive the address again on chain; clients want the seeds all the same.
const ALWAYS_AT: [&str; 5] = ["pool_overview", "reward_vault", "usdc_vault", "pool_vault", "staking_record"];

/// Gives these accounts the seeds that the instruction creating them states, where it has the accounts that seeds name.
fn add_addresses(idl: &mut Value) {
    let Some(instructions) = idl.get_mut("instructions").and_then(Value::as_array_mut) else { return };
    let stated: HashMap<String, Value> = instructions
        .iter()
        .flat_map(accounts_of)
        .filter_map(|account| Some((account["name"].as_str()?.to_string(), account.get("pda")?.clone())))
        .filter(|(name, _)| ALWAYS_AT.contains(&name.as_str()))
        .collect();
    for instruction in instructions {
        // Nothing is derived from an account that may be left out.
        let present: Vec<String> = accounts_of(instruction)
            .filter(|account| account["optional"] != true)
            .filter_map(|account| account["name"].as_str().map(String::from))
            .collect();
        let accounts = instruction.get_mut("accounts").and_then(Value::as_array_mut);
        for account in accounts.into_iter().flatten().filter_map(Value::as_object_mut) {
            let pda = account.get("name").and_then(Value::as_str).and_then(|name| stated.get(name));
            let derivable = pda.is_some_and(|pda| named_in(pda).all(|path| present.iter().any(|name| name == path)));
            if let Some(pda) = pda.cloned().filter(|_| derivable) {
                account.entry("pda").or_insert(pda);
            }
        }
    }
}

fn accounts_of(instruction: &Value) -> impl Iterator<Item = &Value> {
    instruction["accounts"].as_array().into_iter().flatten()
}

/// Accounts whose keys are seeds.
fn named_in(pda: &Value) -> impl Iterator<Item = &str> {
    pda["seeds"].as_array().into_iter().flatten().filter_map(|seed| seed["path"].as_str())
}
