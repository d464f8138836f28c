//! What is said of words that cannot be meant.

use super::{Home, KEY};

/// What was typed is shown where it is repeated, and breaks or turns nothing.
#[test]
fn controls_and_line_breaks_in_words_that_make_no_command_are_written_out() {
    let home = Home::new();
    for (args, shown) in [
        (&["sta\u{1b}[2Jtus"][..], r"'sta\u{1b}[2Jtus'"),
        (&["pool", "list", "--sort", "a\r\nb"], r"'a\u{d}\u{a}b'"),
        (&["stake", "a\nb", "1"], r"`a\u{a}b` is no address"),
        (&["--fo\u{1b}[1mo=\u{7}"], r"'--fo\u{1b}[1mo'"),
        (&["status", "-o", "js\u{202e}on"], r"'js\u{202e}on'"),
    ] {
        let said = home.refuses(args, shown);
        assert!(!said.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']), "{said:?}");
    }
}

/// What stands in a command is kept in the logs of whatever ran it.
#[test]
fn what_may_be_a_secret_is_not_repeated_wherever_it_was_given() {
    let home = Home::new();
    let seed = "abandon ability able about above absent absorb abstract absurd abuse access accident";
    let base64 = format!("{}/+8A==", "Sb".repeat(41));
    let hex = format!("0x{}", "6188".repeat(16));
    for secret in [&"5".repeat(88), &"6188".repeat(16), &hex, &base64, base64.trim_end_matches('='), seed, "[1,2,3]"] {
        let option = format!("--signer={secret}");
        let behind: [&[&str]; 5] = [
            &["--signer", secret, "portfolio"],
            &[&option, "portfolio"],
            &["pool", "show", secret],
            &["portfolio", secret],
            &[secret],
        ];
        for args in behind {
            let said = home.refuses(args, "(not repeated)");
            assert!(!said.contains(secret), "{said}");
        }
        for key in [secret.to_owned(), format!("key:{secret}")] {
            let said = home.refuses(&["stake", KEY, "1", "-k", &key], "keypair `(not repeated)`");
            assert!(!said.contains(secret), "{said}");
        }
    }
    // Another word is not blamed for it.
    let root = "ab".repeat(32);
    let said =
        home.refuses(&["rewards", "verify", "--service", "x", "--root", &root, "--epoch", "y"], "'y' for '--epoch");
    assert!(!said.contains("not repeated"), "{said}");
    home.refuses(&["rewards", "serve", ".", "--listen", "[::1]:99999"], "[::1]:99999");
    // An address or a path is none.
    assert!(home.refuses(&["pool", "show", &KEY[1..]], "is no address").contains(&KEY[1..]));
}

#[test]
fn what_readers_say_of_numbers_and_bytes_is_said_in_words() {
    let home = Home::new();
    let of = |name: &str, text: &str| home.write(name, text);
    let huge = "340282366920938463463374607431768211455";
    for (file, said) in [
        (of("a.json", r#"{"emission": {"epochs_per_period": 1e400}}"#), "the number is too large at line 1 column 40"),
        (
            of("b.yaml", &format!("emission:\n  epochs_per_period: {huge}\n")),
            &*format!("found integer `{huge}` at line 2"),
        ),
    ] {
        home.refuses(&["init", &file], said);
    }
    let latin = home.write("c.toml", "");
    std::fs::write(&latin, b"# caf\xe9\n").unwrap();
    home.refuses(&["init", &latin], "byte 6 is no text in UTF-8: save the file as UTF-8");
    home.refuses(&["-C", &latin, "status"], "byte 6 is no text in UTF-8");
    home.refuses(&["decode", &latin], "byte 6 is no text in UTF-8");
}

#[test]
fn what_is_no_number_is_said_in_words() {
    let home = Home::new();
    home.refuses(&["epoch", "show", "x"], "write a whole number");
    home.refuses(&["epoch", "show", "1.5"], "write a whole number");
    home.refuses(&["epoch", "show", ""], "write a whole number");
    home.refuses(&["epoch", "show", "99999999999999999999"], "the number is too large");
    home.refuses(&["rewards", "accrue", "--trees", ".", "--rate", "0"], "write a number of at least 1");
    home.refuses(&["rewards", "serve", ".", "--listen", "nonsense"], "write an IP address and a port");
}

#[test]
fn a_url_with_a_key_in_it_is_not_repeated() {
    let home = Home::new();
    for url in ["htp://node.example/?api-key=SECRET", "http://?api-key=SECRET", "https://[SECRET/"] {
        let ran = home.run(&["status", "--url", url]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(!ran.stderr.contains("SECRET"), "{}", ran.stderr);
    }
}

#[test]
fn a_character_that_cannot_be_seen_is_shown() {
    let pasted = format!("\u{200b}{KEY}");
    Home::new().refuses(&["pool", "show", &pasted], "`\\u{200b}stkVMch");
}

/// Clap drops a need where what is needed conflicts with what was given.
#[test]
fn an_option_that_would_change_nothing_is_refused() {
    let home = Home::new();
    let root = "0".repeat(64);
    let of_service = "choose among the trees of a --service";
    home.refuses(&["rewards", "verify", "tree.json", "--root", &root], of_service);
    home.refuses(&["rewards", "verify", "tree.json", "--epoch", "99", "--offline"], of_service);
    let of_export = "give --export with them";
    home.refuses(&["stake", KEY, "1", "--dry-run", "--blockhash", KEY, "--nonce", KEY], of_export);
    home.refuses(&["rewards", "accrue", "--trees", ".", "--create-account-from", "1"], "--watch");
    home.refuses(&["rewards", "publish", "--empty", "--leave-pools-out"], "cannot be used with");
    for flag in [["--is-test-network", "true"], ["--budgets", "5"], ["--emission", "table"], ["--stake-mint", KEY]] {
        home.refuses(&["init", "--template", flag[0], flag[1]], "takes no parameters");
    }
    home.refuses(&["init", "--template", "--export"], "there is nothing that --export could print");
}
