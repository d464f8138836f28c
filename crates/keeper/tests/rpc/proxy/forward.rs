//! Forwards a request, and does to it what its fault says.

use std::time::Duration;

use axum::body::Body;
use axum::http::{header, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::{prelude::BASE64_STANDARD, Engine};
use futures::stream;
use serde_json::{json, Value};

use super::past::Past;
use super::Fault;

const DELAY: Duration = Duration::from_millis(250);
const NODE_BEHIND: i64 = -32005;
const INVALID_PARAMS: i64 = -32602;
const SIGNATURE: std::ops::Range<usize> = 1..65;

/// A JSON-RPC request.
pub struct Request {
    pub method: String,
    json: Value,
    body: String,
}

impl Request {
    pub fn new(body: String) -> Self {
        let json: Value = serde_json::from_str(&body).unwrap();
        Self { method: json["method"].as_str().unwrap().to_owned(), json, body }
    }

    pub fn is_send(&self) -> bool {
        self.method == "sendTransaction"
    }

    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The node does not answer such a request, today or tomorrow.
    pub fn refused(&self) -> Response {
        self.result("error", json!({ "code": INVALID_PARAMS, "message": "Filter is not indexed" }))
    }

    /// The first signature of the transaction, which is its name.
    fn signature(&self) -> String {
        let transaction = BASE64_STANDARD.decode(self.json["params"][0].as_str().unwrap()).unwrap();
        bs58::encode(&transaction[SIGNATURE]).into_string()
    }

    fn result(&self, field: &str, value: Value) -> Response {
        let body = json!({ "jsonrpc": "2.0", "id": self.json["id"], field: value });
        ([(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
    }
}

pub async fn answer(client: &reqwest::Client, target: &str, request: &Request, fault: Option<Fault>) -> Response {
    match fault {
        Some(Fault::Unavailable) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(Fault::RateLimit) => StatusCode::TOO_MANY_REQUESTS.into_response(),
        Some(Fault::NodeBehind) => request.result("error", json!({ "code": NODE_BEHIND, "message": "Node is behind" })),
        Some(Fault::Lie) if !request.is_send() => all_finalized(forward(client, target, request).await).await,
        Some(Fault::Swallowed | Fault::Lie) => request.result("result", request.signature().into()),
        Some(Fault::Delay) => {
            tokio::time::sleep(DELAY).await;
            forward(client, target, request).await
        }
        Some(Fault::LostAnswer) => {
            forward(client, target, request).await;
            broken()
        }
        Some(Fault::SentTwice) => {
            forward(client, target, request).await;
            forward(client, target, request).await
        }
        None => forward(client, target, request).await,
    }
}

/// What a node answers that shows the past.
pub async fn answer_of(past: &Past, client: &reqwest::Client, target: &str, request: &Request) -> Response {
    let answer = json_of(forward(client, target, request).await).await;
    let answer = past.answer(&request.method, &request.json["params"], answer);
    ([(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response()
}

async fn json_of(answer: Response) -> Value {
    let body = axum::body::to_bytes(answer.into_body(), 1 << 24).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

async fn forward(client: &reqwest::Client, target: &str, request: &Request) -> Response {
    let sent = client.post(target).header("content-type", "application/json").body(request.body.clone()).send().await;
    let Ok(answer) = sent else { return StatusCode::BAD_GATEWAY.into_response() };
    let status = StatusCode::from_u16(answer.status().as_u16()).unwrap();
    let body = answer.text().await.unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// The same answer, but whatever was asked for is finalized.
async fn all_finalized(answer: Response) -> Response {
    let mut answer = json_of(answer).await;
    let slot = answer["result"]["context"]["slot"].clone();
    for status in answer["result"]["value"].as_array_mut().unwrap() {
        *status = json!({ "slot": slot, "confirmations": null, "err": null, "status": { "Ok": null }, "confirmationStatus": "finalized" });
    }
    ([(header::CONTENT_TYPE, "application/json")], answer.to_string()).into_response()
}

/// An answer that breaks off after its head.
fn broken() -> Response {
    let nothing = stream::once(async { Err::<String, _>(std::io::Error::other("the connection breaks")) });
    Response::new(Body::from_stream(nothing))
}
