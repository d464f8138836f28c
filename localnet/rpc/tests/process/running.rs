//! A network in a process of its own, ended with the test.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{channel, Receiver};
use std::time::{Duration, Instant};

use solana_rpc_client::rpc_client::RpcClient;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

/// The program, not started yet.
pub fn binary() -> Command {
    Command::new(env!("CARGO_BIN_EXE_inference-staking-localnet"))
}

pub struct Running {
    pub folder: TempDir,
    pub url: String,
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    /// What it said until it took lines.
    before: Vec<String>,
}

impl Running {
    /// Starts it on free ports and waits until it takes lines.
    pub fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = binary();
        command.args(["--port", "0", "--out"]).arg(folder.path()).args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).all(|l| sender.send(l).is_ok())
        });
        let mut running = Self { folder, url: String::new(), child, input, lines, before: Vec::new() };
        running.before = running.lines_until("Type a span of time");
        let summary: serde_json::Value = serde_json::from_str(&running.file("network.json")).unwrap();
        running.url = summary["rpc_url"].as_str().unwrap().to_owned();
        running
    }

    pub fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    pub fn rpc(&self) -> RpcClient {
        RpcClient::new(self.url.clone())
    }

    /// Unix time of the clock sysvar, in its bytes 32 to 40.
    pub fn now(&self) -> i64 {
        let clock = "SysvarC1ock11111111111111111111111111111111".parse().unwrap();
        i64::from_le_bytes(self.rpc().get_account_data(&clock).unwrap()[32..40].try_into().unwrap())
    }

    pub fn type_line(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
    }

    pub fn said_before(&self) -> &[String] {
        &self.before
    }

    pub fn wait_for_line(&self, start: &str) -> String {
        self.lines_until(start).pop().unwrap()
    }

    /// All lines up to the first with this start.
    fn lines_until(&self, start: &str) -> Vec<String> {
        let mut all = Vec::new();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).unwrap_or_else(|_| panic!("no line starts with {start:?}"));
            let is_last = line.starts_with(start);
            all.push(line);
            if is_last {
                return all;
            }
        }
    }

    /// What Ctrl-C sends.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        assert!(Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap().success());
    }

    pub fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Refused if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
