//! Dry runs and unsigned messages.

use anchor_lang::prelude::Pubkey;
use base64::prelude::{Engine, BASE64_STANDARD};
use solana_account::Account;
use solana_message::Message;
use solana_rpc_client_api::config::RpcSendTransactionConfig;
use solana_transaction::versioned::VersionedTransaction;

use crate::world::{amount, base64_message, event, message, World, DAY, ONE};

#[test]
fn a_dry_run_shows_events_and_fee_and_needs_no_key() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let before = world.tokens(&world.wallet(1));
    let dry = world.json("", &format!("stake {pool} 10 --dry-run --signer {} --priority-fee none", world.wallet(1)));
    assert_eq!(amount(&event(&dry, "Staked")["amount"]), 10 * ONE);
    let after = &event(&dry, "Staked")["pool"];
    assert_eq!((&after["total_staked_amount"]["ui"], &after["total_activating"]["ui"]), (&"2000".into(), &"10".into()));
    assert_eq!(dry["earns_from_epoch"], 2);
    // One signature, no priority fee.
    assert_eq!(amount(&dry["fee"]), 5_000);
    // Its staking record: 6,960 lamports for each of its bytes, discriminator included, and 128 more.
    let bytes = 128 + 8 + size_of::<inference_staking_client::state::StakingRecord>() as u64;
    assert_eq!(amount(&dry["rent"]), 6_960 * bytes);
    assert!(dry["compute_units"].as_u64().unwrap() > 0);
    assert_eq!(world.tokens(&world.wallet(1)), before);
    // Once the record is there, nothing more is paid than the fee, which the result says.
    let staked = world.json("wallet-1", &format!("stake {pool} 10 --priority-fee none"));
    assert_eq!((amount(&staked["fee"]), staked.get("explorer")), (5_000, None));
    let dry = world.json("wallet-1", &format!("stake {pool} 10 --dry-run --priority-fee none"));
    assert_eq!((amount(&dry["fee"]), amount(&dry["rent"])), (5_000, 0));
    // The price is paid for each unit of the limit, in millionths of a lamport.
    let dry = world.json("wallet-1", &format!("stake {pool} 10 --dry-run --priority-fee 2000000"));
    assert_eq!(dry["compute_unit_price_micro_lamports"], 2_000_000);
    assert_eq!(amount(&dry["fee"]), 5_000 + 2 * dry["compute_unit_limit"].as_u64().unwrap());
    let sent = world.run("", &format!("stake {pool} 10 --signer {}", world.wallet(1)));
    assert_eq!(sent.code, 2);
    assert!(sent.stderr.contains("has to sign") && sent.stderr.contains("--export"), "{}", sent.stderr);
}

#[test]
fn an_exported_message_is_the_transaction_without_signatures() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let (vault, payer) = (world.wallet(2), world.wallet(1));
    let args = format!("halt pool {pool} --export --signer {vault} --fee-payer {payer}");
    let exported = world.json("", &args);
    let told = &exported["transactions"][0];
    assert_eq!(told["signers"], serde_json::json!([payer.to_string(), vault.to_string()]));
    let bytes = BASE64_STANDARD.decode(base64_message(&exported)).unwrap();
    assert_eq!(told["bytes"], bytes.len());
    let message: Message = bincode::deserialize(&bytes).unwrap();
    assert_eq!(message.account_keys[0], payer);
    let expected = inference_staking_client::instruction::set_halt_status(vault, pool, true);
    assert_eq!(message.instructions.len(), 1);
    assert_eq!(message.instructions[0].data, expected.data);
    assert!(message.account_keys.contains(&pool));

    // As text, the message is all of standard output.
    let text = world.run("", &args);
    assert_eq!(text.code, 0, "{}", text.stderr);
    assert!(text.stderr.contains("blockhash expires"));
    BASE64_STANDARD.decode(text.stdout.trim()).unwrap();

    // With a durable nonce, its advance comes first and its value is the blockhash.
    let nonce = world.wallet(0);
    let hash = solana_hash::Hash::new_from_array([7; 32]);
    let durable = world.json("", &format!("{args} --blockhash {hash} --nonce {nonce}"));
    let message: Message = bincode::deserialize(&BASE64_STANDARD.decode(base64_message(&durable)).unwrap()).unwrap();
    assert_eq!((message.recent_blockhash, message.instructions.len()), (hash, 2));
    assert_eq!(message.instructions[0].data, 4u32.to_le_bytes());
}

