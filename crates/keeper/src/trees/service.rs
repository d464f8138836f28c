//! Trees from `rewards serve`. What a service says is nobody's word: its answers are bounded in size and in time, and checked.

use std::time::{Duration, Instant};

use inference_staking_client::constants::MAX_ROOTS;
use inference_staking_client::state::RewardRecord;
use inference_staking_client::text::with_causes;
use inference_staking_rewards::{read_tree, CommittedRoot, EpochTrees, HexHash, MAX_TREE_FILE_BYTES};
use reqwest::{Client, StatusCode};
use serde::Deserialize;
use thiserror::Error;
use tokio::time::timeout_at;

use super::fault::{without_secrets, TreeFault};
use super::named::{chosen, Loaded, NamedTree};
use super::on_chain::commitment;

/// A service may be starting, or be restarted: so often it is asked.
const ATTEMPTS: u32 = 5;
/// Pause after the first failed attempt; doubles after each.
const PAUSE: Duration = Duration::from_millis(200);
/// What a list of the trees of an epoch has at most.
const MAX_LIST_BYTES: u64 = 1 << 16;

/// How long a service may take.
#[derive(Clone, Copy)]
struct Limits {
    /// The longest silence.
    silence: Duration,
    /// The longest that one answer may take.
    answer: Duration,
    /// The longest that all of them may take: somebody may be waiting to leave, and what is missing then is asked for in the next
    /// round.
    all: Duration,
}

const USUAL: Limits =
    Limits { silence: Duration::from_secs(10), answer: Duration::from_secs(120), all: Duration::from_secs(120) };

/// Asks for the trees of these records, and no more once the service gives no answer at all, or has taken too long.
pub(super) async fn load(base: &str, records: &[RewardRecord]) -> Loaded {
    load_within(base, records, USUAL).await
}

async fn load_within(base: &str, records: &[RewardRecord], limits: Limits) -> Loaded {
    let end = tokio::time::Instant::now().checked_add(limits.all);
    let mut loaded = Loaded::new();
    let mut away: Option<(String, String)> = None;
    for record in records {
        let trees = match (&away, end) {
            (Some((url, error)), _) => {
                Err(TreeFault::Service { url: url.clone(), error: error.clone(), is_away: true })
            }
            (None, Some(end)) => match timeout_at(end, read_epoch(base, record, limits)).await {
                Ok(trees) => trees,
                Err(_) => Err(TreeFault::away(base, format!("it took more than {:?}", limits.all))),
            },
            (None, None) => read_epoch(base, record, limits).await,
        };
        if let Err(TreeFault::Service { url, error, is_away: true }) = &trees {
            away = Some((url.clone(), error.clone()));
        }
        loaded.push((record.epoch, trees));
    }
    loaded
}

/// Tree files of an epoch that a service has, with the roots that they were asked for by, as they came: none was checked. Those that are `wanted`, if any
/// are; otherwise those of the record, if there is one, and else all that are listed, which may be as many as a record has roots.
///
/// # Errors
/// If the service does not answer, or lists more.
pub async fn tree_files_of_epoch(
    base: &str,
    epoch: u64,
    record: Option<&RewardRecord>,
    wanted: &[HexHash],
) -> Result<Vec<(HexHash, Vec<u8>)>, TreeFault> {
    let roots = match record {
        _ if !wanted.is_empty() => wanted.to_vec(),
        Some(record) => commitment(record).roots.into_iter().map(|committed| HexHash(committed.root)).collect(),
        None => listed(base, epoch).await?,
    };
    let mut files = Vec::new();
    for root in roots {
        let url = tree_url(base, epoch, &root);
        files.extend(patiently(&url, MAX_TREE_FILE_BYTES, USUAL).await?.map(|body| (root, body)));
    }
    Ok(files)
}

