//! 督办 of one hazard, for its page: who was written to by whom and why, until when a reply is owed, what was
//! answered, and what hangs in public.

use super::timeline::Read;
use super::view::{Named, Names};
use crate::problem::word;
use domain::calendar::Instant;
use domain::hazard::supervision::{Publication, Reply};
use domain::hazard::{Addressee, Event, Hazard, Listing, SupervisionLetter};
use domain::ids::PersonId;
use serde::Serialize;
use std::collections::BTreeMap;

/// 督办.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Supervision)]
pub struct SupervisionView {
    /// 督办中: the highest level in force.
    #[schema(value_type = Option<crate::names::SupervisionLevel>)]
    pub level: Option<String>,
    /// 提醒和督办 of clocks that run: how far each has come, and what follows if nothing is done.
    pub climbs: Vec<ClimbView>,
    /// 督办单 and 交办函, newest first.
    pub letters: Vec<LetterView>,
    /// 提请挂牌: until when it is to be decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub listing_proposed: Option<Instant>,
    /// 挂牌, newest first.
    pub listings: Vec<ListingView>,
    /// 申请复查恢复: since when the unit waits, while work is stopped.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub release_asked: Option<Instant>,
}

/// How far a clock has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SupervisionClimb)]
pub struct ClimbView {
    /// Which clock.
    #[schema(value_type = crate::names::ClockStage)]
    pub clock: String,
    /// The level that it reached.
    #[schema(value_type = crate::names::SupervisionLevel)]
    pub level: String,
    /// The next level.
    #[schema(value_type = Option<crate::names::SupervisionLevel>)]
    pub next: Option<String>,
    /// When that is owed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub next_at: Option<Instant>,
}

/// To whom a letter goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SupervisionAddressee)]
pub struct AddresseeView {
    /// As whom.
    #[schema(value_type = crate::names::Awaits)]
    pub seat: String,
    /// The unit, where it is one.
    pub unit: Option<Named>,
}

/// 督办单 or 交办函.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SupervisionLetter)]
pub struct LetterView {
    /// Which one of this hazard, from 1.
    pub number: u32,
    /// 督办单 or 交办函.
    #[schema(value_type = crate::names::SupervisionLevel)]
    pub level: String,
    /// Why.
    #[schema(value_type = crate::names::SupervisionCause)]
    pub cause: String,
    /// The clock that it is about.
    #[schema(value_type = Option<crate::names::ClockStage>)]
    pub clock: Option<String>,
    /// 签发人; nobody where the rules did it.
    pub by: Option<Named>,
    /// To whom.
    pub to: AddresseeView,
    /// 督办意见.
    pub text: Option<String>,
    /// 应发时间.
    #[schema(value_type = String, format = DateTime)]
    pub owed: Instant,
    /// 签发时间.
    #[schema(value_type = String, format = DateTime)]
    pub issued: Instant,
    /// 回复期限.
    #[schema(value_type = String, format = DateTime)]
    pub reply_due: Instant,
    /// Whether a reply is owed now.
    pub awaits_reply: bool,
    /// Whether it is owed and late, or came late.
    pub late: bool,
    /// 审核席: who decides about replies, beside whoever signed it.
    #[schema(value_type = crate::names::Awaits)]
    pub reviewers: String,
    /// 回复, oldest first.
    pub replies: Vec<ReplyView>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended: Option<Instant>,
    /// How it ended.
    #[schema(value_type = Option<crate::names::LetterEnd>)]
    pub end: Option<String>,
}

/// 督办回复.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = SupervisionReply)]
pub struct ReplyView {
    /// 回复人.
    pub by: Option<Named>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Instant,
    /// 回复内容.
    pub text: Option<String>,
    /// 审核期限.
    #[schema(value_type = String, format = DateTime)]
    pub review_due: Instant,
    /// 审核结果; nothing while nobody decided.
    pub accepted: Option<bool>,
    /// 审核人.
    pub decided_by: Option<Named>,
    /// When.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub decided_at: Option<Instant>,
    /// 审核意见.
    pub decision: Option<String>,
}

/// 公告.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ListingPublication)]
pub struct PublicationView {
    /// 公告地址 or medium.
    pub address: String,
    /// 公告时间.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Instant,
}

/// 挂牌督办.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Listing)]
pub struct ListingView {
    /// 挂牌编号.
    pub number: String,
    /// 挂牌层级.
    #[schema(value_type = crate::names::ListingLevel)]
    pub level: String,
    /// 签发人.
    pub by: Option<Named>,
    /// 挂牌时间.
    #[schema(value_type = String, format = DateTime)]
    pub hung_at: Instant,
    /// 挂牌期限.
    #[schema(value_type = String, format = DateTime)]
    pub until: Instant,
    /// 最迟申请延期时间.
    #[schema(value_type = String, format = DateTime)]
    pub ask_by: Instant,
    /// 已批准延期次数.
    pub extensions: u32,
    /// End asked for, while nobody decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub extension_until: Option<Instant>,
    /// Until when that is to be decided.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub extension_due: Option<Instant>,
    /// 公告期限.
    #[schema(value_type = String, format = DateTime)]
    pub publish_by: Instant,
    /// 挂牌公告.
    pub published: Option<PublicationView>,
    /// 摘牌时间.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub removed_at: Option<Instant>,
    /// 摘牌公告期限.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub publish_removal_by: Option<Instant>,
    /// 摘牌公告.
    pub removal: Option<PublicationView>,
}

