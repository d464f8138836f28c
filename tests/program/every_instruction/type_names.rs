//! Names of the types in the IDL, from which others generate clients.

use inference_staking_test_kit::idl;

/// One generator names the form of a type that is not encoded yet like the type with this at its end.
const LOOSE_FORM: &str = "Args";

#[test]
fn no_type_is_named_as_the_loose_form_of_another() {
    let idl = idl::read();
    let names: Vec<&str> = idl["types"].as_array().unwrap().iter().map(|of| of["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"EmissionSchedule") && names.contains(&"NewEmissionSchedule"));
    for name in &names {
        let loose = format!("{name}{LOOSE_FORM}");
        assert!(!names.contains(&loose.as_str()), "generated code of {name} and {loose} would clash");
    }
}
