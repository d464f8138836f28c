//! `simulate` of schedules that are given: results, files and bad input.

use crate::{Home, Ran};

const EIGHT_PERCENT: &str =
    "--emission disinflation --epochs-per-period 10 --base-supply 1000000 --initial-rate 8% --decay 15% \
                             --long-term-rate 1.5% --compounding true --cap ALL --decimals 0 --epoch-length 876h";
const TABLE: &str = "--emission table --epochs-per-period 300 --budgets 500,400,300,200,100 --decimals 2";

fn words<'w>(parts: &[&'w str]) -> Vec<&'w str> {
    std::iter::once("simulate").chain(parts.iter().flat_map(|part| part.split_whitespace())).collect()
}

fn simulate(home: &Home, parts: &[&str]) -> Ran {
    let ran = home.run(&words(parts));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_first_year_is_that_of_the_vectors() {
    let home = Home::new();
    let document = json(&simulate(&home, &[EIGHT_PERCENT, "--years 6 -o json"]).stdout);
    let years = document["years"].as_array().unwrap();
    let supplies: Vec<_> = years.iter().map(|year| year["supply_after"]["amount"].as_str().unwrap()).collect();
    assert_eq!(supplies, ["1080000", "1153440", "1220108", "1280051", "1333506", "1380840"]);
    let rate = |name: &str| (years[0][name].as_f64().unwrap() * 1e5).round() / 1e5;
    assert_eq!(rate("staking_yield_in_interval"), 0.13333);
    assert_eq!(rate("unstaked_dilution_in_interval"), -0.07407);
    assert_eq!(rate("adjusted_staking_yield_annual_compounded"), 0.04938);
    assert_eq!(rate("dilution_ratio"), 1.5);
    let table = simulate(&home, &[EIGHT_PERCENT, "--years 6"]).stdout;
    for said in ["1380840 tokens", "13.3333%", "-7.4074%", "4.9383%", "1.5000", "base units"] {
        assert!(table.contains(said), "{said}\n{table}");
    }
    let rows = simulate(&home, &[EIGHT_PERCENT, "--years 6 --per epoch -o csv"]).stdout;
    assert_eq!(rows.lines().count(), 61);
    assert!(rows.lines().nth(1).unwrap().starts_with("1,1,1,0,3153600,1000000,8000,0,1008000,"), "{rows}");
}

#[test]
fn a_file_gives_what_flags_leave_out_and_the_file_of_a_network_serves_too() {
    let home = Home::new();
    let file = home.write(
        "economics.toml",
        "[emission]\nkind = \"table\"\nepochs_per_period = 10\nbudgets = [5]\n[assumptions]\nstarting_supply = 100\n\
         decimals = 0\nstaked = \"80%\"\nyears = 3\nepoch_length = \"2d\"\n",
    );
    let assumed = |parts: &[&str]| json(&simulate(&home, parts).stdout)["assumptions"].clone();
    let of_file = assumed(&[&file, "-o json"]);
    assert_eq!((&of_file["staked_fraction"], &of_file["epochs"]), (&0.8.into(), &548.into()));
    let of_flags = assumed(&[&file, "--staked 70% --epochs 9 -o json"]);
    assert_eq!((&of_flags["staked_fraction"], &of_flags["epochs"]), (&0.7.into(), &9.into()));
    // As it is: its addresses are not filled in.
    let template = home.run(&["init", "--template"]).stdout;
    let template = home.write("network.toml", &template);
    let document = json(&simulate(&home, &[&template, "-o json"]).stdout);
    assert_eq!(document["years"][0]["inflation_in_interval"], 0.08);
    let misspelt = home.write("misspelt.toml", "[assumptions]\nstakd = \"80%\"\n");
    home.refuses(&words(&[&misspelt]), "unknown field `stakd`");
}

#[test]
fn amounts_of_the_schedule_are_tokens() {
    let home = Home::new();
    let table = simulate(&home, &[TABLE, "--starting-supply 10000"]).stdout;
    // One a line.
    let budgets: Vec<_> = table.lines().skip_while(|line| !line.starts_with("Budgets")).take(5).collect();
    let written = budgets.concat().replace("Budgets", "").split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(written, "500 tokens 400 tokens 300 tokens 200 tokens 100 tokens");
}

#[test]
fn a_folder_gets_tables_a_document_and_eight_plots() {
    let home = Home::new();
    let ran = simulate(&home, &[EIGHT_PERCENT, "--years 2 --out here/there --commission 5%"]);
    let folder = home.0.path().join("here/there");
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), 5 + 8 * 3, "{names:?}");
    assert!(names.iter().all(|name| ran.stdout.contains(name.as_str())));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(json(&read("simulation.json"))["epochs"].as_array().unwrap().len(), 20);
    assert_eq!(read("years.csv").lines().count(), 3);
    assert!(read("3-staking-yield.csv").contains("\n,60 % staked,0,13.33"));
    let svg = read("1-inflation-rate.svg");
    assert!(
        svg.contains("--initial-rate 8%")
            && svg.contains("--commission 5%")
            && svg.contains("inference-staking simulate")
    );
    assert!(std::fs::read(folder.join("8-relative-dilution-over-time.png")).unwrap().starts_with(b"\x89PNG"));
    // A dry run writes nothing.
    simulate(&home, &[EIGHT_PERCENT, "--years 2 --out nowhere --dry-run"]);
    assert!(!home.0.path().join("nowhere").exists());
}

