//! The routes and their answers.

use std::{sync::Arc, time::Instant};

use axum::http::{Method, StatusCode};
use axum::{
    body::Body,
    extract::{
        rejection::{PathRejection, QueryRejection},
        MatchedPath, Path, Query, Request, State,
    },
    http::header::CONTENT_TYPE,
    middleware::{from_fn_with_state, Next},
    response::{IntoResponse, Response},
    routing::get,
    Json, Router,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use solana_pubkey::Pubkey;
use tower_http::{
    compression::CompressionLayer,
    cors::{Any, CorsLayer},
    services::ServeFile,
};

use super::{
    catalog::{stamp, Catalog, TreeEntry, TreeSummary},
    proof_json::PoolProof,
    refusal::Refusal,
    service::{Folder, Service},
};
use crate::tree_file::HexHash;

type Answer = Result<Response, Refusal>;
type Shared = State<Arc<Service>>;
type PathOf<T> = Result<Path<T>, PathRejection>;

/// All routes.
pub(super) fn router(service: Arc<Service>) -> Router {
    let count = from_fn_with_state(service.clone(), count_request);
    Router::new()
        .route("/epochs", get(epochs))
        .route("/epochs/{epoch}", get(epoch))
        .route("/epochs/{epoch}/tree", get(tree))
        .route("/epochs/{epoch}/pools/{pool}/proof", get(proof))
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .fallback(|| async { Refusal::not_found("there is no such page: see /epochs, /healthz and /metrics") })
        .method_not_allowed_fallback(|| async { Refusal::method_not_allowed() })
        .layer(count)
        // Browsers of any page may read what anybody may read.
        .layer(CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::HEAD]).allow_headers(Any))
        // One encoding, whichever others a build turns on for the sake of another package.
        .layer(CompressionLayer::new().no_br().no_deflate().no_zstd())
        .with_state(service)
}

async fn count_request(State(service): Shared, request: Request, next: Next) -> Response {
    let start = Instant::now();
    // The pattern, not the path: anyone can make up paths without end.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    service.metrics.count_request(route, response.status(), start.elapsed());
    response
}

/// An epoch with its trees: one for each root of its record.
#[derive(Serialize)]
struct EpochSummary<'a> {
    epoch: u64,
    trees: Vec<&'a TreeSummary>,
}

fn summary(epoch: u64, trees: &[TreeEntry]) -> EpochSummary<'_> {
    EpochSummary { epoch, trees: trees.iter().map(|tree| &tree.summary).collect() }
}

async fn epochs(State(service): Shared) -> Answer {
    let catalog = catalog(&service)?;
    let epochs: Vec<_> = catalog.epochs.iter().map(|(epoch, trees)| summary(*epoch, trees)).collect();
    Ok(Json(json!({ "epochs": epochs })).into_response())
}

async fn epoch(
    State(service): Shared,
    epoch: PathOf<String>,
    which: Result<Query<WhichTree>, QueryRejection>,
) -> Answer {
    let (Path(epoch), Query(which)) = (epoch?, which?);
    let catalog = catalog(&service)?;
    let (epoch, mut trees) = trees_of(&catalog, &epoch)?;
    if which.root.is_some() {
        trees = std::slice::from_ref(which.of(epoch, trees)?);
    }
    Ok(Json(summary(epoch, trees)).into_response())
}

async fn proof(
    State(service): Shared,
    path: PathOf<(String, String)>,
    which: Result<Query<WhichTree>, QueryRejection>,
) -> Answer {
    let (Path((epoch, pool)), Query(which)) = (path?, which?);
    let catalog = catalog(&service)?;
    let pool: Pubkey =
        pool.parse().map_err(|_| Refusal::bad_request("the pool is not an address: give 32 bytes in base58"))?;
    let (epoch, trees) = trees_of(&catalog, &epoch)?;
    let entry = which.of(epoch, trees)?;
    let found = match entry.may_have(&pool) {
        true => PoolProof::of(&*service.tree(entry).await?, &pool),
        false => None,
    };
    let among = if which.root.is_some() { "in that tree of" } else { "in" };
    let none = || {
        Refusal::not_found(format!(
            "pool {pool} has no leaf {among} epoch {epoch}: if it has none in the other trees of the record either, it passes the \
             epoch by accrue_reward_emergency_bypass"
        ))
    };
    Ok(Json(found.ok_or_else(none)?).into_response())
}

