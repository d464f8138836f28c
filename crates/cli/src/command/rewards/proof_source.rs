//! Where proofs come from.

use std::path::PathBuf;

use clap::Args;
use inference_staking_keeper::TreeSource;

use crate::config::is_http;
use crate::failure::{Failure, Outcome};
use crate::session::Session;

/// A folder of tree files, or a service.
#[derive(Args, Clone, Debug)]
#[group(multiple = false)]
pub struct ProofSource {
    /// Folder with the tree files (*.json) of the open epochs
    #[arg(long, value_name = "FOLDER")]
    trees: Option<PathBuf>,
    /// URL of a reward service (`rewards serve`)
    #[arg(long, value_name = "URL")]
    service: Option<String>,
}

impl ProofSource {
    /// Whether one is named.
    pub fn is_given(&self) -> bool {
        self.trees.is_some() || self.service.is_some()
    }

    /// The source, if there is one.
    ///
    /// # Errors
    /// Bad input if the folder or the URL is none.
    pub fn given(&self) -> Outcome<Option<TreeSource>> {
        self.is_given().then(|| self.source()).transpose()
    }

    /// What is said while it is asked.
    pub fn waiting(&self) -> String {
        let patience = match self.service {
            Some(_) => "; a service may take two minutes, and without --service nothing is waited for",
            None => "",
        };
        format!("reading what the pool has open, and its proofs{patience}")
    }

    /// The source, if there is one that can be used; the command says if not. For exits, which need none.
    pub fn usable(&self, session: &mut Session<'_>) -> Option<TreeSource> {
        self.given().unwrap_or_else(|failure| {
            session.warn(&format!("{failure}: going on without proofs"));
            None
        })
    }

    /// The source.
    ///
    /// # Errors
    /// Bad input if there is none, or the folder is none.
    pub fn source(&self) -> Outcome<TreeSource> {
        match (&self.trees, &self.service) {
            (Some(folder), _) if !folder.is_dir() => {
                let why = if folder.exists() { "this is no folder" } else { "there is no such folder" };
                Err(Failure::bad_input(format!("--trees {}: {why}", folder.display())))
            }
            (Some(folder), _) => Ok(TreeSource::Folder(folder.clone())),
            (None, Some(url)) => Ok(TreeSource::Service(service_url(url)?)),
            (None, None) => Err(Failure::bad_input(
                "proofs are needed: name a folder of tree files with --trees, or a reward service with --service",
            )),
        }
    }
}

/// The base URL of a reward service, without a slash at its end.
///
/// # Errors
/// Bad input if it is none. The message does not repeat it: it may have a key in it.
pub fn service_url(url: &str) -> Outcome<String> {
    match (is_http(url), url.contains(['?', '#'])) {
        (true, false) => Ok(url.trim_end_matches('/').to_owned()),
        (true, true) => Err(Failure::bad_input(
            "--service: write a URL without a query and a fragment: what is asked for is put behind it",
        )),
        (false, _) => Err(Failure::bad_input("--service: write an http(s) URL")),
    }
}
