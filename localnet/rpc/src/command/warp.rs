//! Moves the clock of a running network on, through its own JSON-RPC method `surfnet_timeTravel`.

use std::path::PathBuf;

use anyhow::{anyhow, Context, Result};
use clap::Args;
use inference_staking_client::rpc::{CommitmentConfig, Connection, Pace};
use inference_staking_client::time::{utc, Span};
use solana_rpc_client_api::request::RpcRequest;
use url::Url;

use inference_staking_localnet_rpc::say;

use crate::command::network_files::NetworkFiles;
use crate::command::start::default_out;

/// A hundred years and a second: behind some of these no date can be written any more.
const MOST_SECONDS: u64 = 36_500 * 86_400 + 1;

/// Options of `warp`.
#[derive(Args)]
pub struct Warp {
    /// How far: 7d, 12h, 30m, 45s.
    #[arg(value_parser = seconds)]
    span: u64,
    /// Folder of the network [default: target/localnet of the workspace].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the network's JSON-RPC answers [default: what the network wrote to its folder].
    #[arg(long, conflicts_with = "out", value_parser = http)]
    url: Option<String>,
}

impl Warp {
    /// Travels and says what time it is.
    ///
    /// # Errors
    /// If nothing answers there, or it cannot travel.
    pub fn run(&self) -> Result<()> {
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(self.travel())
    }

    async fn travel(&self) -> Result<()> {
        let url = match &self.url {
            Some(url) => url.clone(),
            None => NetworkFiles::read(&self.out.clone().unwrap_or_else(default_out))?.rpc_url()?.to_owned(),
        };
        // A network that does not answer at once does not run.
        let pace = Pace { read_attempts: 1, ..Pace::default() };
        let network = Connection::new(&url, CommitmentConfig::confirmed()).with_pace(pace);
        let now = network.now().await;
        let now = now.with_context(|| format!("no network answers at {url}: is it running?"))?;
        let target = i64::try_from(self.span).ok().and_then(|span| now.checked_add(span)?.checked_mul(1_000));
        let target = target.context("that is too far in the future")?;
        let method = RpcRequest::Custom { method: "surfnet_timeTravel" };
        let params = serde_json::json!([{ "absoluteTimestamp": target }]);
        network.rpc().send::<serde_json::Value>(method, params).await.map_err(|error| {
            anyhow!("the node at {url} does not travel in time (solana-test-validator cannot): {error}")
        })?;
        say(format_args!("The network's time is {}.", utc(network.now().await?)))
    }
}

/// How far to travel: whole seconds, at least one.
///
/// # Errors
/// What is wrong with the text, for the command line.
pub fn seconds(text: &str) -> Result<u64, String> {
    match text.trim().parse()? {
        Span(0) => Err("the clock moves by at least 1s".to_owned()),
        Span(MOST_SECONDS..) => Err("that is too far, and there is no way back: at most 36500d at once".to_owned()),
        Span(seconds) => Ok(seconds),
    }
}

/// A URL that requests can go to.
///
/// # Errors
/// That it is none, for the command line.
pub fn http(text: &str) -> Result<String, String> {
    let url = text.parse::<Url>().ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.map(|_| text.to_owned()).ok_or_else(|| "write a URL, such as http://127.0.0.1:8899".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{http, seconds};

    #[test]
    fn spans_are_whole_seconds() {
        assert_eq!(seconds("7d"), Ok(604_800));
        assert_eq!(seconds(" 1h 30m "), Ok(5_400));
        assert_eq!(seconds("45s"), Ok(45));
        assert_eq!(seconds("36500d"), Ok(3_153_600_000));
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in ["", "7", "d", "-7d", "seven days", "0s", "10ms", "36501d", "99999999999d"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_node_is_named_by_a_url() {
        assert_eq!(http("http://localhost:1"), Ok("http://localhost:1".to_owned()));
        for text in ["42113", "localhost:8899", "http://", "ftp://x"] {
            assert!(http(text).is_err(), "{text}");
        }
    }
}
