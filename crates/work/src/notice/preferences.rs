//! 通知偏好: what somebody wants to be told by which channel, and when.

use super::quiet::{Quiet, TimeOfDay};
use crate::words::Lang;
use domain::calendar::Instant;
use serde::{Deserialize, Serialize};

/// Things that come within so many milliseconds go in one message.
const BUNDLE: i64 = Instant::MINUTE;
/// 摘要时刻, at most.
pub(super) const DIGESTS: usize = 6;

/// 通知方式 of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeWay)]
pub enum Way {
    /// 关闭.
    Off,
    /// 仅危及生命.
    Danger,
    /// 定时汇总; danger to life at once.
    Digest,
    /// 逐件; what comes within a minute goes together.
    Each,
}

/// 通知语言.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = NoticeLanguage)]
pub enum Language {
    /// 中文.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Chinese => Lang::Zh,
            Language::English => Lang::En,
        }
    }
}

/// 通知偏好 of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NoticePreferences)]
pub struct Preferences {
    /// 邮件.
    pub mail: Way,
    /// 短信.
    pub sms: Way,
    /// 免打扰时段; without one the unit's, else 22:00 to 07:00.
    pub quiet: Option<Quiet>,
    /// 汇总时刻 for what goes by digest.
    #[schema(value_type = Vec<String>)]
    pub digests: Vec<TimeOfDay>,
    /// In which language.
    pub language: Language,
}

impl Default for Preferences {
    fn default() -> Self {
        let digests = [8 * 60 + 30, 14 * 60 + 30].into_iter().filter_map(TimeOfDay::minutes).collect();
        Self { mail: Way::Digest, sms: Way::Danger, quiet: None, digests, language: Language::Chinese }
    }
}

/// When something rings, if it does: at once for danger to life, never in the quiet hours otherwise.
pub(super) fn rings(
    way: Way,
    urgent: bool,
    now: Instant,
    quiet: Quiet,
    digests: &[TimeOfDay],
) -> Option<Instant> {
    match way {
        Way::Off => None,
        Way::Danger | Way::Digest | Way::Each if urgent => Some(now),
        Way::Danger => None,
        Way::Each => Some(quiet.after(now.plus(BUNDLE))),
        Way::Digest => {
            let next = digests.iter().map(|time| time.next(now)).min();
            Some(quiet.after(next.unwrap_or(now.plus(BUNDLE))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn time() -> impl Strategy<Value = TimeOfDay> {
        (0u16..1440).prop_map(|m| TimeOfDay::minutes(m).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn in_the_quiet_hours_only_danger_to_life_rings(
            from in time(), to in time(), digests in prop::collection::vec(time(), 0..6),
            way in prop::sample::select(vec![Way::Off, Way::Danger, Way::Digest, Way::Each]),
            minutes in 0i64..10_000, urgent: bool,
        ) {
            let now = Instant(1_772_413_200_000 + minutes * Instant::MINUTE);
            let quiet = Quiet { from, to };
            match rings(way, urgent, now, quiet, &digests) {
                Some(at) => {
                    prop_assert!(at >= now);
                    prop_assert!(!quiet.holds(at) || urgent);
                    prop_assert!(at.since(now) <= 2 * Instant::DAY, "nothing is put off for ever");
                    prop_assert!(!urgent || at == now, "danger to life does not wait");
                }
                None => prop_assert!(way == Way::Off || (way == Way::Danger && !urgent)),
            }
        }
    }
}