/// Which tree of an epoch is asked for.
#[derive(Deserialize)]
struct WhichTree {
    root: Option<String>,
}

impl WhichTree {
    /// The one that is asked for, or the only one. Of several, some may be of a record that was revoked: which hold, the chain
    /// knows, and who asks has read it there.
    fn of<'a>(&self, epoch: u64, trees: &'a [TreeEntry]) -> Result<&'a TreeEntry, Refusal> {
        match (&self.root, trees) {
            (None, [only]) => Ok(only),
            (None, _) => Err(Refusal::bad_request(format!(
                "epoch {epoch} has {} trees: add ?root= with a root of the record on chain, see /epochs/{epoch}",
                trees.len()
            ))),
            (Some(root), _) => {
                let found = trees.iter().find(|tree| HexHash(tree.root).to_string().eq_ignore_ascii_case(root));
                let none =
                    || Refusal::not_found(format!("epoch {epoch} has no tree of that root: see /epochs/{epoch}"));
                found.ok_or_else(none)
            }
        }
    }
}

async fn tree(
    State(service): Shared,
    epoch: PathOf<String>,
    which: Result<Query<WhichTree>, QueryRejection>,
    request: Request,
) -> Answer {
    let (Path(epoch), Query(which)) = (epoch?, which?);
    let catalog = catalog(&service)?;
    let (epoch, trees) = trees_of(&catalog, &epoch)?;
    let entry = which.of(epoch, trees)?;
    let path = entry.path.clone();
    let now = tokio::task::spawn_blocking(move || stamp(&path)).await.map_err(Refusal::internal)?;
    if now != Some(entry.stamp) {
        let text = format!("the tree file of epoch {epoch} is changing: try again in a moment");
        return Err(Refusal::unavailable(text));
    }
    let response = ServeFile::new(&entry.path).try_call(request).await.map_err(Refusal::internal)?;
    Ok(response.map(Body::new))
}

async fn healthz(State(service): Shared) -> Response {
    let (folder, catalog) = service.state();
    let bad: Vec<_> = catalog.bad_files().map(|(file, reason)| json!({ "file": file, "reason": reason })).collect();
    let (code, status, error) = match folder {
        Folder::Unread => (StatusCode::SERVICE_UNAVAILABLE, "starting", None),
        Folder::Failed(error) => (StatusCode::SERVICE_UNAVAILABLE, "failing", Some(error)),
        Folder::Read if bad.is_empty() => (StatusCode::OK, "ok", None),
        // It serves the good ones, and should go on to get requests.
        Folder::Read => (StatusCode::OK, "degraded", None),
    };
    let newest = catalog.epochs.keys().next_back();
    let body = json!({
        "status": status,
        "error": error,
        "epochs": catalog.epochs.len(),
        "newest_epoch": newest,
        "bad_files": bad,
    });
    (code, Json(body)).into_response()
}

async fn metrics(State(service): Shared) -> Answer {
    let text = service.metrics.text().map_err(Refusal::internal)?;
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

fn catalog(service: &Service) -> Result<Arc<Catalog>, Refusal> {
    match service.state() {
        (Folder::Unread, _) => Err(Refusal::unavailable("the tree files are still being read: try again in a moment")),
        (_, catalog) => Ok(catalog),
    }
}

fn trees_of<'a>(catalog: &'a Catalog, epoch: &str) -> Result<(u64, &'a [TreeEntry]), Refusal> {
    let epoch: u64 =
        epoch.parse().map_err(|_| Refusal::bad_request("the epoch is not a whole number from 0 to 2^64 - 1"))?;
    let trees = catalog.epochs.get(&epoch);
    let trees = trees.ok_or_else(|| Refusal::not_found(format!("there is no tree of epoch {epoch}: see /epochs")))?;
    Ok((epoch, trees))
}
