#![doc = include_str!("../SAFETY.md")]
#![forbid(unsafe_code)]
