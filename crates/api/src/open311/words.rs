//! What is said here and nowhere else; everything else comes from `work::words`.

use domain::hazard::{RejectReason, StageCode};
use work::Problem;
use work::client::{Agency, Request};
pub(super) use work::words::either as in_lang;
use work::words::{self, Lang};

/// A question that we ask beside the specification's fields.
pub(super) struct Attribute {
    pub(super) code: &'static str,
    /// Whether an answer is expected; else the text is only shown.
    pub(super) asks: bool,
    pub(super) datatype: &'static str,
    /// Chinese, English.
    pub(super) question: (&'static str, &'static str),
    pub(super) hint: (&'static str, &'static str),
    /// Key, Chinese, English.
    pub(super) values: &'static [(&'static str, &'static str, &'static str)],
}

pub(super) const ATTRIBUTES: [Attribute; 4] = [
    Attribute {
        code: "emergency",
        asks: false,
        datatype: "text",
        question: (
            "有人受伤、起火或燃气泄漏，请先拨打119、110或120。",
            "If somebody is hurt, something burns or gas leaks, call 119, 110 or 120 first.",
        ),
        hint: ("", ""),
        values: &[],
    },
    Attribute {
        code: "life_danger",
        asks: true,
        datatype: "singlevaluelist",
        question: ("是否危及生命？", "Is somebody's life in danger?"),
        hint: ("不清楚可不选", "Leave out if unsure"),
        values: &[("no", "否", "No"), ("yes", "是", "Yes")],
    },
    Attribute {
        code: "place",
        asks: true,
        datatype: "string",
        question: ("具体位置", "Where exactly?"),
        hint: (
            "楼栋、单元、楼层、门口特征，最多200字",
            "Building, floor, what is next to it; 200 characters at most",
        ),
        values: &[],
    },
    Attribute {
        code: "captured_at",
        asks: true,
        datatype: "datetime",
        question: ("发现时间", "When was it seen?"),
        hint: (
            "日期时间须带时区，如 2026-03-02T09:00:00+08:00",
            "With time zone, as in 2026-03-02T09:00:00+08:00",
        ),
        values: &[],
    },
];

/// 联系方式.
pub(super) fn contact(lang: Lang, district: &str, base: &str) -> String {
    match lang {
        Lang::Zh => format!("{district}隐患治理“码上办”，{base}"),
        Lang::En => format!("{district}, hazard reporting, {base}"),
    }
}

/// Where keys come from.
pub(super) fn key_service(lang: Lang) -> &'static str {
    in_lang(
        lang,
        "接口密钥由本区安全管理员签发，请与值守机构联系。",
        "Keys are issued by the district's security administrator; ask the desk.",
    )
}

/// What the reporter is told at once. The link is the reporter's own: it opens the progress page.
pub(super) fn received(lang: Lang, number: &str, link: &str) -> String {
    match lang {
        Lang::Zh => format!("已收到，编号{number}。查看进展、补充、评价：{link}"),
        Lang::En => format!("Received as {number}. To see its progress, to add or to rate: {link}"),
    }
}

/// The office in words.
pub(super) fn agency(lang: Lang, agency: &Agency) -> String {
    match agency {
        Agency::Office(name) => name.clone(),
        Agency::Party => in_lang(lang, "责任单位", "Responsible company").to_owned(),
    }
}

