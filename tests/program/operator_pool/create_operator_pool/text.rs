//! Name and metadata URI of a new pool: UTF-8 padded with zeros, the URI empty or https (SPEC 12).

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::text::{escaped, escaped_lines, unpadded, zero_padded, TextTooLong};
use inference_staking_client::StakingError;

use super::creation::PoolCreation;

/// The bytes with zeros behind them.
fn padded<const N: usize>(bytes: impl AsRef<[u8]>) -> [u8; N] {
    let bytes = bytes.as_ref();
    let mut padded = [0; N];
    padded[..bytes.len()].copy_from_slice(bytes);
    padded
}

/// `N` bytes that end in `end` and begin with `start`, with letters in between.
fn ending_in<const N: usize>(start: &str, end: &[u8]) -> [u8; N] {
    let letters = "a".repeat(N - start.len() - end.len());
    [start.as_bytes(), letters.as_bytes(), end].concat().try_into().unwrap()
}

/// A pool with these arguments is created; the account's data.
#[track_caller]
fn created_with(change: impl FnOnce(&mut CreateOperatorPoolArgs)) -> Vec<u8> {
    let mut creation = PoolCreation::prepare();
    change(&mut creation.args);
    creation.send().unwrap();
    creation.pool_data()
}

#[track_caller]
fn assert_name_is_kept(name: &str) {
    assert_eq!(created_with(|args| args.name = padded(name))[168..200], padded::<32>(name));
}

#[track_caller]
fn assert_uri_is_kept(uri: &str) {
    assert_eq!(created_with(|args| args.metadata_uri = padded(uri))[200..328], padded::<128>(uri));
}

