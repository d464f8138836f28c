//! What readers of JSON, YAML and TOML say about a file, in words for whoever wrote the file.

const FOUND: [&str; 2] = ["invalid type: ", "invalid value: "];
/// Before the length of a list that stands in place of something else.
const LENGTH: &str = "invalid length ";
const UNKNOWN: &str = "unknown variant ";
const EXPECTED: &str = ", expected ";
const PLACE: &str = " at line ";
/// Words of readers that stand for themselves, and ours.
const OTHERS: [(&str, &str); 11] = [
    ("EOF while parsing a list", "it ends within a list"),
    ("EOF while parsing an object", "it ends within names with values"),
    ("EOF while parsing a string", "it ends within a text"),
    ("EOF while parsing a value", "it ends where a value has to stand"),
    ("expected value", "what stands there is no value"),
    ("expected ident", "what stands there is no value"),
    ("key must be a string", "a name has to stand in quotes"),
    ("trailing characters", "something stands behind its end"),
    ("wanted string or table", "expected a word"),
    ("number out of range", "the number is too large"),
    ("deserializing from YAML containing more than one document is not supported", "it has more than one document"),
];
/// Before a name that stands twice.
const TWICE: &str = "duplicate field `";

/// The message of a reader without the words of Rust's data model: "expected a list, found string \"a\"". Text in any other form is
/// left as it is, and so is the place, wherever the reader says it.
pub fn in_plain_words(message: &str) -> String {
    let in_ours = |line| {
        reworded(line).or_else(|| of_length(line)).or_else(|| said_twice(line)).unwrap_or_else(|| in_other_words(line))
    };
    message.split('\n').map(in_ours).collect::<Vec<_>>().join("\n")
}

fn of_length(line: &str) -> Option<String> {
    let (before, rest) = line.split_once(LENGTH).filter(|(before, _)| is_place(before))?;
    let (length, expected) = rest.split_once(EXPECTED)?;
    let (expected, place) = expected.rfind(PLACE).map_or((expected, ""), |start| expected.split_at(start));
    Some(format!("{before}expected {}, found a list of {length}{place}", plain_expected(expected)))
}

fn said_twice(line: &str) -> Option<String> {
    let (before, rest) = line.split_once(TWICE).filter(|(before, _)| is_place(before))?;
    let (name, place) = rest.split_once('`')?;
    Some(format!("{before}`{name}` is given twice{place}"))
}

/// Whether what stands before a reader's words is nothing, or the place that they are about: otherwise they are those of the file.
fn is_place(before: &str) -> bool {
    before.is_empty() || before.ends_with(": ")
}

fn in_other_words(line: &str) -> String {
    let said = |theirs: &str| line.split_once(theirs).filter(|(before, _)| is_place(before));
    let other = OTHERS.iter().find_map(|(theirs, ours)| Some((said(theirs)?, ours)));
    other.map_or_else(|| line.to_owned(), |((before, after), ours)| format!("{before}{ours}{after}"))
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
        // A number that fits no smaller type.
        _ => words.strip_suffix(" as u128").or_else(|| words.strip_suffix(" as i128")).unwrap_or(words),
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
        assert_eq!(refused(r#"{"list": [1e400]}"#), "the number is too large at line 1 column 15");
        assert_eq!(
            in_plain_words("list[0]: invalid type: integer `18446744073709551616` as u128, expected u64 at line 2 column 8"),
            "list[0]: expected a whole number that is not negative, found integer `18446744073709551616` at line 2 column 8"
        );
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
    fn an_early_end_and_a_name_that_stands_twice_are_said_in_plain_words() {
        assert_eq!(refused(r#"{"list": [], "list": []}"#), "`list` is given twice at line 1 column 19");
        assert_eq!(refused(r#"{"list": ["#), "it ends within a list at line 1 column 10");
        assert_eq!(refused(r#"{"list": []"#), "it ends within names with values at line 1 column 11");
        assert_eq!(refused(r#"{"li"#), "it ends within a text at line 1 column 4");
        assert_eq!(refused(r#"{"list":"#), "it ends where a value has to stand at line 1 column 8");
        assert_eq!(in_plain_words("emission.kind: wanted string or table\n"), "emission.kind: expected a word\n");
        assert_eq!(refused("<!DOCTYPE html>"), "what stands there is no value at line 1 column 1");
        assert_eq!(refused(r#"{"list": nothing}"#), "what stands there is no value at line 1 column 11");
        assert_eq!(refused("{7: 8}"), "a name has to stand in quotes at line 1 column 2");
        assert_eq!(refused("[]"), "expected names with values, found a list of 0 at line 1 column 2");
        assert_eq!(
            refused(r#"{"list": [], "kind": "rate"} {}"#),
            "something stands behind its end at line 1 column 30"
        );
        assert_eq!(refused(""), "it ends where a value has to stand at line 1 column 0");
    }

    #[test]
    fn other_messages_stay_as_they_are() {
        let missing = "missing field `list` at line 1 column 2";
        assert_eq!(refused("{}"), missing);
        assert_eq!(in_plain_words("two lines\nof text"), "two lines\nof text");
        let of_the_file = "unknown field `duplicate field `x` EOF while parsing a list`";
        assert_eq!(in_plain_words(of_the_file), of_the_file);
    }
}
