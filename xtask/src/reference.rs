//! What is committed of the program's IDL: itself, and the reference page that is written from it: instructions, accounts,
//! events, types, errors, constants.

use crate::workspace::{write_if_changed, Workspace};
use anyhow::{bail, Context, Result};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

/// How the documentation of an instruction begins to say what it takes behind its accounts.
const REMAINING_ACCOUNTS: &str = "- remaining accounts: ";

/// Writes `docs/reference.md` and `idl/`.
pub fn write(workspace: &Workspace) -> Result<()> {
    for (file, text) in files(workspace)? {
        write_if_changed(&file, text.as_bytes())?;
        println!("{}", workspace.relative(&file).display());
    }
    Ok(())
}

/// Fails if a committed file is not what the built IDL says.
pub fn check(workspace: &Workspace) -> Result<()> {
    for (file, text) in files(workspace)? {
        let written = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if written != text {
            bail!("{} is stale: run `cargo xtask docs` and commit it", workspace.relative(&file).display());
        }
    }
    Ok(())
}

/// The files as they have to be.
fn files(workspace: &Workspace) -> Result<[(PathBuf, String); 2]> {
    let built = workspace.idl();
    let idl = fs::read_to_string(&built)
        .with_context(|| format!("cannot read {}: run `cargo xtask build`", built.display()))?;
    Ok([(workspace.reference(), page(&idl)?), (workspace.committed_idl(), idl)])
}

fn page(idl: &str) -> Result<String> {
    let idl: Value = serde_json::from_str(idl).context("the IDL is not JSON")?;
    let mut page = String::from("# Program reference\n\nWritten from the IDL by `cargo xtask docs`; do not edit.\n");
    write!(page, "\nProgram `{}`\n", text_of(&idl, "address"))?;
    page += "\n## Instructions\n";
    for instruction in items(&idl, "instructions") {
        instruction_section(&mut page, instruction)?;
    }
    page += "\n## Accounts\n";
    for account in items(&idl, "accounts") {
        account_section(&mut page, &idl, account)?;
    }
    page += "\n## Events\n";
    types_section(&mut page, &idl, &names(&idl, "events"), true)?;
    page += "\n## Other types\n";
    let listed: Vec<&str> = names(&idl, "accounts").into_iter().chain(names(&idl, "events")).collect();
    types_section(&mut page, &idl, &listed, false)?;
    page += "\n## Errors\n\n| number | name | message |\n|---|---|---|\n";
    for error in items(&idl, "errors") {
        writeln!(page, "| {} | `{}` | {} |", error["code"], text_of(error, "name"), text_of(error, "msg"))?;
    }
    page += "\n## Seeds\n\n| constant | bytes | meaning |\n|---|---|---|\n";
    for constant in items(&idl, "constants") {
        writeln!(page, "| `{}` | \"{}\" | {} |", text_of(constant, "name"), seed(constant), docs(constant))?;
    }
    Ok(page)
}

fn instruction_section(page: &mut String, instruction: &Value) -> Result<()> {
    write!(page, "\n### {}\n\n{}\n", text_of(instruction, "name"), summary(instruction))?;
    *page += "\n| account | | meaning |\n|---|---|---|\n";
    for account in items(instruction, "accounts") {
        let flags = ["writable", "signer", "optional"].into_iter().filter(|flag| account[flag] == true);
        let flags = flags.collect::<Vec<_>>().join(", ");
        writeln!(page, "| `{}` | {flags} | {} |", text_of(account, "name"), docs(account))?;
    }
    for argument in items(instruction, "args") {
        let (name, of) = (text_of(argument, "name"), text_of(instruction, "name"));
        let meaning = listed(instruction, &format!("- `{name}`: "));
        let meaning = meaning.with_context(|| format!("the documentation of {of} does not say what `{name}` is"))?;
        write!(page, "\n- `{name}` ({}): {meaning}", type_name(&argument["type"]))?;
    }
    if let Some(meaning) = listed(instruction, REMAINING_ACCOUNTS) {
        write!(page, "\n{REMAINING_ACCOUNTS}{meaning}")?;
    }
    if !items(instruction, "args").is_empty() {
        *page += "\n";
    }
    if let Some(returns) = instruction.get("returns") {
        write!(page, "\nReturns {}.\n", type_name(returns))?;
    }
    Ok(())
}

/// An account with the offsets of its fields: explorers and indexers filter by them. There is no padding that is no field, as
/// the program asserts when it is compiled.
fn account_section(page: &mut String, idl: &Value, account: &Value) -> Result<()> {
    let name = text_of(account, "name");
    let layout = type_called(idl, name).with_context(|| format!("the IDL has no type {name}"))?;
    let discriminator = items(account, "discriminator");
    let mut rows = String::new();
    let mut offset = discriminator.len();
    for field in items(&layout["type"], "fields") {
        let kind = &field["type"];
        writeln!(rows, "| {offset} | `{}` | {} | {} |", text_of(field, "name"), type_name(kind), docs(field))?;
        let size = size_of(idl, kind);
        offset += size.with_context(|| format!("{name} has a field of a size that is not fixed: {kind}"))?;
    }
    write!(page, "\n### {name}\n\n{}\n\n", docs(layout))?;
    let bytes = discriminator.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    write!(page, "{offset} bytes. The first {} say what it is: {bytes}.\n\n", discriminator.len())?;
    *page += "| offset | field | type | meaning |\n|---|---|---|---|\n";
    *page += &rows;
    Ok(())
}

