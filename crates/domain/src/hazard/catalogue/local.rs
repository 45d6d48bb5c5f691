//! 自定义小类: local codes count down from 99, so that they never meet the national ones, which count up.

use super::MajorCategory;

/// Numbers at and above which a code counts as local.
const LOCAL: u32 = 80;

fn number(code: &str) -> Option<u32> {
    code.get(code.len().checked_sub(2)?..)?.parse().ok()
}

/// Whether a code, of a major or of a minor, is one that the district gave.
pub fn is_local(code: &str) -> bool {
    number(code).is_some_and(|n| n >= LOCAL)
}

/// The next free code for a local minor category: from 99 downward under its major. Nothing once they have met the
/// national ones.
pub fn next_local_minor(major: &MajorCategory) -> Option<String> {
    let taken = |code: &String| major.minors.iter().any(|m| m.code == *code);
    (LOCAL..=99).rev().map(|n| format!("{}{n:02}", major.code)).find(|code| !taken(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hazard::Catalogue;

    #[test]
    fn local_codes_count_down_from_99() {
        let mut major = Catalogue::demo_2026().majors()[0].clone();
        for expected in ["0199", "0198", "0197"] {
            let code = next_local_minor(&major).unwrap();
            assert_eq!(code, expected);
            let mut minor = major.minors[0].clone();
            minor.code = code;
            major.minors.push(minor);
        }
        major.minors.retain(|m| m.code != "0198");
        assert_eq!(next_local_minor(&major).as_deref(), Some("0198"), "what became free is given again");
        assert!(is_local("0199") && is_local("99") && !is_local("0101") && !is_local("01"));
    }

    #[test]
    fn there_is_an_end_to_them() {
        let mut major = Catalogue::demo_2026().majors()[0].clone();
        while let Some(code) = next_local_minor(&major) {
            let mut minor = major.minors[0].clone();
            minor.code = code;
            major.minors.push(minor);
        }
        assert!(major.minors.iter().any(|m| m.code == "0180"));
    }
}
