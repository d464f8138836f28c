//! The progress bar: what is done of how much, with rate and time left.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use inference_staking_client::rpc::{Listener, SendOptions};

const TEMPLATE: &str = "{bar:40} {human_pos}/{human_len} {msg}, {per_sec:.1}, {eta} left";

/// A bar on standard error; nothing if that is no terminal that draws, or it is not wanted.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(shown: bool, what: &'static str) -> Self {
        let bar = if shown {
            // Draws nothing where there is no terminal, or a dumb one.
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        } else {
            ProgressBar::hidden()
        };
        Self(match ProgressStyle::with_template(TEMPLATE) {
            Ok(style) => bar.with_style(style).with_message(what),
            Err(_) => bar,
        })
    }

    /// The same options, with each signature above the bar as soon as there is one.
    pub(crate) fn telling(&self, send: &SendOptions) -> SendOptions {
        let (bar, asked) = (self.0.clone(), send.listener.clone());
        let listener = Listener::new(move |signature| {
            bar.println(format!("sending {signature}"));
            asked.iter().for_each(|asked| asked.tell(signature));
        });
        SendOptions { listener: Some(listener), ..send.clone() }
    }

    /// So many steps are to come.
    pub(crate) fn add(&self, steps: u64) {
        self.0.set_length(self.0.position().saturating_add(steps));
    }

    /// So many steps are done.
    pub(crate) fn done(&self, steps: usize) {
        self.0.inc(u64::try_from(steps).unwrap_or(u64::MAX));
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
