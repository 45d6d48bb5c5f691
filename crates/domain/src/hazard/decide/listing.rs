//! 挂牌督办, 公告, 延期, 摘牌.

use super::content::{invalid, line, rule, said, told};
use super::{Draft, Move};
use crate::calendar::{Instant, Run};
use crate::hazard::event::{Event, Words};
use crate::hazard::limits::{LimitStage, Matter};
use crate::hazard::refusal::Refusal;
use crate::hazard::supervision::ListingLevel;

impl Move<'_> {
    /// 挂牌最长期限, extensions included.
    fn hung_at_most(&self, hung_at: Instant) -> Instant {
        let limit = self.context.rules.limit(LimitStage::Listing, &Matter::from(self.hazard));
        self.context.calendar.due(&Run::new(limit, hung_at, None)).at.unwrap_or(hung_at)
    }

    pub(super) fn list(
        &self,
        number: &str,
        level: ListingLevel,
        until: Instant,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        line("number", number)?;
        let words = said(text)?;
        if until <= self.now() {
            return Err(invalid("until", "in_the_past"));
        }
        if until > self.hung_at_most(self.now()) {
            return rule("listing_a_year");
        }
        let by = self.staff()?.person;
        let ask_by = self.latest(LimitStage::AskListingExtension, until);
        let due = self.due(LimitStage::PublishListing);
        self.one(Event::Listed { by, number: number.to_owned(), level, until, ask_by, due }, words)
    }

    pub(super) fn decline_listing(&self, text: &str) -> Result<Vec<Draft>, Refusal> {
        self.one(Event::ListingDeclined { by: self.staff()?.person }, told(text)?)
    }

    pub(super) fn publish_listing(
        &self,
        address: &str,
        published_at: Instant,
    ) -> Result<Vec<Draft>, Refusal> {
        line("address", address)?;
        let since = self.hazard.supervision.unpublished().map(|l| match (&l.published, l.removed_at) {
            (Some(_), Some(removed)) => removed,
            _ => l.hung_at,
        });
        // People write down minutes.
        let minute = |at: Instant| at.plus(-at.0.rem_euclid(Instant::MINUTE));
        if published_at > self.now() || since.is_some_and(|since| published_at < minute(since)) {
            return Err(invalid("published_at", "out_of_range"));
        }
        let by = self.staff()?.person;
        self.one(Event::ListingPublished { by, address: address.to_owned(), published_at }, Words::none())
    }

    pub(super) fn request_listing_extension(
        &self,
        until: Instant,
        text: &str,
    ) -> Result<Vec<Draft>, Refusal> {
        let words = told(text)?;
        if let Some(listing) = self.hazard.supervision.listing() {
            if until <= listing.until {
                return Err(invalid("until", "not_later"));
            }
            if until > self.hung_at_most(listing.hung_at) {
                return rule("listing_a_year");
            }
        }
        let (by, due) = (self.staff()?.person, self.due(LimitStage::DecideListingExtension));
        self.one(Event::ListingExtensionRequested { by, until, due }, words)
    }

    pub(super) fn decide_listing_extension(&self, granted: bool, text: &str) -> Result<Vec<Draft>, Refusal> {
        let words = if granted { said(text)? } else { told(text)? };
        let by = self.staff()?.person;
        let (stands, asked) = match self.hazard.supervision.listing() {
            Some(listing) => (listing.until, listing.extension.map_or(listing.until, |asked| asked.until)),
            None => (self.now(), self.now()),
        };
        let until = if granted { asked } else { stands };
        let ask_by = self.latest(LimitStage::AskListingExtension, until);
        self.one(Event::ListingExtensionDecided { by, granted, until, ask_by }, words)
    }

    /// 摘牌: what hangs in public comes down with the acceptance.
    pub(super) fn delisted(&self) -> Option<Draft> {
        self.hazard.supervision.listing()?;
        Some(self.draft(Event::Delisted { due: self.due(LimitStage::PublishRemoval) }, Words::none()))
    }
}