/// What was written with letters and their replies: the words stand beside the events.
#[derive(Default)]
struct Texts {
    letters: BTreeMap<u32, String>,
    replies: BTreeMap<u32, Vec<String>>,
    decisions: BTreeMap<u32, Vec<String>>,
}

impl Texts {
    fn of(history: &[Read]) -> Self {
        let mut all = Self::default();
        for read in history {
            let said = || read.said.get("text").unwrap_or_default().to_owned();
            match &read.event {
                Some(Event::Supervised { letter, .. }) => {
                    all.letters.insert(*letter, said());
                }
                Some(Event::SupervisionReplied { letter, .. }) => {
                    all.replies.entry(*letter).or_default().push(said());
                }
                Some(Event::ReplyDecided { letter, .. }) => {
                    all.decisions.entry(*letter).or_default().push(said());
                }
                _ => {}
            }
        }
        all
    }
}

fn person(names: &Names<'_>, id: PersonId) -> Option<Named> {
    let name = names.registers.person_name(id)?.to_owned();
    Some(Named { id: id.to_string(), name })
}

fn nth(texts: Option<&Vec<String>>, n: usize) -> Option<String> {
    texts.and_then(|all| all.get(n)).filter(|text| !text.is_empty()).cloned()
}

fn reply(reply: &Reply, n: usize, letter: u32, texts: &Texts, names: &Names<'_>) -> ReplyView {
    ReplyView {
        by: person(names, reply.by),
        at: reply.at,
        text: nth(texts.replies.get(&letter), n),
        review_due: reply.review_due,
        accepted: reply.decided.map(|decided| decided.accepted),
        decided_by: reply.decided.and_then(|decided| person(names, decided.by)),
        decided_at: reply.decided.map(|decided| decided.at),
        decision: nth(texts.decisions.get(&letter), n),
    }
}

fn addressee(to: Addressee, names: &Names<'_>) -> AddresseeView {
    AddresseeView { seat: word(&to.seat), unit: to.unit.map(|unit| names.unit(unit)) }
}

fn letter(letter: &SupervisionLetter, texts: &Texts, names: &Names<'_>, now: Instant) -> LetterView {
    let answered = letter.replies.last().map(|reply| reply.at);
    let late = if letter.awaits_reply() { now > letter.reply_due } else { answered > Some(letter.reply_due) };
    LetterView {
        number: letter.number,
        level: word(&letter.level),
        cause: word(&letter.cause),
        clock: letter.clock.map(|clock| word(&clock.stage)),
        by: letter.by.and_then(|by| person(names, by)),
        to: addressee(letter.to, names),
        text: texts.letters.get(&letter.number).filter(|text| !text.is_empty()).cloned(),
        owed: letter.owed,
        issued: letter.issued,
        reply_due: letter.reply_due,
        awaits_reply: letter.awaits_reply(),
        late,
        reviewers: word(&letter.reviewers()),
        replies: letter
            .replies
            .iter()
            .enumerate()
            .map(|(n, r)| reply(r, n, letter.number, texts, names))
            .collect(),
        ended: letter.ended.map(|(at, _)| at),
        end: letter.ended.map(|(_, end)| word(&end)),
    }
}

fn publication(of: &Publication) -> PublicationView {
    PublicationView { address: of.address.clone(), published_at: of.published_at }
}

fn listing(listing: &Listing, names: &Names<'_>) -> ListingView {
    ListingView {
        number: listing.number.clone(),
        level: word(&listing.level),
        by: person(names, listing.by),
        hung_at: listing.hung_at,
        until: listing.until,
        ask_by: listing.ask_by,
        extensions: listing.extensions,
        extension_until: listing.extension.map(|asked| asked.until),
        extension_due: listing.extension.map(|asked| asked.due),
        publish_by: listing.publish_by,
        published: listing.published.as_ref().map(publication),
        removed_at: listing.removed_at,
        publish_removal_by: listing.publish_removal_by,
        removal: listing.removal.as_ref().map(publication),
    }
}

/// What the page of a hazard shows of 督办; nothing where there is none.
pub(super) fn supervision(
    hazard: &Hazard,
    history: &[Read],
    names: &Names<'_>,
    now: Instant,
) -> Option<SupervisionView> {
    let supervision = &hazard.supervision;
    if supervision.is_empty() {
        return None;
    }
    let texts = Texts::of(history);
    Some(SupervisionView {
        level: supervision.level().map(|level| word(&level)),
        climbs: supervision
            .climbs
            .iter()
            .map(|climb| ClimbView {
                clock: word(&climb.clock.stage),
                level: word(&climb.level),
                next: climb.next.map(|next| word(&next.level)),
                next_at: climb.next.map(|next| next.at),
            })
            .collect(),
        letters: supervision.letters.iter().rev().map(|l| letter(l, &texts, names, now)).collect(),
        listing_proposed: supervision.proposal.map(|proposal| proposal.due),
        listings: supervision.listings.iter().rev().map(|l| listing(l, names)).collect(),
        release_asked: supervision.release.map(|asked| asked.at),
    })
}
