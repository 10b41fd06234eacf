//! See `tests/fuzz/src/lib.rs`: the target of this name.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let target = tieout_fuzz::by_name("norma43").expect("it is listed");
    (target.run)(bytes);
});
