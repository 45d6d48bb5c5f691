use super::*;
use proptest::prelude::*;

fn kinds(text: &str) -> Vec<FindingKind> {
    scrub(text).findings.into_iter().map(|f| f.kind).collect()
}

#[track_caller]
fn masks(text: &str, masked: &str) {
    assert_eq!(scrub(text).masked, masked);
}

#[test]
fn mobile_numbers_however_they_are_written() {
    for number in [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "138.1234.5678",
        "+86 13812345678",
        "8613812345678",
        "0086-138-1234-5678",
        "１３８１２３４５６７８",
        "一三八一二三四五六七八",
        "幺三八幺二三四五六七八",
        "1 3 8 1 2 3 4 5 6 7 8",
        "1\u{200b}3812345678",
        "x13812345678x",
    ] {
        let text = format!("楼道堆物，打{number}找我");
        let scrubbed = scrub(&text);
        assert_eq!(kinds(&text), [FindingKind::Phone], "{number}");
        assert!(scrubbed.masked.contains("***") && !scrubbed.masked.contains("5678"), "{number}");
    }
}

#[test]
fn a_number_after_other_digits_is_still_found() {
    masks("3-2-13812345678", "3-2-***");
    masks("11月22日 13812345678，13912345678", "11月22日 ***，***");
    masks("2026-11-22 13812345678", "2026-11-22 ***");
}

#[test]
fn fixed_lines_and_local_numbers() {
    masks("0734-8123456", "***");
    masks("(0734) 8123456转办公室", "(***转办公室");
    masks("010 12345678", "***");
    masks("电话：8123456", "电话：***");
    masks("TEL 81234567", "TEL ***");
}

#[test]
fn numbers_that_are_no_ones_stay() {
    for text in [
        "消防通道堵了，119和110都打不通",
        "热线12345",
        "4306060000123456789",
        "井盖编号 8123456",
        "2026-11-22 10:02",
        "长12.5米宽3.2米，离地130厘米",
        "电话打不通",
        "三楼到四楼",
        "编号20261122138123456781",
    ] {
        masks(text, text);
    }
}

#[test]
fn id_numbers_by_their_check_character() {
    // The example of GB 11643 itself.
    masks("身份证11010519491231002X。", "身份证***。");
    masks("440524188001010014", "***");
    masks("110105 19491231 002x", "***");
    masks("110105194912310021", "110105194912310021");
}

#[test]
fn mail_and_chat_accounts() {
    masks("写信到li.si+home@example.com.", "写信到***.");
    masks("lisi＠example.cn，谢谢", "***，谢谢");
    masks("138@a.com11010519491231002X", "******");
    masks("@物业 a@b 3@2.1", "@物业 a@b 3@2.1");
    masks("微信号：lisi_2020", "微信号：***");
    masks("加我QQ12345678", "加我QQ***");
    masks("微信群里说过", "微信群里说过");
    assert_eq!(kinds("vx: lisi_2020"), [FindingKind::ChatAccount]);
}

#[test]
fn people_who_say_who_they_are() {
    masks("我是3栋2单元的李四，楼道堆满纸箱", "我是***，楼道堆满纸箱");
    masks("我叫李四。", "我叫***。");
    masks("本人是该厂职工 不便留名", "本人是*** 不便留名");
    masks("我是觉得这样太危险", "我是觉得这样太危险");
    masks("我是路过看到的", "我是路过看到的");
    masks("我是物业的，电梯坏了", "我是***，电梯坏了");
    masks("我叫了物业没人来", "我叫了物业没人来");
    assert_eq!(kinds("我是李四，我叫李四"), [FindingKind::SelfIntroduction; 2]);
}

#[test]
fn names_after_contact_words() {
    masks("联系人：王五 13812345678", "联系人：*** ***");
    masks("联系人王五13812345678", "联系人******");
    masks("王五一三八一二三四五六七八", "王五***");
    masks("举报人姓名 赵六，请保密", "举报人姓名 ***，请保密");
    masks("联系人电话13812345678", "联系人电话***");
    masks("联系人不在", "联系人不在");
}

#[test]
fn overlapping_findings_become_one() {
    masks("我是李四13812345678", "我是***");
    masks("微信13812345678", "微信***");
    masks("我是8123456812345611010519491231002X", "我是***");
}

#[test]
fn debug_does_not_repeat_the_text() {
    assert!(!format!("{:?}", scrub("我叫李四，住3楼")).contains("楼"));
}

#[test]
fn a_long_hostile_text_is_read_once() {
    for piece in ["1 ", "电话 ", "我是", "a@", "一", "1-", "联系人 "] {
        assert!(scrub(&piece.repeat(20_000)).masked.len() < 200_000);
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "13812345678",
        "138",
        "0734",
        "8123456",
        "+86",
        "86",
        "一三八",
        "X",
        "-",
        " ",
        "\u{200b}",
        "我是",
        "我叫",
        "联系人",
        "：",
        "李四",
        "，",
        "微信",
        "qq",
        "lisi_2020",
        "@",
        "a.com",
        "电话",
        "11010519491231002X",
        "*",
        "é",
        "😀",
        "1",
        "0",
    ]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn findings_are_in_order_apart_and_on_character_boundaries(text in prop_oneof![hostile(), "\\PC{0,60}"]) {
        let scrubbed = scrub(&text);
        let mut at = 0;
        for finding in &scrubbed.findings {
            prop_assert!(finding.range.start >= at && finding.range.start < finding.range.end);
            prop_assert!(text.get(finding.range.clone()).is_some());
            at = finding.range.end;
        }
        prop_assert_eq!(scrubbed.findings.is_empty(), scrubbed.masked == text);
    }

    #[test]
    fn what_is_masked_is_clean(text in hostile()) {
        let masked = scrub(&text).masked;
        prop_assert_eq!(scrub(&masked).findings, vec![], "{}", masked);
    }

    #[test]
    fn a_planted_number_never_survives(before in hostile(), after in "[，。a-z楼]{0,5}", tail in 0u64..1_000_000_000) {
        let number = format!("13{tail:09}");
        let text = format!("{before}五{number}，{after}");
        prop_assert!(!scrub(&text).masked.contains(&number));
    }
}
