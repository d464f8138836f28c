//! What a command sends is what the client says, and what a dry run shows is what is sent.

use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{
    self, ActivateRequest, Amount, BecomesShares, Plan, ProofSource, StakeRequest, UnstakeRequest,
};
use inference_staking_client::rpc::{CommitmentConfig, Connection};
use inference_staking_keeper::TreeSource;
use solana_message::Message;

use crate::world::{amount, event, message, World, ONE};

/// A pool with 2,100 tokens, 100 of them of wallet 1, which has 5 more activating, and an epoch open that pays the pool 10,000,
/// 10 % of them to its operator.
fn with_an_open_epoch(world: &World) -> anchor_lang::prelude::Pubkey {
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    world.json("wallet-1", &format!("stake {pool} 5"));
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,0\n"));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.json("payer", "rewards build rewards.csv --out trees/1.json");
    world.json("reward-authority", "rewards publish trees/1.json");
    pool
}

/// The message that a command exports.
fn exported(world: &World, command: &str) -> Message {
    let hash = solana_hash::Hash::new_from_array([7; 32]);
    message(&world.json("", &format!("{command} --export --signer {} --blockhash {hash}", world.wallet(1))))
}

/// The message of a plan's only transaction.
fn planned(world: &World, plan: &Plan) -> Message {
    let hash = solana_hash::Hash::new_from_array([7; 32]);
    assert_eq!(plan.transactions.len(), 1);
    Message::new_with_blockhash(&plan.transactions[0], Some(&world.wallet(1)), &hash)
}

#[test]
fn the_command_line_stakes_activates_and_unstakes_as_the_client_does() {
    let world = World::new();
    let pool = with_an_open_epoch(&world);
    let chain = Connection::new(&world.network.rpc_url(), CommitmentConfig::confirmed());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (payer, trees) = (world.wallet(1), TreeSource::Folder(world.path("trees")));
    let record = RecordOf { operator_pool: pool, owner: payer };
    let request = StakeRequest { record, amount: 5 * ONE, source: None, payer };
    let staking = runtime.block_on(intent::stake(&chain, &request)).unwrap();
    assert_eq!(staking.becomes_shares, BecomesShares::AfterEpoch { epoch: 2 });
    assert_eq!(exported(&world, &format!("stake {pool} 5")), planned(&world, &staking.plan));

    for (proofs, option) in [(None, ""), (Some(&trees as &dyn ProofSource), "--trees trees")] {
        let request = UnstakeRequest { record, amount: Amount::Tokens(50 * ONE), joins: None, payer };
        let plan = runtime.block_on(intent::unstake(&chain, &request, proofs)).unwrap();
        // With proofs the accrual stands before it, without them it is named.
        assert_eq!((plan.instructions().count(), plan.unaccrued.len()), if proofs.is_some() { (2, 0) } else { (1, 1) });
        assert_eq!(exported(&world, &format!("unstake {pool} 50 {option}")), planned(&world, &plan));
    }

    let request = ActivateRequest { operator_pool: pool, owners: vec![payer], payer };
    let plan = runtime.block_on(intent::activate(&chain, &request, Some(&trees))).unwrap().plan;
    assert_eq!(plan.instructions().count(), 2);
    let expected = planned(&world, &plan);
    for owner in [String::new(), payer.to_string()] {
        assert_eq!(exported(&world, &format!("activate {pool} {owner} --trees trees")), expected);
    }
}