#[test]
fn the_command_below_a_plot_draws_it_again() {
    let home = Home::new();
    let assumptions =
        "--starting-supply 9000.5 --staked 70% --restaking true --to-stakers 90% --burnt-per-year 12.5 --epochs 500 \
                       --epoch-length 36h";
    simulate(&home, &[TABLE, assumptions, "--out first"]);
    let first = std::fs::read_to_string(home.0.path().join("first/2-total-supply.svg")).unwrap();
    let document: String = first.lines().filter(|line| !line.starts_with('<')).collect::<Vec<_>>().join(" ");
    let command = document.split("inference-staking simulate ").nth(1).unwrap().trim().to_owned();
    simulate(&home, &[&command, "--out again"]);
    for file in ["2-total-supply.svg", "simulation.json", "7-relative-dilution.csv"] {
        let read = |folder: &str| std::fs::read(home.0.path().join(folder).join(file)).unwrap();
        assert!(read("first") == read("again"), "{file}");
    }
}

#[test]
fn what_has_no_future_is_bad_input() {
    let home = Home::new();
    let refused = |parts: &[&str], reason: &str| home.refuses(&words(parts), reason);
    refused(&[TABLE], "give --starting-supply");
    refused(&[TABLE, "--starting-supply 0"], "the supply before the first epoch is 0");
    let table = &format!("{TABLE} --starting-supply 10000")[..];
    refused(&[table, "--staked 0%"], "more than 0 and at most 1");
    refused(&[table, "--staked 100.1%"], "above 100%");
    refused(&[table, "--to-stakers 101%"], "above 100%");
    refused(&[table, "--commission 101%"], "above 100%");
    refused(&[table, "--years 0"], "the horizon has no epoch");
    refused(&[table, "--epochs 0"], "the horizon has no epoch");
    refused(&[table, "--years 1 --epochs 1"], "cannot be used with");
    refused(&[table, "--years 10 --epoch-length 1s"], "at most 200000 are simulated");
    refused(&[table, "--epoch-length 0"], "at least a second");
    refused(&[table, "--burnt-per-year 20000"], "as many tokens are burnt as there are");
    refused(&[table, "--initial-rates 7%..9%"], "a table has no rates");
    refused(&[EIGHT_PERCENT, "--initial-rates 9%..7%"], "the range of initial rates");
    refused(&[EIGHT_PERCENT, "--decays 14-16"], "no range of rates");
    refused(&[EIGHT_PERCENT, "--long-term-rates 1%..8%"], "beyond its initial rates");
    refused(&[EIGHT_PERCENT, "--budgets 1"], "belong to a table");
    refused(&["--initial-rate 8%"], "`epochs_per_period` is missing");
    let never_falls = EIGHT_PERCENT.replace("1.5%", "9%");
    refused(&[&never_falls], "the long-term rate at most the initial rate");
    refused(&["--decimals 6"], "leave --decimals out");
    refused(&[], "no RPC URL");
    refused(&[table, "--export"], "nothing that --export could print");
}
