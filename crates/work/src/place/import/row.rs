//! A row of a register read as a place.

use super::columns::{Faults, Wrong, column_of, wrong};
use crate::hazard::Units;
use crate::place::contact::ContactEntry;
use crate::place::entry::{GivenPosition, PlaceEntry};
use crate::words::{Lang, word as words_for};
use crate::{App, Problem, Registers};
use domain::hazard::PartyKind;
use domain::ids::PlaceId;
use domain::people::UnitKind;
use domain::place::{Place, PlaceKind, System};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use tables::ListRow;

/// What the words in the cells mean in this district.
pub(super) struct Reading<'a> {
    app: &'a App,
    registers: &'a Registers,
    /// 坐标系 where a row names none.
    system: Option<System>,
    units: Units,
    kinds: HashMap<String, PlaceKind>,
    parties: HashMap<String, PartyKind>,
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Values of a short list by every word for them.
fn by_words<T: Copy + Serialize>(list: &str, values: &[T]) -> HashMap<String, T> {
    let mut all = HashMap::new();
    for value in values {
        let code = crate::problem::word(value);
        for lang in [Lang::Zh, Lang::En] {
            let words = words_for(lang, list, &code).unwrap_or_default();
            // 商场、市场、门店: each of them means the kind.
            for one in words.split(['、', '，', ',']).chain([words]) {
                all.insert(plain(one), *value);
            }
        }
        all.insert(plain(&code), *value);
    }
    all
}

impl<'a> Reading<'a> {
    pub(super) fn new(app: &'a App, registers: &'a Registers, system: Option<System>) -> Self {
        let mut kinds = by_words("PlaceKind", &PlaceKind::ALL);
        for (word, kind) in [
            ("小区", PlaceKind::Residence),
            ("住宅小区", PlaceKind::Residence),
            ("商场", PlaceKind::Shop),
            ("门店", PlaceKind::Shop),
            ("餐馆", PlaceKind::Restaurant),
            ("人员密集场所", PlaceKind::Venue),
            ("学校", PlaceKind::School),
            ("幼儿园", PlaceKind::School),
            ("医院", PlaceKind::Care),
            ("养老院", PlaceKind::Care),
            ("工厂", PlaceKind::Factory),
            ("仓库", PlaceKind::Factory),
            ("危化", PlaceKind::Hazardous),
            ("燃气", PlaceKind::Gas),
            ("工地", PlaceKind::Site),
            ("道路", PlaceKind::Road),
            ("桥梁", PlaceKind::Road),
            ("公园", PlaceKind::Open),
            ("危化烟花", PlaceKind::Hazardous),
            ("医院养老", PlaceKind::Care),
            ("道路桥梁", PlaceKind::Road),
            ("公园水域", PlaceKind::Open),
            ("其他", PlaceKind::Other),
        ] {
            kinds.entry(plain(word)).or_insert(kind);
        }
        let mut parties = by_words(
            "PartyKind",
            &[
                PartyKind::Company,
                PartyKind::Property,
                PartyKind::Owner,
                PartyKind::Government,
                PartyKind::Unknown,
            ],
        );
        for (word, party) in
            [("政府兜底", PartyKind::Government), ("产权人", PartyKind::Owner), ("物业", PartyKind::Property)]
        {
            parties.entry(plain(word)).or_insert(party);
        }
        let units = Units::new(registers.units(), &app.district_name());
        Self { app, registers, system, units, kinds, parties }
    }

    fn unit(&self, entry: &ListRow, key: &'static str) -> Result<Option<domain::ids::UnitId>, Wrong> {
        match entry.text(key) {
            "" => Ok(None),
            name => self.units.find(name).map(Some).ok_or_else(|| wrong(key, "unknown")),
        }
    }

    fn position(&self, entry: &ListRow, faults: &mut Faults) -> Option<GivenPosition> {
        if entry.text("lon").is_empty() && entry.text("lat").is_empty() {
            return None;
        }
        let mut number = |key| match entry.text(key) {
            "" => faults.sift(Err(wrong(key, "incomplete"))),
            text => faults.sift(text.parse::<f64>().map(Some).map_err(|_| wrong(key, "not_a_number"))),
        };
        let (lon, lat) = (number("lon"), number("lat"));
        let system = match plain(entry.text("system")).as_str() {
            "" => self.system.map(Some).ok_or(wrong("system", "system_required")),
            "cgcs2000" | "国家2000" | "2000" | "天地图" => Ok(Some(System::Cgcs2000)),
            "wgs84" | "gps" => Ok(Some(System::Wgs84)),
            "gcj02" | "高德" | "腾讯" | "火星坐标" => Ok(Some(System::Gcj02)),
            "bd09" | "百度" => Ok(Some(System::Bd09)),
            _ => Err(wrong("system", "unknown_system")),
        };
        let system = faults.sift(system);
        Some(GivenPosition { lon: lon?, lat: lat?, system: system?, accuracy_m: None })
    }

