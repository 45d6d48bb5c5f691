//! Every text of the public pages, in both languages, side by side. A key that lacks one does not compile.

mod around;
mod emergency;
mod failure;
mod figures;
mod frame;
mod front;
mod inside;
mod ledger;
mod place;
mod places;
mod privacy;
mod receipt;
mod report;
mod steps;

pub(crate) use steps::{STEPS, event, stage, step_of};

/// Declares a set of texts: key, Chinese, English.
macro_rules! texts {
    ($name:ident { $($key:ident: $zh:literal, $en:literal;)+ }) => {
        pub(crate) struct $name { $(pub(crate) $key: &'static str,)+ }
        impl $name {
            pub(super) const ZH: Self = Self { $($key: $zh,)+ };
            pub(super) const EN: Self = Self { $($key: $en,)+ };
            #[cfg(test)]
            pub(super) const ALL: &[(&str, &str, &str)] = &[$((stringify!($key), $zh, $en)),+];
        }
    };
}
pub(crate) use texts;

/// The language of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    Zh,
    En,
}

impl Lang {
    /// As HTML and HTTP write it.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// One of two names that stand side by side; the Chinese one where nobody wrote the other.
    pub(crate) fn either<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        if self == Lang::En && !en.is_empty() { en } else { zh }
    }

    pub(crate) fn words(self) -> &'static Words {
        match self {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }
}

/// All texts of one language.
pub(crate) struct Words {
    pub(crate) frame: frame::Frame,
    pub(crate) front: front::Front,
    pub(crate) place: place::Place,
    pub(crate) report: report::Report,
    pub(crate) receipt: receipt::Receipt,
    pub(crate) ledger: ledger::Ledger,
    pub(crate) failure: failure::Failure,
    pub(crate) privacy: privacy::Privacy,
    pub(crate) places: places::Places,
    pub(crate) inside: inside::Inside,
    pub(crate) figures: figures::Figures,
    pub(crate) emergency: emergency::Emergency,
    pub(crate) around: around::Around,
}

macro_rules! words {
    ($name:ident, $set:ident) => {
        static $name: Words = Words {
            frame: frame::Frame::$set,
            front: front::Front::$set,
            place: place::Place::$set,
            report: report::Report::$set,
            receipt: receipt::Receipt::$set,
            ledger: ledger::Ledger::$set,
            failure: failure::Failure::$set,
            privacy: privacy::Privacy::$set,
            places: places::Places::$set,
            inside: inside::Inside::$set,
            figures: figures::Figures::$set,
            emergency: emergency::Emergency::$set,
            around: around::Around::$set,
        };
    };
}
words!(ZH, ZH);
words!(EN, EN);

/// Puts a value where the text has `{}`.
pub(crate) trait With {
    fn with(&self, value: impl std::fmt::Display) -> String;
}

impl With for str {
    fn with(&self, value: impl std::fmt::Display) -> String {
        self.replacen("{}", &value.to_string(), 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_han(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    #[test]
    fn both_languages_say_everything() {
        let sets = [
            frame::Frame::ALL,
            front::Front::ALL,
            place::Place::ALL,
            report::Report::ALL,
            receipt::Receipt::ALL,
            ledger::Ledger::ALL,
            failure::Failure::ALL,
            privacy::Privacy::ALL,
            places::Places::ALL,
            inside::Inside::ALL,
            figures::Figures::ALL,
            emergency::Emergency::ALL,
            around::Around::ALL,
        ];
        for (key, zh, en) in sets.concat().into_iter().chain(steps::every()) {
            assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{key}");
            assert_eq!(zh.matches("{}").count(), en.matches("{}").count(), "{key}");
            // The name of the other language is written in that language.
            if key != "other_language" {
                assert!(zh.chars().any(is_han), "{key}: {zh}");
                assert!(!en.chars().any(is_han), "{key}: {en}");
            }
        }
    }

    #[test]
    fn values_go_where_the_braces_are() {
        assert_eq!("有 {} 件".with(3), "有 3 件");
    }
}