/// 进展说明 in plain words.
pub(super) fn status_notes(lang: Lang, request: &Request) -> String {
    use StageCode as S;
    let (zh, en) = match request.stage {
        S::Reported if !request.accepted => ("已收到，等待受理。", "Received, waits for the desk."),
        S::Reported => ("已受理，正在研判。", "Taken up by the desk."),
        S::Supplement => ("等待上报人补充情况。", "Waits for more from the reporter."),
        S::Verifying => ("正在派人现场核实。", "Somebody is sent to look."),
        S::SelfFixed => ("已当场处理，等待确认。", "Fixed on the spot, to be confirmed by somebody else."),
        S::Rejected => return rejected(lang, request.rejected),
        S::Merged => ("与另一件同类上报一并处理。", "Handled together with another report."),
        S::ReferredOut => ("已移送有权处理的部门。", "Passed on to the authority in charge."),
        S::Filed => ("已立案，等待派遣。", "Filed, to be given to an office."),
        S::Dispatched => ("已派给责任部门，等待签收。", "Given to an office, to be signed for."),
        S::ReturnRequested => ("正在确定责任部门。", "It is being settled which office is in charge."),
        S::Rectifying => ("正在整改。", "Being put right."),
        S::Suspended => {
            ("因条件所限暂缓整改，已采取管控措施。", "Put off for the time being, with safeguards in place.")
        }
        S::StopOrdered => ("已责令停止使用，正在整改。", "Closed by order, being put right."),
        S::Submitted => ("整改已完成，等待验收。", "Put right, to be checked by somebody else."),
        S::Rework => ("验收未通过，退回继续整改。", "Not yet good enough, sent back."),
        S::Verified => ("验收通过，等待销号。", "Checked, to be closed."),
        S::Reopened => ("已重新启动办理。", "Taken up again."),
        S::Closed | S::FollowUp | S::Archived => {
            let how =
                request.closing.map(|c| words::word(lang, "ClosingKind", &name(&c)).unwrap_or_default());
            return match how.filter(|h| !h.is_empty()) {
                Some(how) => {
                    format!("{}{how}{}", in_lang(lang, "已办结：", "Closed: "), in_lang(lang, "。", "."))
                }
                None => in_lang(lang, "已办结。", "Closed.").to_owned(),
            };
        }
    };
    in_lang(lang, zh, en).to_owned()
}

fn rejected(lang: Lang, reason: Option<RejectReason>) -> String {
    let reason = reason.and_then(|r| words::word(lang, "RejectReason", &name(&r)));
    match reason {
        Some(reason) => {
            format!("{}{reason}{}", in_lang(lang, "不予受理：", "Turned down: "), in_lang(lang, "。", "."))
        }
        None => in_lang(lang, "不予受理。", "Turned down.").to_owned(),
    }
}

/// The name under which a value of a short list travels.
fn name<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What happened, for people who do not know the trade's words.
const STEPS: [(&str, &str, &str); 25] = [
    ("reported", "已收到上报", "Received"),
    ("accepted", "已受理", "Taken up"),
    ("supplement_asked", "请补充情况", "More is asked for"),
    ("inspection_ordered", "已派人现场核实", "Somebody is sent to look"),
    ("inspected", "已到现场核实", "Somebody has looked"),
    ("fixed_on_spot", "已当场处理，等待确认", "Fixed on the spot, to be confirmed"),
    ("rejected", "不予受理", "Turned down"),
    ("appeal_decided", "申诉已处理", "The objection was decided"),
    ("merged", "与另一件同类上报一并处理", "Handled together with another report"),
    ("unmerged", "改为单独办理", "Handled by itself again"),
    ("referred_out", "已移送有权处理的部门", "Passed on to the authority in charge"),
    ("referral_bounced", "移送被退回，重新研判", "Came back, looked at again"),
    ("filed", "已立案", "Filed"),
    ("dispatched", "已派给责任部门", "Given to an office"),
    ("signed", "责任部门已签收", "The office has taken it"),
    ("return_decided", "重新确定责任部门", "Another office will be in charge"),
    ("planned", "已制定整改方案", "There is a plan"),
    ("interim_measured", "已采取临时管控措施", "Safeguards are in place"),
    ("extension_decided", "整改期限延长", "More time was granted"),
    ("suspension_decided", "因条件所限暂缓整改", "Put off for the time being"),
    ("resumed", "恢复整改", "Going on again"),
    ("submitted", "整改完成，等待验收", "Put right, to be checked"),
    ("verified", "验收通过", "Checked and found right"),
    ("rework_ordered", "验收未通过，继续整改", "Not yet good enough, sent back"),
    ("closed", "已办结", "Closed"),
];

