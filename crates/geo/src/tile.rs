//! 瓦片: squares of a base map and the address where each is fetched.

/// One square: zoom, column from the west, row from the north, as web maps count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tile {
    /// Zoom.
    pub z: u8,
    /// Column.
    pub x: u32,
    /// Row.
    pub y: u32,
}

/// The greatest zoom that anybody has tiles for.
const DEEPEST: u8 = 22;

impl Tile {
    /// A tile that exists: zoom up to 22, column and row within it.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let side = 1u32.checked_shl(u32::from(z)).filter(|_| z <= DEEPEST)?;
        (x < side && y < side).then_some(Self { z, x, y })
    }
}

/// Where a layer's tiles are: an address with `{z}`, `{x}`, `{y}`, and if wanted `{s}` for one of several hosts and
/// `{key}` for what the provider gave. It is checked once; afterwards every address lies on an allowed host.
#[derive(Clone, PartialEq, Eq)]
pub struct TileAddress {
    template: String,
    hosts: Vec<String>,
    key: String,
}

impl std::fmt::Debug for TileAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TileAddress").field("template", &self.template).finish_non_exhaustive()
    }
}

/// Why an address cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileAddressError {
    /// Neither http nor https.
    #[error("the address of tiles begins with https:// or http://")]
    Scheme,
    /// `{z}`, `{x}` or `{y}` is missing, or stands where the host is.
    #[error("the address of tiles needs {{z}}, {{x}} and {{y}} behind the host")]
    Places,
    /// The host is not among the allowed ones.
    #[error("the host {0} is not in the list of allowed hosts")]
    Host(String),
    /// `{s}` without hosts to choose from, or `{key}` without a key.
    #[error("{0} is mentioned but not given")]
    Missing(&'static str),
    /// A character that no address has.
    #[error("the address of tiles has a blank or control character")]
    Character,
}

impl TileAddress {
    /// An address of tiles. `subdomains` are what `{s}` may be; each host that comes out must be in `allowed`.
    pub fn new(
        template: &str,
        subdomains: &[String],
        key: Option<&str>,
        allowed: &[String],
    ) -> Result<Self, TileAddressError> {
        if template.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(TileAddressError::Character);
        }
        let (scheme, rest) = template.split_once("://").ok_or(TileAddressError::Scheme)?;
        if !matches!(scheme, "http" | "https") {
            return Err(TileAddressError::Scheme);
        }
        let (host, path) = rest.split_once('/').ok_or(TileAddressError::Places)?;
        if !["{z}", "{x}", "{y}"].iter().all(|part| path.contains(part)) {
            return Err(TileAddressError::Places);
        }
        if path.contains("{key}") && key.is_none() {
            return Err(TileAddressError::Missing("{key}"));
        }
        let hosts: Vec<String> = match host.contains("{s}") {
            true if subdomains.is_empty() => return Err(TileAddressError::Missing("{s}")),
            true => subdomains.iter().map(|s| host.replace("{s}", s)).collect(),
            false => vec![host.to_owned()],
        };
        for host in &hosts {
            // A name before an @ would hide the real host behind an allowed one.
            if host.contains('@') || !allowed.iter().any(|a| a.eq_ignore_ascii_case(host)) {
                return Err(TileAddressError::Host(host.clone()));
            }
        }
        let template = format!("{scheme}://{{host}}/{path}");
        Ok(Self { template, hosts, key: key.unwrap_or_default().to_owned() })
    }

    /// The address of one tile; the same tile always comes from the same host, so that caches on the way work.
    pub fn of(&self, tile: Tile) -> String {
        let host = &self.hosts[(tile.x as usize + tile.y as usize) % self.hosts.len()];
        self.template
            .replace("{host}", host)
            .replace("{z}", &tile.z.to_string())
            .replace("{x}", &tile.x.to_string())
            .replace("{y}", &tile.y.to_string())
            .replace("{key}", &self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|n| (*n).to_owned()).collect()
    }

    const TIANDITU: &str = "https://t{s}.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&\
        STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}";

    #[test]
    fn a_tile_lies_within_its_zoom() {
        assert!(Tile::new(0, 0, 0).is_some());
        assert!(Tile::new(13, 6658, 3451).is_some());
        assert_eq!(Tile::new(1, 2, 0), None);
        assert_eq!(Tile::new(1, 0, 2), None);
        assert_eq!(Tile::new(23, 0, 0), None);
        assert_eq!(Tile::new(200, 0, 0), None);
    }

    #[test]
    fn an_address_is_filled_in_and_spreads_over_the_hosts() {
        let allowed = names(&["t0.tianditu.gov.cn", "t1.tianditu.gov.cn"]);
        let address = TileAddress::new(TIANDITU, &names(&["0", "1"]), Some("abc"), &allowed).unwrap();
        let of = |x| address.of(Tile::new(13, x, 3451).unwrap());
        assert!(of(6658).starts_with("https://t1.tianditu.gov.cn/vec_w/wmts?"));
        assert!(of(6659).starts_with("https://t0.tianditu.gov.cn/vec_w/wmts?"));
        assert!(of(6658).ends_with("TILEMATRIX=13&TILEROW=3451&TILECOL=6658&tk=abc"));
        assert!(!format!("{address:?}").contains("abc"), "keys are not logged");
    }

    #[test]
    fn what_leads_elsewhere_is_refused() {
        let allowed = names(&["t0.tianditu.gov.cn"]);
        let new = |template: &str| TileAddress::new(template, &[], Some("k"), &allowed).map(drop);
        assert_eq!(new("ftp://t0.tianditu.gov.cn/{z}/{x}/{y}"), Err(TileAddressError::Scheme));
        assert_eq!(new("https://t0.tianditu.gov.cn/{z}/{x}"), Err(TileAddressError::Places));
        assert_eq!(new("https://{x}.example/{z}/{y}"), Err(TileAddressError::Places));
        let host = |name: &str| Err(TileAddressError::Host(name.to_owned()));
        assert_eq!(new("https://evil.example/{z}/{x}/{y}"), host("evil.example"));
        assert_eq!(
            new("https://t0.tianditu.gov.cn@evil.example/{z}/{x}/{y}"),
            host("t0.tianditu.gov.cn@evil.example")
        );
        assert_eq!(new("https://t0.tianditu.gov.cn:8443/{z}/{x}/{y}"), host("t0.tianditu.gov.cn:8443"));
        assert_eq!(new("https://t{s}.tianditu.gov.cn/{z}/{x}/{y}"), Err(TileAddressError::Missing("{s}")));
        assert_eq!(new("https://t0.tianditu.gov.cn/{z} /{x}/{y}"), Err(TileAddressError::Character));
        assert_eq!(
            TileAddress::new("https://t0.tianditu.gov.cn/{z}/{x}/{y}?tk={key}", &[], None, &allowed)
                .map(drop),
            Err(TileAddressError::Missing("{key}"))
        );
    }
}
