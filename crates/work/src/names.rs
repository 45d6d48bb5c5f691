//! The names under which the trade's short lists travel, for the API's document: `domain` itself knows no document.

use domain::hazard::{ActionKind, StageCode};
use domain::people::{Role as DomainRole, UnitKind as DomainUnitKind};
use domain::place::PlaceKind as DomainPlaceKind;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::word;
use domain::hazard as h;

/// Every value of a short list, by name.
fn all<T: Serialize>(values: &[T]) -> Vec<String> {
    values.iter().map(word).collect()
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident = $values:expr;)+) => {
        $(
            $(#[$doc])*
            pub struct $name;

            impl $name {
                /// Every value.
                pub fn all() -> Vec<String> {
                    all(&$values)
                }
            }

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Self::all())).into()
                }
            }

            impl ToSchema for $name {}
        )+

        /// Every list with its values, for the test that each has words.
        #[cfg(test)]
        pub(crate) fn lists() -> Vec<(&'static str, Vec<String>)> {
            vec![$((stringify!($name), $name::all())),+]
        }
    };
}

names! {
    /// 环节.
    Stage = StageCode::ALL;
    /// 动作.
    ActionName = ActionKind::ALL;
    /// 角色.
    Role = DomainRole::ALL;
    /// 须经同意的事项.
    Gated = domain::people::Gated::ALL;
    /// 单位类别.
    UnitKind = [
        DomainUnitKind::Desk, DomainUnitKind::CommitteeOffice, DomainUnitKind::Street, DomainUnitKind::Bureau,
        DomainUnitKind::Company, DomainUnitKind::Property, DomainUnitKind::System,
    ];
    /// 场所类别.
    PlaceKind = DomainPlaceKind::ALL;
    /// 网格类别.
    GridKind = [domain::place::GridKind::Duty, domain::place::GridKind::Cell];
    /// 等级.
    Grade = [h::Grade::General, h::Grade::Larger, h::Grade::Major];
    /// 来源.
    Source = [
        h::Source::Resident, h::Source::Employee, h::Source::Inspector, h::Source::Bureau, h::Source::SelfCheck,
        h::Source::Hotline, h::Source::Leader, h::Source::Superior, h::Source::Media, h::Source::System,
        h::Source::Ledger,
    ];
    /// 举报人保护.
    Protection = [h::Protection::Anonymous, h::Protection::Contactable, h::Protection::Whistleblower];
    /// 不予受理原因.
    RejectReason = [
        h::RejectReason::Unclear, h::RejectReason::Repeated, h::RejectReason::NotAHazard, h::RejectReason::Unfounded,
        h::RejectReason::OutOfArea, h::RejectReason::Unanswered, h::RejectReason::Abuse,
    ];
    /// 移送去向.
    ReferralTo = [
        h::ReferralTo::Superior, h::ReferralTo::OtherDistrict, h::ReferralTo::Hotline, h::ReferralTo::Police,
        h::ReferralTo::Fire, h::ReferralTo::Enforcement,
    ];
    /// 现场核实结论.
    Finding = [h::Finding::Founded, h::Finding::Unfounded, h::Finding::Undetermined];
    /// 责任主体类别.
    PartyKind = [
        h::PartyKind::Company, h::PartyKind::Property, h::PartyKind::Owner, h::PartyKind::Government,
        h::PartyKind::Unknown,
    ];
    /// 验收方式.
    VerifyMethod = [
        h::VerifyMethod::OnSite, h::VerifyMethod::Remote, h::VerifyMethod::Sample, h::VerifyMethod::Experts,
    ];
    /// 销号类别.
    ClosingKind = [
        h::ClosingKind::Rectified, h::ClosingKind::FixedOnSpot, h::ClosingKind::Unfounded,
        h::ClosingKind::WithParent, h::ClosingKind::Referred, h::ClosingKind::Enforced, h::ClosingKind::Imported,
    ];
    /// 挂账原因.
    SuspensionCause = [
        h::SuspensionCause::Season, h::SuspensionCause::Funds, h::SuspensionCause::Ownership,
        h::SuspensionCause::Conditions,
    ];
    /// 重启原因.
    ReopenCause = [
        h::ReopenCause::Unsolved, h::ReopenCause::Recurred, h::ReopenCause::FalseClosing,
        h::ReopenCause::LeaderOrder, h::ReopenCause::AppealUpheld,
        h::ReopenCause::LookBack,
    ];
    /// 照片用途.
    PhotoRole = [
        h::PhotoRole::Before, h::PhotoRole::Supplement, h::PhotoRole::Inspection, h::PhotoRole::Interim,
        h::PhotoRole::After, h::PhotoRole::Verification, h::PhotoRole::Proof, h::PhotoRole::Instruction,
    ];
    /// 点位码作废原因.
    RevokeReason = [
        domain::place::RevokeReason::Damaged, domain::place::RevokeReason::Lost, domain::place::RevokeReason::Moved,
        domain::place::RevokeReason::Tampered, domain::place::RevokeReason::PlaceClosed,
    ];
    /// 坐标系.
    System = [
        domain::place::System::Cgcs2000, domain::place::System::Wgs84, domain::place::System::Gcj02,
        domain::place::System::Bd09,
    ];
    /// 标牌巡查结果.
    PlateCondition = domain::place::PlateCondition::ALL;
    /// 位置证据.
    Nearness = [
        domain::place::Nearness::Near, domain::place::Nearness::Far, domain::place::Nearness::Unknown,
    ];
    /// 检查结果.
    InspectionResult = [
        domain::place::InspectionResult::NothingFound, domain::place::InspectionResult::Found,
    ];
    /// 检查项结果.
    MarkResult = [
        domain::place::MarkResult::Fine, domain::place::MarkResult::Wrong, domain::place::MarkResult::NotApplicable,
    ];
    /// 检查周期.
    Every = domain::place::Every::ALL;
    /// 检查覆盖.
    Standing = [
        domain::place::Standing::Overdue, domain::place::Standing::Due, domain::place::Standing::Done,
    ];
    /// 查看举报人信息用途.
    OpenPurpose = [h::OpenPurpose::CallBack, h::OpenPurpose::Clarify, h::OpenPurpose::LifeDanger];
    /// 统计维度.
    Dimension = [
        store::Dimension::District, store::Dimension::Unit, store::Dimension::Street, store::Dimension::Category,
        store::Dimension::Stage, store::Dimension::Hour,
    ];
    /// 统计指标.
    Measure = [
        store::Measure::Reported, store::Measure::Closed, store::Measure::ClosedOnTime, store::Measure::Open,
        store::Measure::Reworked, store::Measure::Solved, store::Measure::Rated,
        store::Measure::Exempted, store::Measure::Recurred30, store::Measure::Recurred90,
    ];
    /// 渠道.
    Channel = [
        h::Channel::Code, h::Channel::Web, h::Channel::Console, h::Channel::Open311, h::Channel::Phone,
        h::Channel::Import,
    ];
    /// 待谁办理.
    Awaits = h::Awaits::ALL;
    /// 时钟.
    ClockStage = h::LimitStage::ALL;
    /// 处罚结果.
    EnforcementOutcome = h::EnforcementOutcome::ALL;
    /// 超时申诉理由.
    OvertimeGrounds = h::OvertimeGrounds::ALL;
    /// 曾超时.
    OvertimeMark = ["was_late", "exempt"];
    /// 时限规则的毛病.
    LimitFault = ["gap", "twice", "zero", "too_long", "category", "life_danger", "basis", "too_many",
        "outlasts_ladder",
    ];
    /// 督办规则的毛病.
    LadderFault = [
        "gap", "twice", "rungs", "listing", "life_danger", "too_long", "before_reply", "reminder_only", "basis",
        "rework", "too_many",
    ];
    /// 评判规则的毛病.
    RulesFault = [
        "empty", "twice", "elsewhere", "orphan", "loose", "backward", "malformed", "number", "letter", "formula", "falls",
        "gap", "beyond", "colour", "too_large", "too_fine",
    ];
    /// 红黄绿灯.
    Light = [h::Light::Green, h::Light::Yellow, h::Light::Red, h::Light::DarkRed];
    /// 时限单位.
    LimitUnit = domain::calendar::LimitUnit::ALL;
    /// 暂停原因.
    PauseCause = [domain::calendar::PauseCause::Suspended, domain::calendar::PauseCause::WaitingForReporter];
    /// 派遣建议理由.
    SuggestionReason = h::suggest::SuggestionReason::ALL;
    /// 参与身份.
    Part = [
        h::Part::Finder, h::Part::Fixer, h::Part::FixingUnit, h::Part::Verifier, h::Part::Rejecter,
        h::Part::Requester, h::Part::Replier, h::Part::Judge, h::Part::Reviewer,
    ];
    /// 批示用语.
    Phrase = h::Phrase::ALL;
    /// 并行任务.
    Duty = h::Duty::ALL;
    /// 督办层级.
    SupervisionLevel = h::SupervisionLevel::ALL;
    /// 督办原因.
    SupervisionCause = [
        h::SupervisionCause::Overdue, h::SupervisionCause::NoReply, h::SupervisionCause::Rework,
        h::SupervisionCause::ByHand,
    ];
    /// 督办结束方式.
    LetterEnd = [h::LetterEnd::Done, h::LetterEnd::Withdrawn, h::LetterEnd::Raised];
    /// 挂牌层级.
    ListingLevel = h::ListingLevel::ALL;
    /// 存疑情形.
    DoubtReason = h::DoubtReason::ALL;
    /// 风险颜色.
    RiskColour = h::RiskColour::ALL;
}

/// The fields of an action: its name, and whatever the action of that name takes.
pub struct ActionFields;

impl PartialSchema for ActionFields {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .property("action", ActionName::schema())
            .required("action")
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .into()
    }
}

impl ToSchema for ActionFields {}
