//! `simulate` of a network: its schedule, and the epochs that have passed as they were.

use crate::world::{amount, World, DAY, ONE};

#[test]
fn the_schedule_of_a_network_is_simulated_with_the_epochs_that_have_passed() {
    let world = World::new();
    // A table of ten epochs a period, 100,000 tokens each, says nothing of a supply.
    let refused = world.run("payer", "simulate -o json");
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("give --starting-supply"), "{}", refused.stderr);

    let pool = world.open_pool(0, 2_000);
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.json("reward-authority", "rewards publish --empty");
    world.network.time_travel(DAY).unwrap();
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},{},0\n", 10_000 * ONE));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    world.json("reward-authority", "rewards publish tree.json");

    let simulated = world.json("payer", "simulate --starting-supply 1000000 --epochs 20 --per epoch --out plots");
    let epochs = simulated["epochs"].as_array().unwrap();
    let issued: Vec<u64> = epochs[..3].iter().map(|epoch| amount(&epoch["emission"])).collect();
    assert_eq!(issued, [0, 10_000 * ONE, 10_000 * ONE]);
    let passed: Vec<_> = epochs.iter().map(|epoch| epoch["passed_epochs"].as_u64().unwrap()).collect();
    assert_eq!((passed[..3].to_vec(), passed.iter().sum::<u64>()), (vec![1, 1, 0], 2));
    assert_eq!((&simulated["passed_epochs"], &simulated["test_network"]), (&2.into(), &true.into()));
    assert_eq!(amount(&simulated["whole"]["supply_after"]), 1_190_000 * ONE);
    // A file without a schedule says the same of the network's as the flags.
    world.write("assumptions.toml", "[assumptions]\nstarting_supply = 1000000\nepochs = 20\n");
    assert_eq!(world.json("payer", "simulate assumptions.toml --per epoch")["epochs"], simulated["epochs"]);
    let svg = std::fs::read_to_string(world.path("plots/2-total-supply.svg")).unwrap();
    assert!(
        svg.contains("2 epochs have passed") && svg.contains("Schedule of a network of which 2 epochs have passed")
    );
    // No address of a node, in which a key may be.
    assert!(!svg.contains("http://127"), "{svg}");
}
