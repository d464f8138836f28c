//! What readers of JSON, YAML and TOML say about a file, in words for whoever wrote the file.

const FOUND: [&str; 2] = ["invalid type: ", "invalid value: "];
const UNKNOWN: &str = "unknown variant ";
const EXPECTED: &str = ", expected ";
const PLACE: &str = " at line ";

/// The message of a reader without the words of Rust's data model: "expected a list, found string \"a\"". Text in any other form is
/// left as it is, and so is the place, wherever the reader says it.
pub fn in_plain_words(message: &str) -> String {
    message.split('\n').map(|line| reworded(line).unwrap_or_else(|| line.to_owned())).collect::<Vec<_>>().join("\n")
}

fn reworded(line: &str) -> Option<String> {
    let (before, message) =
        FOUND.iter().find_map(|words| line.split_once(words)).or_else(|| line.split_once(UNKNOWN))?;
    // What was found comes first, and may hold the words that part it from the rest.
    let (found, expected) = message.rsplit_once(EXPECTED)?;
    let (expected, place) = expected.rfind(PLACE).map_or((expected, ""), |start| expected.split_at(start));
    Some(format!("{before}expected {}, found {}{place}", plain_expected(expected), plain_found(found)))
}

fn plain_expected(words: &str) -> &str {
    match words {
        "a sequence" => "a list",
        "a boolean" => "true or false",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "a whole number that is not negative",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "a map" => "names with values",
        "string or map" => "a word",
        _ if words.starts_with("struct ") => "names with values",
        _ => words,
    }
}

fn plain_found(words: &str) -> &str {
    match words {
        "sequence" => "a list",
        "map" => "names with values",
        "null" | "unit value" => "nothing",
        _ => words,
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use serde::Deserialize;

    use super::in_plain_words;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Rate,
        Table,
    }

    #[derive(Debug, Deserialize)]
    struct File {
        #[serde(rename = "list")]
        _list: Vec<u64>,
        #[serde(rename = "kind")]
        _kind: Kind,
    }

    fn refused(json: &str) -> String {
        in_plain_words(&serde_json::from_str::<File>(json).unwrap_err().to_string())
    }

    #[test]
    fn types_are_called_what_a_writer_of_the_file_calls_them() {
        assert_eq!(refused(r#"{"list": "a"}"#), "expected a list, found string \"a\" at line 1 column 12");
        assert_eq!(
            refused(r#"{"list": ["a"]}"#),
            "expected a whole number that is not negative, found string \"a\" at line 1 column 13"
        );
        assert_eq!(
            refused(r#"{"list": [-1]}"#),
            "expected a whole number that is not negative, found integer `-1` at line 1 column 12"
        );
        assert_eq!(refused("7"), "expected names with values, found integer `7` at line 1 column 1");
        assert_eq!(refused(r#"{"list": null}"#), "expected a list, found nothing at line 1 column 13");
    }

    #[test]
    fn a_word_that_is_none_of_a_choice_is_set_against_it() {
        assert_eq!(
            refused(r#"{"list": [], "kind": "ratio"}"#),
            "expected `rate` or `table`, found `ratio` at line 1 column 28"
        );
    }

    #[test]
    fn what_was_found_is_repeated_whole() {
        assert_eq!(
            refused(r#"{"list": "a, expected b at line 9"}"#),
            "expected a list, found string \"a, expected b at line 9\" at line 1 column 34"
        );
    }

    #[test]
    fn other_messages_stay_as_they_are() {
        let missing = "missing field `list` at line 1 column 2";
        assert_eq!(refused("{}"), missing);
        assert_eq!(in_plain_words("two lines\nof text"), "two lines\nof text");
    }
}