#[test]
fn an_exported_message_is_decoded_signed_and_sent_as_it_is() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let exported = world.json("", &format!("stake {pool} 10 --export --signer {}", world.wallet(1)));
    let message = base64_message(&exported);
    let file = world.write("message.txt", message).display().to_string();
    let decoded = world.json("", &format!("decode {file}"));
    let staked = decoded["instructions"].as_array().unwrap().last().unwrap();
    assert_eq!((&staked["program"], &staked["instruction"]), (&"inference staking".into(), &"stake".into()));
    assert_eq!(
        staked["arguments"],
        serde_json::json!([{ "argument": "amount", "value": "10 tokens (10000000 base units)" }])
    );
    // Without a node amounts are base units.
    let alone = world.run("", &format!("decode {file} --url http://127.0.0.1:1 --output json"));
    let alone: serde_json::Value = serde_json::from_str(&alone.stdout).unwrap();
    let staked_alone = alone["instructions"].as_array().unwrap().last().unwrap();
    assert_eq!(staked_alone["arguments"][0]["value"], "10000000 base units of tokens");
    let named = staked["accounts"].as_array().unwrap().iter().find(|account| account["account"] == "operator_pool");
    assert_eq!(named.unwrap()["address"], pool.to_string());

    // Who it is not of cannot sign it.
    let stranger = world.run("wallet-2", &format!("submit {file} --yes"));
    assert!(stranger.code == 2 && stranger.stderr.contains("has to sign"), "{}", stranger.stderr);
    let before = world.tokens(&world.wallet(1));
    let sent = world.json("wallet-1", &format!("submit {message}"));
    assert_eq!(amount(&event(&sent, "Staked")["amount"]), 10 * ONE);
    assert_eq!(before - world.tokens(&world.wallet(1)), 10 * ONE);
    assert_eq!(sent["executed_already"], false);
    // Once more, while its blockhash is valid and when it is over: it is the same execution, and said to be.
    for is_over in [false, true] {
        if is_over {
            world.network.time_travel(DAY).unwrap();
        }
        let again = world.json("wallet-1", &format!("submit {message}"));
        assert_eq!(again["executed_already"], true);
        assert_eq!((&again["signature"], &again["slot"]), (&sent["signature"], &sent["slot"]));
        let told = world.run("wallet-1", &format!("submit {message} --yes"));
        let words = format!("it was executed already, in slot {}: nothing was sent now", sent["slot"]);
        assert!(told.code == 0 && told.stderr.contains(&words), "{}", told.stderr);
    }
    assert_eq!(before - world.tokens(&world.wallet(1)), 10 * ONE);
    let again = world.json("", &format!("decode {}", sent["signature"].as_str().unwrap()));
    assert_eq!(again["instructions"], decoded["instructions"]);
    let nothing = world.run("wallet-1", "decode AAAA");
    assert!(nothing.code == 2 && nothing.stderr.contains("no message and no transaction"), "{}", nothing.stderr);

    // One whose blockhash was never there.
    let hash = solana_hash::Hash::new_from_array([7; 32]);
    let dead = world.json("", &format!("stake {pool} 10 --export --blockhash {hash} --signer {}", world.wallet(1)));
    let refused = world.run("wallet-1", &format!("submit {} --yes", base64_message(&dead)));
    assert!(refused.code == 1 && refused.stderr.contains("its blockhash is too old"), "{}", refused.stderr);
}

