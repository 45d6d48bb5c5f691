//! `--coordinates`: the system in which a table gives positions.

use clap::ValueEnum;
use domain::place::System;
use tables::CoordinateSystem;

/// The value of `--coordinates`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Coordinates {
    /// 天地图、官方测绘 Official surveys
    Cgcs2000,
    /// GPS、手机 GPS, phones
    Wgs84,
    /// 高德、腾讯 Amap, Tencent
    Gcj02,
    /// 百度 Baidu
    Bd09,
}

impl Coordinates {
    /// For a hazard ledger.
    pub fn of_a_ledger(self) -> CoordinateSystem {
        match self {
            Self::Cgcs2000 => CoordinateSystem::Cgcs2000,
            Self::Wgs84 => CoordinateSystem::Wgs84,
            Self::Gcj02 => CoordinateSystem::Gcj02,
            Self::Bd09 => CoordinateSystem::Bd09,
        }
    }

    /// For a register of places.
    pub fn of_a_register(self) -> System {
        match self {
            Self::Cgcs2000 => System::Cgcs2000,
            Self::Wgs84 => System::Wgs84,
            Self::Gcj02 => System::Gcj02,
            Self::Bd09 => System::Bd09,
        }
    }
}
