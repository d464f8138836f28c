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
