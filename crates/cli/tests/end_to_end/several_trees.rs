//! An epoch whose pools are split over several trees (SPEC 6).

use crate::world::{amount, World, ONE};

const TREES: &str = "trees/low.json trees/high.json";

#[test]
fn an_epoch_of_two_trees_pays_every_pool_once() {
    let world = World::new();
    let mut pools = [0, 1, 2].map(|wallet| world.open_pool(wallet, 2_000));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    let rows = pools.iter().zip([5_000, 3_000, 2_000]).map(|(pool, tokens)| format!("{pool},{},0\n", tokens * ONE));
    world.write("rewards.csv", &format!("pool,reward,usdc\n{}", rows.collect::<String>()));

    let built = world.json("payer", "rewards build rewards.csv --out trees/low.json --out trees/high.json");
    assert_eq!((&built["leaves"], amount(&built["total_rewards"])), (&3.into(), 10_000 * ONE));
    assert_eq!((&built["trees"][0]["leaves"], &built["trees"][1]["leaves"]), (&2.into(), &1.into()));
    // The order is that of the address bytes: the last pool alone stands in the second tree.
    pools.sort_unstable();
    let high = std::fs::read_to_string(world.path("trees/high.json")).unwrap();
    assert_eq!(pools.map(|pool| high.contains(&pool.to_string())), [false, false, true]);

    let published = world.json("reward-authority", &format!("rewards publish {TREES}"));
    assert_eq!(world.json("payer", &format!("rewards verify {TREES}"))["honest"], true, "{published}");
    let accrued = world.json("payer", "rewards accrue --trees trees");
    assert_eq!((&accrued["complete"], &accrued["accrued"]), (&true.into(), &3.into()));
    assert_eq!(world.json("payer", "status")["solvent"], true);
}

#[test]
fn trees_that_both_have_a_pool_are_not_published() {
    let world = World::new();
    let [first, second] = [0, 1].map(|wallet| world.open_pool(wallet, 2_000));
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    for (file, pools) in [("one", vec![first, second]), ("other", vec![second])] {
        let rows: String = pools.iter().map(|pool| format!("{pool},{},0\n", 5_000 * ONE)).collect();
        world.write("rewards.csv", &format!("pool,reward,usdc\n{rows}"));
        world.json("payer", &format!("rewards build rewards.csv --offline --epoch 1 --out {file}.json"));
    }
    let refused = world.run("reward-authority", "rewards publish one.json other.json");
    assert_eq!(refused.code, 2);
    let words =
        format!("one.json, other.json: each pool once: pool {second} has a leaf in more than one tree: tree 1, tree 2");
    assert!(refused.stderr.contains(&words), "{}", refused.stderr);
    assert_eq!(world.json("payer", "epoch show")["finalizing"], true);
}

/// Address of a service that gives the same file for whatever is asked. It ends with the process.
fn service_that_gives(file: &[u8]) -> String {
    use std::io::{BufRead, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", file.len());
    let answer = [head.as_bytes(), file].concat();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = std::io::BufReader::new(stream.try_clone().unwrap()).lines();
            lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
            // Whoever asked may be gone.
            let _written = stream.write_all(&answer);
        }
    });
    format!("http://{address}")
}

#[test]
fn a_tree_that_was_left_over_does_not_stand_in_the_way_of_the_right_one() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    std::fs::create_dir(world.path("trees")).unwrap();
    let mut roots = Vec::new();
    for (file, usdc) in [("left", 1), ("right", 0)] {
        world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},{},{usdc}\n", 10_000 * ONE));
        let built =
            world.json("payer", &format!("rewards build rewards.csv --offline --epoch 1 --out trees/{file}.json"));
        roots.push(built["trees"][0]["root"].as_str().unwrap().to_owned());
    }
    let (_service, url) = world.serve("trees");
    let verify = |more: &str| world.run("payer", &format!("rewards verify --service {url} {more}"));
    assert_eq!(verify("").code, 1);
    let right = verify(&format!("--root {}", roots[1]));
    assert_eq!(right.code, 0, "{}", right.stderr);
    let both = verify(&format!("--root {},{}", roots[0], roots[1]));
    assert!(both.code == 1 && both.stdout.contains("each pool once"), "{}", both.stdout);
    let other = verify(&format!("--root {},{}", roots[1], "0".repeat(64)));
    assert!(other.code == 1 && other.stderr.contains("does not have all of these trees"), "{}", other.stderr);
    assert_eq!(verify("--root 12").code, 2);
    assert_eq!(verify(&format!("--root {0},{0}", roots[1])).code, 0);
    // Nor without the chain, which would say which of them are of the record.
    let offline = verify("--epoch 1 --offline");
    assert!(offline.code == 1 && offline.stderr.contains("--root names those"), "{}", offline.stderr);
    // A service that gives one tree for another is not believed.
    let served = service_that_gives(&std::fs::read(world.path("trees/right.json")).unwrap());
    for asked in [
        format!("--root {} --offline --epoch 1", roots[0]),
        format!("--root {},{} --offline --epoch 1", roots[1], roots[0]),
        // Honest of its own epoch.
        format!("--root {} --offline --epoch 2", roots[1]),
    ] {
        let lied = world.run("payer", &format!("rewards verify --service {served} {asked}"));
        assert!(lied.code == 1 && lied.stderr.contains("answered with another tree"), "{asked}: {}", lied.stderr);
    }
}

#[test]
fn each_root_needs_a_file_of_its_own() {
    let world = World::new();
    world.write("rewards.csv", "pool,reward,usdc\n");
    let build = |outs: &[&str]| {
        let outs: String = outs.iter().map(|out| format!(" --out {out}")).collect();
        let refused = world.run("payer", &format!("rewards build rewards.csv --offline --epoch 1{outs}"));
        assert_eq!(refused.code, 2);
        refused.stderr
    };
    std::fs::create_dir(world.path("trees")).unwrap();
    let twice = build(&["trees/1.json", "trees/../trees/1.json"]);
    assert!(twice.contains("trees/../trees/1.json: the file is named twice"), "{twice}");
    let six = build(&["1", "2", "3", "4", "5", "6"]);
    assert!(six.contains("a record has at most 5 roots"), "{six}");
}
