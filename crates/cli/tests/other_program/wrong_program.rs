//! An address at which the program is not: said in words, before anything is signed.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::bpf_loader_upgradeable;
use inference_staking_client::address;
use inference_staking_localnet_rpc::LocalNetworkOptions;
use solana_signer::Signer;

use crate::world::World;
use crate::{other, world, VARIABLE};

/// A network without its singleton, with a file that `init` would take.
fn bare() -> World {
    let world = world(LocalNetworkOptions { initialized: false, ..LocalNetworkOptions::default() });
    let mints = world.network.mints;
    let treasury = world.network.roles.slashing_treasury.pubkey();
    let template = world.run("payer", "init --template").stdout;
    let addresses = [
        mints.stake,
        mints.usdc,
        address::owner_token_account(&treasury, &mints.stake),
        address::owner_token_account(&treasury, &mints.usdc),
    ];
    let file = addresses.iter().fold(template, |file, key| file.replacen("<address>", &key.to_string(), 1));
    world.write("init.toml", &file.replace("<address>", &world.wallet(0).to_string()));
    world
}

/// Exit code 1, these words, and no transaction of the key.
fn refuses(world: &World, args: &str, words: &str) {
    let admin = world.network.roles.program_admin.pubkey();
    let before = world.network.account(&admin).unwrap();
    let ran = world.run("program-admin", &format!("--yes {args}"));
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{args}\n{}", ran.stderr);
    assert!(ran.stderr.contains(words), "{args} should say `{words}`:\n{}", ran.stderr);
    assert!(!ran.stderr.contains("sending"), "{}", ran.stderr);
    assert_eq!(world.network.account(&admin).unwrap(), before);
}

#[test]
fn an_address_without_the_program_is_refused_in_words() {
    let world = bare();
    let nowhere = Pubkey::new_from_array([78; 32]);
    for command in ["status", "init init.toml", "admin accept"] {
        let named = |program: &Pubkey| format!("{command} --program-id {program}");
        refuses(&world, &named(&nowhere), &format!("there is no program at {nowhere} on this network: name the right"));
        let wallet = world.wallet(0);
        refuses(&world, &named(&wallet), &format!("the account {wallet} is no program: name the right program with"));
    }
    // Any program may have no singleton; whether it is this one is found out before something is signed for it.
    let token = anchor_lang::prelude::pubkey!("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    refuses(&world, &format!("status --program-id {token}"), "a program at another address is named with --program-id");
    refuses(
        &world,
        &format!("init init.toml --program-id {token}"),
        &format!("the program at {token} is not the staking program: it does not know its instructions"),
    );
    let moved = Pubkey::new_from_array([79; 32]);
    deploy_as_it_is(&world, &moved);
    refuses(
        &world,
        &format!("init init.toml --program-id {moved}"),
        &format!("the program at {moved} was built for another id and refuses every instruction"),
    );
    // The right one is the staking program, and a wallet without SOL cannot tell.
    refuses(&world, "status", "a new network begins with `init`");
    let poor = Pubkey::new_from_array([80; 32]);
    refuses(&world, &format!("init init.toml --dry-run --signer {poor}"), "it cannot be told whether the program at");
    assert!(world.json("program-admin", "init init.toml --dry-run")["dry_run"].as_bool().unwrap());
}

/// Puts the program, which declares the id of `other`, at another address.
fn deploy_as_it_is(world: &World, at: &Pubkey) {
    let (of_other, data_of_other) = (other(), address::program_data());
    let data_at = Pubkey::find_program_address(&[at.as_ref()], &bpf_loader_upgradeable::ID).0;
    let data = world.network.account(&data_of_other).unwrap().unwrap();
    let mut program = world.network.account(&of_other).unwrap().unwrap();
    // A program's account is the number of its kind and the address of its data.
    program.data[4..36].copy_from_slice(data_at.as_ref());
    world.network.set_account(&data_at, data).unwrap();
    world.network.set_account(at, program).unwrap();
}

#[test]
fn a_variable_that_names_no_address_is_bad_input() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
    let ran = command.env(VARIABLE, "nonsense").args(["status", "--url", "http://127.0.0.1:1"]).output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(said.starts_with(&format!("error: {VARIABLE}: ")), "{said}");
}
