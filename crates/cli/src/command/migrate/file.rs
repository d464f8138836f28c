//! The file of a deployment: which one it is, and all that `init` takes.

use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::use_program;
use serde::Deserialize;

use super::super::emission_settings::EmissionSettings;
use super::super::file_address;
use super::super::init_file::{read, AddressSettings, InitSettings};
use super::super::parameter_settings::ParameterSettings;
use crate::cluster::Cluster;
use crate::failure::{Failure, Outcome};

/// Which deployment a file is for.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deployment {
    /// Network that the node has to be of.
    pub cluster: Cluster,
    /// Address of the program.
    #[serde(deserialize_with = "file_address::required")]
    pub program_id: Pubkey,
    /// Who is to be the program admin.
    #[serde(deserialize_with = "file_address::required")]
    pub program_admin: Pubkey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    deployment: Deployment,
    is_test_network: bool,
    addresses: AddressSettings,
    parameters: ParameterSettings,
    emission: EmissionSettings,
}

/// Reads a file, or the one of a folder that is named after the cluster. The process works with its program from now on.
///
/// # Errors
/// Bad input if it is no such file, is for another cluster, or for another program than was named.
pub fn of_cluster(path: &Path, cluster: Cluster) -> Outcome<(PathBuf, Deployment, InitSettings)> {
    let path = match path.is_dir() {
        true => path.join(format!("{}.toml", cluster.name())),
        false => path.to_owned(),
    };
    let File { deployment, is_test_network, addresses, parameters, emission } = read(&path)?;
    if deployment.cluster != cluster {
        return Err(Failure::bad_input(format!(
            "{}: it is for {}, and the node is of {}: name the file of that network, or another node with --url",
            path.display(),
            deployment.cluster.name(),
            cluster.name()
        )));
    }
    use_program(deployment.program_id).map_err(|other| Failure::bad_input(other).at(path.display()))?;
    Ok((path, deployment, InitSettings { is_test_network: Some(is_test_network), addresses, parameters, emission }))
}
