//! A row of a register read as a place.

use super::columns::{Wrong, column_of, wrong};
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
    pub(super) fn new(app: &'a App, registers: &'a Registers) -> Self {
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
        Self { app, registers, units, kinds, parties }
    }

    fn unit(&self, entry: &ListRow, key: &'static str) -> Result<Option<domain::ids::UnitId>, Wrong> {
        match entry.text(key) {
            "" => Ok(None),
            name => self.units.find(name).map(Some).ok_or_else(|| wrong(key, "unknown")),
        }
    }

    fn position(entry: &ListRow) -> Result<Option<GivenPosition>, Wrong> {
        let (lon, lat) = (entry.text("lon"), entry.text("lat"));
        match (lon, lat) {
            ("", "") => return Ok(None),
            ("", _) => return Err(wrong("lon", "incomplete")),
            (_, "") => return Err(wrong("lat", "incomplete")),
            _ => {}
        }
        let number = |key, text: &str| text.parse::<f64>().map_err(|_| wrong(key, "not_a_number"));
        let system = match plain(entry.text("system")).as_str() {
            "" => return Err(wrong("system", "system_required")),
            "cgcs2000" | "国家2000" | "2000" | "天地图" => System::Cgcs2000,
            "wgs84" | "gps" => System::Wgs84,
            "gcj02" | "高德" | "腾讯" | "火星坐标" => System::Gcj02,
            "bd09" | "百度" => System::Bd09,
            _ => return Err(wrong("system", "unknown_system")),
        };
        let position =
            GivenPosition { lon: number("lon", lon)?, lat: number("lat", lat)?, system, accuracy_m: None };
        Ok(Some(position))
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

    pub(super) fn place(&self, entry: &ListRow) -> Result<(Place, Option<ContactEntry>), Wrong> {
        for key in ["name", "kind"] {
            if entry.text(key).is_empty() {
                return Err(wrong(key, "required"));
            }
        }
        let kind = self
            .kinds
            .get(&plain(entry.text("kind")))
            .copied()
            .ok_or_else(|| wrong("kind", "unknown_kind"))?;
        let party_unit = self.units.find(entry.text("party")).filter(|_| !entry.text("party").is_empty());
        let party_kind = match entry.text("party_kind") {
            "" => match party_unit.and_then(|u| self.units.kind(u)) {
                Some(UnitKind::Property) => PartyKind::Property,
                Some(UnitKind::Street | UnitKind::Bureau) => PartyKind::Government,
                Some(_) => PartyKind::Company,
                None if entry.text("party").is_empty() => PartyKind::Unknown,
                None => PartyKind::Company,
            },
            text => self.parties.get(&plain(text)).copied().ok_or_else(|| wrong("party_kind", "unknown"))?,
        };
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
            position: Self::position(entry)?,
            street: self.street(entry)?,
            community: optional("community"),
            grid: optional("grid"),
            party_kind,
            party_unit,
            party_name: if party_unit.is_none() { optional("party") } else { None },
            credit_code: optional("credit_code"),
            regulator_unit: self.unit(entry, "regulator")?,
            territorial_unit: self.unit(entry, "territory")?,
            phone: optional("phone"),
            external: Some(external),
            ..PlaceEntry::default()
        };
        let id = PlaceId(self.app.store().surroundings().new_id());
        let refused = |problem: Problem| {
            let (field, code) = problem.errors.first().cloned().unwrap_or_default();
            let known =
                ["required", "unknown", "too_long", "malformed", "not_a_number", "out_of_range", "swapped"];
            let more = ["mistyped", "not_allowed", "twice"];
            let code = known.iter().chain(&more).find(|c| **c == code).copied().unwrap_or("malformed");
            wrong(column_of(&field), code)
        };
        let place = said.place(self.app, self.registers, id, None).map_err(refused)?;
        let contact = contact.checked().map_err(refused)?;
        Ok((place, contact))
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
