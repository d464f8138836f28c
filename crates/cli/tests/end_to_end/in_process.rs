//! The CLI's code called by a program, with a user who answers.

use std::ffi::OsString;

use inference_staking_cli::{run, Captured, Output};
use solana_signer::Signer;

use crate::world::World;

/// Answers every question the same, after something else has happened.
struct Answering<'h> {
    answer: &'static str,
    meanwhile: &'h (dyn Fn() + Sync),
    written: Captured,
    asked: Vec<String>,
}

impl Output for Answering<'_> {
    fn result(&mut self, text: &str) {
        self.written.result(text);
    }

    fn note(&mut self, text: &str) {
        self.written.note(text);
    }

    fn ask(&mut self, question: &str) -> Option<String> {
        self.asked.push(question.to_owned());
        (self.meanwhile)();
        Some(self.answer.to_owned())
    }
}

/// What a command asks a user who answers every question with yes.
pub fn asked(world: &World, who: &str, args: &str) -> Vec<String> {
    agreed_while(world, who, args, &|| {}).0
}

/// The same, where something else happens before the answer; and what the command says beside its result.
pub fn agreed_while(world: &World, who: &str, args: &str, meanwhile: &(dyn Fn() + Sync)) -> (Vec<String>, String) {
    let (code, out) = answering(world, who, args, "yes", meanwhile);
    assert_eq!(code, 0, "{args}\n{}", out.written.notes);
    (out.asked, out.written.notes)
}

fn halt(world: &World, answer: &'static str) -> (u8, Answering<'static>) {
    answering(world, "halt-authority", &format!("halt pool {}", world.pool_of(0)), answer, &|| {})
}

fn answering<'h>(
    world: &World,
    who: &str,
    args: &str,
    answer: &'static str,
    meanwhile: &'h (dyn Fn() + Sync),
) -> (u8, Answering<'h>) {
    let key = world.path(&format!("{who}.json"));
    let words = format!("inference-staking --url {} --keypair {} {args}", world.network.rpc_url(), key.display());
    let words = words.split_whitespace().map(OsString::from).collect::<Vec<_>>();
    let mut out = Answering { answer, meanwhile, written: Captured::default(), asked: Vec::new() };
    let code = tokio::runtime::Runtime::new().unwrap().block_on(run(words, &mut out));
    (code, out)
}

#[test]
fn a_destructive_command_asks_and_no_is_no() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let (code, out) = halt(&world, "n");
    assert_eq!(code, 1);
    let [asked] = &out.asked[..] else { panic!("{:?}", out.asked) };
    let consequence = format!("Halt pool {pool}? Nothing enters it or becomes shares of it, its operator cannot leave");
    assert!(asked.starts_with(&consequence) && asked.ends_with("[y/N]"), "{asked}");
    assert!(out.written.notes.contains("not confirmed: nothing was sent"), "{}", out.written.notes);
    let key = world.network.roles.halt_authority.pubkey().to_string();
    assert!(out.written.notes.contains(&key), "{}", out.written.notes);
    assert_eq!(world.json("payer", "pool list --halted")["count"], 0);

    let (code, out) = halt(&world, "yes");
    assert_eq!(code, 0, "{}", out.written.notes);
    assert!(out.written.results.contains("HaltStatusSet"), "{}", out.written.results);
    assert_eq!(world.json("payer", "pool list --halted")["count"], 1);
}
