//! The program's rules as WebAssembly, in the file of the TypeScript client that has them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{cargo_for_sbf, run};
use crate::workspace::{write_if_changed, Workspace};
use crate::{sbf, toolchain};
use anyhow::{ensure, Context, Result};

const PACKAGE: &str = "inference-staking-wasm";
/// The program as a library: the one file in the target folder whose name does not say where its sources are.
const PROGRAM: &str = "libinference_staking.rlib";
const TARGET: &str = "wasm32-unknown-unknown";
/// Bytes of the stack: the accounts lie elsewhere, and no rule calls deep.
const STACK: &str = "stack-size=65536";
const HEADER_BYTES: usize = 8;
const CUSTOM_SECTION: u8 = 0;

/// Compiles the rules and writes the client's file.
pub fn write(workspace: &Workspace) -> Result<()> {
    let (file, text) = (committed(workspace), built(workspace)?);
    write_if_changed(&file, text.as_bytes())?;
    println!("{:>9} bytes  {}", text.len(), workspace.relative(&file).display());
    Ok(())
}

/// Compiles the rules and fails if the client's file has others.
pub fn check(workspace: &Workspace) -> Result<()> {
    let file = committed(workspace);
    let text = fs::read_to_string(&file).unwrap_or_default();
    ensure!(
        text == built(workspace)?,
        "{} is stale: it has not what crates/wasm compiles to; run `cargo xtask wasm` and commit it",
        workspace.relative(&file).display()
    );
    println!("{} is what crates/wasm compiles to", workspace.relative(&file).display());
    Ok(())
}

fn committed(workspace: &Workspace) -> PathBuf {
    workspace.root.join("sdk/src/maths/wasm.ts")
}

fn built(workspace: &Workspace) -> Result<String> {
    let module = without_custom_sections(&compile(workspace)?)?;
    // Gzipped, as sites serve it, a tenth smaller than base64, whose letters hide what repeats.
    let hex: String = module.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!(
        "// Written by `cargo xtask wasm` from crates/wasm. Do not edit.\n\n\
         /** The program's rules: a WebAssembly module without imports, in hexadecimal digits. */\n\
         export const MODULE =\n  '{hex}';\n"
    ))
}

/// The compiler is always that of scripts/sbf-toolchain, so that everybody gets the same bytes.
fn compile(workspace: &Workspace) -> Result<Vec<u8>> {
    let dir = toolchain::install(workspace)?;
    let linker = linker()?;
    let target = workspace.cargo_target.join("wasm");
    sbf::make_room(&target, &workspace.root, &[PROGRAM.into()])?;
    let mut command = cargo_for_sbf(workspace);
    command
        .env("RUSTC", dir.join("bin/sbf-rustc"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC_WRAPPER", workspace.root.join("crates/wasm/rustc.sh"))
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", dir.join("library"))
        // Some of the dependencies are linked too.
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &linker)
        .env("CARGO_ENCODED_RUSTFLAGS", ["-Zunstable-options", "-Cpanic=immediate-abort"].join("\u{1f}"))
        .args(["rustc", "--release", "--locked", "--package", PACKAGE, "--lib", "--crate-type", "staticlib"])
        .args(["--target", TARGET, "--config", "profile.release.opt-level=\"z\""])
        .args(["-Z", "build-std=core,alloc,std,panic_abort", "-Z", "build-std-features=compiler-builtins-mem"])
        .arg("--target-dir")
        .arg(&target);
    run(&mut command)?;
    let archive = target.join(TARGET).join("release/libinference_staking_wasm.a");
    let module = target.join("inference_staking.wasm");
    link(workspace, &linker, &archive, &module)?;
    fs::read(&module).with_context(|| format!("the linker left no {}", module.display()))
}

/// Links by hand: rustc would export what `wasm-bindgen` has in the dependencies, and with it half a megabyte of them.
fn link(workspace: &Workspace, linker: &Path, archive: &Path, module: &Path) -> Result<()> {
    let mut command = Command::new(linker);
    command.args([
        "-flavor",
        "wasm",
        "--no-entry",
        "--gc-sections",
        "--strip-all",
        "--compress-relocations",
        "-z",
        STACK,
    ]);
    for name in exports(&workspace.root.join("crates/wasm/src"))? {
        command.arg(format!("--export={name}"));
    }
    run(command.arg(archive).arg("-o").arg(module))
}

/// The linker that comes with the compiler of this machine.
fn linker() -> Result<PathBuf> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().context("cannot start `rustc`")?;
    let sysroot = String::from_utf8(output.stdout).context("rustc printed no path")?;
    let linker = Path::new(sysroot.trim_end()).join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld");
    ensure!(linker.exists(), "there is no {}: WebAssembly needs a Rust that rustup installed", linker.display());
    Ok(linker)
}

/// The functions that say `#[no_mangle]`, sorted.
fn exports(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = syn::parse_file(&fs::read_to_string(entry?.path())?)?;
        names.extend(file.items.iter().filter_map(|item| match item {
            syn::Item::Fn(function)
                if function.attrs.iter().any(|attribute| attribute.path().is_ident("no_mangle")) =>
            {
                Some(function.sig.ident.to_string())
            }
            _ => None,
        }));
    }
    names.sort();
    ensure!(!names.is_empty(), "{} exports nothing", folder.display());
    Ok(names)
}

/// The module without what only tools read.
fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(HEADER_BYTES).context("the module is cut off")?;
    let mut kept = header.to_vec();
    while let Some(id) = rest.first() {
        let (size, length) = leb128(&rest[1..]).context("a section has no size")?;
        let section = rest.get(..1 + length + size).context("a section is cut off")?;
        if *id != CUSTOM_SECTION {
            kept.extend_from_slice(section);
        }
        rest = &rest[section.len()..];
    }
    Ok(kept)
}

/// A number as WebAssembly writes it, and in how many bytes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut number = 0usize;
    for (place, byte) in bytes.iter().take(5).enumerate() {
        number |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((number, place + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with a type section of 130 bytes between two custom ones.
    #[test]
    fn only_custom_sections_go() {
        let header = *b"\0asm\x01\0\0\0";
        let kind = [&[1, 0x82, 0x01][..], &[7; 130]].concat();
        let module = [&header[..], &[0, 2, 9, 9], &kind, &[0, 0]].concat();
        assert_eq!(without_custom_sections(&module).unwrap(), [&header[..], &kind].concat());
        assert!(without_custom_sections(&module[..20]).is_err());
        assert!(without_custom_sections(b"\0asm").is_err());
    }
}
