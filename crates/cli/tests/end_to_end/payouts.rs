//! Which accounts can be paid, and what whoever cannot be paid is told to do.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::{owner_token_account, pool_vault};
use solana_signer::Signer;

use crate::world::{event, World, DAY};

/// Byte of a token account that says whether it is usable (1) or frozen (2), with zeros behind it.
const STATE: std::ops::Range<usize> = 108..116;

fn stake_account(world: &World, owner: &Pubkey) -> Pubkey {
    owner_token_account(owner, &world.network.mints.stake)
}

#[test]
fn a_move_does_not_begin_whose_end_could_not_be_paid() {
    let world = World::new();
    let (from, to) = (world.open_pool(0, 2_000), world.open_pool(2, 2_000));
    world.join(1, &from, 100);
    let account = stake_account(&world, &world.wallet(1));
    world.overwrite(&account, STATE, 2);
    let by_hand = format!("`claim unstake {from} --to ACCOUNT`, and then `stake {to} AMOUNT --from ACCOUNT`");
    for words in [format!("the token account {account} is frozen"), by_hand] {
        world.refused_unasked("wallet-1", &format!("move {from} {to} 40"), &words);
    }
    // By the owner and by somebody else the claim has different ways out.
    world.json("wallet-1", &format!("unstake {from} 40"));
    world.network.time_travel(7 * DAY + 1).unwrap();
    let claim = format!("claim unstake {from}");
    world.refused_unasked("wallet-1", &claim, "; name another token account with --to");
    let by_owner = format!("its owner can name another one: `claim unstake {from} --to`");
    world.refused_unasked("payer", &format!("{claim} --owner {}", world.wallet(1)), &by_owner);
    world.refused_unasked("wallet-1", "claim all", "pay another one with --to");
}

#[test]
fn a_named_account_is_one_of_the_mint_and_no_vault_and_something_is_due() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    let named = stake_account(&world, &world.wallet(2));
    let claim = format!("claim unstake {pool} --to");
    world.refused_unasked("wallet-1", &format!("{claim} {named}"), "NothingToClaim");
    // What is exported is executed later, when something may be due.
    world.json("", &format!("{claim} {named} --export --signer {}", world.wallet(1)));
    world.refused_unasked("wallet-0", &format!("claim commission --to {named}"), "NoCommissionToWithdraw");
    let usdc = owner_token_account(&world.wallet(2), &world.network.mints.usdc);
    world.refused_unasked("wallet-1", &format!("claim usdc {pool} --to {usdc}"), "NoUsdcToClaim");
    world.json("wallet-1", &format!("unstake {pool} 40"));
    world.network.time_travel(7 * DAY + 1).unwrap();
    world.refused_unasked("wallet-1", &format!("{claim} {usdc}"), "WrongDestinationAccount");
    world.refused_unasked("wallet-1", &format!("{claim} {}", pool_vault(&pool)), "WrongDestinationAccount");
    let asked = world.run("wallet-1", &format!("{claim} {named}"));
    let question = format!("Pay what is due from pool {pool} to the token account {named} of {}?", world.wallet(2));
    assert!(asked.stderr.contains(&question) && asked.stderr.contains("Operator"), "{}", asked.stderr);
}

