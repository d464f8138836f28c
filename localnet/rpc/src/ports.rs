//! Free ports of 127.0.0.1.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{bail, Context, Result};

/// How many ports are tried until the next one is free as well.
const ATTEMPTS: usize = 64;

/// The ports that the two servers shall listen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    /// JSON-RPC.
    pub rpc: u16,
    /// WebSocket.
    pub ws: u16,
}

impl Ports {
    /// The wanted ports, with a free one for each 0: two neighbours if both are, because Solana's clients look for the
    /// WebSocket one above the JSON-RPC port.
    ///
    /// # Errors
    /// If no port is free.
    pub fn choose(rpc: u16, ws: u16) -> Result<Self> {
        match (rpc, ws) {
            (0, 0) => neighbours(),
            (0, ws) => Ok(Self { rpc: free(0)?.0, ws }),
            (rpc, 0) => Ok(Self { rpc, ws: free(rpc.saturating_add(1)).or_else(|_| free(0))?.0 }),
            (rpc, ws) => Ok(Self { rpc, ws }),
        }
    }

    /// Nothing listens on them yet, so that nobody talks to another server in the belief that it is the new one.
    ///
    /// # Errors
    /// If one of them is taken.
    pub fn require_free(&self) -> Result<()> {
        for port in [self.rpc, self.ws] {
            free(port).context("another server has the port: end it, or choose another with --port")?;
        }
        Ok(())
    }

    /// Two different free ports.
    ///
    /// # Errors
    /// If there are none.
    pub fn two_free() -> Result<[u16; 2]> {
        let (one, other) = (free(0)?, free(0)?);
        Ok([one.0, other.0])
    }
}

fn neighbours() -> Result<Ports> {
    for _ in 0..ATTEMPTS {
        let (rpc, held) = free(0)?;
        let Some(above) = rpc.checked_add(1) else { continue };
        if let Ok((ws, _)) = free(above) {
            drop(held);
            return Ok(Ports { rpc, ws });
        }
    }
    bail!("no two neighbouring ports of 127.0.0.1 are free: name them with the options for the ports")
}

/// The port, or any free one for 0; it is taken as long as the listener lives.
fn free(port: u16) -> Result<(u16, TcpListener)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("cannot listen on port {port} of 127.0.0.1"))?;
    Ok((listener.local_addr().context("a listener has no address")?.port(), listener))
}
