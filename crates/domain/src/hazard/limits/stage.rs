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
    /// 催办答复: how long the office has to answer a reporter who urges.
    UrgeAnswer,
    /// 催办间隔: after one reminder by the reporter, how long until the next is taken.
    Urge,
    /// 督办回复: how long whoever is supervised has to answer a 督办单 or 交办函.
    SupervisionReply,
    /// 督办回复审核.
    ReplyReview,
    /// 挂账复核: the control measures of a suspended hazard are looked at again; at most so far apart.
    SuspensionReview,
    /// 停产停业复查: the site is looked at after the unit asks to go on.
    ResumeReview,
    /// 挂牌决定, after it was proposed.
    DecideListing,
    /// 挂牌公告.
    PublishListing,
    /// 挂牌期限: at most so long after hanging, extensions included.
    Listing,
    /// 挂牌延期申请: to be made so long before the end.
    AskListingExtension,
    /// 挂牌延期审批.
    DecideListingExtension,
    /// 摘牌公告.
    PublishRemoval,
    /// 批示反馈: how long the owner of a leader's instruction has to reply.
    Instruction,
    /// 抽查复核 of a closed case.
    Recheck,
    /// 执法回告: those who punish take it in and say whether they filed a case.
    Enforcement,
    /// 处罚决定: ninety days from filing the case (行政处罚法 §60).
    EnforcementDecision,
    /// 延长办案期限: by so much at most, with the approval of the head, once.
    EnforcementExtension,
    /// 超时申诉审核, each of the two.
    DecideOvertime,
    /// 回头看.
    LookBack,
    /// 查看举报人信息的审批.
    DecideOpening,
    /// 查看举报人信息: how long an approval holds.
    OpenReporter,
}

impl LimitStage {
    /// Every stage that has a limit.
    pub const ALL: [LimitStage; 40] = [
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
        LimitStage::UrgeAnswer,
        LimitStage::Urge,
        LimitStage::SupervisionReply,
        LimitStage::ReplyReview,
        LimitStage::SuspensionReview,
        LimitStage::ResumeReview,
        LimitStage::DecideListing,
        LimitStage::PublishListing,
        LimitStage::Listing,
        LimitStage::AskListingExtension,
        LimitStage::DecideListingExtension,
        LimitStage::PublishRemoval,
        LimitStage::Instruction,
        LimitStage::Recheck,
        LimitStage::Enforcement,
        LimitStage::EnforcementDecision,
        LimitStage::EnforcementExtension,
        LimitStage::DecideOvertime,
        LimitStage::LookBack,
        LimitStage::DecideOpening,
        LimitStage::OpenReporter,
    ];

    /// Whether danger may last while its clock runs. After closing it does not: what is left are words and money; nor
    /// while others punish.
    pub fn is_about_safety(self) -> bool {
        use LimitStage as L;
        !matches!(
            self,
            L::TellReporter
                | L::FollowUp
                | L::Reward
                | L::PublishListing
                | L::AskListingExtension
                | L::PublishRemoval
                | L::Enforcement
                | L::EnforcementDecision
                | L::EnforcementExtension
                | L::DecideOvertime
        )
    }
}
