//! 处置时限 as people write it: `2紧急工作时`, `3个工作日`, `5自然日`.

use domain::calendar::{Limit, LimitUnit};

/// Units by their words, longer ones before those that they hold.
const UNITS: [(&str, LimitUnit); 13] = [
    ("紧急工作时", LimitUnit::UrgentHour),
    ("紧急小时", LimitUnit::UrgentHour),
    ("紧急分钟", LimitUnit::UrgentMinute),
    ("分钟", LimitUnit::UrgentMinute),
    ("工作小时", LimitUnit::WorkingHour),
    ("工作时", LimitUnit::WorkingHour),
    ("工作日", LimitUnit::WorkingDay),
    ("日历天", LimitUnit::NaturalDay),
    ("自然日", LimitUnit::NaturalDay),
    ("urgent_minute", LimitUnit::UrgentMinute),
    ("urgent_hour", LimitUnit::UrgentHour),
    ("working_day", LimitUnit::WorkingDay),
    ("natural_day", LimitUnit::NaturalDay),
];
/// What may stand around it without changing it.
const AROUND: [&str; 8] = ["以内", "之内", "内", "制止", "处置", "完成", "整改", "。"];

/// Reads a limit; the code of what is wrong with it otherwise. Plain 小时, 天 and 日 are not guessed at: read as working
/// time, a fire lane that is blocked on Friday evening would wait until Monday.
pub(super) fn parse(text: &str) -> Result<Limit, &'static str> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    if text.is_empty() {
        return Err("required");
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let amount: u32 = digits.parse().map_err(|_| "limit_not_read")?;
    if amount == 0 || amount > 10_000 {
        return Err("out_of_range");
    }
    let rest = text[digits.len()..].trim_start_matches('个');
    if rest.is_empty() || ["小时", "时", "天", "日"].iter().any(|unit| rest.starts_with(unit)) {
        return Err("limit_unit_unclear");
    }
    let known = UNITS.iter().find_map(|(word, unit)| Some((*unit, rest.strip_prefix(word)?)));
    let (unit, mut rest) = known.ok_or("limit_not_read")?;
    while let Some(shorter) = AROUND.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    if rest.is_empty() { Ok(Limit::new(amount, unit)) } else { Err("limit_not_read") }
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        _ => c,
    }
}

/// A limit as it stands in the nine columns.
pub(super) fn say(limit: Limit) -> String {
    let unit = match limit.unit {
        LimitUnit::UrgentMinute => "紧急分钟",
        LimitUnit::UrgentHour => "紧急工作时",
        LimitUnit::WorkingHour => "工作时",
        LimitUnit::WorkingDay | LimitUnit::WorkingDaySlots => "工作日",
        LimitUnit::NaturalDay => "自然日",
    };
    format!("{}{unit}", limit.amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_people_write_them() {
        for (text, limit) in [
            ("2紧急工作时", Limit::hours(2)),
            ("1紧急工作时制止", Limit::hours(1)),
            (" 30 分钟内 ", Limit::minutes(30)),
            ("３个工作日", Limit::new(3, LimitUnit::WorkingDay)),
            ("4工作时", Limit::new(4, LimitUnit::WorkingHour)),
            ("5自然日以内完成", Limit::days(5)),
        ] {
            assert_eq!(parse(text), Ok(limit), "{text}");
            assert_eq!(parse(&say(limit)), Ok(limit));
        }
    }

    #[test]
    fn what_could_mean_two_things_is_asked_back() {
        for (text, wrong) in [
            ("2小时", "limit_unit_unclear"),
            ("5天", "limit_unit_unclear"),
            ("7", "limit_unit_unclear"),
            ("15工作日（植树季节）", "limit_not_read"),
            ("立即", "limit_not_read"),
            ("", "required"),
            ("0工作日", "out_of_range"),
        ] {
            assert_eq!(parse(text), Err(wrong), "{text}");
        }
    }
}
