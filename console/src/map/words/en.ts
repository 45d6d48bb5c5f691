export default {
  map: {
    shown: '{n} on the map', shown_places: '{n} place on the map | {n} places on the map', open_n: '{n} open', late_n: '{n} late', groups_n: 'in {n} group | in {n} groups',
    cut: 'Only the newest are shown: zoom in or narrow the filter.', cut_late: 'Only the longest overdue are shown: zoom in.',
    unplaced_n: '{n} open hazard of the district has no position and is on no map | {n} open hazards of the district have no position and are on no map', unplaced: 'Hazards without a position are not on the map', months: 'Counted in whole months: {from} to {to}', whole: 'Whole district', all: 'All', layer: 'Layer', hazards: 'Hazards', places: 'Places', unscanned: 'Not scanned lately',
    unscanned_hint: 'Places whose plate hangs and that nobody scanned for {n} day | Places whose plate hangs and that nobody scanned for {n} days', stage_group: 'Stage', heat: 'Heat', heat_hint: 'The darker, the denser', to_list: 'Show in the list', zoom_here: 'Zoom in',
    list: 'On the map', cluster: '{n} hazard | {n} hazards', cluster_places: '{n} place | {n} places', near: 'near {name}', nothing: { hazards: 'No hazards here', places: 'No places here', unscanned: 'Every plate here was scanned lately', hazards_fit: 'No hazards here match the filters', places_fit: 'No places here match the filters', unscanned_fit: 'No places here match the filters', widen: 'Widen the filters, or look at the whole district.', placed: 'Hazards that have a position are shown. Move the map, or look at the whole district.', surveyed: 'Places that have coordinates are shown. Move the map, or look at the whole district.' },
    same_spot: '{n} at this spot', close: 'Close', open: 'Open',
    time: 'Time', time_all: 'Any time', by_month: 'By month', by_day: 'By day', reported: 'Reported', closed: 'Closed', play: 'Play', pause: 'Pause', previous: 'Earlier', next: 'Later', time_at: '{unit} {at}',
    keyboard: 'Arrow keys move, plus and minus zoom; the list follows the map.', no_webgl: 'This browser cannot show a movable map; a drawing stands in for it, with the same content.', base_failed: 'The base map cannot be shown; the district’s own drawing stands in for it.', no_extent: 'The district’s extent is not set yet: a system administrator sets it in the “Setup guide”.', map_label: 'Map of hazards',
    legend: 'Legend', legend_open: 'Open', legend_done: 'Done', legend_late: 'Late', legend_place: 'Place', attribution: 'Base map: {name}', drawn: 'Drawn by the district', refreshed: 'as of {at}',
    plate: { none: 'no plate', printed: 'printed, not mounted', active: 'mounted', trouble: 'plate needs care' }, scanned_on: 'last scanned {day}', scanned_never: 'never scanned',
    group: { desk: 'At the desk', rectifying: 'Being rectified', checking: 'Being verified', referred: 'Referred', closed: 'Closed', dropped: 'Not accepted' },
    keys: { heat: 'heat on and off', whole: 'whole district', play: 'play, pause', layer: 'hazards, places' },
  },
}
