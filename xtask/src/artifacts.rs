//! What a chain and its clients need: the built programs and the IDL.

use anyhow::Result;

use crate::toolchain::Choice;
use crate::workspace::Workspace;
use crate::{idl, sbf};

/// Builds both.
pub fn build(workspace: &Workspace, choice: Choice) -> Result<()> {
    sbf::build(workspace, choice)?;
    idl::build(workspace)
}
