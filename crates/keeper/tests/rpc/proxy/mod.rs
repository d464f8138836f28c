//! A JSON-RPC proxy that makes faults, in an order that a seed decides.

mod faults;
mod forward;
mod past;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::response::Response;
use axum::routing::post;
use axum::Router;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

pub use faults::{Fault, FaultRates};
use forward::Request;
use past::Past;

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
    /// Holds up transactions.
    gate: Option<Gate>,
    /// Whether the node is gone: nothing is forwarded any more.
    dead: AtomicBool,
    /// Requests with this text are refused.
    refused: Option<&'static str>,
    /// Whether no transaction is forwarded and all are said to be finalized.
    lies: AtomicBool,
    /// What it shows in place of the present.
    past: Option<Past>,
    made: Mutex<BTreeMap<Fault, u32>>,
    methods: Mutex<BTreeMap<String, u32>>,
}

/// What is wrong with a node.
#[derive(Default)]
struct Faulty {
    seed: u64,
    rates: FaultRates,
    gate: Option<Gate>,
    refused: Option<&'static str>,
    lies: bool,
    past: Option<Past>,
}

/// Says when a transaction has come, and lets none pass until told to.
struct Gate {
    come: Mutex<Option<oneshot::Sender<()>>>,
    open: watch::Receiver<bool>,
}

/// The other side of a gate.
pub struct HeldUp {
    come: oneshot::Receiver<()>,
    open: watch::Sender<bool>,
}

impl Gate {
    fn new() -> (Self, HeldUp) {
        let ((come, has_come), (opener, open)) = (oneshot::channel(), watch::channel(false));
        (Self { come: Mutex::new(Some(come)), open }, HeldUp { come: has_come, open: opener })
    }

    async fn pass(&self) {
        if let Some(come) = self.come.lock().unwrap().take() {
            come.send(()).unwrap();
        }
        drop(self.open.clone().wait_for(|is_open| *is_open).await);
    }
}

impl HeldUp {
    /// Waits for the first transaction.
    pub async fn first(&mut self) {
        (&mut self.come).await.unwrap();
    }

    /// Lets all pass from now on.
    pub fn let_go(self) {
        self.open.send(true).unwrap();
    }
}

impl Proxy {
    pub async fn start(target: &str, seed: u64, rates: FaultRates) -> Self {
        Self::start_with(target, Faulty { seed, rates, ..Faulty::default() }).await
    }

    /// Without faults; transactions are held up until they are let go.
    pub async fn start_holding_up(target: &str) -> (Self, HeldUp) {
        Self::start_with_gate(target, Faulty::default()).await
    }

    /// Without faults, but requests with this text are refused for good.
    pub async fn start_refusing(target: &str, text: &'static str) -> Self {
        Self::start_with(target, Faulty { refused: Some(text), ..Faulty::default() }).await
    }

    /// Refuses transactions, once they are let go.
    pub async fn start_refusing_transactions_and_holding_up(target: &str) -> (Self, HeldUp) {
        Self::start_with_gate(target, Faulty { refused: Some("sendTransaction"), ..Faulty::default() }).await
    }

    /// Forwards no transaction, and says of each that it is finalized.
    pub async fn start_lying(target: &str) -> Self {
        Self::start_with(target, Faulty { lies: true, ..Faulty::default() }).await
    }

    /// Lies of transactions, which are held up until they are let go.
    pub async fn start_lying_and_holding_up(target: &str) -> (Self, HeldUp) {
        Self::start_with_gate(target, Faulty { lies: true, ..Faulty::default() }).await
    }

    /// Executes transactions, but goes on showing the accounts as they were before the first one, until it has listed them so
    /// many times.
    pub async fn start_behind(target: &str, lists: u32) -> Self {
        Self::start_with(target, Faulty { past: Some(Past::of_lists(lists)), ..Faulty::default() }).await
    }

    async fn start_with_gate(target: &str, faulty: Faulty) -> (Self, HeldUp) {
        let (gate, held_up) = Gate::new();
        (Self::start_with(target, Faulty { gate: Some(gate), ..faulty }).await, held_up)
    }

    async fn start_with(target: &str, faulty: Faulty) -> Self {
        let Faulty { seed, rates, gate, refused, lies, past } = faulty;
        let shared = Arc::new(Shared {
            target: target.to_owned(),
            client: reqwest::Client::new(),
            rates,
            rng: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            gate,
            dead: AtomicBool::new(false),
            refused,
            lies: AtomicBool::new(lies),
            past,
            made: Mutex::default(),
            methods: Mutex::default(),
        });
        let router = Router::new().route("/", post(answer)).with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, server }
    }

    /// From now on it forwards transactions, and says what became of them.
    pub fn be_honest(&self) {
        self.shared.lies.store(false, Ordering::Relaxed);
    }

    /// From now on the node answers nothing.
    pub fn die(&self) {
        self.shared.dead.store(true, Ordering::Relaxed);
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
    if let (Some(gate), true) = (&shared.gate, request.is_send()) {
        gate.pass().await;
    }
    if shared.refused.is_some_and(|text| request.has(text)) {
        return request.refused();
    }
    if let Some(past) = &shared.past {
        if request.is_send() {
            past.begin();
        }
        return forward::answer_of(past, &shared.client, &shared.target, &request).await;
    }
    let is_lie = shared.lies.load(Ordering::Relaxed) && (request.is_send() || request.method == "getSignatureStatuses");
    let drawn = shared.rates.draw(&mut *shared.rng.lock().unwrap(), request.is_send());
    let fault = drawn.or(is_lie.then_some(Fault::Lie));
    if let Some(fault) = fault {
        *shared.made.lock().unwrap().entry(fault).or_default() += 1;
    }
    if shared.dead.load(Ordering::Relaxed) {
        return forward::answer(&shared.client, &shared.target, &request, Some(Fault::Unavailable)).await;
    }
    forward::answer(&shared.client, &shared.target, &request, fault).await
}
