//! What cannot be taken back is checked and shown before: rewards to what is no pool, publications, funding.

use solana_signer::Signer;

use crate::world::{amount, event, World, ONE};

/// A network whose epoch 1 is finalizing, with one pool, 10,000 tokens and some USDC in the vaults.
fn finalizing() -> (World, String) {
    let world = World::new();
    let pool = world.open_pool(0, 2_000).to_string();
    world.fund(10_000, 50);
    world.json("reward-authority", "epoch mark");
    (world, pool)
}

#[test]
fn a_wallet_in_place_of_a_pool_is_found_out_before_anything_is_published() {
    let (world, pool) = finalizing();
    let wallet = world.wallet(0);
    // The operator's wallet is paid 1,000,000 base units of USDC, and one of three tokens.
    world.write("metrics.csv", &format!("pool,score,usdc_revenue\n{pool},2,0\n{wallet},1,1000000\n"));
    let warned = world.run("payer", "rewards compute metrics.csv --out rewards.csv");
    assert_eq!(warned.code, 0, "{}", warned.stderr);
    let words = format!("1 row(s) pay what is no pool that may accrue, the first on line 3 of metrics.csv: {wallet}");
    assert!(warned.stderr.contains(&words), "{}", warned.stderr);

    let refused = world.run("payer", "rewards build rewards.csv --out tree.json");
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    let rewards = std::fs::read_to_string(world.path("rewards.csv")).unwrap();
    let line = rewards.lines().position(|line| line.starts_with(&wallet.to_string())).unwrap() + 1;
    assert!(refused.stderr.contains(&format!("line {line}: the row pays {wallet}")), "{}", refused.stderr);
    assert!(!world.path("tree.json").exists());

    // Whoever builds without the chain is stopped by verify and by publish.
    world.json("payer", "rewards build rewards.csv --out tree.json --offline --epoch 1");
    let verified = world.run("payer", "rewards verify tree.json -o json");
    assert_eq!(verified.code, 1);
    let verdict: serde_json::Value = serde_json::from_str(&verified.stdout).unwrap();
    assert_eq!((&verdict["honest"], &verdict["published"]), (&false.into(), &false.into()));
    let refused = world.run("reward-authority", "rewards publish tree.json --yes");
    assert_eq!(refused.code, 2);
    let words = format!("pools that may not accrue: {wallet} (leaf ");
    assert!(refused.stderr.contains(&words), "{}", refused.stderr);
    assert_eq!(world.json("payer", "epoch show")["finalizing"], true);
}

#[test]
fn what_verify_would_find_fault_with_is_not_published() {
    let (world, pool) = finalizing();
    let build = |rows: &str, epoch: u64| {
        world.write("rewards.csv", &format!("pool,reward,usdc\n{rows}"));
        world.json("payer", &format!("rewards build rewards.csv --out tree.json --offline --epoch {epoch}"));
        let refused = world.run("reward-authority", "rewards publish tree.json --yes");
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        refused.stderr
    };
    let all = 10_000 * ONE;
    let one_less = build(&format!("{pool},{},0\n", all - 1), 1);
    assert!(one_less.contains("the leaves sum to 9999.999999 tokens, but the schedule issues 10000 tokens"));
    assert!(build(&format!("{pool},{all},0\n"), 2).contains("a tree is of epoch 2, and not of epoch 1"));
}

