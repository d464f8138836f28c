//! `decode` and `submit`: transactions that were made elsewhere, or before.

use std::path::Path;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use base64::prelude::{Engine, BASE64_STANDARD_NO_PAD};
use bincode::Options as _;
use clap::Args;
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{
    instructions_of, Connection, Included, ReadError, SendError, SendOptions, Standing, Submitted,
};
use inference_staking_client::state::PoolOverview;
use inference_staking_rewards::read_text;
use serde::Deserialize;
use solana_message::VersionedMessage;
use solana_signature::Signature;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use crate::decode::{self, Proposed};
use crate::failure::{Failure, Outcome};
use crate::right_keys::naming_keys;
use crate::session::Session;
use crate::view::{Value, View};

/// How long a node may take to tell of the network.
const PATIENCE: Duration = Duration::from_secs(3);

/// Say in words what a transaction does: an exported message, a transaction in base64, a signature on chain, or a multisig's proposal
///
/// Names instructions of the staking program with their arguments and accounts, and the others beside them. Sends nothing. Amounts
/// are in tokens if a node tells the decimals of the mints, in base units if none does. Proposals are those of Squads, version
/// 4, by the address of the proposal or of its vault transaction; of another multisig's give the transaction in base64 that its tool shows.
#[derive(Args, Debug)]
pub struct Decode {
    /// Base64 of a message or transaction, a file with it or with what --export -o json printed, - for standard input, a signature, or
    /// the address of a proposal
    what: String,
}

/// Sign a message that was exported with the keys that are here, and send it as it is
///
/// Says what it does and asks first. One that was executed already is not sent again: the result says so. Refuses one that cannot be
/// executed any more, and says why.
#[derive(Args, Debug)]
pub struct Submit {
    /// Base64 of the message, as --export prints it, a file with it or with the document of -o json, or - for standard input
    message: String,
}

impl Decode {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let what = self.what.as_str();
        let view = if let Ok(address) = what.parse::<Pubkey>() {
            let Proposed { message, about } = decode::proposed(&session.chain()?, &address).await?;
            decode::instructions(about, &message, network(session).await.as_ref())
        } else if let Ok(signature) = what.parse::<Signature>() {
            let found = session.chain()?.transaction(&signature).await.map_err(ReadError::from)?;
            let unknown =
                "the node does not know this signature, or shows it in a form that cannot be read: check it and the network, or \
                 ask a node that keeps more";
            let Included { transaction, slot, outcome } = found.ok_or_else(|| Failure::refused(unknown))?;
            let outcome = match outcome {
                None => "in a block; whether it failed the node does not tell".to_owned(),
                Some(Ok(())) => "executed".to_owned(),
                Some(Err(refusal)) => format!("FAILED, and nothing of it was done: {refusal}"),
            };
            let became = View::new().with("slot", Value::Count(slot)).with("outcome", outcome);
            became.and(decode::message(&transaction.message, network(session).await.as_ref()))
        } else {
            decode::message(&message_in(what)?, network(session).await.as_ref())
        };
        session.show(&view);
        Ok(())
    }
}

/// What is said does not depend on a node, but for how many tokens base units are, and the names of mints and vaults.
async fn network(session: &mut Session<'_>) -> Option<PoolOverview> {
    let told = tokio::time::timeout(PATIENCE, session.overview()).await;
    told.ok().and_then(Result::ok)
}

impl Submit {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        if session.options.export {
            return Err(Failure::bad_input(
                "the message is exported already: sign and send it, or show it with `decode`",
            ));
        }
        if session.options.dry_run {
            return Err(Failure::bad_input("a message that is made is not simulated: `decode` says what it does"));
        }
        let message = message_in(&self.message)?;
        let keys = [session.payer()?, session.actor()?];
        let needed = message.static_account_keys().iter().take(message.header().num_required_signatures.into());
        let advice = "give its keypair file with --keypair (-k), and of a second signer with --fee-payer, or sign the message with a wallet that \
                      signs messages as they are";
        let signers = crate::carry_out::held(needed.copied(), &keys, advice)?;
        let overview = session.overview().await?;
        session.preview(decode::message(&message, Some(&overview)));
        let chain = session.chain()?;
        let submitted = match found_before(session, &chain, &message, &signers).await {
            Ok(Standing::Executed(sent)) => Ok(Submitted { sent, already: true }),
            Ok(standing) => {
                if matches!(standing, Standing::Open) {
                    session.confirm("Sign this transaction and send it?")?;
                }
                let send = async |options: SendOptions| {
                    chain.submit(message.clone(), &signers, options.listener.as_ref()).await
                };
                session.telling_signatures(send).await
            }
            Err(error) => Err(error),
        };
        let plan = Plan { transactions: vec![instructions_of(&message)], ..Plan::default() };
        let Submitted { sent, already } = match submitted {
            Ok(submitted) => submitted,
            Err(error) => return Err(naming_keys(error.into(), &chain, &plan, &keys[1].address()).await),
        };
        if already && !session.is_json() {
            session.warn(&format!("it was executed already, in slot {}: nothing was sent now", sent.slot));
        }
        session.show_sent(&[sent], None, View::new().with("executed_already", already)).await;
        Ok(())
    }
}

