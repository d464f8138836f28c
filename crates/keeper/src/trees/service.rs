//! Trees from `rewards serve`. What a service says is nobody's word: its answers are bounded in size and in time, and checked.

use std::time::{Duration, Instant};

use inference_staking_client::constants::MAX_ROOTS;
use inference_staking_client::state::RewardRecord;
use inference_staking_rewards::{read_tree, CommittedRoot, EpochTrees, HexHash, MAX_TREE_FILE_BYTES};
use reqwest::{Client, StatusCode};
use serde::Deserialize;
use thiserror::Error;

use super::fault::{without_secrets, TreeFault};
use super::named::{chosen, Loaded, NamedTree};
use super::on_chain::commitment;

/// A service may be starting, or be restarted: so often it is asked.
const ATTEMPTS: u32 = 5;
/// Pause after the first failed attempt; doubles after each.
const PAUSE: Duration = Duration::from_millis(200);
/// The longest silence.
const SILENCE: Duration = Duration::from_secs(10);
/// The longest that one answer may take.
const WHOLE_ANSWER: Duration = Duration::from_secs(120);
/// What a list of the trees of an epoch has at most.
const MAX_LIST_BYTES: u64 = 1 << 16;

/// Asks for the trees of these records, and no more once the service gives no answer at all.
pub(super) async fn load(base: &str, records: &[RewardRecord]) -> Loaded {
    let mut loaded = Loaded::new();
    let mut away: Option<(String, String)> = None;
    for record in records {
        let trees = match &away {
            Some((url, error)) => Err(TreeFault::Service { url: url.clone(), error: error.clone(), is_away: true }),
            None => read_epoch(base, record).await,
        };
        if let Err(TreeFault::Service { url, error, is_away: true }) = &trees {
            away = Some((url.clone(), error.clone()));
        }
        loaded.push((record.epoch, trees));
    }
    loaded
}

/// Tree files of an epoch that a service has, with their roots as names, as they came: none was checked. Those of the record, if there is
/// one, and else all that are listed, which may be as many as a record has roots.
///
/// # Errors
/// If the service does not answer, or lists more.
pub async fn tree_files_of_epoch(
    base: &str,
    epoch: u64,
    record: Option<&RewardRecord>,
) -> Result<Vec<(String, Vec<u8>)>, TreeFault> {
    let roots = match record {
        Some(record) => commitment(record).roots.into_iter().map(|committed| HexHash(committed.root)).collect(),
        None => listed(base, epoch).await?,
    };
    let mut files = Vec::new();
    for root in roots {
        let url = tree_url(base, epoch, &root);
        files.extend(patiently(&url, MAX_TREE_FILE_BYTES).await?.map(|body| (format!("tree of root {root}"), body)));
    }
    Ok(files)
}

/// Roots of the trees that a service lists for an epoch.
async fn listed(base: &str, epoch: u64) -> Result<Vec<HexHash>, TreeFault> {
    let url = format!("{}/epochs/{epoch}", base.trim_end_matches('/'));
    let Some(body) = patiently(&url, MAX_LIST_BYTES).await? else { return Ok(Vec::new()) };
    let listed: Listed = serde_json::from_slice(&body).map_err(|error| TreeFault::answered(&url, error))?;
    match listed.trees.len() {
        0..=MAX_ROOTS => Ok(listed.trees.into_iter().map(|tree| tree.root).collect()),
        count => Err(TreeFault::answered(
            &url,
            format!("it lists {count} trees, and a record has at most {MAX_ROOTS} roots"),
        )),
    }
}

/// What a service says of an epoch.
#[derive(Deserialize)]
struct Listed {
    trees: Vec<Tree>,
}

#[derive(Deserialize)]
struct Tree {
    root: HexHash,
}

fn tree_url(base: &str, epoch: u64, root: &HexHash) -> String {
    format!("{}/epochs/{epoch}/tree?root={root}", base.trim_end_matches('/'))
}

async fn read_epoch(base: &str, record: &RewardRecord) -> Result<EpochTrees, TreeFault> {
    let mut found = Vec::new();
    for CommittedRoot { root, .. } in commitment(record).roots {
        match read_one(base, record.epoch, HexHash(root)).await {
            // It will give no answer for the next root either.
            Err(fault @ TreeFault::Service { is_away: true, .. }) => return Err(fault),
            answer => found.extend(answer.transpose()),
        }
    }
    chosen(record, found)
}

/// The tree with this root; `None` if the service does not have it.
async fn read_one(base: &str, epoch: u64, root: HexHash) -> Result<Option<NamedTree>, TreeFault> {
    let url = tree_url(base, epoch, &root);
    let Some(body) = patiently(&url, MAX_TREE_FILE_BYTES).await? else { return Ok(None) };
    let name = format!("{} of root {root}", without_secrets(&url));
    match read_tree(&body[..]) {
        Ok(tree) => Ok(Some(NamedTree { name, tree })),
        Err(error) => Err(TreeFault::File { name, error }),
    }
}

/// Why there is no answer.
#[derive(Debug, Error)]
enum NoAnswer {
    #[error(transparent)]
    Http(#[from] reqwest::Error),
    #[error("the answer has more than {0} bytes")]
    TooLarge(u64),
}

impl NoAnswer {
    /// Whether the service may be starting, or busy.
    fn may_pass(&self) -> bool {
        match self {
            Self::Http(error) => error.status().is_none_or(|status| status.is_server_error()),
            Self::TooLarge(_) => false,
        }
    }
}

/// Asks again while the service is away or busy, for as long as one answer may take. `None` if there is no such page.
async fn patiently(url: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, TreeFault> {
    let client = Client::builder().connect_timeout(SILENCE).read_timeout(SILENCE).timeout(WHOLE_ANSWER).build();
    let client = client.map_err(|error| TreeFault::answered(url, error))?;
    let (began, mut pause, mut attempts) = (Instant::now(), PAUSE, ATTEMPTS);
    loop {
        attempts = attempts.saturating_sub(1);
        match ask(&client, url, max_bytes).await {
            Ok(answer) => return Ok(answer),
            Err(error) if error.may_pass() && attempts > 0 && began.elapsed() < WHOLE_ANSWER => {
                tracing::debug!(%error, "the service does not answer, will ask again");
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2);
            }
            Err(NoAnswer::Http(error)) if error.status().is_none() => {
                return Err(TreeFault::away(url, error.without_url()))
            }
            Err(NoAnswer::Http(error)) => return Err(TreeFault::answered(url, error.without_url())),
            Err(error) => return Err(TreeFault::answered(url, error)),
        }
    }
}

async fn ask(client: &Client, url: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, NoAnswer> {
    let answer = client.get(url).send().await?;
    if answer.status() == StatusCode::NOT_FOUND {
        return Ok(None);
    }
    let (mut answer, mut body) = (answer.error_for_status()?, Vec::new());
    while let Some(chunk) = answer.chunk().await? {
        body.extend_from_slice(&chunk);
        if u64::try_from(body.len()).is_ok_and(|length| length > max_bytes) {
            return Err(NoAnswer::TooLarge(max_bytes));
        }
    }
    Ok(Some(body))
}