/// Not UTF-8: a lone continuation byte, an impossible byte, an overlong slash, an encoded surrogate, beyond the last
/// character, half a character with a letter behind it.
const NOT_UTF_8: [&[u8]; 6] = [b"\x80", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3a"];

/// Characters of two, three and four bytes without their last byte, and one without its last two.
const CUT_OFF: [&[u8]; 4] = [b"\xce", b"\xe2\x82", b"\xf0\x9f\x98", b"\xf0\x9f"];

#[test]
fn a_name_has_up_to_32_bytes() {
    assert_name_is_kept("a");
    assert_name_is_kept("abcdefghijklmnopqrstuvwxyz01234");
    assert_name_is_kept("abcdefghijklmnopqrstuvwxyz012345");
}

#[test]
fn a_name_may_be_empty() {
    assert_name_is_kept("");
}

#[test]
fn characters_of_several_bytes_may_fill_a_name() {
    // 14 letters of 2 bytes and a face of 4; 10 signs of 3 bytes and a letter of 2.
    for name in ["αβγδεζηθικλμνξ😀", "€€€€€€€€€€ü"] {
        assert_eq!(name.len(), 32);
        assert_name_is_kept(name);
    }
}

#[test]
fn a_name_that_is_not_utf_8_is_refused() {
    let mut creation = PoolCreation::prepare();
    for bytes in NOT_UTF_8.into_iter().chain(CUT_OFF) {
        for name in [padded(bytes), padded([b"na", bytes].concat()), ending_in("", bytes)] {
            creation.assert_refuses(StakingError::NameMalformed, |args| args.name = name);
        }
    }
}

#[test]
fn nothing_follows_the_first_zero_of_a_name() {
    let mut full_but_for_one_zero = [b'a'; 32];
    full_but_for_one_zero[16] = 0;
    let mut zero_before_the_last_byte = [b'a'; 32];
    zero_before_the_last_byte[30] = 0;
    let mut last_byte_alone = [0; 32];
    last_byte_alone[31] = b'a';
    let mut last_byte_after_a_name = padded("name");
    last_byte_after_a_name[31] = 1;
    let others = [padded("na\0me"), padded("\0name"), padded(b"name\0\xff")];
    let mut creation = PoolCreation::prepare();
    let names = [full_but_for_one_zero, zero_before_the_last_byte, last_byte_alone, last_byte_after_a_name];
    for name in names.into_iter().chain(others) {
        creation.assert_refuses(StakingError::NameMalformed, |args| args.name = name);
    }
}

#[test]
fn the_metadata_uri_of_a_new_pool_is_empty_or_https() {
    for uri in ["", "https://", "https://a"] {
        assert_uri_is_kept(uri);
    }
    let others = [
        "http://example.com",
        "https:/example.com",
        "https:/",
        "HTTPS://example.com",
        " https://a",
        "ipfs://https://a",
        "x",
        "https",
    ];
    let mut creation = PoolCreation::prepare();
    for uri in others {
        creation.assert_refuses(StakingError::MetadataUriNotHttps, |args| args.metadata_uri = padded(uri));
    }
    creation.assert_refuses(StakingError::MetadataUriNotHttps, |args| args.metadata_uri = [b'a'; 128]);
}

#[test]
fn a_metadata_uri_has_up_to_128_bytes() {
    assert_uri_is_kept(&format!("https://{}", "u".repeat(119)));
    assert_uri_is_kept(&format!("https://{}", "u".repeat(120)));
    // 8 + 40 x 3 and 8 + 30 x 4 bytes.
    for multi_byte in ["€".repeat(40), "😀".repeat(30)] {
        let uri = format!("https://{multi_byte}");
        assert_eq!(uri.len(), 128);
        assert_uri_is_kept(&uri);
    }
}

#[test]
fn a_metadata_uri_that_is_not_utf_8_is_refused() {
    let mut creation = PoolCreation::prepare();
    for bytes in NOT_UTF_8.into_iter().chain(CUT_OFF) {
        for uri in [padded(bytes), padded([b"https://a", bytes].concat()), ending_in("https://", bytes)] {
            creation.assert_refuses(StakingError::MetadataUriMalformed, |args| args.metadata_uri = uri);
        }
    }
}

#[test]
fn nothing_follows_the_first_zero_of_a_metadata_uri() {
    let full = || ending_in::<128>("https://", b"");
    let mut full_but_for_one_zero = full();
    full_but_for_one_zero[64] = 0;
    let mut zero_before_the_last_byte = full();
    zero_before_the_last_byte[126] = 0;
    let mut last_byte_alone = [0; 128];
    last_byte_alone[127] = b'a';
    let mut last_byte_after_a_uri = padded("https://a");
    last_byte_after_a_uri[127] = 1;
    let others = [padded("https://a\0b"), padded("\0https://a"), padded(b"https://a\0\xff")];
    let mut creation = PoolCreation::prepare();
    let uris = [full_but_for_one_zero, zero_before_the_last_byte, last_byte_alone, last_byte_after_a_uri];
    for uri in uris.into_iter().chain(others) {
        creation.assert_refuses(StakingError::MetadataUriMalformed, |args| args.metadata_uri = uri);
    }
}

/// Each range of control characters (SPEC 12) by its first and its last: both halves of Latin-1, and what turns the direction
/// of text.
const CONTROLS: [(u32, u32); 6] =
    [(0x01, 0x1f), (0x7f, 0x9f), (0x61c, 0x61c), (0x200e, 0x200f), (0x202a, 0x202e), (0x2066, 0x2069)];

#[test]
fn a_text_holds_no_control_character_anywhere() {
    let mut creation = PoolCreation::prepare();
    let refused = StakingError::ControlCharacterInText;
    for (first, last) in CONTROLS {
        for character in [first, last].map(|code| char::from_u32(code).unwrap()) {
            for name in
                [format!("{character}"), format!("{character}na"), format!("n{character}a"), format!("na{character}")]
            {
                creation.assert_refuses(refused, |args| args.name = padded(name));
            }
            for uri in [format!("https://{character}"), format!("https://a{character}b")] {
                creation.assert_refuses(refused, |args| args.metadata_uri = padded(uri));
            }
            // Before its beginning it is no https URI.
            creation.assert_refuses(StakingError::MetadataUriNotHttps, |args| {
                args.metadata_uri = padded(format!("{character}https://a"));
            });
        }
    }
}

#[test]
fn the_characters_beside_those_of_control_may_stand_in_a_text() {
    for (first, last) in CONTROLS {
        for code in [first - 1, last + 1] {
            // A zero ends the text.
            let character = char::from_u32(code).filter(|_| code > 0).unwrap_or(' ');
            assert_name_is_kept(&format!("n{character}a"));
            assert_uri_is_kept(&format!("https://a{character}b"));
        }
    }
}

#[test]
fn whoever_shows_a_text_writes_its_control_characters_out() {
    assert_eq!(escaped("Sechs GPUs 😀"), "Sechs GPUs 😀");
    assert_eq!(escaped("a\u{1b}[2Jb\r\nc\u{9b}d\u{202e}e"), "a\\u{1b}[2Jb\\u{d}\\u{a}c\\u{9b}d\\u{202e}e");
    // What the program takes and nobody sees.
    assert_eq!(
        escaped("Oper\u{200b}ator\u{ad}\u{feff}\u{2028}\u{e0041}"),
        "Oper\\u{200b}ator\\u{ad}\\u{feff}\\u{2028}\\u{e0041}"
    );
    // Accents that stand over the letter before them are seen.
    assert_eq!(escaped("e\u{301} م"), "e\u{301} م");
    assert_eq!(escaped_lines("a\u{1b}b\nc\r"), "a\\u{1b}b\nc\\u{d}");
}

#[test]
fn the_client_pads_what_fits_and_refuses_the_rest() {
    assert_eq!(zero_padded::<8>("1234567ü").unwrap_err(), TextTooLong { bytes: 9, at_most: 8 });
    assert_eq!(zero_padded("123456ü"), Ok(*b"123456\xc3\xbc"));
    assert_eq!(zero_padded("ab"), Ok([b'a', b'b', 0, 0]));
    assert_eq!(zero_padded(""), Ok([0; 4]));
    assert_eq!([unpadded(b"ab\0\0"), unpadded(b"abcd"), unpadded(b"\0\0")], ["ab", "abcd", ""]);
    assert_eq!(unpadded(b"a\xff\0"), "a\u{fffd}");
}
