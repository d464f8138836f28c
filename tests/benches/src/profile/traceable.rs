//! A program file that the virtual machine can load for tracing: it then insists on a table of sections.

const SECTIONS_AT: usize = 40;
const SECTION_COUNT_AT: usize = 60;
const NAMES_SECTION_AT: usize = 62;
const SECTION_HEADER_LEN: usize = 64;
/// Type of a section of names.
const STRTAB: u32 = 3;

/// The file with two sections behind it, if it has none: the empty one, and names, of which there is one, the empty one.
pub fn with_sections(mut file: Vec<u8>) -> Vec<u8> {
    let has_sections = file.get(SECTION_COUNT_AT..SECTION_COUNT_AT + 2).is_some_and(|count| count != [0, 0]);
    if has_sections {
        return file;
    }
    file.resize(file.len().next_multiple_of(8), 0);
    let names_at = file.len() as u64;
    file.extend([0; 8]);
    let sections_at = file.len() as u64;
    file.extend([0; SECTION_HEADER_LEN]);
    let mut names = [0; SECTION_HEADER_LEN];
    names[4..8].copy_from_slice(&STRTAB.to_le_bytes());
    names[24..32].copy_from_slice(&names_at.to_le_bytes());
    names[32..40].copy_from_slice(&8u64.to_le_bytes());
    file.extend(names);
    file[SECTIONS_AT..SECTIONS_AT + 8].copy_from_slice(&sections_at.to_le_bytes());
    file[SECTION_COUNT_AT..SECTION_COUNT_AT + 2].copy_from_slice(&2u16.to_le_bytes());
    file[NAMES_SECTION_AT..NAMES_SECTION_AT + 2].copy_from_slice(&1u16.to_le_bytes());
    file
}
