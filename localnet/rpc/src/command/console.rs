//! Lines on standard input while a network runs: spans of time move its clock.

use std::future::Future;

use anyhow::{Context, Result};
use inference_staking_client::time::utc;
use inference_staking_localnet_rpc::{say, LocalNetwork};
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin};

use crate::command::warp;

const WORDS: &str =
    "Type a span of time (7d, 12h, 30m, 45s) to move the clock, `time` to see it, `quit` or Ctrl-C to end.";

/// What can be typed here, and what moves the clock of the network at `url` from elsewhere.
pub fn help(url: &str) -> String {
    format!("{WORDS}\nFrom elsewhere: cargo xtask localnet warp 7d --url {url}")
}

/// What to do after a line.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Travel(u64),
    Time,
    Quit,
    Nothing,
    Unknown(String),
}

/// Answers lines until `quit` or until `ended`. The end of standard input ends nothing.
pub async fn listen(network: &LocalNetwork, ended: impl Future<Output = ()>) {
    let mut ended = std::pin::pin!(ended);
    let mut lines: Option<Lines<BufReader<Stdin>>> = Some(BufReader::new(tokio::io::stdin()).lines());
    loop {
        let line = tokio::select! {
            () = &mut ended => return,
            line = next(&mut lines) => line,
        };
        match parse(&line) {
            Line::Quit => return,
            Line::Nothing => {}
            Line::Unknown(reason) => answer(format!("{reason}\n{WORDS}")),
            Line::Time => answer(time(network.now())),
            Line::Travel(seconds) => answer(time(network.time_travel(seconds))),
        }
    }
}

/// The next line; after the last one this waits for ever.
async fn next(lines: &mut Option<Lines<BufReader<Stdin>>>) -> String {
    if let Some(open) = lines {
        if let Ok(Some(line)) = open.next_line().await {
            return line;
        }
        *lines = None;
    }
    std::future::pending().await
}

fn parse(line: &str) -> Line {
    let line = line.trim();
    match line.strip_prefix("warp").unwrap_or(line).trim() {
        "" => Line::Nothing,
        "quit" | "exit" | "q" => Line::Quit,
        "time" => Line::Time,
        span => warp::seconds(span).map_or_else(Line::Unknown, Line::Travel),
    }
}

/// The network goes on whether it is read or not.
fn answer(text: String) {
    if let Err(error) = say(text) {
        eprintln!("error: {error:#}");
    }
}

fn time(now: Result<i64>) -> String {
    match now {
        Ok(unix) => format!("The network's time is {}.", utc(unix)),
        Err(error) => format!("error: {error:#}"),
    }
}

/// Ends on Ctrl-C, and on the signal that service managers send, from this call on: until then they kill the process.
///
/// # Errors
/// If signals cannot be listened for.
#[cfg(unix)]
pub fn end_signal() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{signal, SignalKind};
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for Ctrl-C")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends on Ctrl-C.
///
/// # Errors
/// None here.
#[cfg(not(unix))]
pub fn end_signal() -> Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_spans_or_words() {
        assert_eq!(parse("7d"), Line::Travel(604_800));
        assert_eq!(parse("  warp 2h "), Line::Travel(7_200));
        assert_eq!(parse("time"), Line::Time);
        assert_eq!(parse("quit"), Line::Quit);
        assert_eq!(parse(""), Line::Nothing);
        assert!(matches!(parse("fly"), Line::Unknown(_)));
    }
}
