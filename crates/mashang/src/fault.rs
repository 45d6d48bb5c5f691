//! 不符之处, in words.

use crate::lang::both;
use domain::ledger::Noun;
use store::verify::{Fault, What};

/// What does not fit, and where.
pub fn words(fault: &Fault) -> String {
    let mut at: Vec<String> = fault.noun.map(noun).into_iter().collect();
    at.extend(fault.stream.map(|stream| stream.to_string()));
    at.extend(fault.sequence.map(|sequence| both!("第 {sequence} 个事件", "event {sequence}")));
    let (what, at) = (what(fault.what), at.join(" "));
    match at.is_empty() {
        true => what,
        false => both!("{at}：{what}", "{at}: {what}"),
    }
}

fn noun(noun: Noun) -> String {
    match noun {
        Noun::Hazard => both!("隐患", "hazard"),
        Noun::Unit => both!("单位", "unit"),
        Noun::Person => both!("人员", "person"),
        Noun::Place => both!("场所", "place"),
        Noun::Code => both!("点位码", "code"),
        Noun::Rules => both!("规则", "rules"),
        Noun::Client => both!("接入系统", "client"),
        Noun::Grid => both!("网格", "grid"),
        Noun::Export => both!("导出", "export"),
        Noun::Inspection => both!("检查", "inspection"),
        Noun::Plan => both!("检查计划", "plan"),
        Noun::Draw => both!("抽查", "draw"),
    }
}

fn what(what: What) -> String {
    match what {
        What::Gap => both!("前一个事件不见了", "the event before it is missing"),
        What::Link => both!("接不上前一个事件", "it does not follow the event before it"),
        What::Content => both!("事件被改过", "the event was altered"),
        What::Words => both!(
            "文字被改过，或者没有删除记录而不见了",
            "the words were altered, or are gone though no event says that they were erased"
        ),
        What::Fold => both!("事件读不懂", "the event cannot be read"),
        What::Head => both!(
            "状态停在另一个事件：最后的事件不见了，或者状态是旧的",
            "the state stands at another event: the last ones are missing, or it is an older one"
        ),
        What::State => both!("状态与事件不符", "the state is not what the events add up to"),
        What::Columns => both!("列表栏与状态不符", "the columns are not what the state says"),
        What::MissingState => both!("有事件而没有状态", "there are events without a state"),
        What::ExtraState => both!("有状态而没有事件", "there is a state without events"),
        What::Links => {
            both!("与单位、照片的关联缺少或多出", "a link to a unit or photo is missing or too many")
        }
        What::Tally => both!("统计数与状态之和不符", "a figure is not what the states add up to"),
        What::MapCells => both!("地图数与状态之和不符", "a cell of the map is not what the states add up to"),
        What::LogHash => both!("日志的这一条是别的事件，或者没有", "the log has another event here, or none"),
        What::Tile => both!("日志树与叶不符", "a tile of the tree does not follow from its leaves"),
        What::LogRoot => both!(
            "检查点的根与事件不符，或者日志末尾没有检查点",
            "a checkpoint's root is not that of the events, or the end of the log has none"
        ),
        What::Signature => {
            both!("检查点不是公布的公钥所签", "a checkpoint is not signed by the published key")
        }
        What::Unlogged => {
            both!("事件不在日志里，也没有等候进入", "the event is neither in the log nor waiting for it")
        }
        What::Outbox => both!("等候进入日志的不是这个事件", "what waits for the log is not the event"),
        What::Reporter => both!(
            "举报人信息不见了、被改过，或者该删未删",
            "the reporter's data are gone or altered, or there though they should have been erased"
        ),
        What::Import => both!(
            "导入来源缺少、被改过或多出",
            "where an imported hazard came from is gone, altered or too many"
        ),
        What::Upload => {
            both!("照片的收件记录与事件不符", "what was noted of a photo is not what the event says")
        }
        What::PhotoOwner => both!(
            "照片的归属缺少、被改过或多出",
            "which hazard a photo belongs to is gone, altered or too many"
        ),
        What::PhotoMissing => both!("照片文件不见了或不完整", "a photo's file is missing or not whole"),
        What::PhotoAltered => both!("照片文件被改过", "a photo's file was altered"),
        What::Damaged => both!("数据库文件已损坏", "the database's own file is broken"),
        What::Stranger => both!(
            "数据库里有本程序没有建立的触发器、规则、视图、表、列或索引",
            "the database has a trigger, rule, view, table, column or index that this program never made"
        ),
        What::Shape => both!(
            "数据库少了表、列或索引，或者有不是本程序写的内容；读不出来的没有核验",
            "a table, column or index is gone, or a cell holds what this program never writes: what could not be read was not checked"
        ),
    }
}
