//! Where proofs come from, and the accrual of one pool before an unstake.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_keeper::{accrue, Options, TreeSource};

use super::keeping::{failed, options, paying_key};
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
    /// Whether there is one.
    pub fn is_given(&self) -> bool {
        self.trees.is_some() || self.service.is_some()
    }

    /// The source.
    ///
    /// # Errors
    /// Bad input if there is none, or the folder is none.
    pub fn source(&self) -> Outcome<TreeSource> {
        match (&self.trees, &self.service) {
            (Some(folder), _) if !folder.is_dir() => {
                Err(Failure::bad_input(format!("--trees {}: there is no such folder", folder.display())))
            }
            (Some(folder), _) => Ok(TreeSource::Folder(folder.clone())),
            (None, Some(url)) if !url.starts_with("http://") && !url.starts_with("https://") => {
                Err(Failure::bad_input(format!("--service `{url}`: write an http(s) URL")))
            }
            (None, Some(url)) => Ok(TreeSource::Service(url.clone())),
            (None, None) => Err(Failure::bad_input(
                "proofs are needed: name a folder of tree files with --trees, or a reward service with --service",
            )),
        }
    }
}

/// Accrues what a pool has open. What cannot be accrued now is said and does not stop the caller: exits need no proof.
///
/// # Errors
/// If the source is bad, or the chain cannot be read.
pub async fn open_accruals(session: &mut Session<'_>, proofs: &ProofSource, pool: Pubkey) -> Outcome<()> {
    let source = proofs.source()?;
    if session.options.dry_run || session.options.export {
        session.note("nothing is accrued first: --dry-run and --export send nothing");
        return Ok(());
    }
    let options = Options { pools: Some(vec![pool]), progress: false, ..options(session) };
    let payer = paying_key(session)?;
    let summary = accrue(&session.chain()?, &source, payer.as_ref(), &options).await.map_err(failed)?;
    session.note(&summary.to_string());
    Ok(())
}