#[test]
fn a_signature_is_said_before_it_is_known_what_became_of_it() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let ran = world.run("wallet-1", &format!("stake {pool} 10 -o json"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let sent: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(ran.stderr.contains(&format!("sending {}", sent["signature"].as_str().unwrap())), "{}", ran.stderr);
    let quiet = world.run("wallet-1", &format!("stake {pool} 10 -q"));
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_executed_and_could_not_be_written_is_named_and_is_no_failure_to_repeat() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let before = world.tokens(&world.wallet(1));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
    command.env("SOLANA_CONFIG", world.path("config.yml")).arg("--keypair").arg(world.path("wallet-1.json"));
    let ran = command.args(format!("stake {pool} 10 -q -o json").split(' ')).stdout(full).output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!((ran.status.code(), before - world.tokens(&world.wallet(1))), (Some(3), 10 * ONE), "{said}");
    let error: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(error["error"]["kind"], "done_but_not_written");
    let [signature] = &error["error"]["executed"].as_array().unwrap()[..] else { panic!("{error}") };
    let decoded = world.run("wallet-1", &format!("decode {}", signature.as_str().unwrap()));
    assert!(decoded.code == 0 && decoded.stdout.contains("10"), "{}", decoded.stdout);
}

#[test]
fn a_transaction_that_failed_is_told_from_one_that_was_done() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 10);
    let export = |tokens: u64| {
        let exported = world.json("", &format!("stake {pool} {tokens} --export --signer {}", world.wallet(1)));
        base64_message(&exported).to_owned()
    };
    let rest = world.tokens(&world.wallet(1)) / ONE;
    let (done, failing) = (export(1), export(rest));
    world.json("wallet-1", &format!("submit {done}"));
    let signed = |message: &str| {
        let message = bincode::deserialize(&BASE64_STANDARD.decode(message).unwrap()).unwrap();
        VersionedTransaction::try_new(message, &[&world.network.wallets[1]]).unwrap()
    };
    let config = RpcSendTransactionConfig { skip_preflight: true, ..RpcSendTransactionConfig::default() };
    let signature = world.network.rpc_client().send_transaction_with_config(&signed(&failing), config).unwrap();
    while world.network.rpc_client().get_signature_status(&signature).unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let of = |signature: &str| world.json("", &format!("decode {signature}"));
    let outcome = loop {
        let ran = world.run("", &format!("decode {signature} -o json"));
        if ran.code == 0 {
            break serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap()["outcome"].to_string();
        }
    };
    assert!(outcome.contains("FAILED, and nothing of it was done: the token program refused"), "{outcome}");
    assert_eq!(of(&signed(&done).signatures[0].to_string())["outcome"], "executed");
    for answer in ["--yes", "-q"] {
        let again = world.run("wallet-1", &format!("submit {failing} {answer}"));
        let words = format!("it was executed already, as {signature}, and failed: the token program refused");
        assert!(again.code == 1 && again.stderr.contains(&words), "{}", again.stderr);
        assert!(again.stderr.contains("make it anew to try again"), "{}", again.stderr);
    }
}

#[test]
fn a_message_that_lives_by_a_nonce_is_refused_once_that_was_advanced() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let (nonce, hash) = (Pubkey::new_unique(), solana_hash::Hash::new_from_array([7; 32]));
    let args = format!("stake {pool} 10 --export --signer {} --blockhash {hash} --nonce {nonce}", world.wallet(1));
    let message = base64_message(&world.json("", &args)).to_owned();
    let submit = || world.run("wallet-1", &format!("submit {message} --yes"));
    let unknown = submit();
    assert!(unknown.code == 1 && unknown.stderr.contains("nonce account cannot be read"), "{}", unknown.stderr);
    // Another value stands where a nonce account holds its own.
    let account = Account { lamports: 10_000_000, data: vec![8; 80], ..Account::default() };
    world.network.set_account(&nonce, account).unwrap();
    let advanced = submit();
    assert!(advanced.code == 1 && advanced.stderr.contains("nonce was advanced since"), "{}", advanced.stderr);
}

/// Bytes in the order in which Squads stores them: its version 4, `VaultTransaction`.
fn vault_transaction(multisig: &Pubkey, vault_index: u8, message: &Message) -> Vec<u8> {
    let list = |bytes: &[u8]| [u32::try_from(bytes.len()).unwrap().to_le_bytes().as_slice(), bytes].concat();
    let header = message.header;
    let writable_signers = header.num_required_signatures - header.num_readonly_signed_accounts;
    let others = u8::try_from(message.account_keys.len()).unwrap() - header.num_required_signatures;
    let mut data = vec![168, 250, 162, 100, 81, 14, 162, 207];
    data.extend(multisig.to_bytes());
    data.extend([9; 32]);
    data.extend(7u64.to_le_bytes());
    data.extend([255, vault_index, 254]);
    data.extend(list(&[253]));
    data.extend([header.num_required_signatures, writable_signers, others - header.num_readonly_unsigned_accounts]);
    data.extend(u32::try_from(message.account_keys.len()).unwrap().to_le_bytes());
    data.extend(message.account_keys.iter().flat_map(|key| key.to_bytes()));
    data.extend(u32::try_from(message.instructions.len()).unwrap().to_le_bytes());
    for instruction in &message.instructions {
        data.push(instruction.program_id_index);
        data.extend(list(&instruction.accounts));
        data.extend(list(&instruction.data));
    }
    data.extend(0u32.to_le_bytes());
    data
}

