use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::cell::Cell;

/// A moment as the source states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The instant: of a day without a time, its first one.
    pub at: Timestamp,
    /// Whether the source names only the day.
    pub day_only: bool,
}

/// What is needed to read a date.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    /// Zone of the source's clock.
    pub zone: &'a TimeZone,
    /// Formats of the mapping, tried first.
    pub formats: &'a [String],
    /// Year of a date that names none, unless `after` decides.
    pub year: Option<i16>,
    /// Whether bare numbers count from 1904.
    pub from_1904: bool,
}

/// Years outside of these are slips of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2100;

/// Years that are written with two digits: 25.3.8.
const SHORT_YEARS: std::ops::RangeInclusive<i32> = 15..=49;

/// Bare numbers that may stand for a date: 1954 to 2119.
const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;

impl Reader<'_> {
    /// The cell as a moment; `None` if it is none. A date without a year takes the first one not before `after`
    /// (a limit lies after the finding), else the known year.
    pub(crate) fn read(&self, cell: &Cell, after: Option<Moment>) -> Option<Moment> {
        match cell {
            Cell::Moment(at) => self.moment(*at, at.time() == Time::midnight()),
            Cell::Number(number) => self.number(*number),
            Cell::Text(text) => self.text(text.trim(), after),
            _ => None,
        }
    }

    fn moment(&self, at: DateTime, day_only: bool) -> Option<Moment> {
        if !YEARS.contains(&at.year()) {
            return None;
        }
        let at = self.zone.to_ambiguous_zoned(at).compatible().ok()?.timestamp();
        Some(Moment { at, day_only })
    }

    fn number(&self, number: f64) -> Option<Moment> {
        if SERIALS.contains(&number) {
            let days = number.floor();
            let epoch =
                if self.from_1904 { Date::constant(1904, 1, 1) } else { Date::constant(1899, 12, 30) };
            let date = epoch.checked_add((days as i32).days()).ok()?;
            let seconds = ((number - days) * 86_400.0).round() as i64;
            let at = date.to_datetime(Time::midnight()).checked_add(seconds.seconds()).ok()?;
            return self.moment(at, seconds == 0);
        }
        (number.fract() == 0.0 && (1e7..1e8).contains(&number))
            .then(|| self.text(&format!("{number:.0}"), None))?
    }

    fn text(&self, text: &str, after: Option<Moment>) -> Option<Moment> {
        for format in self.formats {
            if let Ok(at) = DateTime::strptime(format, text) {
                return self.moment(at, false);
            }
            if let Ok(date) = Date::strptime(format, text) {
                return self.moment(date.to_datetime(Time::midnight()), true);
            }
        }
        if text.len() > 16
            && let Ok(at) = text.parse::<Timestamp>()
        {
            return YEARS
                .contains(&at.to_zoned(TimeZone::UTC).year())
                .then_some(Moment { at, day_only: false });
        }
        let narrow: String = text.chars().map(narrow).collect();
        let mut walk = Walk(bare(&narrow));
        if walk.0.len() == 5 && walk.0.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.number(walk.0.parse().ok()?);
        }
        if walk.0.len() == 8 && walk.0.bytes().all(|byte| byte.is_ascii_digit()) {
            let date =
                date(walk.0[..4].parse().ok()?, walk.0[4..6].parse().ok()?, walk.0[6..].parse().ok()?)?;
            return self.moment(date.to_datetime(Time::midnight()), true);
        }
        let digits = walk.0.bytes().take_while(u8::is_ascii_digit).count();
        let first = walk.number()?;
        // With strokes the year may stand at the end as well.
        let is_short = digits == 2 && SHORT_YEARS.contains(&first) && walk.0.starts_with(['年', '.', '-']);
        let first = if is_short { 2000 + first } else { first };
        // 3月底, 3月上旬: good enough for a limit, and no day on which anything was found.
        let vague = after.is_some();
        let date = if (1000..=9999).contains(&first) {
            let separator = walk.one_of(&['年', '-', '/', '.'])?;
            let month = walk.number()?;
            walk.one_of(if separator == '年' { &['月'] } else { &['-', '/', '.'] })?;
            let day = walk.day(vague && separator == '年')?;
            day.of(i16::try_from(first).ok()?, month)?
        } else {
            walk.one_of(&['月'])?;
            let day = walk.day(vague)?;
            self.without_year(first, day, after)?
        };
        walk.one_of(&['日', '号']);
        let time = walk.time()?;
        self.moment(date.to_datetime(time.unwrap_or(Time::midnight())), time.is_none())
    }

    fn without_year(&self, month: i32, day: Day, after: Option<Moment>) -> Option<Date> {
        match after {
            Some(after) => {
                let found = after.at.to_zoned(self.zone.clone()).date();
                (found.year()..=found.year() + 1)
                    .filter_map(|year| day.of(year, month))
                    .find(|candidate| *candidate >= found)
            }
            None => day.of(self.year?, month),
        }
    }
}

