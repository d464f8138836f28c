//! A plan on its way: shown, exported, or agreed to, signed and sent.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::event::Event;
use inference_staking_client::intent::{self, IntentError, Plan};
use inference_staking_client::rpc::{Connection, Listener, SendError, SendOptions, Sent};
use inference_staking_client::StakingError;
use solana_signer::Signer;
use tokio::sync::mpsc;

use crate::consent::{became_another, left_open, question};
use crate::explorer::explorer_link;
use crate::failure::{Failure, Outcome};
use crate::input::KeySource;
use crate::right_keys::naming_keys;
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// What a way of sending goes on in spite of, of what a simulation refuses.
#[derive(Clone, Copy)]
pub enum Overcomes {
    /// Nothing.
    Nothing,
    /// That a pool's rewards have to be collected first.
    MissingCollection,
    /// That somebody else was faster: the rest is planned again.
    Others,
    /// The same of claims.
    OthersClaims,
}

impl Overcomes {
    fn error(self, error: &SendError) -> bool {
        match self {
            Self::Nothing => false,
            Self::MissingCollection => error.staking_error() == Some(StakingError::RewardsNotCollected),
            Self::Others => intent::is_overtaken(error),
            Self::OthersClaims => intent::is_claimed_by_others(error),
        }
    }
}