/// Roots of the trees that a service lists for an epoch.
async fn listed(base: &str, epoch: u64) -> Result<Vec<HexHash>, TreeFault> {
    let url = format!("{}/epochs/{epoch}", base.trim_end_matches('/'));
    let Some(body) = patiently(&url, MAX_LIST_BYTES, USUAL).await? else { return Ok(Vec::new()) };
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

async fn read_epoch(base: &str, record: &RewardRecord, limits: Limits) -> Result<EpochTrees, TreeFault> {
    let mut found = Vec::new();
    for CommittedRoot { root, .. } in commitment(record).roots {
        match read_one(base, record.epoch, HexHash(root), limits).await {
            // It will give no answer for the next root either.
            Err(fault @ TreeFault::Service { is_away: true, .. }) => return Err(fault),
            answer => found.extend(answer.transpose()),
        }
    }
    chosen(record, found)
}

/// The tree with this root; `None` if the service does not have it.
async fn read_one(base: &str, epoch: u64, root: HexHash, limits: Limits) -> Result<Option<NamedTree>, TreeFault> {
    let url = tree_url(base, epoch, &root);
    let Some(body) = patiently(&url, MAX_TREE_FILE_BYTES, limits).await? else { return Ok(None) };
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
    #[error("it answers {0}, and nothing else")]
    Status(StatusCode),
    #[error("the answer has more than {0} bytes")]
    TooLarge(u64),
}

impl NoAnswer {
    /// Whether the service may be starting, or busy.
    fn may_pass(&self) -> bool {
        match self {
            Self::Http(error) => error.status().is_none_or(|status| status.is_server_error()),
            Self::Status(_) | Self::TooLarge(_) => false,
        }
    }
}

/// Asks again while the service is away or busy, for as long as one answer may take. `None` if there is no such page.
async fn patiently(url: &str, max_bytes: u64, limits: Limits) -> Result<Option<Vec<u8>>, TreeFault> {
    let Limits { silence, answer, .. } = limits;
    let client = Client::builder().connect_timeout(silence).read_timeout(silence).timeout(answer).build();
    let client = client.map_err(|error| TreeFault::answered(url, error))?;
    let (began, mut pause, mut attempts) = (Instant::now(), PAUSE, ATTEMPTS);
    loop {
        attempts = attempts.saturating_sub(1);
        match ask(&client, url, max_bytes).await {
            Ok(answer) => return Ok(answer),
            Err(error) if error.may_pass() && attempts > 0 && began.elapsed() < answer => {
                tracing::debug!(%error, "the service does not answer, will ask again");
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2);
            }
            Err(NoAnswer::Http(error)) => {
                let (is_away, words) = (error.status().is_none(), with_causes(&error.without_url()));
                return Err(if is_away { TreeFault::away(url, words) } else { TreeFault::answered(url, words) });
            }
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
    // Of redirections only those to where HTTP leads are followed.
    if !answer.status().is_success() {
        return Err(NoAnswer::Status(answer.status()));
    }
    while let Some(chunk) = answer.chunk().await? {
        body.extend_from_slice(&chunk);
        if u64::try_from(body.len()).is_ok_and(|length| length > max_bytes) {
            return Err(NoAnswer::TooLarge(max_bytes));
        }
    }
    Ok(Some(body))
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use bytemuck::Zeroable;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A service that answers every request with this body, after a pause; body parts follow each other without
    /// end if it is asked to. Gives its URL and how often it was asked.
    async fn service(
        body: &'static [u8],
        pause: Duration,
        endless: bool,
    ) -> (String, tokio::sync::watch::Receiver<u32>) {
        service_with_head("HTTP/1.1 200 OK", body, pause, endless).await
    }

    async fn service_with_head(
        head: &'static str,
        body: &'static [u8],
        pause: Duration,
        endless: bool,
    ) -> (String, tokio::sync::watch::Receiver<u32>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, times) = tokio::sync::watch::channel(0);
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = [0; 1_024];
                let _read = stream.read(&mut request).await.unwrap();
                asked.send_modify(|times| *times += 1);
                tokio::time::sleep(pause).await;
                let length = if endless { 1 << 40 } else { body.len() };
                let head = format!("{head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
                if stream.write_all(head.as_bytes()).await.is_err() {
                    continue;
                }
                // Until whoever asked has had enough.
                while stream.write_all(body).await.is_ok() && endless {}
            }
        });
        (url, times)
    }

    fn record(epoch: u64) -> RewardRecord {
        RewardRecord { epoch, root_count: 1, ..RewardRecord::zeroed() }
    }

    #[tokio::test]
    async fn a_body_without_end_is_read_up_to_its_limit_and_not_asked_for_again() {
        let (url, asked) = service(&[b' '; 4_096], Duration::ZERO, true).await;
        let fault = listed(&url, 7).await.unwrap_err();
        assert!(fault.to_string().ends_with("the answer has more than 65536 bytes"), "{fault}");
        assert_eq!(*asked.borrow(), 1);
    }

    #[tokio::test]
    async fn a_redirection_that_is_not_followed_is_no_answer() {
        let head = "HTTP/1.1 302 Found\r\nlocation: file:///etc/hostname";
        let (url, asked) = service_with_head(head, b"", Duration::ZERO, false).await;
        let fault = listed(&url, 7).await.unwrap_err();
        assert!(fault.to_string().ends_with("it answers 302 Found, and nothing else"), "{fault}");
        assert_eq!(*asked.borrow(), 1);
    }

    #[tokio::test]
    async fn a_service_that_completes_every_answer_but_slowly_is_not_waited_for_epoch_by_epoch() {
        let (url, asked) = service(b"{}", Duration::from_millis(300), false).await;
        let limits = Limits { all: Duration::from_secs(1), ..USUAL };
        // Of several roots each: 640 questions, of which three are answered in a second, or fewer.
        let records: Vec<_> = (1..=128).map(|epoch| RewardRecord { root_count: 5, ..record(epoch) }).collect();
        let loaded = load_within(&url, &records, limits).await;
        assert_eq!(loaded.len(), 128);
        assert!((1..=4).contains(&*asked.borrow()), "{}", *asked.borrow());
        let why: Vec<String> = loaded.iter().map(|(_, trees)| trees.as_ref().unwrap_err().to_string()).collect();
        assert!(why.iter().all(|why| why.ends_with("it took more than 1s")), "{:?}", &why[..2]);
    }
}