    fn kind(&self, entry: &ListRow) -> Result<PlaceKind, Wrong> {
        match entry.text("kind") {
            "" => Err(wrong("kind", "required")),
            text => self.kinds.get(&plain(text)).copied().ok_or_else(|| wrong("kind", "unknown_kind")),
        }
    }

    fn party_kind(&self, entry: &ListRow, unit: Option<domain::ids::UnitId>) -> Result<PartyKind, Wrong> {
        Ok(match entry.text("party_kind") {
            "" => match unit.and_then(|u| self.units.kind(u)) {
                Some(UnitKind::Property) => PartyKind::Property,
                Some(UnitKind::Street | UnitKind::Bureau) => PartyKind::Government,
                Some(_) => PartyKind::Company,
                None if entry.text("party").is_empty() => PartyKind::Unknown,
                None => PartyKind::Company,
            },
            text => self.parties.get(&plain(text)).copied().ok_or_else(|| wrong("party_kind", "unknown"))?,
        })
    }

    /// 街道 by name, by the code of its area or of its unit.
    fn street(&self, entry: &ListRow) -> Result<Option<String>, Wrong> {
        let text = entry.text("street");
        if text.is_empty() || self.registers.street_name(text).is_some() {
            return Ok((!text.is_empty()).then(|| text.to_owned()));
        }
        let unit = self.units.find(text).and_then(|id| self.units.street_of(id));
        unit.map(Some).ok_or_else(|| wrong("street", "unknown"))
    }

    /// The place of a row; else what is wrong with each of its cells, as far as one can be judged without the others.
    pub(super) fn place(&self, entry: &ListRow) -> Result<(Place, Option<ContactEntry>), Faults> {
        let mut faults = Faults::default();
        let kind = faults.sift(self.kind(entry));
        let party_unit = self.units.find(entry.text("party")).filter(|_| !entry.text("party").is_empty());
        let party_kind = faults.sift(self.party_kind(entry, party_unit));
        let optional = |key: &str| Some(entry.text(key)).filter(|t| !t.is_empty()).map(str::to_owned);
        let contact = ContactEntry {
            name: entry.text("contact_name").to_owned(),
            phone: entry.text("contact_phone").to_owned(),
        };
        let external = optional("external").unwrap_or_else(|| by_name_and_address(entry));
        let said = PlaceEntry {
            name: entry.text("name").to_owned(),
            kind,
            address: entry.text("address").to_owned(),
            position: self.position(entry, &mut faults),
            street: faults.sift(self.street(entry)),
            community: optional("community"),
            grid: optional("grid"),
            party_kind,
            party_unit,
            // Whether a name may stand there, its kind decides.
            party_name: optional("party").filter(|_| party_unit.is_none() && !faults.has("party_kind")),
            credit_code: optional("credit_code"),
            regulator_unit: faults.sift(self.unit(entry, "regulator")),
            territorial_unit: faults.sift(self.unit(entry, "territory")),
            phone: optional("phone"),
            external: Some(external),
            ..PlaceEntry::default()
        };
        let id = PlaceId(self.app.store().surroundings().new_id());
        let place =
            said.place(self.app, self.registers, id, None).map_err(|problem| told(&problem, &mut faults));
        let contact = contact.checked().map_err(|problem| told(&problem, &mut faults));
        match (place, contact) {
            (Ok(place), Ok(contact)) if faults.0.is_empty() => Ok((place, contact)),
            _ => Err(faults),
        }
    }
}

/// What an entry is refused for, by the columns that it stands in.
fn told(problem: &Problem, faults: &mut Faults) {
    let known = [
        "required",
        "unknown",
        "too_long",
        "malformed",
        "not_a_number",
        "out_of_range",
        "swapped",
        "mistyped",
        "not_allowed",
        "twice",
    ];
    for (field, code) in &problem.errors {
        let code = known.into_iter().find(|known| known == code).unwrap_or("malformed");
        faults.add(wrong(column_of(field), code));
    }
}

/// A number of its own for a row that has none: the same name at the same address is the same place.
fn by_name_and_address(entry: &ListRow) -> String {
    let text = format!(
        "{}\n{}\n{}",
        plain(entry.text("name")),
        plain(entry.text("street")),
        plain(entry.text("address"))
    );
    format!("#{}", &hex::encode(Sha256::digest(text.as_bytes()))[..24])
}
