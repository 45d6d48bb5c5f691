//! `map/` in the data directory: what an operator gives the map. `map.toml` names the tiles, `district.geojson` draws
//! the district, `district.pmtiles` is a whole base map. Each may be missing; what is there and wrong stops the start.

use super::cache::Cache;
use super::fetcher::Fetcher;
use domain::place::System;
use geo::pmtiles::{HEADER, Header};
use geo::{Drawing, TileAddress};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// `map.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    /// 坐标系 of the tiles; positions are answered in it, so that they lie where they are.
    #[serde(default = "cgcs2000")]
    system: System,
    /// 审图号 and whoever made the map: shown on it.
    attribution: String,
    /// Hosts that tiles may come from, and no others.
    hosts: Vec<String>,
    /// What `{s}` in an address may be.
    #[serde(default)]
    subdomains: Vec<String>,
    /// A file with the key for `{key}`, beside `map.toml` unless it is absolute.
    #[serde(default)]
    key_file: Option<PathBuf>,
    #[serde(default = "least")]
    min_zoom: u8,
    #[serde(default = "greatest")]
    max_zoom: u8,
    /// Megabytes of tiles that are kept on the disk.
    #[serde(default = "cache_mb")]
    cache_mb: u64,
    /// Days after which a kept tile is fetched again.
    #[serde(default = "cache_days")]
    cache_days: u64,
    /// Seconds that the provider may take for a tile.
    #[serde(default = "timeout_s")]
    timeout_s: u64,
    /// Layers from bottom to top, by name, each with its address.
    layers: BTreeMap<String, LayerFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerFile {
    url: String,
    /// Which lies under which: the least at the bottom.
    #[serde(default)]
    order: u8,
}

const fn cgcs2000() -> System {
    System::Cgcs2000
}
const fn least() -> u8 {
    1
}
const fn greatest() -> u8 {
    18
}
const fn cache_mb() -> u64 {
    500
}
const fn cache_days() -> u64 {
    30
}
const fn timeout_s() -> u64 {
    10
}

/// Tiles of somebody else, fetched by this server.
pub(crate) struct Tiles {
    pub(crate) system: System,
    pub(crate) attribution: String,
    pub(crate) min_zoom: u8,
    pub(crate) max_zoom: u8,
    /// Names from bottom to top.
    pub(crate) names: Vec<String>,
    pub(crate) addresses: BTreeMap<String, TileAddress>,
    pub(crate) cache: Cache,
    pub(crate) fetcher: Fetcher,
}

/// A base map in one file.
pub(crate) struct BaseMap {
    pub(crate) path: PathBuf,
    pub(crate) header: Header,
    pub(crate) length: u64,
    /// Changes when the file is replaced.
    pub(crate) tag: String,
}

struct Inner {
    tiles: Option<Tiles>,
    base: Option<BaseMap>,
    drawing: Option<Drawing>,
}

/// What there is to draw under the points. Cheap to clone.
#[derive(Clone)]
pub struct Maps {
    inner: Arc<Inner>,
}

/// Why the folder `map` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MapError {
    /// A file that cannot be read.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// `map.toml` says something that is not understood.
    #[error("map.toml: {0}")]
    Toml(#[from] toml::de::Error),
    /// An address that cannot be used.
    #[error("map.toml, layer {layer}: {error}")]
    Address {
        /// The layer.
        layer: String,
        /// Why.
        error: geo::TileAddressError,
    },
    /// A name that cannot stand in an address.
    #[error("map.toml: a layer is named by lower-case letters and digits, not {0:?}")]
    Name(String),
    /// `district.pmtiles` is something else.
    #[error("district.pmtiles: {0}")]
    BaseMap(#[from] geo::pmtiles::HeaderError),
    /// `district.geojson` is no drawing.
    #[error("district.geojson: {0}")]
    Drawing(#[from] geo::DrawingError),
}

fn read(path: &Path) -> Result<Option<String>, MapError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(MapError::File { path: path.to_owned(), error }),
    }
}

impl Default for Maps {
    /// Nothing at all: points on plain ground.
    fn default() -> Self {
        Self { inner: Arc::new(Inner { tiles: None, base: None, drawing: None }) }
    }
}

impl Maps {
    /// Reads the folder `map`; a missing one is an empty one.
    pub fn open(folder: &Path) -> Result<Self, MapError> {
        let drawing = read(&folder.join("district.geojson"))?.map(|text| Drawing::read(&text)).transpose()?;
        let tiles = read(&folder.join("map.toml"))?.map(|text| tiles(folder, &text)).transpose()?;
        let base = base(&folder.join("district.pmtiles"))?;
        Ok(Self { inner: Arc::new(Inner { tiles, base, drawing }) })
    }

