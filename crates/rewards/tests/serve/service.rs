//! A running service over a folder of its own, and requests to it.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use inference_staking_rewards::{
    serve::{serve_with, ServeOptions},
    write_tree_file, RewardRow, RewardsError, RewardsTree,
};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use solana_pubkey::Pubkey;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

/// How long a test waits at most for what must come.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn pool(byte: u8) -> Pubkey {
    Pubkey::from([byte; 32])
}

/// A tree of program 1 in which pool n earns 100 n tokens and n USDC.
pub fn tree(epoch: u64, pools: &[u8]) -> RewardsTree {
    let row = |byte: &u8| RewardRow { pool: pool(*byte), reward: u64::from(*byte) * 100, usdc: u64::from(*byte) };
    RewardsTree::from_rows(pool(1), epoch, pools.iter().map(row).collect()).unwrap()
}

/// Lower case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub struct Running {
    folder: tempfile::TempDir,
    address: SocketAddr,
    shutdown: oneshot::Sender<()>,
    service: JoinHandle<Result<(), RewardsError>>,
    client: reqwest::Client,
}

impl Running {
    /// What is answered to a request with these headers, byte by byte.
    pub async fn raw(&self, path: &str, headers: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        answer
    }

    /// Starts a service over a folder with these tree files, and waits until it has read them.
    pub async fn start(options: ServeOptions, files: &[(&str, RewardsTree)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, tree) in files {
            write_tree_file(tree, &folder.path().join(name)).unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (shutdown, stopped) = oneshot::channel();
        let path = folder.path().to_path_buf();
        let service = tokio::spawn(async move {
            serve_with(listener, &path, options, async {
                stopped.await.ok();
            })
            .await
        });
        let client = reqwest::Client::builder().timeout(PATIENCE).build().unwrap();
        let running = Self { folder, address, shutdown, service, client };
        running.wait_for("/healthz", |status, body| status != 503 && body["status"] != "starting").await;
        running
    }

    pub async fn with_files(files: &[(&str, RewardsTree)]) -> Self {
        let rescan = Duration::from_millis(20);
        // It must end by itself, not by the end of the grace period.
        let grace = Duration::from_secs(3600);
        Self::start(ServeOptions { rescan, grace, ..ServeOptions::default() }, files).await
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(reqwest::Method::GET, path).send().await.unwrap()
    }

    pub async fn json(&self, path: &str) -> (StatusCode, Value) {
        let response = self.get(path).await;
        (response.status(), response.json().await.unwrap())
    }

    /// Status and message of a refusal, which is JSON.
    pub async fn refusal(&self, path: &str) -> (u16, String) {
        let (status, body) = self.json(path).await;
        (status.as_u16(), body["error"].as_str().unwrap().to_string())
    }

    /// Asks until the answer is as it must be.
    pub async fn wait_for(&self, path: &str, done: impl Fn(u16, &Value) -> bool) -> Value {
        let asking = async {
            loop {
                let (status, body) = self.json(path).await;
                if done(status.as_u16(), &body) {
                    return body;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, asking).await.expect("what must come did not come")
    }

    /// Ends the service, which must end without an error.
    pub async fn stop(self) {
        self.shutdown.send(()).unwrap();
        tokio::time::timeout(PATIENCE, self.service).await.unwrap().unwrap().unwrap();
    }
}
