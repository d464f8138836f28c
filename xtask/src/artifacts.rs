//! What a chain and its clients need: the built programs and the IDL.

use anyhow::Result;

use crate::toolchain::Choice;
use crate::workspace::Workspace;
use crate::{idl, sbf};

/// Builds both, and the programs that only tests run.
pub fn build(workspace: &Workspace, choice: Choice) -> Result<()> {
    sbf::build(workspace, choice)?;
    sbf::build_callers(workspace, choice)?;
    idl::build(workspace)
}