    pub(crate) fn tiles(&self) -> Option<&Tiles> {
        self.inner.tiles.as_ref()
    }

    pub(crate) fn base(&self) -> Option<&BaseMap> {
        self.inner.base.as_ref()
    }

    pub(crate) fn drawing(&self) -> Option<&Drawing> {
        self.inner.drawing.as_ref()
    }
}

fn tiles(folder: &Path, text: &str) -> Result<Tiles, MapError> {
    let file: MapFile = toml::from_str(text)?;
    let key = file.key_file.map(|path| {
        let path = folder.join(path);
        std::fs::read_to_string(&path).map_err(|error| MapError::File { path, error })
    });
    let key = key.transpose()?.map(|text| text.trim().to_owned());
    let mut addresses = BTreeMap::new();
    let mut order = Vec::new();
    for (name, layer) in file.layers {
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            return Err(MapError::Name(name));
        }
        let address = TileAddress::new(&layer.url, &file.subdomains, key.as_deref(), &file.hosts)
            .map_err(|error| MapError::Address { layer: name.clone(), error })?;
        order.push((layer.order, name.clone()));
        addresses.insert(name, address);
    }
    order.sort();
    let days = Duration::from_secs(file.cache_days * 86_400);
    let cache = folder.join("cache");
    let cache = Cache::open(&cache, file.cache_mb << 20, days)
        .map_err(|error| MapError::File { path: cache, error })?;
    Ok(Tiles {
        system: file.system,
        attribution: file.attribution,
        min_zoom: file.min_zoom,
        max_zoom: file.max_zoom,
        names: order.into_iter().map(|(_, name)| name).collect(),
        addresses,
        cache,
        fetcher: Fetcher::new(Duration::from_secs(file.timeout_s)),
    })
}

fn base(path: &Path) -> Result<Option<BaseMap>, MapError> {
    let wrong = |error| MapError::File { path: path.to_owned(), error };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(wrong(error)),
    };
    let about = file.metadata().map_err(wrong)?;
    let mut head = Vec::with_capacity(HEADER);
    file.by_ref().take(HEADER as u64).read_to_end(&mut head).map_err(wrong)?;
    let changed = about.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let tag = format!("\"{:x}-{:x}\"", about.len(), changed.unwrap_or_default().as_millis());
    Ok(Some(BaseMap { path: path.to_owned(), header: Header::read(&head)?, length: about.len(), tag }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(files: &[(&str, &[u8])]) -> Result<Maps, MapError> {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        Maps::open(folder.path())
    }

    const TOML: &str = r#"
        attribution = "天地图"
        hosts = ["t0.tianditu.gov.cn"]
        subdomains = ["0"]
        key_file = "key"
        [layers.vec]
        url = "https://t{s}.tianditu.gov.cn/vec_w/wmts?x={x}&y={y}&z={z}&tk={key}"
        [layers.cva]
        order = 1
        url = "https://t{s}.tianditu.gov.cn/cva_w/wmts?x={x}&y={y}&z={z}&tk={key}"
    "#;

    #[test]
    fn nothing_is_enough() {
        let maps = Maps::open(Path::new("/nonexistent/map")).unwrap();
        assert!(maps.tiles().is_none() && maps.base().is_none() && maps.drawing().is_none());
    }

    #[test]
    fn layers_lie_in_their_order() {
        let maps = open(&[("map.toml", TOML.as_bytes()), ("key", b"abc\n")]).unwrap();
        let tiles = maps.tiles().unwrap();
        assert_eq!(tiles.names, ["vec", "cva"]);
        assert_eq!((tiles.system, tiles.max_zoom), (System::Cgcs2000, 18));
        let tile = geo::Tile::new(1, 0, 0).unwrap();
        assert!(tiles.addresses["vec"].of(tile).ends_with("tk=abc"), "without the line's end");
    }

    #[test]
    fn what_is_wrong_is_said_at_the_start() {
        let failed = |files: &[(&str, &[u8])]| open(files).err().unwrap().to_string();
        assert!(failed(&[("map.toml", TOML.as_bytes())]).contains("key"), "no key file");
        let elsewhere = TOML.replace("hosts = [\"t0.tianditu.gov.cn\"]", "hosts = []");
        let said = failed(&[("map.toml", elsewhere.as_bytes()), ("key", b"abc")]);
        assert!(said.contains("layer cva") && said.contains("t0.tianditu.gov.cn"), "{said}");
        let odd = TOML.replace("layers.vec", "layers.\"../vec\"");
        assert!(failed(&[("map.toml", odd.as_bytes()), ("key", b"abc")]).contains("../vec"));
        assert!(failed(&[("district.pmtiles", b"PK")]).contains("PMTiles"));
        assert!(failed(&[("district.geojson", b"{}")]).contains("district.geojson"));
    }
}