#[test]
fn a_multisigs_proposal_is_said_in_words() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let squads: Pubkey = "SQDS4ep65T869zMMBKyuUq6aD6EgTu8psMjkvj52pCf".parse().unwrap();
    let put = |at: &Pubkey, owner: Pubkey, data: Vec<u8>| {
        let account = Account { lamports: 10_000_000, data, owner, ..Account::default() };
        world.network.set_account(at, account).unwrap();
    };
    let multisig = Pubkey::new_from_array([5; 32]);
    let vault = Pubkey::find_program_address(&[b"multisig", multisig.as_ref(), b"vault", &[1]], &squads).0;
    let from = inference_staking_client::address::owner_token_account(&world.wallet(1), &world.network.mints.stake);
    let stake = format!("stake {pool} 10 --from {from} --export --signer {vault} --priority-fee none");
    let exported = world.json("", &stake);
    let stored = vault_transaction(&multisig, 1, &message(&exported));
    let seeds: [&[u8]; 4] = [b"multisig", multisig.as_ref(), b"transaction", &7u64.to_le_bytes()];
    let transaction = Pubkey::find_program_address(&seeds, &squads).0;
    put(&transaction, squads, stored.clone());

    let told = world.json("", &format!("decode {transaction}"));
    assert_eq!((&told["multisig"], &told["vault"]), (&multisig.to_string().into(), &vault.to_string().into()));
    assert_eq!((&told["transaction"], &told["status"]), (&7.into(), &serde_json::Value::Null));
    assert_eq!(told["signers"], serde_json::json!([vault.to_string()]));
    let as_exported = world.json("", &format!("decode {}", base64_message(&exported)));
    assert_eq!(told["instructions"], as_exported["instructions"]);
    let staked = told["instructions"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&staked["instruction"], &staked["arguments"][0]["value"]),
        (&"stake".into(), &"10 tokens (10000000 base units)".into())
    );

    // By the proposal that is voted on, which names the transaction by its number.
    let proposal = Pubkey::new_unique();
    let mut data = vec![26, 94, 189, 187, 116, 136, 53, 33];
    data.extend(multisig.to_bytes());
    data.extend(7u64.to_le_bytes());
    data.push(3);
    data.extend([0; 40]);
    put(&proposal, squads, data.clone());
    let told = world.json("", &format!("decode {proposal}"));
    assert_eq!((&told["status"], &told["instructions"]), (&"approved".into(), &as_exported["instructions"]));

    let refused = |address: &Pubkey, words: &str| {
        let ran = world.run("", &format!("decode {address}"));
        assert!(ran.code == 1 && ran.stderr.contains(words), "{} {}", ran.code, ran.stderr);
    };
    refused(&world.wallet(1), "belongs to");
    refused(&Pubkey::new_unique(), "no multisig proposal");
    let other = Pubkey::new_unique();
    put(&other, squads, vec![1; 200]);
    refused(&other, "holds no instructions of a vault");
    put(&other, squads, stored[..stored.len() - 5].to_vec());
    refused(&other, "cannot be read");
    // An instruction that points behind the last account.
    let mut astray = stored;
    let program = astray.len() - 4 - 8 - 8 - message(&exported).instructions.last().unwrap().accounts.len() - 4 - 4 - 1;
    assert_eq!(astray[program], message(&exported).instructions.last().unwrap().program_id_index);
    astray[program] = 200;
    put(&other, squads, astray);
    refused(&other, "cannot be read");
    // Behind the number of a transaction that is closed.
    data[40..48].copy_from_slice(&8u64.to_le_bytes());
    put(&proposal, squads, data);
    refused(&proposal, "no multisig proposal");
}