#[test]
fn a_deposit_comes_at_any_time_and_anyone_activates_it_once_the_pool_has_accrued() {
    let world = World::new();
    let pool = with_an_open_epoch(&world);
    let owner = world.wallet(1);
    let early = world.json("wallet-2", &format!("stake {pool} 3"));
    assert_eq!(early["earns_from_epoch"], 3);
    // Of epoch 2, which is not over. The pool is behind too, but that is not what a deposit of now waits for first.
    let unripe = world.json("wallet-2", &format!("record show {pool}"));
    let plainly = "the end of epoch 2, and that its pool passes it";
    assert_eq!((&unripe["activation_waits_for"], &unripe["becomes_shares_after_epoch"]), (&plainly.into(), &2.into()));
    world.json("wallet-2", &format!("unstake {pool} ALL"));
    let none = world.json("wallet-2", &format!("record show {pool}"));
    assert!(none["activation_waits_for"].is_null() && none["becomes_shares_after_epoch"].is_null(), "{none}");
    let staked = world.json("wallet-1", &format!("stake {pool} 50"));
    assert_eq!(staked["events"].as_array().unwrap().len(), 1, "nothing is put in front");
    assert_eq!(staked["earns_from_epoch"], 3);
    assert!(staked["becomes_shares"].as_str().unwrap().starts_with("once epoch 2 is over"), "{staked}");
    assert!(staked["becomes_shares"].as_str().unwrap().contains("from epoch 3 on at the earliest"), "{staked}");
    assert_eq!(
        (&staked["held_up"][0]["reason"], staked["held_up"].as_array().unwrap().len()),
        (&"PoolBehind".into(), 1)
    );

    world.refused("wallet-2", &format!("activate {pool} {owner}"), "PoolBehind");
    let told = world.run("wallet-2", &format!("activate {pool} {owner}"));
    assert!(
        told.stderr.contains("epoch 1 is not accrued: its proof could not be had: no source of proofs is given"),
        "{}",
        told.stderr
    );
    let missing = world.run("payer", &format!("activate {pool} --trees trees"));
    assert!(missing.code == 1 && missing.stderr.contains("there is no staking record"), "{}", missing.stderr);
    let open = world.json("wallet-1", &format!("unstake {pool} --shares 1 --dry-run"));
    assert_eq!(open["unaccrued"][0]["epoch"], 1);
    let told = world.run("wallet-1", &format!("unstake {pool} --shares 1 --dry-run"));
    assert!(told.stderr.contains("the pool does not accrue epoch 1 first"), "{}", told.stderr);

    // The ripe 5 wait for the pool, the 50 for the epoch.
    let both = world.json("wallet-1", &format!("record show {pool}"));
    assert!(both["activation_waits_for"].as_str().unwrap().contains("accrue them first"), "{both}");
    assert_eq!(both["becomes_shares_after_epoch"], 2);
    let shown = world.json("payer", &format!("pool show {pool}"))["activating"].clone();
    assert_eq!((amount(&shown["ripe"]), amount(&shown["can_activate"])), (5 * ONE, 0));
    let waits_for = shown["waiting"][0]["waits_for"].as_str().unwrap();
    assert!(waits_for.contains("accrue them first") && waits_for.contains("(PoolBehind, error "), "{shown}");

    // 2,100 shares are worth 11,100 tokens by then: floor(5 x 2,100 / 11,100) of 10^6 units, at what they cost rounded up.
    let shares = 5 * ONE * 2_100 / 11_100;
    let cost = (shares * 11_100).div_ceil(2_100);
    let dry = world.json("wallet-2", &format!("activate {pool} {owner} --trees trees --dry-run"));
    let sent = world.json("wallet-2", &format!("activate {pool} {owner} --trees trees"));
    for answer in [&dry, &sent] {
        assert_eq!(amount(&event(answer, "RewardAccrued")["holder_reward"]), 9_000 * ONE);
        let activated = event(answer, "StakeActivated");
        assert_eq!((amount(&activated["shares"]), amount(&activated["cost"])), (shares, cost));
        // The deposit of epoch 2, and less than the price of a share.
        assert_eq!(amount(&activated["record_activating"]), 55 * ONE - cost);
        assert_eq!(activated["owner"], owner.to_string());
        assert!(answer.get("unaccrued").is_none(), "{answer}");
    }
    // What is left of the ripe 5 buys no share.
    world.refused("wallet-2", &format!("activate {pool} {owner}"), "DepositBuysNoShare");
    // 945,945 shares cost 4,999,995 base units. The 50 tokens of epoch 2 are told too, and when they can.
    let told = world.run("wallet-2", &format!("activate {pool} {owner}"));
    let ripe = "the 0.000005 tokens that are ripe buy no share at today's price";
    let when = "50 tokens more are ripe once epoch 2 is over and the pool has passed it";
    assert!(told.stderr.contains(ripe) && told.stderr.contains(when), "{}", told.stderr);
    assert!(told.stderr.contains("(DepositBuysNoShare, error "), "{}", told.stderr);
    let waits = world.json("wallet-1", &format!("record show {pool}"))["activation_waits_for"].clone();
    assert_eq!(waits, format!("{plainly}: what is ripe buys no share alone"));
    // It holds nobody else up.
    world.join_activating(2, &pool, 50);
    let export = format!("activate {pool} {owner} {} --export --signer {owner}", world.wallet(2));
    let exported = world.run("", &export);
    assert!(exported.code == 0 && exported.stderr.contains("left out: the stake of"), "{}", exported.stderr);
    let beside = world.json("payer", &format!("activate {pool} {owner} {}", world.wallet(2)));
    assert_eq!(event(&beside, "StakeActivated")["owner"], world.wallet(2).to_string());
    assert_eq!(beside["not_activated"].as_array().unwrap().len(), 1);
    let left = &beside["not_activated"][0];
    assert_eq!((&left["owner"], &left["code"]), (&owner.to_string().into(), &"DepositBuysNoShare".into()));
    assert_eq!((amount(&left["ripe"]), amount(&left["unripe"])), (5 * ONE - cost, 50 * ONE));
    assert!(left["waits_for"].as_str().unwrap().contains(when), "{left}");
    let record = world.json("wallet-1", &format!("record show {pool}"));
    assert_eq!((amount(&record["activating"]), &record["can_activate"]), (55 * ONE - cost, &false.into()));
    let listed = world.json("wallet-1", "record list");
    assert_eq!(amount(&listed["records"][0]["activating"]), 55 * ONE - cost);
}