#[test]
fn a_tree_that_leaves_a_pool_out_is_published_only_if_that_is_meant() {
    let world = World::new();
    let (pool, other) = (world.open_pool(0, 2_000), world.open_pool(1, 2_000));
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},{},0\n", 10_000 * ONE));
    world.json("payer", "rewards build rewards.csv --out tree.json --offline --epoch 1");
    let refused = world.run("reward-authority", "rewards publish tree.json --yes");
    assert_eq!(refused.code, 2);
    let words = format!("nothing becomes shares of them for 8 epochs: {other}; nothing was published");
    assert!(refused.stderr.contains(&words) && refused.stderr.contains("--leave-pools-out"), "{}", refused.stderr);
    assert_eq!(world.json("payer", "epoch show")["finalizing"], true);
    let meant = world.run("reward-authority", "rewards publish tree.json --leave-pools-out --yes");
    assert!(meant.code == 0 && meant.stderr.contains("warning: a leaf for each pool"), "{}", meant.stderr);
    // In JSON whatever is said is a document on a line, and why it failed is the last one.
    world.network.time_travel(crate::world::DAY).unwrap();
    world.json("reward-authority", "epoch mark");
    world.fund(10_000, 0);
    world.json("payer", "rewards build rewards.csv --out tree.json --offline --epoch 2");
    for name in ["rewards", "epoch"] {
        let ran = world.run("reward-authority", &format!("{name} publish tree.json --leave-pools-out -o json"));
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.stderr);
        let said: Vec<serde_json::Value> = ran.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let [warning, preview, error] = &said[..] else { panic!("{}", ran.stderr) };
        assert!(warning["warning"].as_str().unwrap().starts_with("a leaf for each pool"), "{warning}");
        assert_eq!((&preview["preview"]["epoch"], amount(&preview["preview"]["rewards"])), (&2.into(), 10_000 * ONE));
        assert!(error["error"]["message"].as_str().unwrap().contains("Publish epoch 2"), "{error}");
    }
}

#[test]
fn trees_are_verified_before_they_are_published_from_files_and_from_a_service() {
    let (world, pool) = finalizing();
    std::fs::create_dir(world.path("trees")).unwrap();
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},{},0\n", 10_000 * ONE));
    world.json("payer", "rewards build rewards.csv --out trees/1.json");
    let before = world.json("payer", "rewards verify trees/1.json");
    assert_eq!((&before["honest"], &before["published"]), (&true.into(), &false.into()));
    let (_service, url) = world.serve("trees");
    let served = world.json("payer", &format!("rewards verify --service {url}"));
    assert_eq!((&served["honest"], &served["published"]), (&true.into(), &false.into()));
    world.json("reward-authority", "rewards publish trees/1.json");
    let after = world.json("payer", &format!("rewards verify --service {url}/ --epoch 1"));
    assert_eq!((&after["honest"], &after["published"]), (&true.into(), &true.into()));
    // In the challenge period everybody asks for what was published last, until the trees of the next epoch are there.
    let newest = world.json("payer", &format!("rewards verify --service {url}"));
    assert_eq!((&newest["honest"], &newest["published"]), (&true.into(), &true.into()));
    let refused = |args: &str, reason: &str| {
        let ran = world.run("payer", &format!("rewards verify --service {url} {args}"));
        assert_eq!(ran.code, 1);
        assert!(ran.stderr.contains(reason), "{}", ran.stderr);
    };
    refused("--epoch 2", "the service has no tree of epoch 2");
    std::fs::remove_file(world.path("trees/1.json")).unwrap();
    refused("", "the service has no tree of epoch 2, nor of epoch 1");
}

#[test]
fn before_it_is_published_an_epoch_is_shown_and_asked_for() {
    let (world, pool) = finalizing();
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},{},30000000\n", 10_000 * ONE));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    let asked = world.run("reward-authority", "rewards publish tree.json");
    assert_eq!(asked.code, 1);
    let words = "Publish epoch 1 with 1 root(s), which pay 10000 tokens and 30 USDC?";
    assert!(asked.stderr.contains(words) && asked.stderr.contains("nothing was sent"), "{}", asked.stderr);
    let nothing = world.run("reward-authority", "rewards publish --empty");
    assert_eq!(nothing.code, 1);
    let words =
        "WITHOUT ROOTS? It pays nobody anything, and the 10000 tokens that the schedule issues in it are never issued.";
    assert!(nothing.stderr.contains(words), "{}", nothing.stderr);
    assert_eq!(world.json("payer", "epoch show")["finalizing"], true);
}