/// Whether the cell holds nothing but a date, where a name is expected.
pub(crate) fn is_bare_date(cell: &Cell) -> bool {
    let reader = Reader { zone: &TimeZone::UTC, formats: &[], year: None, from_1904: false };
    match cell {
        Cell::Moment(_) => true,
        Cell::Number(number) => SERIALS.contains(number),
        Cell::Text(text) => {
            !text.trim().bytes().all(|byte| byte.is_ascii_digit()) && reader.text(text.trim(), None).is_some()
        }
        _ => false,
    }
}

/// The one year that a title or a sheet name speaks of: `2025年隐患台账`, `建设系统（2025）`.
pub(crate) fn year_in(text: &str) -> Option<i16> {
    let mut years = text
        .split(|character: char| !character.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse::<i16>().ok())
        .filter(|year| YEARS.contains(year));
    let year = years.next()?;
    years.all(|other| other == year).then_some(year)
}

fn date(year: i16, month: i32, day: i32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day of some month, as it is written.
#[derive(Clone, Copy)]
enum Day {
    Numbered(i32),
    /// 月底, 下旬.
    Last,
}

impl Day {
    fn of(self, year: i16, month: i32) -> Option<Date> {
        match self {
            Self::Numbered(day) => date(year, month, day),
            Self::Last => Some(date(year, month, 1)?.last_of_month()),
        }
    }
}

/// Parts of a month, each as its last day: that is what they mean as a limit.
const PARTS: [(&str, Day); 5] = [
    ("底", Day::Last),
    ("末", Day::Last),
    ("上旬", Day::Numbered(10)),
    ("中旬", Day::Numbered(20)),
    ("下旬", Day::Last),
];

/// A written date without what is said around it: 之前, 星期三, 上午.
fn bare(text: &str) -> &str {
    const AROUND: [&str; 13] =
        ["以前", "之前", "前", "止", "上午", "下午", "晚上", "凌晨", "中午", "夜间", "(", ")", "."];
    let mut rest = text.trim();
    loop {
        let before = rest;
        for around in AROUND {
            rest = rest.strip_suffix(around).unwrap_or(rest).trim();
        }
        for week in ["星期", "周"] {
            let day = rest.chars().last().filter(|day| "一二三四五六日天".contains(*day));
            if let Some(stem) = day.and_then(|day| rest.strip_suffix(day)?.strip_suffix(week)) {
                rest = stem.trim();
            }
        }
        if rest == before {
            return rest;
        }
    }
}

/// Full-width digits and signs as their plain forms.
pub(crate) fn narrow(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        '\u{3000}' => ' ',
        '。' | '、' => '.',
        other => other,
    }
}

/// What is left to read of a written date.
struct Walk<'a>(&'a str);

