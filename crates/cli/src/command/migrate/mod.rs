//! `migrate`: a deployment becomes what a file says.

mod broken_rule;
pub(super) mod creation;
mod difference;
mod file;
pub(super) mod wanted;

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::intent::{self, Plan, SlashingDestinations};
use inference_staking_client::rpc::ReadError;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::{Refusal, StakingError};

use super::admin_changes::{warn_if_nothing_is_issued, AdminChanges};
use crate::cluster::Cluster;
use crate::failure::{rule, Failure, Outcome};
use crate::right_keys::of_other_keys;
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};
use broken_rule::broken_rule;
use difference::Difference;
use wanted::Wanted;

/// Bring a deployment to what a file says: create the singleton, or show what differs, ask, and change it
///
/// What can never be changed is refused before anything is sent, and so is what breaks a bound. Where all is as the file says,
/// nothing is done. A new program admin takes over in two steps, each with its own key.
#[derive(Args, Debug)]
pub struct Migrate {
    /// File of the deployment: that of `init` with a table `deployment` (see migrations/), in TOML, or YAML and JSON by their names; of a
    /// folder, the one that is named after the node's network, such as devnet.toml
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only compare: exit code 1 if the deployment is not what the file says; needs no key
    #[arg(long)]
    pub check: bool,
}

impl Migrate {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let chain = session.chain()?;
        let cluster = Cluster::of(&chain.genesis_hash().await.map_err(ReadError::from)?);
        let (file, deployment, settings) = file::of_cluster(&self.file, cluster)?;
        let (mints, slashing) = settings.tokens()?;
        let overview = session.overview_if_any().await?;
        let decimals = match &overview {
            Some(_) => session.decimals(),
            None => session.read_mints(mints).await?,
        };
        let network = settings.network(decimals.stake)?;
        let wanted =
            Wanted { mints, slashing, network, program_admin: deployment.program_admin, said_by: "the file says" };
        let about = View::new()
            .with("file", file.display().to_string())
            .with("cluster", cluster.name())
            .with("program_id", deployment.program_id);
        match overview {
            None => self.create(session, wanted, about).await,
            Some(overview) => self.change(session, &overview, &wanted, about).await,
        }
    }

    async fn create(&self, session: &mut Session<'_>, wanted: Wanted, about: View) -> Outcome<()> {
        session.set_test_network(wanted.network.is_test_network);
        let upgrade_authority = session.chain()?.upgrade_authority().await?;
        creation::require_creatable(session, &wanted).await?;
        if self.check {
            session.show(&about.with("deployed", false).with("signs", upgrade_authority));
            return Err(Failure::refused("there is no deployment yet: `migrate` without --check creates it"));
        }
        let actor = creation::require_upgrade_authority(session, upgrade_authority)?;
        let payer = session.payer()?.address();
        session.chain()?.require_staking_program(&payer).await?;
        let Wanted { mints, slashing, network, program_admin, .. } = wanted;
        let about = about.with_some("left", left(actor != program_admin, &program_admin));
        session.preview(about.clone().and(show::new_overview(&actor, &mints, &slashing, &network)));
        let proposes = (actor != program_admin).then(|| intent::propose_program_admin(actor, Some(program_admin)));
        let creates = intent::create_overview(actor, mints, slashing, network);
        let plan = Plan::together(&payer, [creates].into_iter().chain(proposes));
        session.carry_out_telling(plan, about).await
    }

    async fn change(&self, session: &mut Session<'_>, now: &PoolOverview, wanted: &Wanted, about: View) -> Outcome<()> {
        let accepts = session.actor().is_ok_and(|actor| accepts(&actor.address(), now, wanted));
        let signs = if accepts { wanted.program_admin } else { now.program_admin };
        let difference = Difference::between(now, wanted, signs)?;
        let (is_fixed, count, decimals) = (!difference.fixed.is_empty(), difference.rows().len(), session.decimals());
        let about = about.with("deployed", true).with("differences", difference.rows());
        if count == 0 {
            session.show(&about);
            session.note("the deployment is what the file says");
            return Ok(());
        }
        match self.check || is_fixed {
            true => session.show(&about),
            false => session.preview(about.clone()),
        }
        if is_fixed {
            return Err(Failure::refused(format!(
                "fixed for ever: {}; so this deployment can never be what the file says: correct the file, or name the one of \
                 this deployment",
                difference.fixed_in_words(decimals)
            )));
        }
        let broken = |refusal: Refusal| broken_rule(refusal, wanted, decimals);
        let changes = wanted.admin_changes(now).map_err(broken)?;
        let then = changes.require_allowed(now).map_err(broken)?;
        let destinations = intent::new_destinations(&session.chain()?, wanted.mints, changes.slashing).await;
        destinations.map_err(|error| broken_rule(error, wanted, decimals))?;
        if changes.parameters.emission.is_some() {
            let epoch = now.current_epoch().map_err(|refusal| rule(refusal.0))?;
            warn_if_nothing_is_issued(session, &then.emission, epoch);
        }
        if self.check {
            let settings = if count == 1 { "setting" } else { "settings" };
            return Err(Failure::refused(format!("the deployment differs from the file in {count} {settings}")));
        }
        self.send(session, now, wanted, changes, about).await
    }

    /// Sends what the key at hand may: as program admin all but its successor's acceptance, as successor all.
    async fn send(
        &self,
        session: &mut Session<'_>,
        now: &PoolOverview,
        wanted: &Wanted,
        changes: AdminChanges,
        about: View,
    ) -> Outcome<()> {
        let (actor, payer) = (session.actor()?.address(), session.payer()?.address());
        let accepts = accepts(&actor, now, wanted);
        let about =
            about.with_some("left", left(!accepts && wanted.program_admin != now.program_admin, &wanted.program_admin));
        if changes == AdminChanges::default() && !accepts {
            session.show(&about);
            session.note("nothing was sent: the other key has to sign what is left");
            return Ok(());
        }
        if actor != now.program_admin && !accepts {
            return Err(of_other_keys(rule(StakingError::NotProgramAdmin), &actor, &[now.program_admin]));
        }
        let AdminChanges { parameters, slashing, authorities } = changes;
        let is_parameters = parameters != Default::default() || slashing != SlashingDestinations::default();
        let slashing = intent::new_destinations(&session.chain()?, wanted.mints, slashing).await?;
        let plans = [
            accepts.then(|| intent::accept_program_admin(actor)),
            is_parameters.then(|| intent::update_overview(actor, parameters, slashing)),
            (authorities != Default::default()).then(|| intent::update_authorities(actor, authorities)),
        ];
        session.carry_out_telling(Plan::together(&payer, plans.into_iter().flatten()), about).await
    }
}

/// Whether a key takes over as program admin, and makes the other changes with that.
fn accepts(actor: &Pubkey, now: &PoolOverview, wanted: &Wanted) -> bool {
    *actor == wanted.program_admin && *actor == now.pending_program_admin
}

/// What this key cannot do.
fn left(is_left: bool, program_admin: &Pubkey) -> Option<Value> {
    is_left.then(|| {
        format!("{program_admin} takes over as program admin: `migrate` or `admin accept` with its key").into()
    })
}
