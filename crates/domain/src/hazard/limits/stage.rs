//! 时限环节: what a limit is for.

use serde::{Deserialize, Serialize};

/// 时限环节. C1 … C10 are the clocks of the trade's practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitStage {
    /// C1 响应: first human contact with the report.
    Response,
    /// C2 首次答复.
    FirstReply,
    /// C3 受理立案: from acceptance to filing or another decision of the desk.
    Accept,
    /// 补充: how long the reporter's answer is awaited.
    Supplement,
    /// 现场核实 before filing.
    Inspect,
    /// 即查即改确认.
    ConfirmSpotFix,
    /// 申诉处理.
    DecideAppeal,
    /// 移送跟踪: next look at a referral.
    Referral,
    /// C4 派遣.
    Dispatch,
    /// C5 签收.
    Sign,
    /// 退回处理.
    DecideReturn,
    /// C6 整改, where the filing standard names no limit of its own.
    Rectify,
    /// 延期和挂账申请的处理.
    DecideRequest,
    /// C7 验收.
    Verify,
    /// C8 批准销号.
    ApproveClosing,
    /// C9 答复群众 after closing.
    TellReporter,
    /// 回访.
    FollowUp,
    /// 重启后的处置: what becomes of a reopened hazard.
    Reopened,
    /// C10 奖励.
    Reward,
    /// 催办间隔: after one reminder by the reporter, how long until the next is taken.
    Urge,
    /// 批示反馈: how long the owner of a leader's instruction has to reply.
    Instruction,
    /// 抽查复核 of a closed case.
    Recheck,
}

impl LimitStage {
    /// Every stage that has a limit.
    pub const ALL: [LimitStage; 22] = [
        LimitStage::Response,
        LimitStage::FirstReply,
        LimitStage::Accept,
        LimitStage::Supplement,
        LimitStage::Inspect,
        LimitStage::ConfirmSpotFix,
        LimitStage::DecideAppeal,
        LimitStage::Referral,
        LimitStage::Dispatch,
        LimitStage::Sign,
        LimitStage::DecideReturn,
        LimitStage::Rectify,
        LimitStage::DecideRequest,
        LimitStage::Verify,
        LimitStage::ApproveClosing,
        LimitStage::TellReporter,
        LimitStage::FollowUp,
        LimitStage::Reopened,
        LimitStage::Reward,
        LimitStage::Urge,
        LimitStage::Instruction,
        LimitStage::Recheck,
    ];

    /// Whether danger may last while its clock runs. After closing it does not: what is left are words and money.
    pub fn is_about_safety(self) -> bool {
        !matches!(self, LimitStage::TellReporter | LimitStage::FollowUp | LimitStage::Reward)
    }
}
