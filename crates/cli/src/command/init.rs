//! `init`.

use std::path::PathBuf;

use clap::Args;
use inference_staking_client::instruction::Mints;
use inference_staking_client::instructions::CreatePoolOverviewArgs;
use inference_staking_client::intent::{self, SlashingDestinations};

use super::init_file::{InitSettings, TEMPLATE};
use crate::failure::{Failure, Outcome};
use crate::session::Session;
use crate::show;
use crate::view::Decimals;

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
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        if self.template {
            session.print(TEMPLATE.trim_end());
            return Ok(());
        }
        let file = self.file.as_deref().map_or_else(|| Ok(InitSettings::default()), InitSettings::read)?;
        let InitSettings { is_test_network, addresses, parameters, emission } = self.settings.or(file);
        let mints = Mints {
            stake: needed(addresses.stake_mint, "stake_mint")?,
            usdc: needed(addresses.usdc_mint, "usdc_mint")?,
        };
        let slashing = SlashingDestinations {
            tokens: needed(addresses.slashing_token_destination, "slashing_token_destination")?,
            usdc: needed(addresses.slashing_usdc_destination, "slashing_usdc_destination")?,
        };
        let authority = session.actor()?.address();
        let chain = session.chain()?;
        if chain.overview().await.is_ok() {
            return Err(Failure::refused("this network has its pool overview already: `admin show` shows it"));
        }
        let decimals =
            Decimals { stake: chain.mint_decimals(&mints.stake).await?, usdc: chain.mint_decimals(&mints.usdc).await? };
        session.set_mints(mints, decimals);
        let is_test_network = is_test_network.ok_or_else(|| Failure::bad_input(NETWORK_KIND_MISSING))?;
        session.set_test_network(is_test_network);
        let args = CreatePoolOverviewArgs {
            reward_authorities: addresses.reward_authorities,
            halt_authorities: addresses.halt_authorities,
            slashing_authorities: addresses.slashing_authorities,
            is_test_network,
            parameters: parameters.all(decimals.stake)?,
            emission: emission.schedule(decimals.stake)?,
        };
        session.preview(&show::new_overview(&authority, &mints, &slashing, &args));
        session.carry_out(intent::create_overview(authority, mints, slashing, args)).await
    }
}

const NETWORK_KIND_MISSING: &str =
    "`is_test_network` is missing: say `true` or `false` in the file or as a flag (see `init \
     --template`); it is fixed for ever";

fn needed<T>(value: Option<T>, name: &str) -> Outcome<T> {
    let message = || format!("address `{name}` is missing: give it in the file or as a flag (see `init --template`)");
    value.ok_or_else(|| Failure::bad_input(message()))
}