/// A step in words: what happened, by which office, what was said.
pub(super) fn step(lang: Lang, kind: &str, office: Option<&str>, said: Option<&str>) -> String {
    let plain = STEPS.iter().find(|(name, _, _)| *name == kind);
    let mut text =
        plain.map_or_else(|| words::event_kind(lang, kind), |(_, zh, en)| in_lang(lang, zh, en)).to_owned();
    if let Some(office) = office {
        let (open, close) = in_lang(lang, "（|）", " (|)").split_once('|').unwrap_or_default();
        text = format!("{text}{open}{office}{close}");
    }
    match said {
        Some(said) => format!("{text}{}{said}", in_lang(lang, "：", ": ")),
        None => text,
    }
}

/// What is wrong, in one sentence. Of a wrong parameter the name comes first, as clients look for it.
pub(super) fn problem(lang: Lang, problem: &Problem) -> String {
    if problem.code == "invalid" {
        let fields: Vec<String> = problem
            .errors
            .iter()
            .map(|(field, code)| {
                let what = match (field.as_str(), code.as_str()) {
                    ("page", "out_of_range") => in_lang(
                        lang,
                        "超出范围：往后翻页请按答复头 Link 给出的 start_after 继续",
                        "is out of range: to read on, follow start_after as the header Link of each answer gives it",
                    ),
                    _ => words::field_problem(lang, code),
                };
                format!(
                    "{}{}",
                    parameter(field, code),
                    in_lang(lang, &format!("（{what}）"), &format!(" {what}"))
                )
            })
            .collect();
        return format!("Bad request: {}", fields.join("; "));
    }
    let param = |name: &str| problem.params.get(name).map_or("", String::as_str);
    let (zh, en) = match problem.code {
        "wrong_key" => ("api_key 无效或已停用。".to_owned(), "The api_key is not valid (any more).".to_owned()),
        "key_required" => ("须提供 api_key。".to_owned(), "An api_key is required.".to_owned()),
        "jurisdiction" => {
            let id = param("jurisdiction_id");
            (format!("没有这个 jurisdiction_id：{id}。"), format!("There is no jurisdiction_id {id}."))
        }
        "service" => {
            let code = param("service_code");
            (format!("没有这个 service_code：{code}。"), format!("There is no service_code {code}."))
        }
        "request" => {
            let id = param("service_request_id");
            (format!("没有这个 service_request_id：{id}。"), format!("There is no service_request_id {id}."))
        }
        "token" => {
            let token = param("token");
            (format!("没有这个 token：{token}。"), format!("There is no token {token}."))
        }
        "not_utf8" => ("Bad request: 参数不是UTF-8。".to_owned(), "Bad request: a parameter is not UTF-8.".to_owned()),
        "form_expected" => (
            "Bad request: Content-Type（须为 application/x-www-form-urlencoded 或 multipart/form-data）".to_owned(),
            "Bad request: Content-Type (application/x-www-form-urlencoded or multipart/form-data)".to_owned(),
        ),
        "already_said" => (
            "Bad request: update_id（already exists，该编号已提交过）".to_owned(),
            "Bad request: update_id already exists".to_owned(),
        ),
        "not_own" => (
            "Bad request: service_request_id（没有，或不是本系统提交的）".to_owned(),
            "Bad request: service_request_id does not exist, or another system has sent it".to_owned(),
        ),
        "closed" => (
            "Bad request: status（已办结；要重新启动请用 REOPEN，要评价请填 attribute[solved] 和 attribute[stars]）".to_owned(),
            "Bad request: status (it is closed; REOPEN says that it is not solved, attribute[solved] and \
             attribute[stars] rate it)"
                .to_owned(),
        ),
        _ => {
            let (title, detail) = words::say(lang, problem);
            return if detail.is_empty() { title } else { format!("{title}{}{detail}", in_lang(lang, "：", ": ")) };
        }
    };
    in_lang(lang, &zh, &en).to_owned()
}

/// The specification's name for a field of ours.
fn parameter<'a>(field: &'a str, code: &str) -> &'a str {
    match (field, code) {
        ("place", "required") => "lat, long, address_string, address_id",
        ("place", _) => "address_id",
        ("text", _) => "description",
        ("address", _) => "address_string",
        ("category", _) => "service_code",
        ("position", _) => "lat, long",
        ("photos" | "photo", _) => "media",
        ("external", _) => "attribute",
        (field, _) => field,
    }
}
