//! A node in memory: a chain of one block per slot, and faults by request.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use anchor_lang::prelude::Pubkey;
use async_trait::async_trait;
use base64::{prelude::BASE64_STANDARD, Engine};
use inference_staking_client::address;
use inference_staking_client::rpc::{CommitmentConfig, Connection};
use serde_json::{json, Value};
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client::rpc_client::RpcClientConfig;
use solana_rpc_client::rpc_sender::{RpcSender, RpcTransportStats};
use solana_rpc_client_api::client_error::{Error, Result};
use solana_rpc_client_api::filter::RpcFilterType;
use solana_rpc_client_api::request::{RpcError, RpcRequest, RpcResponseErrorData};
use solana_rpc_client_api::response::RpcSimulateTransactionResult;

/// Blocks for which a blockhash is good.
pub const BLOCKHASH_LIFE: u64 = 150;
/// Slots before the first block.
const FIRST_SLOT: u64 = 1_000;

/// What goes wrong with one request.
#[derive(Clone)]
pub enum Fault {
    /// The connection breaks before the node does anything.
    Break,
    /// The node does it, then the connection breaks.
    LoseAnswer,
    /// The node says yes and does nothing.
    Swallow,
    /// The node answers with this error number.
    Refuse(i64),
    /// The node does it, and leaves the last entry out of its answer.
    Shorten,
    /// The node does it, and gives every entry of its answer twice.
    Repeat,
    /// The node's check before the broadcast finds this error of the transaction, with these logs.
    Preflight(Value, Vec<String>),
}

/// An account of the node.
pub struct Stored {
    pub owner: Pubkey,
    pub data: Vec<u8>,
}

#[derive(Default)]
pub struct State {
    pub height: u64,
    /// Blocks that pass with every look at signatures.
    pub blocks_per_look: u64,
    /// Whether it refuses to look into its history.
    pub is_without_history: bool,
    /// Slots that looks at signatures are behind everything else.
    pub lag: u64,
    /// Executed transactions: signature, slot and bytes.
    pub executed: Vec<(String, u64, Vec<u8>)>,
    /// Signature of every broadcast that arrived, and whether it asked for no check.
    pub broadcasts: Vec<(String, bool)>,
    /// Pages of what it lists of an account, the newest transactions first; then it lists nothing.
    pub listed: VecDeque<Value>,
    pub faults: HashMap<String, VecDeque<Fault>>,
    /// A request that always fails.
    pub dead: Option<String>,
    /// A request that is never answered.
    pub silent: Option<String>,
    pub requests: Vec<(String, Value)>,
    pub accounts: HashMap<Pubkey, Stored>,
    /// Questions for an executed transaction that are answered with nothing, because its block is not written down yet.
    pub unwritten: usize,
    /// What executed transactions end with.
    pub error: Value,
    /// What the next simulations end with; then they pass.
    pub simulated_errors: VecDeque<Value>,
    pub logs: Vec<String>,
    pub return_data: Vec<u8>,
    /// Who returned it.
    pub returning_program: Pubkey,
    pub fees: Vec<u64>,
}

/// The node, and a connection to it.
#[derive(Clone, Default)]
pub struct Node(Arc<Mutex<State>>);

