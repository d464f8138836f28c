//! What the owner of a lock is told and asked once a commission rose.

use crate::world::{event, World, DAY};

/// The only document of a kind on standard error, and the question that nobody answered.
fn asked(world: &World, args: &str) -> (serde_json::Value, String) {
    let ran = world.run("wallet-1", &format!("{args} -o json"));
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{args}\n{}", ran.stderr);
    let said: Vec<serde_json::Value> = ran.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [preview, error] = &said[..] else { panic!("{args}\n{}", ran.stderr) };
    (preview["preview"].clone(), error["error"]["message"].as_str().unwrap().to_owned())
}

/// All questions of a command, each of which is answered with yes.
fn questions(world: &World, args: &str) -> Vec<String> {
    crate::in_process::asked(world, "wallet-1", args)
}

#[test]
fn who_holds_a_lock_is_told_of_the_raise_that_it_would_agree_to() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    world.json("wallet-1", &format!("lock {pool} 180d"));
    // Without a raise nothing is given up.
    let unraised = questions(&world, &format!("extend {pool} 1d"));
    assert_eq!(unraised.len(), 1, "{unraised:?}");
    world.json("wallet-0", "pool update --usdc-commission 25%");
    let (preview, _) = asked(&world, &format!("extend {pool} 30d"));
    let rates = [
        ("lock_reward_commission_bps", 1_000),
        ("lock_usdc_commission_bps", 2_000),
        ("reward_commission_of_today", 1_000),
        ("usdc_commission_of_today", 2_500),
    ];
    for (name, bps) in rates {
        assert_eq!(preview[name], bps, "{name} in {preview}");
    }
    let agree = format!(
        "Agree to the raised commission of pool {pool}? The lock was made under 10% of rewards and 20% of USDC, today's are 10% of \
         rewards and 25% of USDC: `unlock` would free all shares at once, and that right is given up."
    );
    // As long as it may leave at once, nothing that joins takes time, nor does its release.
    let (_, joins) = asked(&world, &format!("stake {pool} 1"));
    assert!(joins.contains("`unlock` frees all of it at once, as long as the raise stands"), "{joins}");
    let (preview, frees) = asked(&world, &format!("unlock {pool}"));
    let words = format!("Free all shares in pool {pool} at once? The commission rose since they were locked.");
    assert!(frees.starts_with(&words), "{frees}");
    assert_eq!(preview["release_takes"], 0, "{preview}");
    let exported = world.json("", &format!("extend {pool} 30d --export --signer {}", world.wallet(1)));
    let told = exported["consequences"].as_array().unwrap();
    assert!(told.iter().any(|question| question.as_str().unwrap().starts_with(&agree)), "{exported}");
    let raised = questions(&world, &format!("extend {pool} 30d"));
    assert!(raised.iter().any(|question| question.starts_with(&agree)), "{raised:?}");

    // From then on the raise is agreed to, and a release takes its time.
    let (_, begins) = asked(&world, &format!("unlock {pool}"));
    assert!(begins.starts_with("Begin the release of the lock"), "{begins}");
    let (_, joins) = asked(&world, &format!("stake {pool} 1"));
    assert!(joins.contains("which takes 211d"), "{joins}");
    let unlocked = world.json("wallet-1", &format!("unlock {pool}"));
    assert_eq!(event(&unlocked, "LockChanged")["lock_duration"], 211 * DAY);
    // A release that is stopped agrees to what rose meanwhile.
    world.json("wallet-0", "pool update --reward-commission 11%");
    let stopped = questions(&world, &format!("cancel-unlock {pool}"));
    assert!(
        stopped.iter().any(|question| question.contains("10% of rewards and 25% of USDC, today's are 11% of rewards")),
        "{stopped:?}"
    );
}

#[test]
fn an_unlock_that_became_another_is_told() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    world.json("wallet-1", &format!("lock {pool} 180d"));
    world.json("wallet-0", "pool update --usdc-commission 25%");
    let withdrawn = || drop(world.json("wallet-0", "pool update --usdc-commission 20%"));
    let (asked, said) = crate::in_process::agreed_while(&world, "wallet-1", &format!("unlock {pool}"), &withdrawn);
    let [frees] = &asked[..] else { panic!("{asked:?}") };
    assert!(frees.contains("If the raise is withdrawn before this is executed, a release begins instead."), "{frees}");
    assert!(said.contains("warning: the raise of the commission was withdrawn before"), "{said}");
    assert_eq!(world.json("wallet-1", &format!("record show {pool}"))["lock"], "unlocking");

    world.json("wallet-1", &format!("cancel-unlock {pool}"));
    let raised = || drop(world.json("wallet-0", "pool update --usdc-commission 25%"));
    let (asked, said) = crate::in_process::agreed_while(&world, "wallet-1", &format!("unlock {pool}"), &raised);
    assert!(asked[0].starts_with("Begin the release of the lock"), "{asked:?}");
    assert!(said.contains("warning: a commission was raised before: all shares are free at once"), "{said}");
    assert_eq!(world.json("wallet-1", &format!("record show {pool}"))["lock"], "none");
}
