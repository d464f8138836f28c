//! `init`.

use std::path::PathBuf;

use clap::Args;
use inference_staking_client::intent;

use super::init_file::{read, InitSettings, TEMPLATE};
use super::migrate::creation::{require_creatable, require_upgrade_authority};
use super::migrate::wanted::Wanted;
use crate::failure::{Failure, Outcome};
use crate::session::Session;
use crate::show;

/// Create the singleton and the global vaults: once, by the program's upgrade authority
///
/// Takes all parameters from a file, from flags, or from both; flags come first.
#[derive(Args, Debug)]
pub struct Init {
    /// File with the parameters: TOML, or YAML and JSON by their names
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Print a file to start from
    #[arg(long, conflicts_with = "file")]
    template: bool,
    #[command(flatten)]
    settings: InitSettings,
}

impl Init {
    /// Whether there is no transaction that could be exported.
    pub fn sends_nothing(&self) -> bool {
        self.template
    }

    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        if self.template {
            if self.settings != InitSettings::default() {
                return Err(Failure::bad_input(
                    "--template prints a file to start from and takes no parameters: write them into the file, or leave --template away",
                ));
            }
            session.print(TEMPLATE.trim_end());
            return Ok(());
        }
        let file = self.file.as_deref().map_or_else(|| Ok(InitSettings::default()), read)?;
        let settings = self.settings.or(file);
        let (mints, slashing) = settings.tokens()?;
        let actor = session.actor()?.address();
        let chain = session.chain()?;
        if chain.overview().await.is_ok() {
            return Err(Failure::refused("this network has its pool overview already: `admin show` shows it"));
        }
        chain.require_staking_program(&session.payer()?.address()).await?;
        let decimals = session.read_mints(mints).await?;
        let network = settings.network(decimals.stake)?;
        session.set_test_network(network.is_test_network);
        let wanted = Wanted { mints, slashing, network, program_admin: actor, said_by: "the settings say" };
        let authority = require_upgrade_authority(session, chain.upgrade_authority().await?)?;
        require_creatable(session, &wanted).await?;
        session.preview(show::new_overview(&authority, &mints, &slashing, &wanted.network));
        session.carry_out(intent::create_overview(authority, mints, slashing, wanted.network)).await
    }
}