impl Node {
    /// A node on which a block passes with every look at signatures.
    pub fn new() -> Self {
        let node = Self::default();
        node.state().blocks_per_look = 1;
        node.state().returning_program = address::program_id();
        node
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub fn connection(&self) -> Connection {
        let config = RpcClientConfig::with_commitment(CommitmentConfig::confirmed());
        Connection::with_client(RpcClient::new_sender(self.clone(), config))
    }

    /// The next requests of a kind go wrong.
    pub fn fail(&self, method: &str, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.entry(method.to_owned()).or_default().extend(faults);
    }

    pub fn requests_of(&self, method: &str) -> usize {
        self.state().requests.iter().filter(|(name, _)| name == method).count()
    }

    /// Different signatures that arrived.
    pub fn signatures(&self) -> usize {
        let mut signatures: Vec<_> = self.state().broadcasts.iter().map(|(signature, _)| signature.clone()).collect();
        signatures.sort();
        signatures.dedup();
        signatures.len()
    }
}

#[async_trait]
impl RpcSender for Node {
    async fn send(&self, request: RpcRequest, params: Value) -> Result<Value> {
        let method = request.to_string();
        if self.state().silent.as_ref() == Some(&method) {
            std::future::pending::<()>().await;
        }
        let mut state = self.state();
        state.requests.push((method.clone(), params.clone()));
        if state.dead.as_ref() == Some(&method) {
            return Err(broken());
        }
        match state.faults.get_mut(&method).and_then(VecDeque::pop_front) {
            None => state.answer(&method, &params, true),
            Some(Fault::Break) => Err(broken()),
            Some(Fault::Shorten) => state.answer(&method, &params, true).map(|mut answer| {
                entries(&mut answer).pop();
                answer
            }),
            Some(Fault::Repeat) => state.answer(&method, &params, true).map(|mut answer| {
                let once = entries(&mut answer).clone();
                entries(&mut answer).extend(once);
                answer
            }),
            Some(Fault::LoseAnswer) => state.answer(&method, &params, true).and(Err(broken())),
            Some(Fault::Swallow) => state.answer(&method, &params, false),
            Some(Fault::Refuse(code)) => Err(refused(code, RpcResponseErrorData::Empty)),
            Some(Fault::Preflight(error, logs)) => {
                let result = json!({ "err": error, "logs": logs });
                let result: RpcSimulateTransactionResult = serde_json::from_value(result).unwrap();
                Err(refused(-32002, RpcResponseErrorData::SendTransactionPreflightFailure(result)))
            }
        }
    }

    fn get_transport_stats(&self) -> RpcTransportStats {
        RpcTransportStats::default()
    }

    fn url(&self) -> String {
        "memory".to_owned()
    }
}

/// The list in an answer, which stands behind a slot where the node tells one.
fn entries(answer: &mut Value) -> &mut Vec<Value> {
    let list = if answer.is_array() { answer } else { &mut answer["value"] };
    list.as_array_mut().unwrap()
}

fn broken() -> Error {
    std::io::Error::new(std::io::ErrorKind::ConnectionReset, "connection reset").into()
}

fn refused(code: i64, data: RpcResponseErrorData) -> Error {
    RpcError::RpcResponseError { code, message: "refused".to_owned(), data }.into()
}

impl State {
    fn slot(&self) -> u64 {
        FIRST_SLOT + self.height
    }

    fn answer(&mut self, method: &str, params: &Value, act: bool) -> Result<Value> {
        Ok(match method {
            "getLatestBlockhash" => {
                let last = self.height + BLOCKHASH_LIFE;
                // The blockhash names the block, so that the node can tell when it expires.
                let mut hash = [0; 32];
                hash[..8].copy_from_slice(&last.to_le_bytes());
                let blockhash = Pubkey::new_from_array(hash).to_string();
                self.at_slot(json!({ "blockhash": blockhash, "lastValidBlockHeight": last }))
            }
            "isBlockhashValid" => {
                let blockhash: Pubkey = params[0].as_str().unwrap().parse().unwrap();
                let last = u64::from_le_bytes(blockhash.to_bytes()[..8].try_into().unwrap());
                self.at_slot((self.height <= last).into())
            }
            "sendTransaction" => self.receive(params, act),
            "getSignatureStatuses" if self.is_without_history && params[1]["searchTransactionHistory"] == true => {
                return Err(refused(-32011, RpcResponseErrorData::Empty));
            }
            "getSignatureStatuses" => self.statuses(params),
            "getEpochInfo" => json!({
                "absoluteSlot": self.slot(), "blockHeight": self.height, "epoch": 0, "slotIndex": 0,
                "slotsInEpoch": 432_000, "transactionCount": null
            }),
            "getSignaturesForAddress" => self.listed.pop_front().unwrap_or_else(|| json!([])),
            "getTransaction" => self.transaction(params),
            "simulateTransaction" => {
                let data = BASE64_STANDARD.encode(&self.return_data);
                let returned = json!({ "programId": self.returning_program.to_string(), "data": [data, "base64"] });
                let error = self.simulated_errors.pop_front();
                let returned = if self.return_data.is_empty() { Value::Null } else { returned };
                self.at_slot(json!({
                    "err": error, "logs": self.logs, "unitsConsumed": 1_000, "returnData": returned
                }))
            }
            "getRecentPrioritizationFees" => {
                self.fees.iter().map(|fee| json!({ "slot": 1, "prioritizationFee": fee })).collect()
            }
            "getMultipleAccounts" => {
                let keys: Vec<String> = serde_json::from_value(params[0].clone()).unwrap();
                let found = keys.iter().map(|key| self.accounts.get(&key.parse().unwrap()).map(shown));
                self.at_slot(found.collect())
            }
            "getProgramAccounts" => self.program_accounts(params),
            other => panic!("the node does not know {other}"),
        })
    }

