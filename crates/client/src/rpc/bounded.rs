//! A client that reads an answer only up to a bound: what answers may be anybody, and an answer stands in memory whole.

use std::error::Error;

use async_trait::async_trait;
use http_body_util::{LengthLimitError, Limited};
use reqwest::{Body, Client, Request, Response};
use reqwest_middleware::{ClientBuilder, Middleware, Next};
use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::http_sender::HttpSender;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client::rpc_client::RpcClientConfig;

use super::connection::TIMEOUT;

/// 256 MiB, as for a tree file: some hundred thousand staking records. What is made of it in memory may be larger, if the node
/// means harm: sixteen times, for a list of numbers of one digit.
pub(super) const MAX_ANSWER_BYTES: usize = 256 << 20;

/// A client of the node at an HTTP URL.
pub(super) fn client(url: &str, commitment: CommitmentConfig) -> RpcClient {
    client_that_reads(MAX_ANSWER_BYTES, url, commitment)
}

fn client_that_reads(bytes: usize, url: &str, commitment: CommitmentConfig) -> RpcClient {
    let headers = HttpSender::default_headers();
    let http = Client::builder().default_headers(headers).timeout(TIMEOUT).pool_idle_timeout(TIMEOUT).build();
    // Where no client can be made, the default one says why.
    let http = ClientBuilder::new(http.unwrap_or_default()).with(Bounded(bytes)).build();
    let sender = HttpSender::new_with_client_with_middleware(url, http);
    RpcClient::new_sender(sender, RpcClientConfig::with_commitment(commitment))
}

/// Whether an answer was not read to its end because it is too long.
pub(super) fn is_too_long(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Ends answers, unpacked, behind so many bytes with an error.
struct Bounded(usize);

#[async_trait]
impl Middleware for Bounded {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut http::Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let answer: http::Response<Body> = next.run(request, extensions).await?.into();
        // The client takes every answer that is no success for an error of HTTP, and a redirection is none.
        if answer.status().is_redirection() {
            let words = format!("it answers {}: check that the URL is that of a Solana node", answer.status());
            return Err(reqwest_middleware::Error::middleware(std::io::Error::other(words)));
        }
        Ok(answer.map(|body| Body::wrap(Limited::new(body, self.0))).into())
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;
    use crate::rpc::{Connection, Pace};

    /// A node that answers once, with so many digits of a hash.
    async fn node(head: &'static str, digits: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (mut request, mut part) = (Vec::new(), [0; 4096]);
            while !request.ends_with(b"}") {
                let read = stream.read(&mut part).await.unwrap();
                assert!(read > 0, "no whole request came");
                request.extend_from_slice(&part[..read]);
            }
            let body = format!(r#"{{"jsonrpc":"2.0","id":0,"result":"{}"}}"#, "1".repeat(digits));
            let head = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
            // Whoever hangs up has read enough.
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        });
        url
    }

    #[tokio::test]
    async fn an_answer_is_read_up_to_the_bound_and_not_asked_for_again() {
        let of = async |digits| {
            let rpc = client_that_reads(1 << 16, &node("200 OK", digits).await, CommitmentConfig::confirmed());
            Connection::with_client(rpc).genesis_hash().await
        };
        assert_eq!(of(32).await.unwrap(), Default::default());
        let failure = of(1 << 20).await.unwrap_err();
        let words =
            "getGenesisHash failed: the answer has more than 256 MiB: check that the URL is that of a Solana node";
        assert_eq!(failure.to_string(), words);
        // The node would not answer a second time.
        assert!(!failure.is_transient());
    }

    #[tokio::test]
    async fn a_redirection_that_is_not_followed_is_an_error() {
        for head in ["304 Not Modified", "302 Found\r\nlocation: file:///etc/hostname"] {
            let rpc = client_that_reads(1 << 16, &node(head, 0).await, CommitmentConfig::confirmed());
            let pace = Pace { read_attempts: 1, ..Pace::default() };
            let failure = Connection::with_client(rpc).with_pace(pace).genesis_hash().await.unwrap_err();
            let words = format!("it answers {}: check that the URL", head.split("\r").next().unwrap());
            assert!(failure.to_string().contains(&words), "{failure}");
        }
    }
}
