//! What a command sends is what the client says, and what a dry run shows is what is sent.

use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{self, Amount, Plan, ProofSource, StakeRequest, UnstakeRequest};
use inference_staking_client::rpc::{CommitmentConfig, Connection};
use inference_staking_keeper::TreeSource;
use solana_message::Message;

use crate::world::{amount, event, message, World, ONE};

/// A pool with 2,000 tokens and an epoch open that pays it 10,000, 10 % of them to its operator.
fn with_an_open_epoch(world: &World) -> anchor_lang::prelude::Pubkey {
    let pool = world.open_pool(0, 2_000);
    world.json("wallet-1", &format!("stake {pool} 100"));
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
fn the_command_line_stakes_and_unstakes_as_the_client_does() {
    let world = World::new();
    let pool = with_an_open_epoch(&world);
    let chain = Connection::new(&world.network.rpc_url(), CommitmentConfig::confirmed());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (payer, trees) = (world.wallet(1), TreeSource::Folder(world.path("trees")));
    let record = RecordOf { operator_pool: pool, owner: payer };
    for (proofs, option) in [(None, ""), (Some(&trees as &dyn ProofSource), "--trees trees")] {
        let request = StakeRequest { record, amount: 5 * ONE, source: None, payer };
        let plan = runtime.block_on(intent::stake(&chain, &request, proofs)).unwrap();
        // With proofs the accrual stands before it, without them it is named.
        assert_eq!((plan.instructions().count(), plan.unaccrued.len()), if proofs.is_some() { (2, 0) } else { (1, 1) });
        assert_eq!(exported(&world, &format!("stake {pool} 5 {option}")), planned(&world, &plan));

        let request = UnstakeRequest { record, amount: Amount::Tokens(5 * ONE), joins: None, payer };
        let plan = runtime.block_on(intent::unstake(&chain, &request, proofs)).unwrap();
        assert_eq!(exported(&world, &format!("unstake {pool} 5 {option}")), planned(&world, &plan));
    }
}

#[test]
fn a_stake_accrues_the_pool_first_if_it_is_given_proofs() {
    let world = World::new();
    let pool = with_an_open_epoch(&world);
    world.refused("wallet-1", &format!("stake {pool} 5"), "PoolBehind");
    let open = world.json("wallet-1", &format!("unstake {pool} 1 --dry-run"));
    assert_eq!(open["unaccrued"][0]["epoch"], 1);
    let told = world.run("wallet-1", &format!("unstake {pool} 1 --dry-run"));
    assert!(told.stderr.contains("the pool does not accrue epoch 1 first"), "{}", told.stderr);

    let dry = world.json("wallet-1", &format!("stake {pool} 50 --trees trees --dry-run"));
    let sent = world.json("wallet-1", &format!("stake {pool} 50 --trees trees"));
    for answer in [&dry, &sent] {
        assert_eq!(amount(&event(answer, "RewardAccrued")["holder_reward"]), 9_000 * ONE);
        // 2,100 shares are worth 11,100 tokens by then: floor(50 x 2,100 / 11,100) of 10^6 units.
        assert_eq!(amount(&event(answer, "Staked")["shares"]), 50 * ONE * 2_100 / 11_100);
        assert!(answer.get("unaccrued").is_none(), "{answer}");
    }
    let more = world.json("wallet-1", &format!("stake {pool} 50 --trees trees"));
    assert_eq!(more["events"].as_array().unwrap().len(), 1, "nothing is open any more");
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
