//! What a node showed before the first transaction came.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::Value;

/// The first answer to each question, given in place of the node's own from a transaction on for some lists of accounts.
pub struct Past(Mutex<Inner>);

struct Inner {
    has_begun: bool,
    /// Lists that are still to be given.
    lists_left: u32,
    lists: BTreeMap<String, Value>,
    accounts: BTreeMap<String, Value>,
}

impl Past {
    pub fn of_lists(lists_left: u32) -> Self {
        let (lists, accounts) = Default::default();
        Self(Mutex::new(Inner { has_begun: false, lists_left, lists, accounts }))
    }

    /// A transaction came.
    pub fn begin(&self) {
        self.0.lock().unwrap().has_begun = true;
    }

    /// The answer as the node gave it at first.
    pub fn answer(&self, method: &str, params: &Value, mut answer: Value) -> Value {
        let mut past = self.0.lock().unwrap();
        let is_past = past.has_begun && past.lists_left > 0;
        match method {
            "getProgramAccounts" => {
                let list = answer["result"].clone();
                for entry in list.as_array().unwrap() {
                    past.accounts.entry(entry["pubkey"].to_string()).or_insert_with(|| entry["account"].clone());
                }
                let before = past.lists.entry(params.to_string()).or_insert(list);
                if is_past {
                    answer["result"] = before.clone();
                    past.lists_left -= 1;
                }
            }
            "getMultipleAccounts" => {
                let addresses = params[0].as_array().unwrap();
                let accounts = answer["result"]["value"].as_array_mut().unwrap();
                for (address, account) in addresses.iter().zip(accounts) {
                    let before = past.accounts.entry(address.to_string()).or_insert_with(|| account.clone());
                    if is_past {
                        *account = before.clone();
                    }
                }
            }
            _ => {}
        }
        answer
    }
}
