//! A node in memory that gives one answer to every question about accounts.

use std::future::Future;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use inference_staking_client::rpc::{CommitmentConfig, Connection, Pace};
use serde_json::{json, Value};
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client::rpc_client::RpcClientConfig;
use solana_rpc_client::rpc_sender::{RpcSender, RpcTransportStats};
use solana_rpc_client_api::client_error::Result;
use solana_rpc_client_api::request::RpcRequest;

/// Runs to the end without any way to a network: there is no reactor for sockets.
pub fn wait_for<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

#[derive(Clone, Default)]
pub struct Node(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// The answer; without one there are no accounts.
    answer: Option<Value>,
    asked: Vec<String>,
}

impl Node {
    /// A node that answers everything with this.
    #[allow(dead_code, reason = "not every test file that has this module answers with more than nothing")]
    pub fn answering(answer: Value) -> Self {
        Self(Arc::new(Mutex::new(State { answer: Some(answer), asked: Vec::new() })))
    }

    /// The addresses of accounts that it was asked for.
    #[allow(dead_code, reason = "not every test file that has this module asks for them")]
    pub fn asked(&self) -> Vec<String> {
        self.0.lock().unwrap().asked.clone()
    }

    pub fn connection(&self) -> Connection {
        let config = RpcClientConfig::with_commitment(CommitmentConfig::confirmed());
        let pace = Pace { backoff: std::time::Duration::ZERO, read_attempts: 1, ..Pace::default() };
        Connection::with_client(RpcClient::new_sender(self.clone(), config)).with_pace(pace)
    }
}

#[async_trait]
impl RpcSender for Node {
    async fn send(&self, request: RpcRequest, params: Value) -> Result<Value> {
        let mut state = self.0.lock().unwrap();
        if let Some(answer) = &state.answer {
            return Ok(answer.clone());
        }
        assert!(matches!(request, RpcRequest::GetMultipleAccounts));
        let keys: Vec<String> = serde_json::from_value(params[0].clone()).unwrap();
        let nothing = vec![Value::Null; keys.len()];
        state.asked.extend(keys);
        Ok(json!({ "context": { "slot": 1 }, "value": nothing }))
    }

    fn get_transport_stats(&self) -> RpcTransportStats {
        RpcTransportStats::default()
    }

    fn url(&self) -> String {
        "memory".to_owned()
    }
}
