//! `rewards tables …`, and accruals with them.

use serde_json::Value;

use crate::world::{World, ONE};

#[test]
fn tables_are_made_once_used_and_closed() {
    let world = World::new();
    let pools = [world.open_pool(0, 2_000), world.open_pool(1, 2_000)];
    // The operators of both pools do not stake their commission.
    let made = world.json("payer", "rewards tables create --tables tables.json");
    assert_eq!((&made["tables"], &made["addresses"], &made["missing"]), (&1.into(), &2.into(), &0.into()));
    assert_eq!(made["transactions"], 1);
    assert_eq!(world.json("payer", "rewards tables create --tables tables.json")["transactions"], 0);

    // Another file gets what there is.
    assert_eq!(world.json("payer", "rewards tables create --tables again.json")["transactions"], 0);
    let [first, again] = ["tables.json", "again.json"].map(|file| std::fs::read_to_string(world.path(file)).unwrap());
    assert!(first == again && first.len() > 60, "{again}");

    let shown = world.json("payer", "rewards tables show");
    let table = &shown["tables"][0];
    // Both pools and the overview.
    assert_eq!((&shown["count"], &table["addresses"], &table["status"]), (&1.into(), &3.into(), &"active".into()));
    assert_eq!(world.json("wallet-2", "rewards tables show")["count"], 0);
    assert_eq!(world.json("wallet-2", "rewards tables show --tables tables.json"), shown);

    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    let rows = pools.map(|pool| format!("{pool},{},0\n", 5_000 * ONE)).concat();
    world.write("rewards.csv", &format!("pool,reward,usdc\n{rows}"));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.json("payer", "rewards build rewards.csv --out trees/epoch.json");
    world.json("reward-authority", "rewards publish trees/epoch.json");
    let accrued = world.json("payer", "rewards accrue --trees trees --tables tables.json");
    assert_eq!((&accrued["accrued"], &accrued["transactions"]), (&2.into(), &1.into()));

    // With a key that is not theirs nothing is asked, and the right one is named.
    let ran = world.run("wallet-2", "--yes rewards tables close --tables tables.json");
    let [table, authority] = ["table", "authority"].map(|name| shown["tables"][0][name].as_str().unwrap());
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains(table) && ran.stderr.contains(&format!("who may: {authority}")), "{}", ran.stderr);
    // What it is about is shown before anything is asked, also whether so dear a fee is meant.
    let asked = world.run("payer", "rewards tables close --tables tables.json --priority-fee 20000000 -o json");
    let said: Vec<Value> = asked.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [preview, error] = &said[..] else { panic!("{}", asked.stderr) };
    assert_eq!(preview["preview"]["tables"][0]["table"], shown["tables"][0]["table"], "{preview}");
    assert!(error["error"]["message"].as_str().unwrap().starts_with("Pay 20000000 micro-lamports"), "{error}");
    // Another's table in the same file stays, and holds up nobody.
    world.json("wallet-2", "rewards tables create --tables tables.json");
    let ran = world.run("payer", "--yes rewards tables close --tables tables.json -o json");
    assert!(ran.code == 0 && ran.stderr.contains("of the file is another's to close: it stays"), "{}", ran.stderr);
    let closing: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&closing["deactivated"], &closing["closed"], &closing["left"]), (&1.into(), &0.into(), &1.into()));
    assert_eq!(closing["closable_in_blocks"], 513);
    let shown = world.json("payer", "rewards tables show");
    assert!(shown["tables"][0]["status"].as_str().unwrap().starts_with("cooling down: can be closed in"), "{shown}");
}

#[test]
fn what_cannot_be_meant_is_told_and_sends_nothing() {
    let world = World::new();
    world.write("broken.json", "{\"tables\": [");
    for command in ["rewards tables create", "rewards tables close", "rewards tables show"] {
        let ran = world.run("payer", &format!("--yes {command} --tables broken.json"));
        assert_eq!(ran.code, 2, "{command}: {}", ran.stderr);
        assert!(ran.stderr.contains("broken.json"), "{}", ran.stderr);
    }
    let ran = world.run("payer", "--dry-run rewards tables create");
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    // Without a terminal nobody can confirm.
    let ran = world.run("payer", "rewards tables close");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let shown: Value = world.json("payer", "rewards tables show");
    assert_eq!(shown["count"], 0);
}