impl Walk<'_> {
    fn number(&mut self) -> Option<i32> {
        self.0 = self.0.trim_start();
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 || length > 4 {
            return None;
        }
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        digits.parse().ok()
    }

    /// A day, or a part of the month if that is enough.
    fn day(&mut self, vague: bool) -> Option<Day> {
        let left = self.0.trim_start();
        let part =
            PARTS.iter().filter(|_| vague).find_map(|(word, day)| Some((left.strip_prefix(word)?, *day)));
        let Some((rest, day)) = part else { return self.number().map(Day::Numbered) };
        self.0 = rest;
        Some(day)
    }

    fn one_of(&mut self, signs: &[char]) -> Option<char> {
        let trimmed = self.0.trim_start();
        let sign = trimmed.chars().next().filter(|sign| signs.contains(sign))?;
        self.0 = &trimmed[sign.len_utf8()..];
        Some(sign)
    }

    /// The rest as a time of day: nothing, `14:40`, `14:40:05`, `14时40分`, `14时`; `None` for anything else.
    fn time(&mut self) -> Option<Option<Time>> {
        self.one_of(&['T']);
        if self.0.trim().is_empty() {
            return Some(None);
        }
        let hour = self.number()?;
        let sign = self.one_of(&[':', '时', '点'])?;
        let minute = if sign != ':' && self.0.trim().is_empty() { 0 } else { self.number()? };
        self.one_of(&['分']);
        let second = if self.one_of(&[':']).is_some() { self.number()? } else { 0 };
        self.one_of(&['秒', '分']);
        let part = |number: i32| i8::try_from(number).ok();
        let time = Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()?;
        self.0.trim().is_empty().then_some(Some(time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    fn shown(reader: &Reader, cell: &Cell, after: Option<Moment>) -> Option<String> {
        let moment = reader.read(cell, after)?;
        let at = moment.at.to_zoned(reader.zone.clone());
        Some(at.strftime(if moment.day_only { "%F" } else { "%F %T" }).to_string())
    }

    #[test]
    fn written_dates() {
        let zone = shanghai();
        let reader = Reader { zone: &zone, formats: &[], year: None, from_1904: false };
        for (text, expected) in [
            ("2023年5月6日", "2023-05-06"),
            ("2023 年 5月 6号", "2023-05-06"),
            ("2023.5.6", "2023-05-06"),
            ("2023-05-06", "2023-05-06"),
            ("2023/5/6", "2023-05-06"),
            ("２０２３．５．６", "2023-05-06"),
            ("２０２３年５月６日（星期六）", "2023-05-06"),
            ("2023年5月6日上午", "2023-05-06"),
            ("2023.5.6 周六", "2023-05-06"),
            ("2023、5、6", "2023-05-06"),
            ("45052", "2023-05-06"),
            ("20230506", "2023-05-06"),
            ("2023年5月6日前", "2023-05-06"),
            ("2023年5月6日14:40分", "2023-05-06 14:40:00"),
            ("2023年5月6日14时", "2023-05-06 14:00:00"),
            ("2023-05-06 14:40:05", "2023-05-06 14:40:05"),
            ("2023-05-06T14:40", "2023-05-06 14:40:00"),
            ("2023-05-06T06:40:00Z", "2023-05-06 14:40:00"),
            ("23.5.6", "2023-05-06"),
            ("23年5月6日", "2023-05-06"),
            ("23-5-6", "2023-05-06"),
        ] {
            assert_eq!(shown(&reader, &Cell::Text(text.into()), None).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "已整改",
            "5月6日",
            "2023年5月",
            "2023.2.30",
            "20235.5.6",
            "2023.5.6-5.8",
            "1/1/20 0:05",
            "9999999",
            "9023.5.6",
            "2023-05-06 25:00",
            "2023年5-6",
            "0",
            "2023.5.6 左右",
            "2023年5月底",
            "23/5/6",
            "12.5.6",
        ] {
            assert_eq!(shown(&reader, &Cell::Text(text.into()), None), None, "{text}");
        }
    }

    #[test]
    fn serials_of_both_epochs_and_dates_with_times() {
        let zone = shanghai();
        let reader = Reader { zone: &zone, formats: &[], year: None, from_1904: false };
        assert_eq!(shown(&reader, &Cell::Number(45_465.0), None).unwrap(), "2024-06-22");
        assert_eq!(
            shown(&reader, &Cell::Number(45_496.638_888_888_89), None).unwrap(),
            "2024-07-23 15:20:00"
        );
        assert_eq!(shown(&reader, &Cell::Number(20_240_622.0), None).unwrap(), "2024-06-22");
        assert_eq!(shown(&reader, &Cell::Number(3.0), None), None);
        assert_eq!(shown(&reader, &Cell::Number(f64::NAN), None), None);
        let old = Reader { from_1904: true, ..reader };
        assert_eq!(shown(&old, &Cell::Number(44_003.0), None).unwrap(), "2024-06-22");
    }

    #[test]
    fn a_date_without_a_year_follows_the_finding_or_the_title() {
        let zone = shanghai();
        let reader = Reader { zone: &zone, formats: &[], year: Some(2023), from_1904: false };
        let cell = Cell::Text("1月5日".into());
        assert_eq!(shown(&reader, &cell, None).unwrap(), "2023-01-05");
        let found = reader.read(&Cell::Text("2023年12月20日".into()), None);
        assert_eq!(shown(&reader, &cell, found).unwrap(), "2024-01-05");
        assert_eq!(shown(&reader, &Cell::Text("12月20日".into()), found).unwrap(), "2023-12-20");
        assert_eq!(
            (year_in("建设系统（2025）"), year_in("2024-2025年"), year_in("隐患库")),
            (Some(2025), None, None)
        );
    }

    #[test]
    fn a_part_of_a_month_is_a_limit_and_no_day_of_finding() {
        let zone = shanghai();
        let reader = Reader { zone: &zone, formats: &[], year: Some(2023), from_1904: false };
        let found = reader.read(&Cell::Text("2023年12月20日".into()), None);
        for (text, expected) in [
            ("2024年2月底", "2024-02-29"),
            ("2025年3月底前", "2025-03-31"),
            ("25年3月末", "2025-03-31"),
            ("2025年3月上旬", "2025-03-10"),
            ("2025年3月中旬", "2025-03-20"),
            ("2025年4月下旬", "2025-04-30"),
            ("1月底", "2024-01-31"),
            ("12月底", "2023-12-31"),
        ] {
            let cell = Cell::Text(text.into());
            assert_eq!(shown(&reader, &cell, found).as_deref(), Some(expected), "{text}");
            assert_eq!(shown(&reader, &cell, None), None, "{text}");
        }
        for text in ["年底", "3月", "2025年3月", "2025年13月底"] {
            assert_eq!(shown(&reader, &Cell::Text(text.into()), found), None, "{text}");
        }
    }

    #[test]
    fn formats_of_a_mapping_and_their_zone() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        let formats = ["%m/%d/%y %H:%M".to_owned()];
        let reader = Reader { zone: &zone, formats: &formats, year: None, from_1904: false };
        let read =
            |text: &str| reader.read(&Cell::Text(text.into()), None).map(|moment| moment.at.to_string());
        assert_eq!(read("1/1/20 0:05").as_deref(), Some("2020-01-01T08:05:00Z"));
        assert_eq!(read("12/31/19 23:59").as_deref(), Some("2020-01-01T07:59:00Z"));
        assert_eq!(read("13/1/20 0:05"), None);
    }

    #[test]
    fn names_are_not_dates() {
        assert!(is_bare_date(&Cell::Text("2025.3.14".into())) && is_bare_date(&Cell::Number(45_783.0)));
        assert!(
            !is_bare_date(&Cell::Text("东街派出所".into())) && !is_bare_date(&Cell::Text("20250314".into()))
        );
    }
}
