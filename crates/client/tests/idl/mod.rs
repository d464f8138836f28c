//! The IDL that the build wrote.

use serde_json::Value;

/// The whole IDL.
pub fn read() -> Value {
    // From the package's folder, where tests run.
    let path = "../../target/idl/inference_staking.json";
    let text = std::fs::read_to_string(path).expect("the IDL is missing: run `cargo xtask build` first");
    serde_json::from_str(&text).unwrap()
}

/// A list of the IDL by its name, for example `instructions`.
pub fn list(idl: &Value, name: &str) -> Vec<Value> {
    idl[name].as_array().unwrap().clone()
}

/// The field `name` of an entry.
pub fn name(entry: &Value) -> &str {
    entry["name"].as_str().unwrap()
}

/// The 8 bytes that an entry's data starts with.
pub fn discriminator(entry: &Value) -> Vec<u8> {
    entry["discriminator"].as_array().unwrap().iter().map(|byte| byte.as_u64().unwrap() as u8).collect()
}