/// What is in a block already is not asked, and what would be refused neither. Who has answered yes beforehand is told by `submit`,
/// which looks again.
async fn found_before(
    session: &Session<'_>,
    chain: &Connection,
    message: &VersionedMessage,
    signers: &[&dyn Signer],
) -> Result<Standing, SendError> {
    if session.options.yes {
        return Ok(Standing::Open);
    }
    let standing = chain.standing(message.clone(), signers).await?;
    if !matches!(standing, Standing::Open) {
        return Ok(standing);
    }
    let Err(refusal) = chain.simulate_message(message).await else { return Ok(standing) };
    // It may have been executed in between, which the simulation takes for a reason to refuse it.
    match chain.standing(message.clone(), signers).await? {
        Standing::Open => Err(refusal),
        executed => Ok(executed),
    }
}

/// The message in a text, a file or standard input.
fn message_in(what: &str) -> Outcome<VersionedMessage> {
    let is_file = what == "-" || (Path::new(what).exists() && !Path::new(what).is_dir());
    let text = match is_file {
        true => read_text(Path::new(what)).map_err(|error| Failure::bad_input(format!("{what}: {error}")))?,
        false => what.to_owned(),
    };
    let exported = exported_in(&text);
    let is_message = |one: &String| bytes_of(one).and_then(|bytes| message_of(&bytes)).is_some();
    if exported.len() > 1 && exported.iter().all(is_message) {
        return Err(Failure::bad_input(format!(
            "these are {} transactions, which build on each other: give one line or `message` at a time, in their order",
            exported.len()
        )));
    }
    // Mails and tools wrap one message over several lines, none of which is a message by itself.
    let whole = match &exported[..] {
        [exported] => exported.clone(),
        lines if !lines.iter().any(is_message) && is_message(&lines.concat()) => lines.concat(),
        _ => return Err(no_base64(what, is_file)),
    };
    let bytes = bytes_of(&whole).ok_or_else(|| no_base64(what, is_file))?;
    message_of(&bytes).ok_or_else(|| Failure::bad_input("these bytes are no message and no transaction of Solana"))
}

fn no_base64(what: &str, is_file: bool) -> Failure {
    Failure::bad_input(match is_file {
        true => format!("{what}: there is no message in base64 on one line of it: give what --export prints"),
        false => "this is no base64, no file that is there, no signature and no address: give what --export prints"
            .to_owned(),
    })
}

/// Base64 in either of its alphabets, padded or not.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD_NO_PAD.decode(text.trim_end_matches('=').replace('-', "+").replace('_', "/")).ok()
}

/// The message that these bytes are, to the last one.
fn message_of(bytes: &[u8]) -> Option<VersionedMessage> {
    let all = || bincode::DefaultOptions::new().with_fixint_encoding();
    // A transaction has its signatures in front of the same message.
    let message = all().deserialize::<VersionedTransaction>(bytes).ok().map(|transaction| transaction.message);
    message.filter(is_whole).or_else(|| all().deserialize(bytes).ok()).filter(is_whole)
}

/// The messages in a text as --export prints it: a line each, or in a document.
fn exported_in(text: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct Exported {
        transactions: Vec<Transaction>,
    }
    #[derive(Deserialize)]
    struct Transaction {
        message: String,
    }
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Exported>(text) {
        Ok(exported) => exported.transactions.into_iter().map(|transaction| transaction.message).collect(),
        Err(_) => text.split_whitespace().map(str::to_owned).collect(),
    }
}

/// Whether all that it points to is there; any bytes would make some message otherwise.
fn is_whole(message: &VersionedMessage) -> bool {
    message.sanitize().is_ok() && !message.instructions().is_empty()
}
