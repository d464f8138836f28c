//! Solana's own configuration file: RPC URL, keypair and commitment.

use std::path::PathBuf;

use inference_staking_rewards::read_text;
use serde::Deserialize;
use solana_commitment_config::CommitmentConfig;

use crate::failure::{Failure, Outcome};
use crate::input::{expanded, home};

/// What `solana config set` writes; other fields are passed over.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct SolanaConfig {
    /// URL of the RPC service.
    json_rpc_url: Option<String>,
    /// Keypair file.
    pub keypair_path: Option<String>,
    /// How final what is read has to be.
    pub commitment: Option<String>,
    /// The file, as messages name it.
    #[serde(skip)]
    pub place: String,
}

impl SolanaConfig {
    /// Reads the file that was named, or the one in its usual place if there is one.
    ///
    /// # Errors
    /// Bad input if a named file is not there, or a file is no configuration.
    pub fn load(named: Option<&str>) -> Outcome<Self> {
        let path = match named {
            Some(named) => expanded(named),
            None => match usual_place().filter(|path| path.exists()) {
                Some(path) => path,
                None => return Ok(Self::default()),
            },
        };
        let place = format!("configuration {}", path.display());
        let text = read_text(&path).map_err(|error| {
            Failure::bad_input(format!(
                "{place}: {error}; write one with `solana config set`, or name another with --config"
            ))
        })?;
        if text.trim().is_empty() {
            return Ok(Self { place, ..Self::default() });
        }
        // What stands in it is not repeated: a URL may have a key in it.
        let read: Self = serde_yaml_ng::from_str(&text).map_err(|error| {
            let line = error.location().map(|place| format!(", line {}", place.line())).unwrap_or_default();
            Failure::bad_input(format!(
                "{place}{line}: this is no configuration of Solana, write one with `solana config set`"
            ))
        })?;
        Ok(Self { place, ..read })
    }

    /// How final what is read has to be, if the file says it.
    ///
    /// # Errors
    /// Bad input if it names none; old versions of Solana wrote other names.
    pub fn commitment(&self) -> Outcome<Option<CommitmentConfig>> {
        let named = self.commitment.as_deref().filter(|name| !name.is_empty());
        named.map(commitment).transpose().map_err(|failure| {
            failure.at(&self.place).but("; write it with `solana config set --commitment`, or give --commitment")
        })
    }

    /// URL of the node, if there is one.
    ///
    /// # Errors
    /// Bad input if it is none.
    pub fn rpc_url(&self) -> Outcome<Option<String>> {
        self.json_rpc_url
            .as_deref()
            .map(rpc_url)
            .transpose()
            .map_err(|failure| failure.at(&self.place).but("; write it with `solana config set --url`, or give --url"))
    }
}

fn usual_place() -> Option<PathBuf> {
    home().map(|home| home.join(".config/solana/cli/config.yml"))
}

/// The URL of a moniker as `solana --url` takes them, or the URL itself.
///
/// # Errors
/// Bad input if it is neither. The message repeats a mistyped word, but no URL: providers put keys into them.
pub fn rpc_url(text: &str) -> Outcome<String> {
    let url = match text {
        "m" | "mainnet-beta" | "mainnet" => "https://api.mainnet-beta.solana.com",
        "t" | "testnet" => "https://api.testnet.solana.com",
        "d" | "devnet" => "https://api.devnet.solana.com",
        "l" | "localhost" => "http://localhost:8899",
        url if is_http(url) => url,
        other => {
            let is_word = other.chars().all(|character| character.is_ascii_lowercase() || character == '-');
            let what = if is_word {
                format!("`{other}` is no RPC URL")
            } else {
                "the RPC URL that is given is no http(s) URL".to_owned()
            };
            return Err(Failure::bad_input(format!(
                "{what}: write one that begins with http:// or https://, or one of localhost, devnet, testnet and mainnet-beta (l, d, t, m)"
            )));
        }
    };
    Ok(url.to_owned())
}

/// Whether it is a URL that requests can go to.
pub fn is_http(text: &str) -> bool {
    text.parse::<url::Url>().is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// A commitment by its name.
///
/// # Errors
/// Bad input if there is none of this name.
pub fn commitment(text: &str) -> Outcome<CommitmentConfig> {
    text.parse().map_err(|_| {
        Failure::bad_input(format!("commitment `{text}`: write one of processed, confirmed and finalized"))
    })
}
