//! 通知渠道: which ways out of the house are configured.

use channels::{Channel, Recorder};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// 渠道. The numbers are what the database keeps; they never change.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeRoute)]
#[repr(u8)]
pub enum Route {
    /// 邮件.
    Mail = 1,
    /// 短信.
    Sms = 2,
    /// 接口推送: to another system.
    Webhook = 3,
}

impl Route {
    /// Every one.
    pub const ALL: [Route; 3] = [Route::Mail, Route::Sms, Route::Webhook];

    /// The one with this number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|r| *r as i64 == number)
    }
}

/// The channels of this installation. Without one nothing goes that way, and nothing waits for it.
#[derive(Clone, Default)]
pub struct Outlets {
    /// 邮件.
    pub mail: Option<Arc<dyn Channel>>,
    /// 短信.
    pub sms: Option<Arc<dyn Channel>>,
    /// 接口推送.
    pub webhook: Option<Arc<dyn Channel>>,
}

impl Outlets {
    /// All three into one recorder: for tests.
    pub fn recorded(recorder: &Recorder) -> Self {
        let channel: Arc<dyn Channel> = Arc::new(recorder.clone());
        Self { mail: Some(Arc::clone(&channel)), sms: Some(Arc::clone(&channel)), webhook: Some(channel) }
    }

    /// Which there are.
    pub fn routes(&self) -> Vec<Route> {
        Route::ALL.into_iter().filter(|route| self.of(*route).is_some()).collect()
    }

    pub(super) fn of(&self, route: Route) -> Option<&Arc<dyn Channel>> {
        match route {
            Route::Mail => self.mail.as_ref(),
            Route::Sms => self.sms.as_ref(),
            Route::Webhook => self.webhook.as_ref(),
        }
    }
}