impl Session<'_> {
    /// Simulates, exports, or asks and sends, as the options say, and shows what it did.
    ///
    /// # Errors
    /// If a key is missing, the answer is no, or the chain refuses.
    pub async fn carry_out(&mut self, plan: Plan) -> Outcome<()> {
        self.carry_out_plainly(plan, None, View::new()).await
    }

    /// The same, where another key signs besides who acts and who pays.
    ///
    /// # Errors
    /// As `carry_out`.
    pub async fn carry_out_cosigned(&mut self, plan: Plan, cosigner: Option<KeySource>) -> Outcome<()> {
        self.carry_out_plainly(plan, cosigner, View::new()).await
    }

    /// The same, with what the result tells about it besides.
    ///
    /// # Errors
    /// As `carry_out`.
    pub async fn carry_out_telling(&mut self, plan: Plan, told: View) -> Outcome<()> {
        self.carry_out_plainly(plan, None, told).await
    }

    /// The same for a plan that takes tokens out of a pool, whose rewards may have to be collected first.
    ///
    /// # Errors
    /// As `carry_out`.
    pub async fn carry_out_payout(&mut self, plan: Plan, operator_pool: Pubkey, told: View) -> Outcome<()> {
        let chain = self.chain()?;
        let send = async |plan: Plan, signers: &[&dyn Signer], options: &SendOptions| {
            intent::send_payout(plan, operator_pool, &chain, signers, options).await
        };
        self.carry_out_by(plan, None, told, Overcomes::MissingCollection, send).await
    }

    async fn carry_out_plainly(&mut self, plan: Plan, cosigner: Option<KeySource>, told: View) -> Outcome<()> {
        let chain = self.chain()?;
        let send = async |plan: Plan, signers: &[&dyn Signer], options: &SendOptions| {
            Ok(plan.send(&chain, signers, options).await?)
        };
        self.carry_out_by(plan, cosigner, told, Overcomes::Nothing, send).await
    }

    /// The same for a plan that is sent in a way of its own.
    ///
    /// # Errors
    /// As `carry_out`.
    pub async fn carry_out_by(
        &mut self,
        plan: Plan,
        cosigner: Option<KeySource>,
        told: View,
        overcomes: Overcomes,
        send: impl AsyncFnOnce(Plan, &[&dyn Signer], &SendOptions) -> Result<Vec<Sent>, IntentError>,
    ) -> Outcome<()> {
        let mut keys = vec![self.payer()?, self.actor()?];
        keys.extend(cosigner);
        let payer = keys.first().map(KeySource::address).unwrap_or_default();
        if !self.is_json() {
            left_open(&plan.unaccrued).iter().for_each(|line| self.warn(line));
        }
        let questions = self.questions(&plan);
        if !questions.is_empty() {
            let signs = View::new().with("fee_payer", payer).with("signers", Value::keys(&plan.signers(&payer)));
            self.preview(signs.with_some("unaccrued", self.unaccrued(&plan)));
            self.show_preview();
        }
        if self.options.export || self.options.dry_run {
            self.note_consequences(&plan);
            let chain = self.chain()?;
            return match self.options.export {
                true => self.export(&chain, &plan, &payer).await,
                false => self.dry_run(&chain, &plan, &payer, told).await,
            };
        }
        let signers = signers(&plan, &payer, &keys)?;
        self.require_executable(&plan, &payer, overcomes).await?;
        for question in &questions {
            self.confirm(question)?;
        }
        let unaccrued = self.unaccrued(&plan);
        let actor = self.actor()?.address();
        let sending = async |options: SendOptions| send(plan.clone(), &signers, &options).await;
        let sent = match self.telling_signatures(sending).await {
            Ok(sent) => sent,
            Err(error) => return Err(naming_keys(error.into(), &self.chain()?, &plan, &actor).await),
        };
        self.show_sent(&sent, unaccrued, told).await;
        became_another(&plan.consequences, &sent).iter().for_each(|line| self.warn(line));
        Ok(())
    }

    /// What would be refused is not asked. Who has answered yes beforehand is told by the sending, which begins with the same
    /// simulation. Transactions behind the first need what it does.
    async fn require_executable(&self, plan: &Plan, payer: &Pubkey, overcomes: Overcomes) -> Outcome<()> {
        let is_asked = !self.options.yes && !self.questions(plan).is_empty();
        let Some(first) = plan.transactions.first().filter(|_| is_asked) else { return Ok(()) };
        let chain = self.chain()?;
        match chain.simulate(first, payer).await {
            Err(error) if !overcomes.error(&error) => {
                Err(naming_keys(error.into(), &chain, plan, &self.actor()?.address()).await)
            }
            _ => Ok(()),
        }
    }

    /// Lets something be sent, and says each signature as soon as there is one: whatever happens here, it can be looked up.
    pub async fn telling_signatures<T>(&mut self, send: impl AsyncFnOnce(SendOptions) -> T) -> T {
        let (tell, mut told) = mpsc::unbounded_channel();
        let listener = Listener::new(move |signature| {
            // Nobody listens any more once it is over.
            let _over = tell.send(signature);
        });
        let sending = send(SendOptions { listener: Some(listener), ..self.send_options() });
        tokio::pin!(sending);
        loop {
            tokio::select! {
                sent = &mut sending => return sent,
                Some(signature) = told.recv() => {
                    self.has_sent = true;
                    self.progress(&format!("sending {signature}"));
                },
            }
        }
    }

    /// How the options say that transactions are sent.
    pub fn send_options(&self) -> SendOptions {
        SendOptions { priority_fee: self.options.priority_fee, ..SendOptions::default() }
    }

    /// The last transaction does what was asked for, or the rest of it; those before it bring the pool up to date, or do the beginning.
    pub async fn show_sent(&mut self, sent: &[Sent], unaccrued: Option<Vec<View>>, told: View) {
        self.executed.extend(sent.iter().map(|sent| sent.signature.to_string()));
        let Some((last, before)) = sent.split_last() else {
            let nothing = View::new().with("signature", Value::Nothing);
            self.show(&nothing.and(told).with_some("unaccrued", unaccrued).with("events", self.events(&[])));
            self.note("nothing was left to send: somebody else has done it meanwhile, or it cannot be done any more");
            return;
        };
        let row = |sent: &Sent| {
            View::new()
                .with("signature", sent.signature.to_string())
                .with("slot", Value::Count(sent.slot))
                .with("compute_units", sent.compute_units.map(Value::Count))
                .with("fee", sent.fee.map(Value::Lamports))
        };
        let events: Vec<Event> = sent.iter().flat_map(|sent| sent.events.iter().cloned()).collect();
        let before = (!before.is_empty()).then(|| before.iter().map(row).collect::<Vec<_>>());
        let explorer = match self.chain() {
            Ok(chain) => explorer_link(&chain, &last.signature.to_string()).await,
            Err(_) => None,
        };
        let view = row(last)
            .with_some("explorer", explorer)
            .and(told)
            .with_some("sent_before", before)
            .with_some("unaccrued", unaccrued)
            .with("events", self.events(&events));
        self.show(&view);
        if sent.iter().any(|sent| sent.compute_units.is_none()) {
            self.note("it was executed, but the node does not show it: its events and compute units are unknown");
        }
    }

    /// Simulates the first transaction, with the limit and the fee that sending it has. Those behind it, which need what it
    /// does, cannot be simulated yet.
    async fn dry_run(&mut self, chain: &Connection, plan: &Plan, payer: &Pubkey, told: View) -> Outcome<()> {
        let options = self.send_options();
        let Some((first, later)) = plan.transactions.split_first() else { return Ok(()) };
        let quote = match chain.quote(first, payer, &options).await {
            Ok(quote) => quote,
            Err(error) => return Err(naming_keys(error.into(), chain, plan, &self.actor()?.address()).await),
        };
        let later = (!later.is_empty()).then(|| Value::Count(u64::try_from(later.len()).unwrap_or(u64::MAX)));
        let view = View::new()
            .with("dry_run", true)
            .with("compute_units", Value::Count(quote.simulated.compute_units))
            .with("compute_unit_limit", Value::Count(u64::from(quote.compute_unit_limit)))
            .with("fee", Value::Lamports(quote.fee))
            .with("compute_unit_price_micro_lamports", Value::Count(quote.price))
            .with("rent", quote.rent.map(Value::Lamports))
            .and(told)
            .with_some("transactions_not_simulated", later.clone())
            .and(self.to_be_known(plan))
            .with("events", self.events(&quote.simulated.events));
        self.show(&view);
        if later.is_some() {
            self.note(
                "this is the first of several transactions, with its fee; those behind it need what it does and cannot be \
                 simulated before it is executed",
            );
        }
        Ok(())
    }

    /// What has to be known before somebody signs: which rewards are lost, and what is agreed to. A table has said it before.
    pub(crate) fn to_be_known(&self, plan: &Plan) -> View {
        let questions = self.questions(plan).into_iter().map(Value::from).collect::<Vec<_>>();
        let is_told = self.is_json() && !questions.is_empty();
        View::new()
            .with_some("unaccrued", self.unaccrued(plan))
            .with_some("consequences", is_told.then_some(Value::List(questions)))
    }

    /// The same of what is agreed to, beside a table: nobody is asked.
    fn note_consequences(&mut self, plan: &Plan) {
        if !self.is_json() {
            self.questions(plan)
                .iter()
                .for_each(|question| self.warn(&format!("who signs agrees to this: {question}")));
        }
    }

    fn questions(&self, plan: &Plan) -> Vec<String> {
        let questions = plan.consequences.iter().map(|consequence| question(consequence, self.decimals()));
        questions.chain(self.fee_question()).collect()
    }

    fn unaccrued(&self, plan: &Plan) -> Option<Vec<View>> {
        let rows = plan
            .unaccrued
            .iter()
            .map(|open| View::new().with("epoch", Value::Count(open.epoch)).with("reason", open.reason.clone()));
        // A table has said it before.
        (self.is_json() && !plan.unaccrued.is_empty()).then(|| rows.collect())
    }

    fn events(&self, events: &[Event]) -> Value {
        let stake_mint = self.stake_mint();
        Value::Entries(events.iter().map(|event| show::event(event, &stake_mint)).collect())
    }
}

/// The keys that have to sign, the payer first.
fn signers<'k>(plan: &Plan, payer: &Pubkey, keys: &'k [KeySource]) -> Outcome<Vec<&'k dyn Signer>> {
    let advice = "name its keypair file (--keypair or --fee-payer), or print the transaction for it with --export";
    held(plan.signers(payer).into_iter(), keys, advice)
}

/// The keys of these addresses, in their order.
///
/// # Errors
/// Bad input if one is not here; `advice` says what to do.
pub fn held<'k>(
    addresses: impl Iterator<Item = Pubkey>,
    keys: &'k [KeySource],
    advice: &str,
) -> Outcome<Vec<&'k dyn Signer>> {
    let held = addresses.map(|address| {
        let held = keys.iter().find_map(|key| match key {
            KeySource::Held(keypair) if keypair.pubkey() == address => Some(keypair.as_ref() as &dyn Signer),
            _ => None,
        });
        held.ok_or_else(|| Failure::bad_input(format!("{address} has to sign, but its key is not here: {advice}")))
    });
    held.collect()
}