#[test]
fn one_commission_is_paid_although_the_other_cannot_be() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.fund(10_000, 100);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,10000000\n"));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    world.json("reward-authority", "rewards publish tree.json");
    world.json("payer", &format!("epoch accrue {pool} tree.json"));
    let account = stake_account(&world, &world.wallet(0));
    let usdc = owner_token_account(&world.wallet(0), &world.network.mints.usdc);
    // What was named is never left out, and nothing is paid where neither can be.
    let named = stake_account(&world, &world.wallet(2));
    world.overwrite(&named, STATE, 2);
    world.refused_unasked("wallet-0", &format!("claim commission --to {named}"), &format!("{named} is frozen"));
    world.overwrite(&named, STATE, 1);
    world.overwrite(&account, STATE, 2);
    world.overwrite(&usdc, STATE, 2);
    for account in [account, usdc] {
        world.refused_unasked("wallet-0", "claim commission", &format!("{account} is frozen"));
    }
    world.overwrite(&usdc, STATE, 1);
    let paid = world.run("wallet-0", "claim commission --yes -o json");
    assert_eq!(paid.code, 0, "{}", paid.stderr);
    let paid: serde_json::Value = serde_json::from_str(&paid.stdout).unwrap();
    let left_out = paid["left_out"].as_str().unwrap();
    assert!(left_out.contains(&format!("{account} is frozen")) && left_out.contains("--to"), "{left_out}");
    event(&paid, "CommissionWithdrawn");
    let frozen = format!("{account} is frozen");
    world.refused_unasked("wallet-0", "claim commission --tokens", &frozen);
    // Only the tokens are owed from here on.
    let other = owner_token_account(&world.wallet(2), &world.network.mints.usdc);
    let to = stake_account(&world, &world.wallet(2));
    let idle = world.run("wallet-0", &format!("claim commission --to {to} --to-usdc {other}"));
    let words = format!("nothing of its kind is owed, so nothing goes to {other} of --to-usdc");
    assert!(idle.stderr.contains(&words) && idle.stderr.contains("add --yes"), "{}", idle.stderr);
    let nowhere = Pubkey::new_unique();
    let missing = format!("there is no token account at {nowhere}: create it first, or leave out --to-usdc");
    world.refused_unasked("wallet-0", &format!("claim commission --to-usdc {nowhere}"), &missing);
}

#[test]
fn a_fee_is_asked_with_the_pool_and_shown_with_its_way() {
    let world = World::new();
    let fees = world.network.roles.registration_fee.pubkey();
    let fee = format!("admin update --registration-fee 5 --registration-fee-wallet {fees}");
    world.json("program-admin", &fee);
    let create = "pool create --name Mine --reward-commission 5% --usdc-commission 7%";
    let [from, to] = [world.wallet(1), fees].map(|owner| stake_account(&world, &owner));
    let shown = world.run("wallet-1", create);
    assert!([from, to].iter().all(|account| shown.stderr.contains(&account.to_string())), "{}", shown.stderr);
    let asked = crate::in_process::asked(&world, "wallet-1", create);
    let [creates, pays] = &asked[..] else { panic!("{asked:?}") };
    assert!(creates.starts_with("Create pool ") && pays.contains("registration fee of 5 tokens"), "{asked:?}");
    world.overwrite(&to, STATE, 2);
    world.refused_unasked("wallet-0", create, &format!("it is that of the registration fee's wallet {fees}"));
}

#[test]
fn who_has_nothing_funds_nothing_and_a_ticket_is_named_with_its_pool() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let account = stake_account(&world, &world.network.roles.halt_authority.pubkey());
    let missing = format!("there is no token account at {account} to pay from");
    world.refused_unasked("halt-authority", "rewards fund --tokens 1", &missing);
    world.refused_unasked("wallet-2", "rewards fund --tokens 18000000000000", "18000000000000 tokens were to be paid");
    world.refused_unasked("wallet-2", "rewards fund --usdc 18000000000000", "18000000000000 USDC were to be paid");
    // Pool and first stake are paid out of one account.
    let create = "pool create --name Mine --reward-commission 5% --usdc-commission 7% --stake 18000000000000";
    let words = format!(
        "the token account {} holds 1000000 tokens, 18000000000000 tokens",
        stake_account(&world, &world.wallet(1))
    );
    world.refused_unasked("wallet-1", create, &words);
    world.json("wallet-0", &format!("unstake {pool} 10"));
    let asked = world.run("wallet-0", &format!("cancel-unstake {pool} 0 -o json"));
    let preview: serde_json::Value = serde_json::from_str(asked.stderr.lines().next().unwrap()).unwrap();
    let preview = &preview["preview"];
    assert_eq!((&preview["pool"], &preview["name"]), (&pool.to_string().into(), &"Operator".into()));
    assert_eq!(preview["ticket"], 0);
}