    fn at_slot(&self, value: Value) -> Value {
        json!({ "context": { "slot": self.slot() }, "value": value })
    }

    fn receive(&mut self, params: &Value, act: bool) -> Value {
        let bytes = BASE64_STANDARD.decode(params[0].as_str().unwrap()).unwrap();
        let signatures = usize::from(bytes[0]);
        let message = &bytes[1 + 64 * signatures..];
        let keys = usize::from(message[3]);
        let blockhash = &message[4 + 32 * keys..][..32];
        let last = u64::from_le_bytes(blockhash[..8].try_into().unwrap());
        let signature = signature(&bytes[1..65]);
        self.broadcasts.push((signature.clone(), params[1]["skipPreflight"] == true));
        let is_known = self.executed.iter().any(|(known, _, _)| *known == signature);
        if act && !is_known && self.height <= last {
            self.executed.push((signature.clone(), self.slot(), bytes));
        }
        Value::String(signature)
    }

    fn statuses(&mut self, params: &Value) -> Value {
        self.height += self.blocks_per_look;
        let seen = self.slot() - self.lag;
        let asked: Vec<String> = serde_json::from_value(params[0].clone()).unwrap();
        let status = |signature: &String| {
            let found = self.executed.iter().find(|(known, slot, _)| known == signature && *slot <= seen);
            found.map(|(_, slot, _)| {
                let outcome = if self.error.is_null() { json!({ "Ok": null }) } else { json!({ "Err": self.error }) };
                json!({
                    "slot": slot, "confirmations": 1, "err": self.error, "status": outcome,
                    "confirmationStatus": "confirmed"
                })
            })
        };
        let found: Vec<_> = asked.iter().map(status).collect();
        json!({ "context": { "slot": seen }, "value": found })
    }

    fn transaction(&mut self, params: &Value) -> Value {
        if self.unwritten > 0 {
            self.unwritten -= 1;
            return Value::Null;
        }
        let asked = params[0].as_str().unwrap();
        let Some((_, slot, bytes)) = self.executed.iter().find(|(known, _, _)| known == asked) else {
            return Value::Null;
        };
        let outcome = if self.error.is_null() { json!({ "Ok": null }) } else { json!({ "Err": self.error }) };
        json!({
            "slot": slot, "blockTime": null, "version": "legacy",
            "transaction": [BASE64_STANDARD.encode(bytes), "base64"],
            "meta": {
                "err": self.error, "status": outcome, "fee": 5_000, "preBalances": [], "postBalances": [],
                "logMessages": self.logs, "computeUnitsConsumed": 900
            }
        })
    }

    fn program_accounts(&self, params: &Value) -> Value {
        let program: Pubkey = params[0].as_str().unwrap().parse().unwrap();
        let filters: Vec<RpcFilterType> = serde_json::from_value(params[1]["filters"].clone()).unwrap();
        let passes = |data: &[u8]| {
            filters.iter().all(|filter| match filter {
                RpcFilterType::DataSize(size) => data.len() as u64 == *size,
                RpcFilterType::Memcmp(compared) => compared.bytes_match(data),
                RpcFilterType::TokenAccountState => false,
            })
        };
        let found = self.accounts.iter().filter(|(_, stored)| stored.owner == program && passes(&stored.data));
        found.map(|(key, stored)| json!({ "pubkey": key.to_string(), "account": shown(stored) })).collect()
    }
}

fn shown(stored: &Stored) -> Value {
    json!({
        "lamports": 1, "data": [BASE64_STANDARD.encode(&stored.data), "base64"], "owner": stored.owner.to_string(),
        "executable": false, "rentEpoch": 0, "space": stored.data.len()
    })
}

fn signature(bytes: &[u8]) -> String {
    inference_staking_client::rpc::Signature::try_from(bytes).unwrap().to_string()
}
