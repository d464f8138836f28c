//! The instructions that the IDL of the built program lists.

use std::collections::BTreeMap;
use std::path::Path;

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
    };
    described["accounts"].as_array().unwrap().iter().map(account).collect()
}

/// The IDL.
///
/// # Panics
/// If it has not been built.
pub fn read() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/idl/inference_staking.json");
    let text = std::fs::read(&path)
        .unwrap_or_else(|error| panic!("cannot read {}: run `cargo xtask build` first: {error}", path.display()));
    serde_json::from_slice(&text).unwrap()
}

fn discriminator(instruction: &Value) -> Vec<u8> {
    let bytes = instruction["discriminator"].as_array().unwrap();
    bytes.iter().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()).collect()
}
