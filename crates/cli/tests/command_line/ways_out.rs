//! How a command ends and what it leaves: documents, exit codes, files, and what a configuration is needed for.

use super::{Home, KEY};

#[test]
fn with_json_every_way_out_is_a_document() {
    let home = Home::new();
    for args in
        [&["stak", "-o", "json"][..], &["stake", "--output=json"], &["-ojson", "lock", KEY, "180"], &["-vo", "json"]]
    {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        let error: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
        assert_eq!(error["error"]["kind"], "bad_input", "{args:?}");
    }
    for args in [&["--help"][..], &["--version"], &["completions", "bash"], &["man"], &["init", "--template"]] {
        let text = home.run(args).stdout;
        let ran = home.run(&[&["-o", "json"], args].concat());
        let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((ran.code, document["text"].as_str()), (0, Some(text.trim_end())), "{args:?}");
    }
}

#[test]
fn options_without_a_command_get_the_help_that_no_words_get() {
    let home = Home::new();
    for group in [&[][..], &["pool"], &["rewards", "tables"]] {
        let help = home.run(group);
        assert!(help.code == 2 && help.stderr.contains("Commands:"), "{group:?}: {}", help.stderr);
        for options in [&["-v"][..], &["-u", "devnet"], &["-k", "id.json", "-y"], &["-C", "no-such.yml"], &["-v", "--"]]
        {
            let ran = home.run(&[group, options].concat());
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{group:?} {options:?}");
            assert_eq!(ran.stderr, help.stderr, "{group:?} {options:?}");
        }
        let ran = home.run(&[group, &["-o", "json"]].concat());
        let document: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
        assert!(document["error"]["message"].as_str().unwrap().contains("Commands:"), "{document}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_a_failure() {
    let full = || std::process::Stdio::from(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    for args in [&["--version"][..], &["completions", "bash"], &["init", "--template"]] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        let ran = command.args(args).stdout(full()).output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(1), "{args:?}: {said}");
        assert!(said.contains("the result could not be written: No space left"), "{said}");
    }
}

#[test]
fn a_missing_configuration_stops_no_help_and_no_command_that_needs_none() {
    let home = Home::new();
    let run = |args: &[&str], config: Option<&str>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        command.env("HOME", home.0.path()).current_dir(home.0.path()).env_remove("SOLANA_CONFIG");
        let output = command.envs(config.map(|path| ("SOLANA_CONFIG", path))).args(args).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap())
    };
    for args in [&[][..], &["pool"], &["rewards"], &["--help"], &["init", "--template"], &["completions", "bash"]] {
        let (code, said) = run(args, Some("nowhere.yml"));
        assert_eq!((code, &said), (run(args, None).0, &run(args, None).1));
        assert!(!said.contains("error:"), "{args:?}: {said}");
    }
    // Who names the node needs none either: it is refused by the node that is not there.
    let (code, said) = run(&["status", "--url", "http://127.0.0.1:1"], Some("nowhere.yml"));
    assert!(code == Some(1) && said.contains("name another node with --url"), "{said}");
    // One that is named for this very command has to be there.
    let (code, said) = run(&["status", "--url", "http://127.0.0.1:1", "--config", "typo.yml"], None);
    assert!(code == Some(2) && said.contains("configuration typo.yml"), "{said}");
    let (code, said) = run(&["status"], Some("nowhere.yml"));
    assert!(code == Some(2) && said.contains("configuration nowhere.yml"), "{said}");
}

#[test]
fn what_has_no_effect_is_bad_input() {
    let home = Home::new();
    for args in [&["status", "--export"][..], &["rank", KEY, "--export"], &["admin", "schedule", "--export"]] {
        home.refuses(args, "nothing that --export could print");
    }
    let withdraw = ["claim", "commission", KEY, "--to", KEY];
    home.refuses(&[&withdraw[..], &["--usdc"]].concat(), "cannot be used with");
    home.refuses(&["pool", "withdraw", KEY, "--tokens", "--to-usdc", KEY], "cannot be used with");
    let watch = ["rewards", "accrue", "--trees", ".", "--watch"];
    home.refuses(&[&watch[..], &["--every", "0"]].concat(), "write at least 1s");
    home.refuses(&[&watch[..], &["--claim", "all"]].concat(), "--create-account-from");
}

#[test]
fn a_place_that_cannot_be_meant_is_bad_input() {
    let home = Home::new();
    std::fs::write(home.0.path().join("file"), "text").unwrap();
    home.refuses(&["man", "--folder", "-"], "standard output is no folder");
    home.refuses(&["man", "--folder", "file"], "this is a file: name a folder");
    home.refuses(&["simulate", "--out", "file"], "this is a file: name a folder");
    let pipe = home.0.path().join("pipe").display().to_string();
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for no_file in ["-", ".", &pipe] {
        let words = "what it holds is read again later: name a file";
        home.refuses(&["rewards", "tables", "create", "--tables", no_file], words);
        home.refuses(&["rewards", "accrue", "--trees", ".", "--tables", no_file], words);
    }
    assert!(!home.0.path().join("-").exists());
    // What never ends is not read to its end.
    home.refuses(&["init", "/dev/zero"], "/dev/zero: it is longer than 16 MiB");
    home.refuses(&["status", "--config", "/dev/zero"], "it is longer than 16 MiB");
    home.refuses(
        &["record", "create", KEY, "--url", "http://127.0.0.1:1", "-k", "/dev/zero"],
        "it is longer than 16 MiB",
    );
}

