//! PMTiles: a whole base map in one file, read in slices (specification version 3). The browser reads it; here it is
//! only looked at, so that an operator who put the wrong file there is told at the start.

/// How many bytes of a file [`Header::read`] wants.
pub const HEADER: usize = 127;

/// What is in the tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Mapbox vector tiles.
    Vector,
    /// Pictures: PNG, JPEG, WebP or AVIF.
    Picture,
}

/// What the file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Header {
    /// What is in the tiles.
    pub kind: Kind,
    /// The least zoom that has tiles.
    pub min_zoom: u8,
    /// The greatest.
    pub max_zoom: u8,
    /// West, south, east, north in degrees.
    pub bounds: [f64; 4],
}

/// Why a file is no base map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// It does not begin like one.
    #[error("not a PMTiles file")]
    NotPmtiles,
    /// Another version than 3.
    #[error("PMTiles version {0}; version 3 is read")]
    Version(u8),
    /// Tiles of a kind that no browser shows.
    #[error("tiles of kind {0} are not shown")]
    Kind(u8),
}

impl Header {
    /// Reads the beginning of a file.
    pub fn read(bytes: &[u8]) -> Result<Self, HeaderError> {
        let whole: &[u8; HEADER] =
            bytes.get(..HEADER).and_then(|b| b.try_into().ok()).ok_or(HeaderError::NotPmtiles)?;
        if &whole[..7] != b"PMTiles" {
            return Err(HeaderError::NotPmtiles);
        }
        if whole[7] != 3 {
            return Err(HeaderError::Version(whole[7]));
        }
        let kind = match whole[99] {
            1 => Kind::Vector,
            2..=5 => Kind::Picture,
            other => return Err(HeaderError::Kind(other)),
        };
        let degrees = |at: usize| {
            let four = [whole[at], whole[at + 1], whole[at + 2], whole[at + 3]];
            f64::from(i32::from_le_bytes(four)) / 1e7
        };
        let bounds = [degrees(102), degrees(106), degrees(110), degrees(114)];
        Ok(Self { kind, min_zoom: whole[100], max_zoom: whole[101], bounds })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(kind: u8, version: u8) -> Vec<u8> {
        let mut bytes = vec![0; HEADER];
        bytes[..7].copy_from_slice(b"PMTiles");
        (bytes[7], bytes[99], bytes[100], bytes[101]) = (version, kind, 8, 15);
        for (at, degrees) in [(102, 112.5), (106, 26.8), (110, 112.7), (114, 26.95)] {
            bytes[at..at + 4].copy_from_slice(&((degrees * 1e7_f64).round() as i32).to_le_bytes());
        }
        bytes
    }

    #[test]
    fn tells_what_is_inside() {
        let header = Header::read(&file(1, 3)).unwrap();
        assert_eq!((header.kind, header.min_zoom, header.max_zoom), (Kind::Vector, 8, 15));
        assert_eq!(header.bounds, [112.5, 26.8, 112.7, 26.95]);
        assert_eq!(Header::read(&file(4, 3)).unwrap().kind, Kind::Picture);
    }

    #[test]
    fn another_file_is_recognised() {
        assert_eq!(Header::read(b"PK\x03\x04"), Err(HeaderError::NotPmtiles));
        assert_eq!(Header::read(&[0; 200]), Err(HeaderError::NotPmtiles));
        assert_eq!(Header::read(&file(1, 2)), Err(HeaderError::Version(2)));
        assert_eq!(Header::read(&file(0, 3)), Err(HeaderError::Kind(0)));
    }
}
