//! `rewards serve` and the commands that take proofs from it; a watching keeper.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::world::{amount, event, World, DAY, ONE};

/// A process that is asked to end when it goes out of scope, and killed if that is not enough.
struct Running(Child);

impl Running {
    fn start(world: &World, args: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        command.env("SOLANA_CONFIG", world.path("config.yml")).current_dir(world.path("."));
        command.args(args.split_whitespace()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    /// The first line on standard error with these words.
    fn line_with(&mut self, words: &str) -> String {
        let lines = BufReader::new(self.0.stderr.take().unwrap()).lines();
        lines.map(Result::unwrap).find(|line| line.contains(words)).unwrap()
    }

    /// Asks the process to end and waits for it: exit code and standard output.
    fn end(mut self) -> (i32, String) {
        let interrupt = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status().unwrap();
        assert!(interrupt.success());
        let mut stdout = String::new();
        std::io::Read::read_to_string(&mut self.0.stdout.take().unwrap(), &mut stdout).unwrap();
        (self.0.wait().unwrap().code().unwrap(), stdout)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

fn publish(world: &World) {
    let pool = world.pool_of(0);
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,0\n"));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.json("payer", "rewards build rewards.csv --out trees/epoch.json");
    world.json("reward-authority", "rewards publish trees/epoch.json");
}

#[test]
fn an_unstake_accrues_first_with_proofs_of_a_service() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 1_000);
    publish(&world);
    let mut service = Running::start(&world, "rewards serve trees --listen 127.0.0.1:0");
    let line = service.line_with("serving");
    let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
    let unstaked = world.json("wallet-1", &format!("unstake {pool} ALL --service {url}"));
    // 9,000 of the 10,000 tokens raise the price of 3,000 shares from 1 to 4.
    assert_eq!(amount(&event(&unstaked, "Unstaked")["amount"]), 4_000 * ONE);
    assert_eq!(service.end().0, 0);
}

#[test]
fn a_watching_keeper_accrues_activates_claims_and_ends_at_an_interrupt() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.json("wallet-1", &format!("stake {pool} 1000"));
    world.json("wallet-1", &format!("unstake {pool} 100"));
    publish(&world);
    world.network.time_travel(7 * DAY + 1).unwrap();
    let before = world.tokens(&world.wallet(1));
    let keeper = Running::start(&world, "rewards accrue --trees trees --watch --every 1s --claim existing -o json");
    let paid = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while world.tokens(&world.wallet(1)) == before && std::time::Instant::now() < paid {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let (code, stdout) = keeper.end();
    let summary: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(code, 0);
    assert_eq!((&summary["accrued"], &summary["activated"], &summary["claimed"]), (&1.into(), &1.into(), &1.into()));
    // 9,000 of the 10,000 raise the price of 2,000 shares to 5.5 tokens, of which 900 were left of the 1,000.
    let record = world.json("wallet-1", &format!("record show {pool}"));
    assert_eq!(amount(&record["shares"]), 900 * ONE * 2_000 / 11_000);
    assert_eq!(world.tokens(&world.wallet(1)) - before, 100 * ONE);
    assert_eq!(world.json("payer", "pool list --behind")["count"], 0);
}
