//! Picking a place.

super::texts! {
    Places {
        title: "选择地点", "Pick a place";
        lead: "手边没有码，可以在这里找到地点再报告。", "No code at hand? Find the place here and report it.";
        street: "街道", "Street";
        all: "全部街道", "All streets";
        name: "名称里的字（可不填）", "Part of the name (optional)";
        find: "查找", "Find";
        found: "地点名单", "Places";
        none: "没有找到。换个词试试，或者直接用文字写明在哪里。", "Nothing found. Try another word, or say where it is in words.";
        more: "更多地点", "More places";
        words: "名单里没有，用文字写明在哪里", "Not in the list: say where it is in words";
    }
}