#[test]
fn a_log_that_cannot_be_meant_is_bad_input() {
    let home = Home::new();
    let run = |variable: &str, value: &str, args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        let output = command.env("HOME", home.0.path()).env(variable, value).args(args).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for (variable, value) in [("LOG_FORMAT", "yaml"), ("RUST_LOG", "!!")] {
        let (code, said) = run(variable, value, &["--version"]);
        assert!(code == Some(2) && said.starts_with(&format!("error: {variable} `{value}`: ")), "{said}");
        let (code, said) = run(variable, value, &["--version", "-o", "json"]);
        let error: serde_json::Value = serde_json::from_str(&said).unwrap();
        assert_eq!((code, &error["error"]["kind"]), (Some(2), &"bad_input".into()));
    }
    for value in ["json", "JSON", "text", ""] {
        assert_eq!(run("LOG_FORMAT", value, &["--version"]), (Some(0), String::new()));
    }
    // A log of JSON has nothing else in it.
    let (code, said) = run("LOG_FORMAT", "Json", &["status", "--url", "http://127.0.0.1:1"]);
    let documents: Vec<serde_json::Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(code == Some(1) && documents.last().is_some_and(|last| last["error"].is_object()), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_shell_has_opened_is_written_on() {
    let home = Home::new();
    std::fs::write(home.0.path().join("metrics.csv"), format!("pool,score,usdc_revenue\n{KEY},1,0\n")).unwrap();
    let log = home.0.path().join("log");
    for out in ["/dev/stdout", "/dev/stderr", "/dev/fd/1"] {
        std::fs::write(&log, "before\n").unwrap();
        let opened = || std::fs::OpenOptions::new().append(true).open(&log).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        command.args(["rewards", "compute", "metrics.csv", "--total-base-units", "5", "--out", out]);
        let ran =
            command.current_dir(home.0.path()).env("HOME", home.0.path()).stdout(opened()).stderr(opened()).status();
        let text = std::fs::read_to_string(&log).unwrap();
        assert!(ran.unwrap().success(), "{text}");
        assert!(text.starts_with("before\n") && text.contains(&format!("{KEY},5,0\n")), "{out}: {text}");
    }
    // But not if it is what is read.
    let metrics = home.0.path().join("metrics.csv");
    let text = std::fs::read_to_string(&metrics).unwrap();
    for out in ["-", "/dev/stdout"] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        command.args(["rewards", "compute", "metrics.csv", "--total-base-units", "5", "--out", out]);
        let appending = std::fs::OpenOptions::new().append(true).open(&metrics).unwrap();
        let ran = command.current_dir(home.0.path()).env("HOME", home.0.path()).stdout(appending).output().unwrap();
        assert_eq!((ran.status.code(), std::fs::read_to_string(&metrics).unwrap()), (Some(2), text.clone()), "{out}");
    }
}

#[test]
fn a_dry_run_writes_no_manual_pages() {
    let home = Home::new();
    let ran = home.run(&["man", "--folder", "pages", "--dry-run"]);
    assert!(ran.code == 0 && ran.stderr.contains("would be in pages"), "{}", ran.stderr);
    assert!(!home.0.path().join("pages").exists());
    assert_eq!(home.run(&["man", "--folder", "pages"]).code, 0);
    assert!(home.0.path().join("pages").is_dir());
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_shell_reads_from_is_not_written_over() {
    let home = Home::new();
    let path = home.0.path().join("rewards.csv");
    let rows = format!("pool,reward,usdc\n{KEY},1,1\n");
    std::fs::write(&path, &rows).unwrap();
    let build = ["rewards", "build", "-", "--offline", "--epoch", "1", "--out", "rewards.csv"];
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
    let command = command.current_dir(home.0.path()).args(build).stdin(std::fs::File::open(&path).unwrap());
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && said.contains("would replace its own input"), "{said}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), rows);
}

#[cfg(unix)]
#[test]
fn a_writer_that_is_asked_to_end_leaves_no_part_of_a_file() {
    for signal in ["INT", "TERM"] {
        let home = Home::new();
        let names = || {
            let entries = std::fs::read_dir(home.0.path()).unwrap();
            let mut names: Vec<String> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        home.write(
            "rewards.csv",
            &format!("pool,reward,usdc\n{KEY},1,1\nSo11111111111111111111111111111111111111112,2,2\n"),
        );
        home.write("tree.json", "before");
        // Nobody reads the pipe, which comes first: the file waits until that is written.
        let pipe = std::process::Command::new("mkfifo").arg(home.0.path().join("pipe")).status().unwrap();
        assert!(pipe.success());
        let args = "rewards build rewards.csv --offline --epoch 1 --out pipe --out tree.json";
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inference-staking"));
        let command = command.args(args.split(' ')).current_dir(home.0.path()).env("HOME", home.0.path());
        let mut building = command.env_remove("SOLANA_CONFIG").spawn().unwrap();
        let patience = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while !names().iter().any(|name| name.starts_with(".rewards-")) {
            assert!(std::time::Instant::now() < patience, "{:?}", names());
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let kill = std::process::Command::new("kill").arg(format!("-{signal}")).arg(building.id().to_string()).status();
        assert!(kill.unwrap().success());
        assert_eq!(building.wait().unwrap().code(), Some(1), "{signal}");
        assert_eq!(names(), ["pipe", "rewards.csv", "tree.json"]);
        assert_eq!(std::fs::read_to_string(home.0.path().join("tree.json")).unwrap(), "before");
    }
}
