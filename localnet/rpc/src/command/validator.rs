//! The same network on `solana-test-validator`, for those who have it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{bail, ensure, Context, Result};
use base64::prelude::{Engine as _, BASE64_STANDARD};
use inference_staking_client::address;
use inference_staking_localnet::program::program_path;
use inference_staking_localnet_rpc::{say, Genesis, LocalNetworkOptions, Ports};
use serde_json::json;
use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use tokio::process::{Child, Command};

use crate::command::announcement::{announce, Network};
use crate::command::console;
use crate::command::folder::{write, Folder, Urls};

const PROGRAM: &str = "solana-test-validator";
/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(120);
/// Slot from which programs of the genesis, which is slot 0, can be called.
const PROGRAMS_FROM_SLOT: u64 = 1;

/// Runs the validator until Ctrl-C.
///
/// # Errors
/// If it is not on the PATH, does not start, or ends by itself.
pub async fn run(options: &LocalNetworkOptions, folder: &Folder) -> Result<()> {
    ensure!(
        on_path(PROGRAM),
        "--validator needs {PROGRAM} on the PATH: install the Solana CLI, or leave --validator away for the embedded \
         network, which needs nothing"
    );
    let ports = Ports::choose(options.rpc_port, options.ws_port)?;
    ensure!(
        ports.rpc.checked_add(1) == Some(ports.ws),
        "{PROGRAM} takes its WebSocket port one above the JSON-RPC port: leave --ws-port away"
    );
    ports.require_free()?;
    let mut ended = std::pin::pin!(console::end_signal()?);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).context("this machine's clock is before 1970")?;
    let genesis = Genesis::build(options, i64::try_from(since.as_secs())?, |_| Ok(()))?;
    let accounts = write_accounts(folder, &genesis)?;
    let urls = Urls { rpc: format!("http://127.0.0.1:{}", ports.rpc), ws: format!("ws://127.0.0.1:{}", ports.ws) };
    let Genesis { mints, roles, wallets, .. } = &genesis;
    announce(folder, &urls, &Network { mints, roles, wallets, initialized: options.initialized })?;
    let mut child = spawn(ports, folder, &accounts)?;
    tokio::select! {
        answered = answers(&mut child, urls.rpc) => answered.with_context(|| last_words(folder))?,
        () = &mut ended => return stop(child, folder).await,
    }
    say(format_args!("{PROGRAM} answers. Ctrl-C ends it; its clock cannot be moved."))?;
    tokio::select! {
        status = child.wait() => bail!("{PROGRAM} ended by itself: {}\n{}", status?, last_words(folder)),
        () = &mut ended => stop(child, folder).await,
    }
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// One file an account, in the form that `solana account --output json` writes. The program is deployed from its file.
fn write_accounts(folder: &Folder, genesis: &Genesis) -> Result<PathBuf> {
    let accounts = folder.path().join("accounts");
    if accounts.exists() {
        fs::remove_dir_all(&accounts).with_context(|| format!("cannot empty {}", accounts.display()))?;
    }
    fs::create_dir_all(&accounts).with_context(|| format!("cannot make {}", accounts.display()))?;
    let program = [address::program_id(), address::program_data()];
    for (address, account) in genesis.accounts.iter().filter(|(address, _)| !program.contains(address)) {
        let text = json!({
            "pubkey": address.to_string(),
            "account": {
                "lamports": account.lamports,
                "data": [BASE64_STANDARD.encode(&account.data), "base64"],
                "owner": account.owner.to_string(),
                "executable": account.executable,
                "rentEpoch": account.rent_epoch,
                "space": account.data.len(),
            },
        });
        write(&accounts.join(format!("{address}.json")), text.to_string().as_bytes())?;
    }
    Ok(accounts)
}

/// Starts it beside others: on ports of its own, where it would otherwise take the same ones each time. What it says goes
/// to a file.
fn spawn(ports: Ports, folder: &Folder, accounts: &Path) -> Result<Child> {
    let [faucet, gossip] = Ports::two_free()?.map(|port| port.to_string());
    let output = output(folder);
    let said = File::create(&output).with_context(|| format!("cannot write {}", output.display()))?;
    let mut command = Command::new(PROGRAM);
    command.args(["--reset", "--quiet", "--bind-address", "127.0.0.1", "--rpc-port"]).arg(ports.rpc.to_string());
    command.args(["--faucet-port", &faucet, "--gossip-port", &gossip]);
    command.arg("--ledger").arg(ledger(folder)).arg("--account-dir").arg(accounts);
    command.arg("--upgradeable-program").arg(address::program_id().to_string()).arg(program_path());
    command.arg(folder.path().join("program-admin.json"));
    command.stdin(Stdio::null()).stdout(said.try_clone()?).stderr(said).kill_on_drop(true);
    command.spawn().with_context(|| format!("cannot start {PROGRAM}"))
}

fn ledger(folder: &Folder) -> PathBuf {
    folder.path().join("ledger")
}

fn output(folder: &Folder) -> PathBuf {
    folder.path().join("validator-output.txt")
}

/// What it said before it ended, and where it wrote more.
fn last_words(folder: &Folder) -> String {
    let said = fs::read_to_string(output(folder)).unwrap_or_default();
    format!("{}\nIts log: {}", said.trim(), ledger(folder).join("validator.log").display())
}

/// Waits until the validator answers and calls its programs, or has given up.
async fn answers(child: &mut Child, url: String) -> Result<()> {
    let rpc = RpcClient::new(url);
    let deadline = Instant::now() + PATIENCE;
    while !calls_programs(&rpc).await {
        if let Some(status) = child.try_wait()? {
            bail!("{PROGRAM} did not start: {status}");
        }
        ensure!(Instant::now() < deadline, "{PROGRAM} does not answer within {} s", PATIENCE.as_secs());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}

async fn calls_programs(rpc: &RpcClient) -> bool {
    let slot = rpc.get_slot_with_commitment(CommitmentConfig::confirmed()).await;
    rpc.get_health().await.is_ok() && slot.is_ok_and(|slot| slot >= PROGRAMS_FROM_SLOT)
}

/// Ends it and frees the disk: the next one begins with an empty ledger anyway.
async fn stop(mut child: Child, folder: &Folder) -> Result<()> {
    child.kill().await.with_context(|| format!("cannot end {PROGRAM}"))?;
    let ledger = ledger(folder);
    if ledger.exists() {
        fs::remove_dir_all(&ledger).with_context(|| format!("cannot remove {}", ledger.display()))?;
    }
    say("The local network has ended.")
}
