//! What is submitted is looked up and simulated before it is asked for.

use anchor_lang::prelude::{system_program, Pubkey};
use solana_account::Account;
use solana_hash::Hash;

use crate::world::{base64_message, World};

/// The message that the second wallet's command exports.
fn exported(world: &World, args: &str) -> String {
    let exported = world.json("", &format!("{args} --export --signer {}", world.wallet(1)));
    base64_message(&exported).to_owned()
}

fn asks(world: &World, message: &str) {
    let asked = world.run("wallet-1", &format!("submit {message}"));
    let is_asked = asked.stderr.contains("Sign this transaction and send it?") && asked.stderr.contains("add --yes");
    assert!(asked.code == 1 && is_asked, "{} {}", asked.code, asked.stderr);
}

#[test]
fn what_is_dead_executed_or_refused_is_not_asked() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let hash = Hash::new_from_array([7; 32]);
    let dead = exported(&world, &format!("stake {pool} 10 --blockhash {hash}"));
    world.refused_unasked("wallet-1", &format!("submit {dead}"), "its blockhash is too old");

    let message = exported(&world, &format!("stake {pool} 10"));
    asks(&world, &message);
    world.json("wallet-1", &format!("submit {message}"));
    let again = world.run("wallet-1", &format!("submit {message}"));
    let is_told = again.stderr.contains("it was executed already") && !again.stderr.contains("add --yes");
    assert!(again.code == 0 && is_told, "{} {}", again.code, again.stderr);

    let refused = exported(&world, &format!("claim unstake {pool}"));
    world.refused_unasked("wallet-1", &format!("submit {refused}"), "(NothingToClaim, error ");
}

#[test]
fn a_message_with_a_price_or_a_nonce_is_simulated_as_it_is() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    // It brings its own limit and price.
    asks(&world, &exported(&world, &format!("stake {pool} 10 --priority-fee 1000")));

    // A nonce account: its version and its state, both 1, its authority, its value, and the fee of a signature.
    let (nonce, value) = (Pubkey::new_unique(), Hash::new_from_array([7; 32]));
    let state = [1u32.to_le_bytes(), 1u32.to_le_bytes()].concat();
    let data = [&state[..], &world.wallet(1).to_bytes(), &value.to_bytes(), &5_000u64.to_le_bytes()].concat();
    let account = Account { lamports: 10_000_000, data, owner: system_program::ID, ..Account::default() };
    world.network.set_account(&nonce, account).unwrap();
    world.json("wallet-1", &format!("stake {pool} 1"));
    let durable = format!("--blockhash {value} --nonce {nonce}");
    asks(&world, &exported(&world, &format!("stake {pool} 10 {durable}")));
    let refused = exported(&world, &format!("claim unstake {pool} {durable}"));
    world.refused_unasked("wallet-1", &format!("submit {refused}"), "(NothingToClaim, error ");
}

#[test]
fn what_an_export_printed_is_taken_as_a_document_and_several_are_said_to_be_several() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let exported = world.json("", &format!("stake {pool} 10 --export --signer {}", world.wallet(1)));
    world.write("one.json", &exported.to_string());
    let decoded = world.json("payer", "decode one.json");
    assert_eq!(decoded, world.json("payer", &format!("decode {}", base64_message(&exported))));
    asks(&world, "one.json");

    let message = base64_message(&exported);
    world.write("two.txt", &format!("{message}\n{message}\n"));
    world.write("none.txt", "no base64!");
    // A mail wraps what it is given, editors put a mark in front, and other tools take the other alphabet.
    let (start, rest) = message.split_at(76);
    world.write("wrapped.txt", &format!("\u{feff}{start}\r\n{rest}\n"));
    world.write("url.txt", message.replace('+', "-").replace('/', "_").trim_end_matches('='));
    for file in ["wrapped.txt", "url.txt"] {
        assert_eq!(decoded, world.json("payer", &format!("decode {file}")), "{file}");
    }
    let keyless = world.run("wallet-2", "submit one.json");
    let words =
        format!("{} has to sign, but its key is not here: give its keypair file with --keypair", world.wallet(1));
    assert!(keyless.code == 2 && keyless.stderr.contains(&words), "{}", keyless.stderr);
    assert!(!keyless.stderr.contains("--export"), "{}", keyless.stderr);
    // What is wrapped twice, or has something behind it, is no single message.
    world.write("twice.txt", &format!("{start}\n{rest}\n{start}\n{rest}\n"));
    world.write("behind.txt", &format!("{message}\n{start}\n"));
    for (command, why) in [
        ("submit two.txt", "these are 2 transactions"),
        ("decode two.txt", "these are 2 transactions"),
        ("decode none.txt", "none.txt: there is no message in base64 on one line of it"),
        ("decode twice.txt", "twice.txt: there is no message in base64"),
        ("submit behind.txt", "behind.txt: there is no message in base64"),
    ] {
        let ran = world.run("wallet-1", command);
        assert!(ran.code == 2 && ran.stderr.contains(why), "{command}: {}", ran.stderr);
    }
}
