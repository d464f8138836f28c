//! How the service ends, and that it does not start without its folder.

use std::time::Duration;

use inference_staking_rewards::{
    serve::{serve, ServeOptions},
    Doing, RewardsError,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::service::{tree, Running};

#[tokio::test]
async fn shutdown_closes_idle_connections_and_the_port() {
    let running = Running::with_files(&[("7.json", tree(7, &[2]))]).await;
    let address = running.address();
    // Kept alive, and idle after its answer.
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(b"GET /epochs HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert!(idle.read(&mut [0; 4096]).await.unwrap() > 0);
    running.stop().await;
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn shutdown_does_not_wait_for_a_stuck_client_beyond_the_grace_period() {
    let options = ServeOptions { grace: Duration::from_millis(100), ..ServeOptions::default() };
    let running = Running::start(options, &[]).await;
    let mut stuck = TcpStream::connect(running.address()).await.unwrap();
    stuck.write_all(b"GET /epochs HTTP/1.1\r\nhost:").await.unwrap();
    // The service has accepted it for sure when it answered one that came later.
    running.get("/epochs").await;
    running.stop().await;
}

#[tokio::test]
async fn a_folder_that_is_none_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let error = serve(listener, &folder.path().join("missing"), std::future::pending()).await.unwrap_err();
    assert!(matches!(error, RewardsError::Io { doing: Doing::Opening, .. }), "{error}");
}
