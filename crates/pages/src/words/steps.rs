//! 环节 and 办理经过 in the words of a resident: what it means for whoever reported, not what the office calls it.

use super::Lang;

/// Code, Chinese, English, and which of the five steps it belongs to.
const STAGES: &[(&str, &str, &str, usize)] = &[
    ("reported", "已收到，等待值班人员受理", "Received; waiting for the desk", 1),
    ("accepted", "已受理，正在核实安排", "Taken up by the desk", 2),
    ("supplement", "等您补充情况", "Waiting for more from you", 1),
    ("verifying", "已派人去现场查看", "Somebody has been sent to look", 2),
    ("self_fixed", "现场已处理，等待确认", "Dealt with on the spot; waiting for a second look", 4),
    ("rejected", "没有受理", "Not taken up", 5),
    ("merged", "与同一处的另一份报告合并办理", "Handled together with another report of the same hazard", 2),
    ("referred_out", "已转交有权处理的部门", "Passed to the authority in charge", 3),
    ("filed", "已立案，正在安排承办单位", "Filed; a unit is being assigned", 2),
    ("dispatched", "已派给承办单位，等待签收", "Assigned; waiting for the unit to sign for it", 2),
    ("return_requested", "正在确认由哪个单位承办", "Being settled which unit is in charge", 2),
    ("rectifying", "承办单位正在整改", "The unit is putting it right", 3),
    ("suspended", "暂时不能整改，已采取管控措施", "Cannot be put right yet; kept under control", 3),
    ("stop_ordered", "已责令停产停业或停止使用", "Ordered to stop operating", 3),
    ("submitted", "整改完成，等待验收", "Put right; waiting for inspection", 4),
    ("rework", "验收没有通过，返工中", "Did not pass inspection; being redone", 3),
    ("verified", "验收通过，等待办结", "Passed inspection; waiting to be closed", 4),
    ("closed", "已办结", "Closed", 5),
    ("follow_up", "已办结，请您评价", "Closed; please rate it", 5),
    ("reopened", "已重新办理", "Taken up again", 2),
    ("archived", "已归档", "Archived", 5),
];

/// The five steps of the progress bar.
pub(crate) const STEPS: [(&str, &str); 5] = [
    ("上报", "Reported"),
    ("受理", "Taken up"),
    ("整改", "Put right"),
    ("验收", "Inspected"),
    ("办结", "Closed"),
];

const EVENTS: &[(&str, &str, &str)] = &[
    ("reported", "上报", "Reported"),
    ("accepted", "已受理", "Taken up by the desk"),
    ("supplement_asked", "请您补充情况", "Asked you for more"),
    ("supplemented", "补充了情况", "Added more"),
    ("inspection_ordered", "派人现场查看", "Sent somebody to look"),
    ("inspected", "到现场查看", "Looked on the spot"),
    ("fixed_on_spot", "当场处理", "Dealt with on the spot"),
    ("rejected", "不予受理", "Not taken up"),
    ("appealed", "提出申诉", "Appealed"),
    ("appeal_decided", "申诉已复核", "Appeal reviewed"),
    ("merged", "合并到同一处的报告", "Joined with another report of the same hazard"),
    ("unmerged", "恢复单独办理", "Handled on its own again"),
    ("referred_out", "转交有权部门", "Passed to the authority in charge"),
    ("referral_bounced", "转交部门退回", "Sent back by that authority"),
    ("filed", "立案", "Filed"),
    ("dispatched", "派给承办单位", "Assigned to a unit"),
    ("signed", "承办单位签收", "Signed for by the unit"),
    ("return_requested", "申请由其他单位承办", "Asked for another unit to take it"),
    ("return_decided", "确定承办单位", "Settled which unit is in charge"),
    ("planned", "制定整改方案", "Made a plan"),
    ("interim_measured", "采取临时防护", "Made it safe for the time being"),
    ("extension_requested", "申请延期", "Asked for more time"),
    ("extension_decided", "延期申请已处理", "Decided about more time"),
    ("suspension_requested", "申请暂缓整改", "Asked to put it off"),
    ("suspension_decided", "暂缓整改的申请已处理", "Decided about putting it off"),
    ("suspension_reviewed", "复核管控措施", "Checked the control measures"),
    ("resumed", "恢复整改", "Work resumed"),
    ("stop_ordered", "责令停产停业或停止使用", "Ordered to stop operating"),
    ("stop_released", "同意恢复", "Allowed to operate again"),
    ("submitted", "整改完成，提交验收", "Put right and sent for inspection"),
    ("verified", "验收通过", "Passed inspection"),
    ("rework_ordered", "验收未通过，退回返工", "Sent back to be redone"),
    ("closed", "办结", "Closed"),
    ("replied", "答复", "Answered you"),
    ("urged", "催办", "Reminder"),
    ("rated", "评价", "Rated"),
    ("called_back", "回访", "Called back"),
    ("reopened", "重新办理", "Taken up again"),
    ("archived", "归档", "Archived"),
    ("reporter_opened", "查看了您的联系方式", "Looked at your contact"),
    ("instructed", "领导批示", "A leader gave an instruction"),
    ("instruction_replied", "反馈批示", "The instruction was answered"),
    ("instruction_settled", "审定批示反馈", "The answer was looked at"),
    ("escalated", "已督促承办单位", "The unit in charge was pressed"),
    ("supervised", "已督促承办单位", "The unit in charge was pressed"),
    ("listed", "已挂牌督办", "Listed for public supervision"),
    ("listing_published", "督办情况已公告", "The supervision was published"),
    ("looked_back", "回头看", "Looked at again after closing"),
    ("delisted", "已解除挂牌督办", "Taken off the public list"),
    ("reporter_erased", "联系方式已删除", "Your contact was deleted"),
];

/// What a stage means for the reporter.
pub(crate) fn stage(lang: Lang, code: &str) -> &'static str {
    let found = STAGES.iter().find(|s| s.0 == code);
    match (found, lang) {
        (Some(s), Lang::Zh) => s.1,
        (Some(s), Lang::En) => s.2,
        (None, Lang::Zh) => "办理中",
        (None, Lang::En) => "In progress",
    }
}

/// Which of the five steps a stage belongs to, from 1; and whether the way has been walked to its end.
pub(crate) fn step_of(code: &str) -> (usize, bool) {
    let step = STAGES.iter().find(|s| s.0 == code).map_or(1, |s| s.3);
    (step, matches!(code, "closed" | "follow_up" | "archived" | "rejected"))
}

/// What happened, for the reporter.
pub(crate) fn event(lang: Lang, kind: &str) -> &'static str {
    let found = EVENTS.iter().find(|e| e.0 == kind);
    match (found, lang) {
        (Some(e), Lang::Zh) => e.1,
        (Some(e), Lang::En) => e.2,
        (None, Lang::Zh) => "有新进展",
        (None, Lang::En) => "Something happened",
    }
}

#[cfg(test)]
pub(super) fn every() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let stages = STAGES.iter().map(|s| (s.0, s.1, s.2));
    stages.chain(EVENTS.iter().copied()).chain(STEPS.iter().map(|s| ("step", s.0, s.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::hazard::StageCode;

    #[test]
    fn every_stage_has_words() {
        for code in StageCode::ALL {
            let name = serde_json::to_value(code).unwrap();
            let name = name.as_str().unwrap();
            assert!(STAGES.iter().any(|s| s.0 == name), "{name}");
        }
    }
}
