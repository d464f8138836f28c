//! A JSON-RPC proxy that makes faults, in an order that a seed decides.

mod faults;
mod forward;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use axum::Router;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use faults::{Fault, FaultRates};
use forward::Request;

/// A running proxy; ends when dropped.
pub struct Proxy {
    pub url: String,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

/// What requests share.
struct Shared {
    target: String,
    client: reqwest::Client,
    rates: FaultRates,
    rng: Mutex<ChaCha8Rng>,
    made: Mutex<BTreeMap<Fault, u32>>,
    methods: Mutex<BTreeMap<String, u32>>,
}

impl Proxy {
    pub async fn start(target: &str, seed: u64, rates: FaultRates) -> Self {
        let shared = Arc::new(Shared {
            target: target.to_owned(),
            client: reqwest::Client::new(),
            rates,
            rng: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            made: Mutex::default(),
            methods: Mutex::default(),
        });
        let router = Router::new().route("/", post(answer)).with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, server }
    }

    /// How often a fault was made.
    pub fn made(&self, fault: Fault) -> u32 {
        self.shared.made.lock().unwrap().get(&fault).copied().unwrap_or(0)
    }

    /// How often a method was asked for.
    pub fn requests(&self, method: &str) -> u32 {
        self.shared.methods.lock().unwrap().get(method).copied().unwrap_or(0)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, body: String) -> Response {
    let request = Request::new(body);
    *shared.methods.lock().unwrap().entry(request.method.clone()).or_default() += 1;
    let fault = shared.rates.draw(&mut *shared.rng.lock().unwrap(), request.is_send());
    if let Some(fault) = fault {
        *shared.made.lock().unwrap().entry(fault).or_default() += 1;
    }
    forward::answer(&shared.client, &shared.target, &request, fault).await
}
