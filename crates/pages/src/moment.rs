//! Times as people read them, in Beijing time.

use crate::words::Lang;
use domain::calendar::Instant;

/// Day and time.
pub(crate) fn moment(lang: Lang, at: Instant) -> String {
    let format = match lang {
        Lang::Zh => "%Y年%-m月%-d日 %H:%M",
        Lang::En => "%-d %b %Y, %H:%M",
    };
    at.beijing().strftime(format).to_string()
}

/// The day alone.
pub(crate) fn day(lang: Lang, at: Instant) -> String {
    at.beijing().strftime(day_format(lang)).to_string()
}

/// How a day of the calendar is written.
pub(crate) fn day_format(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "%Y年%-m月%-d日",
        Lang::En => "%-d %b %Y",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_like_a_calendar() {
        let at: Instant = "2026-02-03T04:05:06Z".parse().unwrap();
        assert_eq!(moment(Lang::Zh, at), "2026年2月3日 12:05");
        assert_eq!(moment(Lang::En, at), "3 Feb 2026, 12:05");
        assert_eq!(day(Lang::Zh, at), "2026年2月3日");
    }
}
