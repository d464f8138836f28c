//! `cargo xtask app`: the dashboard beside a local network; and what the dashboard has to pass.

use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{bail, ensure, Context, Result};

use crate::network;
use crate::node;
use crate::process::{run, Running};
use crate::toolchain::Choice;
use crate::workspace::Workspace;

/// The port of the page, and the one that local networks answer at unless another is named.
const PAGE_PORT: u16 = 4173;
const RPC_PORT: u16 = 8899;
/// How long a network takes at most, with accounts and all.
const PATIENCE: Duration = Duration::from_secs(60);

/// Builds network and page, and serves both until Ctrl-C. `args` are those of the network.
pub fn serve(workspace: &Workspace, choice: Choice, args: &[String]) -> Result<()> {
    let rpc = rpc_port(args)?;
    install(workspace)?;
    run(npm(workspace).args(["run", "build"]))?;
    let binary = network::compile_all(workspace, choice)?;
    let mut network = Running::start(Command::new(binary).args(args))?;
    wait_for(&mut network, rpc)?;
    let port = PAGE_PORT.to_string();
    // Not through npm, which would leave it behind.
    let mut preview = Command::new("node");
    preview.current_dir(workspace.root.join("app")).args(["node_modules/vite/bin/vite.js", "preview", "--strictPort"]);
    let page = Running::start(preview.args(["--logLevel", "warn", "--host", "127.0.0.1", "--port", &port]))?;
    println!("\nThe dashboard of this network: http://127.0.0.1:{port}/?rpc=http://127.0.0.1:{rpc}\nCtrl-C ends both.");
    // Whichever ends takes the other along.
    network.finish()?;
    drop(page);
    Ok(())
}

/// The port in the network's own arguments.
fn rpc_port(args: &[String]) -> Result<u16> {
    let inline = args.iter().find_map(|argument| argument.strip_prefix("--port="));
    let following = args.iter().position(|argument| argument == "--port").and_then(|place| args.get(place + 1));
    let Some(text) = inline.or(following.map(String::as_str)) else { return Ok(RPC_PORT) };
    let port = text.parse().with_context(|| format!("`{text}` is no port"))?;
    ensure!(port != 0, "name a port: the page has to know where the network answers");
    Ok(port)
}

/// Waits until the network answers, or ends.
fn wait_for(network: &mut Running, port: u16) -> Result<()> {
    let began = Instant::now();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
        ensure!(!network.has_ended()?, "the local network ended: see above");
        if began.elapsed() > PATIENCE {
            bail!("the local network does not answer at port {port}");
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// Format, lints, types, formulas, the built site, and the site in a browser on a network and beside a command line that this compiles.
pub fn check(workspace: &Workspace) -> Result<()> {
    install(workspace)?;
    let [network, cli] = network::compile_network_and_cli(workspace)?;
    for script in ["check", "test:browser"] {
        let mut npm = npm(workspace);
        npm.env("INFERENCE_STAKING_LOCALNET", &network).env("INFERENCE_STAKING_CLI", &cli);
        run(npm.args(["run", script]))?;
    }
    Ok(())
}

fn install(workspace: &Workspace) -> Result<()> {
    node::require("the dashboard")?;
    run(&mut node::install(workspace, "app"))
}

fn npm(workspace: &Workspace) -> Command {
    node::npm(workspace, "app")
}