fn type_called<'a>(idl: &'a Value, name: &str) -> Option<&'a Value> {
    items(idl, "types").iter().find(|item| text_of(item, "name") == name)
}

/// Bytes of a type in an account; `None` if they are not always as many.
fn size_of(idl: &Value, kind: &Value) -> Option<usize> {
    match kind.as_str() {
        Some("bool" | "u8" | "i8") => return Some(1),
        Some("u16" | "i16") => return Some(2),
        Some("u32" | "i32") => return Some(4),
        Some("u64" | "i64") => return Some(8),
        Some("u128" | "i128") => return Some(16),
        Some("pubkey") => return Some(32),
        Some(_) => return None,
        None => {}
    }
    if let Some([inner, length]) = kind.get("array").and_then(Value::as_array).map(Vec::as_slice) {
        let length = usize::try_from(length.as_u64()?).ok()?;
        return size_of(idl, inner)?.checked_mul(length);
    }
    let layout = type_called(idl, kind.pointer("/defined/name")?.as_str()?)?;
    (layout["type"]["kind"] == "struct").then_some(())?;
    items(&layout["type"], "fields").iter().map(|field| size_of(idl, &field["type"])).sum()
}

/// The types that are in `listed`, or those that are not.
fn types_section(page: &mut String, idl: &Value, listed: &[&str], wanted: bool) -> Result<()> {
    for item in items(idl, "types").iter().filter(|item| listed.contains(&text_of(item, "name")) == wanted) {
        write!(page, "\n### {}\n\n{}\n\n", text_of(item, "name"), docs(item))?;
        fields_table(page, items(&item["type"], "fields"))?;
        for variant in items(&item["type"], "variants") {
            write!(page, "\nVariant `{}`: {}\n\n", text_of(variant, "name"), docs(variant))?;
            fields_table(page, items(variant, "fields"))?;
        }
    }
    Ok(())
}

fn fields_table(page: &mut String, fields: &[Value]) -> Result<()> {
    if !fields.is_empty() {
        *page += "| field | type | meaning |\n|---|---|---|\n";
    }
    for field in fields {
        writeln!(page, "| `{}` | {} | {} |", text_of(field, "name"), type_name(&field["type"]), docs(field))?;
    }
    Ok(())
}

fn type_name(value: &Value) -> String {
    if let Some(name) = value.as_str() {
        return name.to_string();
    }
    if let Some(name) = value.pointer("/defined/name").and_then(Value::as_str) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(inner) = value.get("vec") {
        return format!("list of {}", type_name(inner));
    }
    if let Some(inner) = value.get("option") {
        return format!("optional {}", type_name(inner));
    }
    match value.get("array").and_then(Value::as_array).map(Vec::as_slice) {
        Some([inner, length]) => format!("{length} x {}", type_name(inner)),
        _ => value.to_string(),
    }
}

fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn names<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    items(value, key).iter().map(|item| text_of(item, "name")).collect()
}

fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Doc lines on one line; what follows `CHECK:` is for readers of the source.
fn docs(value: &Value) -> String {
    let lines = items(value, "docs").iter().filter_map(Value::as_str);
    lines.take_while(|line| !line.starts_with("CHECK:")).collect::<Vec<_>>().join(" ")
}

/// The documentation before its list.
fn summary(instruction: &Value) -> String {
    let lines = items(instruction, "docs").iter().filter_map(Value::as_str);
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What stands behind these words in the documentation's list.
fn listed(instruction: &Value, words: &str) -> Option<String> {
    let lines: Vec<&str> = items(instruction, "docs").iter().filter_map(Value::as_str).collect();
    let place = lines.iter().position(|line| line.starts_with(words))?;
    let (first, rest) = lines[place..].split_first()?;
    let more = rest.iter().take_while(|line| !line.starts_with("- ")).map(|line| line.trim());
    Some([first.strip_prefix(words)?].into_iter().chain(more).collect::<Vec<_>>().join(" "))
}

fn seed(constant: &Value) -> String {
    let bytes: Vec<u8> = serde_json::from_str(text_of(constant, "value")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn offsets_of_an_account_begin_behind_its_discriminator_and_leave_no_gap() {
        let field = |name: &str, kind: Value| json!({ "name": name, "docs": ["What."], "type": kind });
        let two = json!({ "defined": { "name": "Two" } });
        let of = |name: &str, fields: Value| json!({ "name": name, "docs": [name], "type": { "kind": "struct", "fields": fields } });
        let idl = json!({
            "accounts": [{ "name": "Pool", "discriminator": [1, 2, 3, 4, 5, 6, 7, 8] }],
            "types": [
                of("Pool", json!([field("key", json!("pubkey")), field("four", json!({ "array": [two, 4] })), field("end", json!("u8"))])),
                of("Two", json!([field("a", json!("u64")), field("b", json!("u16"))])),
            ],
        });
        let mut page = String::new();
        account_section(&mut page, &idl, &idl["accounts"][0]).unwrap();
        assert!(page.contains("81 bytes. The first 8 say what it is: 1, 2, 3, 4, 5, 6, 7, 8."), "{page}");
        for row in ["| 8 | `key` |", "| 40 | `four` |", "| 80 | `end` |"] {
            assert!(page.contains(row), "{page}");
        }
        let open_ended = json!({ "accounts": idl["accounts"], "types": [of("Pool", json!([field("list", json!({ "vec": "u8" }))]))] });
        assert!(account_section(&mut page, &open_ended, &open_ended["accounts"][0]).is_err());
    }
}
