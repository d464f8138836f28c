//! Trees from `rewards serve`, one for each root of a record.

use std::time::Duration;

use inference_staking_client::state::RewardRecord;
use inference_staking_rewards::{read_tree, CommittedRoot, EpochTrees, HexHash};
use reqwest::{Client, StatusCode};

use super::fault::TreeFault;
use super::named::{checked, Loaded, NamedTree};
use super::on_chain::commitment;

/// A service may be starting, or be restarted: so often it is asked.
const ATTEMPTS: u32 = 5;
/// Pause after the first failed attempt; doubles after each.
const PAUSE: Duration = Duration::from_millis(200);
/// The longest silence.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Asks for the trees of these records.
pub(super) async fn load(base: &str, records: &[RewardRecord]) -> Loaded {
    let mut loaded = Loaded::new();
    for record in records {
        loaded.push((record.epoch, read_epoch(base, record).await));
    }
    loaded
}

async fn read_epoch(base: &str, record: &RewardRecord) -> Result<EpochTrees, TreeFault> {
    let mut found = Vec::new();
    for CommittedRoot { root, .. } in commitment(record).roots {
        found.extend(read_one(base, record.epoch, HexHash(root)).await?);
    }
    checked(record, found)
}

/// The tree with this root; `None` if the service does not have it.
async fn read_one(base: &str, epoch: u64, root: HexHash) -> Result<Option<NamedTree>, TreeFault> {
    let url = format!("{}/epochs/{epoch}/tree?root={root}", base.trim_end_matches('/'));
    let body = match patiently(&url).await {
        Ok(Some(body)) => body,
        Ok(None) => return Ok(None),
        Err(error) => return Err(TreeFault::Service { url, error: error.without_url().to_string() }),
    };
    match read_tree(&body[..]) {
        Ok(tree) => Ok(Some(NamedTree { name: url, tree })),
        Err(error) => Err(TreeFault::File { name: url, error }),
    }
}

/// Asks again while the service is away or busy.
async fn patiently(url: &str) -> reqwest::Result<Option<Vec<u8>>> {
    let client = Client::builder().connect_timeout(TIMEOUT).read_timeout(TIMEOUT).build()?;
    let mut pause = PAUSE;
    for _ in 1..ATTEMPTS {
        match ask(&client, url).await {
            Err(error) if error.status().is_none_or(|status| status.is_server_error()) => {
                tracing::debug!(%error, "the service does not answer, will ask again");
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2);
            }
            answer => return answer,
        }
    }
    ask(&client, url).await
}

/// The body; `None` if there is no such page.
async fn ask(client: &Client, url: &str) -> reqwest::Result<Option<Vec<u8>>> {
    let answer = client.get(url).send().await?;
    if answer.status() == StatusCode::NOT_FOUND {
        return Ok(None);
    }
    Ok(Some(answer.error_for_status()?.bytes().await?.to_vec()))
}