#[test]
fn rewards_that_are_lost_and_what_is_agreed_to_are_told_before_somebody_signs() {
    let world = World::new();
    let pool = with_an_open_epoch(&world);
    let unstake = format!("unstake {pool} --shares 1");
    let beside = format!("--signer {}", world.wallet(1));
    let exported = world.json("", &format!("{unstake} --export {beside}"));
    assert_eq!((&exported["unaccrued"][0]["epoch"], exported.get("consequences")), (&1.into(), None));

    world.json("wallet-1", &unstake);
    let joins = format!("{unstake} --join 0");
    let words = "Join the ticket of 1 tokens";
    for instead in ["--export", "--dry-run"] {
        let told = world.json("", &format!("{joins} {instead} {beside}"));
        assert_eq!(told["unaccrued"][0]["epoch"], 1, "{told}");
        assert!(told["consequences"][0].as_str().unwrap().starts_with(words), "{told}");
        let told = world.run("", &format!("{joins} {instead} {beside}"));
        let agrees = format!("who signs agrees to this: {words}");
        assert!(told.code == 0 && told.stderr.contains(&agrees), "{} {}", told.code, told.stderr);
    }
    let asked = world.run("wallet-1", &format!("{joins} -o json"));
    let preview: serde_json::Value = serde_json::from_str(asked.stderr.lines().next().unwrap()).unwrap();
    assert_eq!((asked.code, &preview["preview"]["unaccrued"][0]["epoch"]), (1, &1.into()), "{}", asked.stderr);
}

#[test]
fn an_operators_deposit_into_its_new_pool_earns_from_the_current_epoch_on() {
    let world = World::new();
    world.json("wallet-0", "pool create --name New --reward-commission 0 --usdc-commission 0");
    let pool = world.pool_of(0);
    let early = world.json("wallet-0", &format!("stake {pool} 999"));
    let below = "OperatorStakeBelowMinimum";
    assert_eq!((&early["held_up"][0]["reason"], amount(&event(&early, "Staked")["shares"])), (&below.into(), 0));
    assert_eq!(early["earns_from_epoch"], serde_json::Value::Null);
    // The record says the same afterwards.
    let shown = world.json("wallet-0", &format!("record show {pool}"));
    assert_eq!(shown["held_up"], early["held_up"]);
    // With this it has the minimum of 1,000.
    let enough = world.json("wallet-0", &format!("stake {pool} 1"));
    assert_eq!((&enough["earns_from_epoch"], &enough["becomes_shares"]), (&1.into(), &"at once".into()));
    assert_eq!(amount(&event(&enough, "Staked")["shares"]), 1_000 * ONE);
}

#[test]
fn a_dry_run_tells_the_fee_that_sending_costs() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.json("wallet-1", &format!("stake {pool} 10"));
    let lamports = || world.network.account(&world.wallet(1)).unwrap().unwrap().lamports;
    for (fee, price) in [("none", 0), ("1000000", 1_000_000), ("123457", 123_457)] {
        let dry = world.json("wallet-1", &format!("stake {pool} 10 --dry-run --priority-fee {fee}"));
        // One signature, and the limit at the price in micro-lamports, rounded up.
        let limit = dry["compute_unit_limit"].as_u64().unwrap();
        assert_eq!(amount(&dry["fee"]), 5_000 + (limit * price).div_ceil(1_000_000));
        let before = lamports();
        world.json("wallet-1", &format!("stake {pool} 10 --priority-fee {fee}"));
        assert_eq!(before - lamports(), amount(&dry["fee"]), "at a price of {price}");
    }
}
