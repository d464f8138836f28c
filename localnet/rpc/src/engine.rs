//! Surfpool in a thread of its own.

use std::thread::JoinHandle;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use anyhow::{anyhow, bail, Context, Result};
use crossbeam_channel::{Receiver, Sender};
use solana_account::Account;
use surfpool_core::surfnet::locker::SurfnetSvmLocker;
use surfpool_core::surfnet::svm::{SurfnetSvm, SurfnetSvmConfig};
use surfpool_core::surfnet::GeyserEvent;
use surfpool_types::{
    BlockProductionMode, ClockCommand, RpcConfig, SimnetCommand, SimnetConfig, SimnetEvent, SurfpoolConfig,
};

use crate::loading::load;
use crate::ports::Ports;

const HOST: &str = "127.0.0.1";
/// How long the servers may take to answer, and to end.
const PATIENCE: Duration = Duration::from_secs(10);
/// Surfpool's clock thread does not end by itself: it is told to sleep for so many milliseconds at a time.
const ASLEEP: u64 = 3_600_000;

/// A running surfpool; ends when dropped.
pub struct Engine {
    ports: Ports,
    svm: SurfnetSvmLocker,
    commands: Sender<SimnetCommand>,
    /// One message for each server that has closed.
    closed: Receiver<()>,
    runloop: Option<JoinHandle<()>>,
}

impl Engine {
    /// Serves a chain with these accounts, whose clock starts at the time of this machine.
    ///
    /// # Errors
    /// If an account is not accepted, or a port is taken.
    pub fn start(ports: Ports, slot_time: Duration, accounts: &[(Pubkey, Account)]) -> Result<Self> {
        let config = config(ports, slot_time)?;
        let (mut svm, events, geyser) = SurfnetSvm::new(svm_config(&config)?).map_err(|error| anyhow!("{error}"))?;
        load(&mut svm, accounts)?;
        let svm = SurfnetSvmLocker::new(svm);
        let (commands, inbox) = crossbeam_channel::unbounded();
        let runloop = spawn_runloop(svm.clone(), config, commands.clone(), inbox, geyser)?;
        let (ready, closed) = watch(events)?;
        match ready.recv_timeout(PATIENCE) {
            Ok(Ok(())) => Ok(Self { ports, svm, commands, closed, runloop: Some(runloop) }),
            Ok(Err(reason)) => bail!("the local network did not start: {reason}"),
            Err(_) => {
                // Nobody waits for it: it may hang.
                let _ = commands.send(SimnetCommand::Terminate(None));
                bail!("the local network did not start within {} s", PATIENCE.as_secs())
            }
        }
    }

    pub fn ports(&self) -> Ports {
        self.ports
    }

    /// The state, for a caller outside any async runtime.
    pub fn svm(&self) -> &SurfnetSvmLocker {
        &self.svm
    }

    pub fn commands(&self) -> Sender<SimnetCommand> {
        self.commands.clone()
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // A send fails only if the runloop has ended already.
        let _ = self.commands.send(SimnetCommand::CommandClock(None, ClockCommand::UpdateSlotInterval(ASLEEP)));
        let _ = self.commands.send(SimnetCommand::Terminate(None));
        for _server in 0..2 {
            if self.closed.recv_timeout(PATIENCE).is_err() {
                tracing::warn!("a server of the local network on {HOST} did not close: {:?}", self.ports);
                return;
            }
        }
        if let Some(runloop) = self.runloop.take() {
            let _ = runloop.join();
        }
    }
}

fn config(ports: Ports, slot_time: Duration) -> Result<SurfpoolConfig> {
    let simnet = SimnetConfig {
        offline_mode: true,
        remote_rpc_url: None,
        slot_time: u64::try_from(slot_time.as_millis()).context("the slot time is too long")?.max(1),
        block_production_mode: BlockProductionMode::Clock,
        // It would run each transaction once more for each of its instructions.
        instruction_profiling_enabled: false,
        ..SimnetConfig::default()
    };
    let rpc = RpcConfig { bind_host: HOST.to_owned(), bind_port: ports.rpc, ws_port: ports.ws, ..RpcConfig::default() };
    Ok(SurfpoolConfig { simnets: vec![simnet], rpc, ..SurfpoolConfig::default() })
}

fn svm_config(config: &SurfpoolConfig) -> Result<SurfnetSvmConfig> {
    let simnet = config.simnets.first().context("no network is configured")?;
    Ok(SurfnetSvmConfig {
        surfnet_id: simnet.surfnet_id.clone(),
        slot_time: simnet.slot_time,
        instruction_profiling_enabled: simnet.instruction_profiling_enabled,
        max_profiles: simnet.max_profiles,
        log_bytes_limit: simnet.log_bytes_limit,
        ..SurfnetSvmConfig::default()
    })
}

/// Surfpool blocks its worker threads now and then, which only a runtime with several can bear.
fn spawn_runloop(
    svm: SurfnetSvmLocker,
    config: SurfpoolConfig,
    commands: Sender<SimnetCommand>,
    inbox: Receiver<SimnetCommand>,
    geyser: Receiver<GeyserEvent>,
) -> Result<JoinHandle<()>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build()?;
    let events = svm.clone();
    let run = move || {
        let ended = runtime
            .block_on(surfpool_core::runloops::start_local_surfnet_runloop(svm, config, commands, inbox, geyser));
        if let Err(error) = ended {
            events.simnet_events_tx().aborted(error.to_string());
        }
    };
    std::thread::Builder::new().name("localnet".to_owned()).spawn(run).context("cannot start a thread")
}

type Ready = Receiver<Result<(), String>>;

/// Reads surfpool's events as long as there are any: a full queue would hold it up.
fn watch(events: Receiver<SimnetEvent>) -> Result<(Ready, Receiver<()>)> {
    let (ready, is_ready) = crossbeam_channel::unbounded();
    let (closed, is_closed) = crossbeam_channel::unbounded();
    let read = move || {
        for event in events {
            // Nobody waits for readiness any more once it is known.
            match event {
                SimnetEvent::CoreStarted(_) => drop(ready.send(Ok(()))),
                SimnetEvent::Aborted(reason) => drop(ready.send(Err(reason))),
                SimnetEvent::Shutdown => drop(closed.send(())),
                SimnetEvent::ErrorLog(_, message) => tracing::debug!("local network: {message}"),
                _ => {}
            }
        }
    };
    std::thread::Builder::new().name("localnet-events".to_owned()).spawn(read).context("cannot start a thread")?;
    Ok((is_ready, is_closed))
}
