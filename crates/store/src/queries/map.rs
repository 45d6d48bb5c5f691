//! 地图: cells and points. What a viewer filters by is put together in `work::map` from fixed pieces; a test prepares
//! each combination.

super::statements! {
    /// Every cell.
    ALL_CELLS = "select district, series, month, lat, lon, street, category, grade, stages, n, north, east \
        from map_cells";
    /// Cells in which nothing is left, a few at a time.
    EMPTY_CELLS = "select series, month, lat, lon, street, category, grade, stages, shard from map_cells \
        where district = $1 and (series, month, lat, lon) > ($2, $3, $4, $5) and n = 0 and north = 0 and east = 0 \
        order by series, month, lat, lon limit $6";
    /// Forgets a cell, if there is still nothing in it.
    FORGET_CELL = "delete from map_cells where district = $1 and series = $2 and month = $3 and lat = $4 \
        and lon = $5 and street = $6 and category = $7 and grade = $8 and stages = $9 and shard = $10 \
        and n = 0 and north = 0 and east = 0";
}
