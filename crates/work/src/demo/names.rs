//! Names of the made-up district. Streets are those of a real district so that maps make sense; everybody and
//! everything else is plainly invented.

use domain::people::UnitKind;
use domain::place::PlaceKind;

/// Code, name, longitude and latitude in 1e-4 degrees.
pub(super) const STREETS: [(&str, &str, i64, i64); 8] = [
    ("XJ", "湘江街道", 1_126_210, 268_935),
    ("JLP", "金龙坪街道", 1_125_890, 268_690),
    ("XF", "先锋街道", 1_126_125, 268_895),
    ("YF", "雁峰街道", 1_126_170, 268_855),
    ("TMS", "天马山街道", 1_126_080, 268_830),
    ("HCL", "黄茶岭街道", 1_126_015, 268_770),
    ("BSZ", "白沙洲街道", 1_126_020, 268_560),
    ("YP", "岳屏镇", 1_125_760, 268_480),
];

/// Code, name.
pub(super) const BUREAUX: [(&str, &str); 16] = [
    ("YJ", "区应急管理局（演示）"),
    ("FIRE", "区消防救援大队（演示）"),
    ("ZJ", "区住房和城乡建设局（演示）"),
    ("CG", "区城市管理和综合执法局（演示）"),
    ("SC", "区市场监督管理局（演示）"),
    ("JY", "区教育局（演示）"),
    ("WJ", "区卫生健康局（演示）"),
    ("JT", "区交通运输局（演示）"),
    ("NS", "区农业农村和水利局（演示）"),
    ("MZ", "区民政局（演示）"),
    ("WL", "区文旅广体局（演示）"),
    ("SW", "区商务局（演示）"),
    ("GX", "区工业和信息化局（演示）"),
    ("ZR", "区自然资源局（演示）"),
    ("HB", "区生态环境分局（演示）"),
    ("GA", "区公安分局（演示）"),
];

/// 企业和物业: name, kind of body, kind of place.
pub(super) const COMPANIES: [(&str, UnitKind, PlaceKind); 25] = [
    ("示例纺织厂", UnitKind::Company, PlaceKind::Factory),
    ("样板机械有限公司", UnitKind::Company, PlaceKind::Factory),
    ("示例输变电配件厂", UnitKind::Company, PlaceKind::Factory),
    ("样板食品加工厂", UnitKind::Company, PlaceKind::Factory),
    ("示例物流仓储中心", UnitKind::Company, PlaceKind::Factory),
    ("样板家具市场", UnitKind::Company, PlaceKind::Shop),
    ("示例购物广场", UnitKind::Company, PlaceKind::Shop),
    ("样板生鲜市场", UnitKind::Company, PlaceKind::Shop),
    ("示例大酒店", UnitKind::Company, PlaceKind::Venue),
    ("样板影城", UnitKind::Company, PlaceKind::Venue),
    ("示例老街餐饮店", UnitKind::Company, PlaceKind::Restaurant),
    ("样板火锅城", UnitKind::Company, PlaceKind::Restaurant),
    ("示例燃气供应站", UnitKind::Company, PlaceKind::Gas),
    ("样板液化气配送点", UnitKind::Company, PlaceKind::Gas),
    ("示例化工经营部", UnitKind::Company, PlaceKind::Hazardous),
    ("样板烟花销售点", UnitKind::Company, PlaceKind::Hazardous),
    ("示例建筑工程公司", UnitKind::Company, PlaceKind::Site),
    ("样板置业三期工地", UnitKind::Company, PlaceKind::Site),
    ("示例养老院", UnitKind::Company, PlaceKind::Care),
    ("样板民营医院", UnitKind::Company, PlaceKind::Care),
    ("示例物业服务公司", UnitKind::Property, PlaceKind::Residence),
    ("样板物业服务公司", UnitKind::Property, PlaceKind::Residence),
    ("演示家园物业", UnitKind::Property, PlaceKind::Residence),
    ("虚构苑物业", UnitKind::Property, PlaceKind::Residence),
    ("范例新城物业", UnitKind::Property, PlaceKind::Residence),
];

/// Kinds of place beside those of companies, with the names that they take turns with.
pub(super) const PLACES: [(PlaceKind, &[&str]); 12] = [
    (PlaceKind::Residence, &["演示小区", "虚构家园", "范例新村", "样板花苑"]),
    (PlaceKind::Residence, &["示例里弄", "样板宿舍区", "虚构公寓", "演示大院"]),
    (PlaceKind::SelfBuilt, &["示例自建房群", "样板巷自建房", "虚构村组自建房"]),
    (PlaceKind::Road, &["示例路人行天桥", "样板大道路口", "演示东路下穿通道", "虚构南街"]),
    (PlaceKind::Road, &["范例路排水井段", "示例桥", "样板巷道"]),
    (PlaceKind::School, &["示例小学", "样板中学", "虚构幼儿园"]),
    (PlaceKind::Open, &["演示公园", "示例沿江风光带", "样板文化广场", "虚构水塘"]),
    (PlaceKind::Shop, &["示例便民市场", "样板商业街", "虚构五金店街"]),
    (PlaceKind::Restaurant, &["示例夜宵街", "样板小吃城"]),
    (PlaceKind::Venue, &["虚构健身馆", "示例棋牌茶楼", "样板网吧"]),
    (PlaceKind::Care, &["示例社区卫生服务站", "虚构日间照料中心"]),
    (PlaceKind::Other, &["演示公交站场", "示例停车场", "样板垃圾中转站"]),
];

const SURNAMES: [&str; 20] = [
    "张", "王", "李", "赵", "陈", "杨", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭",
    "马", "罗", "梁",
];
const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// The n-th person: 演示·张一, 演示·王一 …
pub(super) fn person(n: usize) -> String {
    format!("演示·{}{}", SURNAMES[n % SURNAMES.len()], NUMBERS[(n / SURNAMES.len()) % NUMBERS.len()])
}
