//! The short lists of the trade: sources, grades, reasons, causes, methods.

use serde::{Deserialize, Serialize};

/// 来源.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 公众扫码: a resident through a code on the spot or the public page.
    Resident,
    /// 从业人员: somebody who works there.
    Employee,
    /// 网格员.
    Inspector,
    /// 部门检查.
    Bureau,
    /// 企业自查.
    SelfCheck,
    /// 12345 热线.
    Hotline,
    /// 领导批示.
    Leader,
    /// 上级督办.
    Superior,
    /// 媒体.
    Media,
    /// 其他系统 (Open311 and the like).
    System,
    /// 台账导入.
    Ledger,
}

impl Source {
    /// Whether a reporter outside the offices waits for an answer.
    pub fn is_public(self) -> bool {
        matches!(self, Source::Resident | Source::Employee | Source::Hotline | Source::System)
    }
}

/// 渠道: the way in which it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The page behind a scanned code.
    Code,
    /// The public page without a code.
    Web,
    /// The staff console.
    Console,
    /// Open311.
    Open311,
    /// Typed in by the desk for a caller.
    Phone,
    /// A spreadsheet.
    Import,
}

/// 举报人保护: how the reporter wants to be treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// 匿名: nothing about the reporter is kept.
    #[default]
    Anonymous,
    /// 留有联系方式: a contact lies in the vault.
    Contactable,
    /// 从业人员举报 (应急〔2020〕69号): strict secrecy.
    Whistleblower,
}

/// 隐患等级.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(i64)]
pub enum Grade {
    /// 一般 (《安全生产事故隐患排查治理暂行规定》 order 16 of 2008, art. 3).
    General = 1,
    /// 较大: a middle grade that Hunan's practice knows.
    Larger = 2,
    /// 重大 (order 16 of 2008, art. 3; criteria by field under 安全生产法 §118).
    Major = 3,
}

/// 不予受理原因.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// 对象或事实不清.
    Unclear,
    /// 重复举报已受理事项.
    Repeated,
    /// 不属于安全隐患.
    NotAHazard,
    /// 现场核实不属实.
    Unfounded,
    /// 不在辖区.
    OutOfArea,
    /// 逾期未补充.
    Unanswered,
    /// 恶意或测试信息.
    Abuse,
}

/// 移送去向类别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralTo {
    /// 上级.
    Superior,
    /// 他区.
    OtherDistrict,
    /// 12345.
    Hotline,
    /// 公安.
    Police,
    /// 消防.
    Fire,
    /// 行政执法.
    Enforcement,
}

/// 现场核实结论.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// 属实.
    Founded,
    /// 不属实.
    Unfounded,
    /// 无法核实.
    Undetermined,
}

/// 责任主体类别.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// 企业.
    Company,
    /// 物业.
    Property,
    /// 产权人.
    Owner,
    /// 政府兜底: nobody else answers, so the street or bureau does.
    Government,
    /// 未明.
    #[default]
    Unknown,
}

/// 验收方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerifyMethod {
    /// 现场.
    OnSite,
    /// 远程.
    Remote,
    /// 抽查.
    Sample,
    /// 专家会同部门: required for major hazards.
    Experts,
}

/// 销号类别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingKind {
    /// 已整改.
    Rectified,
    /// 即查即改.
    FixedOnSpot,
    /// 不属实.
    Unfounded,
    /// 随主案办结: closed with the hazard it was merged into.
    WithParent,
    /// 移送办结.
    Referred,
    /// 强制措施.
    Enforced,
    /// 台账原有记录: closed in the ledger it came from.
    Imported,
}

/// 挂账原因.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspensionCause {
    /// 季节.
    Season,
    /// 资金.
    Funds,
    /// 权属.
    Ownership,
    /// 其他条件.
    Conditions,
}

/// 重启原因.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReopenCause {
    /// 群众不满意且属实.
    Unsolved,
    /// 30 日内复发.
    Recurred,
    /// 虚假整改.
    FalseClosing,
    /// 领导批示.
    LeaderOrder,
    /// 申诉成立.
    AppealUpheld,
    /// 回头看发现反弹.
    LookBack,
}

/// 照片用途.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoRole {
    /// 整改前.
    Before,
    /// 补充.
    Supplement,
    /// 现场核实.
    Inspection,
    /// 临时管控.
    Interim,
    /// 整改后.
    After,
    /// 复查验收.
    Verification,
    /// 退回等依据.
    Proof,
    /// 批示附图: what a leader shows to whoever has to act; for offices only.
    Instruction,
}
