//! The IDL of the built program: its instructions, and what encoded data holds by it.

use std::collections::BTreeMap;

use inference_staking_localnet::program::checkout;
use serde_json::Value;

/// Names of the instructions by discriminator, which is how an instruction's data begins.
///
/// # Panics
/// If the IDL has not been built.
pub fn instructions() -> BTreeMap<Vec<u8>, String> {
    let idl = read();
    let instructions = idl["instructions"].as_array().unwrap();
    instructions.iter().map(|of| (discriminator(of), of["name"].as_str().unwrap().to_owned())).collect()
}

/// One account of an instruction, as the IDL describes it.
#[derive(Clone, Debug)]
pub struct InstructionAccount {
    /// Its name.
    pub name: String,
    /// Whether it must be writable.
    pub is_writable: bool,
    /// Whether it must sign.
    pub is_signer: bool,
    /// Whether it may be left out.
    pub is_optional: bool,
}

/// The accounts of an instruction in their order.
///
/// # Panics
/// If the IDL has not been built or has no such instruction.
pub fn accounts_of(instruction: &str) -> Vec<InstructionAccount> {
    let idl = read();
    let all = idl["instructions"].as_array().unwrap();
    let described = all.iter().find(|of| of["name"] == instruction).expect("an instruction of the IDL");
    let account = |account: &Value| InstructionAccount {
        name: account["name"].as_str().unwrap().to_owned(),
        is_writable: account["writable"] == true,
        is_signer: account["signer"] == true,
        is_optional: account["optional"] == true,
    };
    described["accounts"].as_array().unwrap().iter().map(account).collect()
}

/// The IDL.
///
/// # Panics
/// If it has not been built.
pub fn read() -> Value {
    let path = checkout().join("target/idl/inference_staking.json");
    let text = std::fs::read(&path)
        .unwrap_or_else(|error| panic!("cannot read {}: run `cargo xtask build` first: {error}", path.display()));
    serde_json::from_slice(&text).unwrap()
}

fn discriminator(instruction: &Value) -> Vec<u8> {
    let bytes = instruction["discriminator"].as_array().unwrap();
    bytes.iter().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()).collect()
}

/// A single value inside of encoded data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Names from the outside in, with points between; elements of a list and the inside of an option have the list's name.
    pub path: String,
    /// Its type, as the IDL writes it: `u64`, `pubkey`.
    pub kind: String,
    /// Where it begins.
    pub at: usize,
    /// Its bytes.
    pub size: usize,
}

/// All single values in data that encodes these fields one after another, as the IDL describes fields and arguments.
///
/// # Panics
/// If the data is shorter than the fields, or the IDL says something that this does not know.
pub fn leaves(idl: &Value, fields: &Value, data: &[u8]) -> Vec<Leaf> {
    let mut found = Leaves { idl, data, at: 0, leaves: Vec::new() };
    found.fields("", fields);
    assert_eq!(found.at, data.len(), "the data is longer than the IDL says");
    found.leaves
}

/// The definition of a type.
///
/// # Panics
/// If the IDL has none of this name.
pub fn type_of<'a>(idl: &'a Value, name: &str) -> &'a Value {
    let types = idl["types"].as_array().unwrap();
    &types.iter().find(|of| of["name"] == name).unwrap_or_else(|| panic!("type {name}"))["type"]
}

struct Leaves<'a> {
    idl: &'a Value,
    data: &'a [u8],
    at: usize,
    leaves: Vec<Leaf>,
}

impl<'a> Leaves<'a> {
    fn fields(&mut self, path: &str, fields: &'a Value) {
        for field in fields.as_array().into_iter().flatten() {
            let name = field["name"].as_str().unwrap();
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            self.value(&path, &field["type"]);
        }
    }

    fn value(&mut self, path: &str, of: &'a Value) {
        if let Some(kind) = of.as_str() {
            let size = size_of(kind);
            self.leaves.push(Leaf { path: path.to_owned(), kind: kind.to_owned(), at: self.at, size });
            self.at += size;
        } else if let Some([of, count]) = of["array"].as_array().map(Vec::as_slice) {
            (0..count.as_u64().unwrap()).for_each(|_| self.value(path, of));
        } else if !of["vec"].is_null() {
            let count = u32::from_le_bytes(self.data[self.at..self.at + 4].try_into().unwrap());
            self.at += 4;
            (0..count).for_each(|_| self.value(path, &of["vec"]));
        } else if !of["option"].is_null() {
            (0..self.byte()).for_each(|_| self.value(path, &of["option"]));
        } else {
            let defined = type_of(self.idl, of["defined"]["name"].as_str().unwrap());
            let fields = match defined["variants"].as_array() {
                Some(variants) => &variants[usize::from(self.byte())]["fields"],
                None => &defined["fields"],
            };
            self.fields(path, fields);
        }
    }

    fn byte(&mut self) -> u8 {
        self.at += 1;
        self.data[self.at - 1]
    }
}

fn size_of(kind: &str) -> usize {
    match kind {
        "bool" | "u8" => 1,
        "u16" => 2,
        "u32" => 4,
        "u64" | "i64" => 8,
        "u128" => 16,
        "pubkey" => 32,
        _ => panic!("the size of {kind}"),
    }
}