#[test]
fn a_change_of_authorities_and_funding_say_what_and_ask() {
    let world = World::new();
    let (halt, new) = (world.network.roles.halt_authority.pubkey(), world.wallet(2));
    let asked = world.run("program-admin", &format!("admin authorities --halt {new}"));
    assert_eq!(asked.code, 1);
    assert!(asked.stderr.contains(&halt.to_string()) && asked.stderr.contains(&new.to_string()), "{}", asked.stderr);
    let asked = world.run("wallet-2", "rewards fund --tokens 12.5 --usdc 3");
    assert_eq!(asked.code, 1);
    assert!(asked.stderr.contains("Fund the global vaults with 12.5 tokens and 3 USDC?"), "{}", asked.stderr);
    let funded = world.json("wallet-2", "rewards fund --tokens 12.5 --usdc 3");
    assert_eq!((amount(&funded["funded_tokens"]), amount(&funded["funded_usdc"])), (12_500_000, 3 * ONE));
    let nothing = world.run("wallet-2", "rewards fund --tokens 0 --yes");
    assert_eq!(nothing.code, 2);
}

#[test]
fn a_dry_run_writes_no_file() {
    let (world, pool) = finalizing();
    world.write("metrics.csv", &format!("pool,score,usdc_revenue\n{pool},2,0\n"));
    let computed = world.json("payer", "rewards compute metrics.csv --out rewards.csv --dry-run");
    assert_eq!((&computed["dry_run"], world.path("rewards.csv").exists()), (&true.into(), false));
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},{},0\n", 10_000 * ONE));
    let built = world.json("payer", "rewards build rewards.csv --out tree.json --dry-run");
    assert_eq!((&built["dry_run"], world.path("tree.json").exists()), (&true.into(), false));
    let told = world.run("payer", "rewards build rewards.csv --out -");
    assert_eq!(told.code, 0);
    let tree: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
    assert_eq!(tree["leaves"][0]["pool"], pool);
    assert!(told.stderr.contains("Leaves"), "{}", told.stderr);
}

#[test]
fn who_may_not_is_told_who_may() {
    let (world, pool) = finalizing();
    let refused = world.run("wallet-1", "epoch mark 2 --yes");
    let may = world.network.roles.reward_authority.pubkey();
    let words = format!("signed with {}, who may: {may}", world.wallet(1));
    assert!(refused.code == 1 && refused.stderr.contains(&words), "{}", refused.stderr);
    let refused = world.run("wallet-1", &format!("pool update {pool} --delegation false --yes"));
    let words = format!("signed with {}, who may: {}", world.wallet(1), world.wallet(0));
    assert!(refused.code == 1 && refused.stderr.contains(&words), "{}", refused.stderr);
    let marked = world.run("reward-authority", "rewards publish --empty --yes -o json");
    assert_eq!(event(&serde_json::from_str(&marked.stdout).unwrap(), "RewardRecordCreated")["reward_epoch"], 1);
}

#[test]
fn who_was_not_measured_is_said_even_to_the_quiet() {
    let world = World::new();
    let (pool, other) = (world.open_pool(0, 2_000), world.open_pool(1, 2_000));
    world.json("reward-authority", "epoch mark");
    world.write("metrics.csv", &format!("pool,score,usdc_revenue\n{pool},2,0\n"));
    let quiet = world.run("payer", "rewards compute metrics.csv --out rewards.csv -q");
    assert_eq!(quiet.code, 0, "{}", quiet.stderr);
    assert_eq!(
        quiet.stderr.trim_end(),
        "warning: 1 pool(s) that may accrue have no row in metrics.csv: they get nothing for this epoch"
    );
    world.write("metrics.csv", &format!("pool,score,usdc_revenue\n{pool},2,0\n{other},0,0\n"));
    let complete = world.run("payer", "rewards compute metrics.csv --out rewards.csv -q");
    assert_eq!((complete.code, complete.stderr.as_str()), (0, ""));
}

#[test]
fn a_tree_for_an_epoch_that_nobody_can_mean_is_refused_at_once() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},0,1\n"));
    let build = |epoch: u64| {
        world.run("payer", &format!("rewards build rewards.csv --out tree.json --expected-rewards 0 --epoch {epoch}"))
    };
    // The next one is 1.
    for epoch in [10_002, u64::MAX] {
        let ran = build(epoch);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("--epoch {epoch}: the next epoch on chain is 1")), "{}", ran.stderr);
        assert!(!world.path("tree.json").exists());
    }
    let ran = build(10_001);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}
