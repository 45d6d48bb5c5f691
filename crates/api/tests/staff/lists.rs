//! Lists from spreadsheets: of a row every wrong cell is named, as far as it can be judged without the others.

use crate::server::{Client, Server};
use domain::people::Role;
use serde_json::{Value, json};

fn cells(server: &Server, client: &Client, what: &str, list: &str) -> Vec<(u64, String, String)> {
    let path = format!("/{what}/import?name=x.csv&dry_run=true");
    let tried = server.brings(client, &path, list.as_bytes()).good();
    assert_eq!(tried["done"], json!(false));
    let cell = |cell: &Value| {
        let text = |name: &str| cell[name].as_str().unwrap_or_default().to_owned();
        (cell["row"].as_u64().unwrap(), text("field"), text("problem"))
    };
    tried["refused"].as_array().unwrap().iter().map(cell).collect()
}

fn named(wrong: &[(u64, &str, &str)]) -> Vec<(u64, String, String)> {
    wrong.iter().map(|(row, field, why)| (*row, (*field).to_owned(), (*why).to_owned())).collect()
}

/// What would be refused at the last row is refused before the first: its link could not be shown any more.
#[test]
fn a_list_of_people_is_taken_whole_or_not_at_all() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let list = "姓名,登录名,单位,角色\n\
        李四,li.si,desk,受理员\n\
        王五,wang,mill,受理员\n\
        赵六,zhao,desk,领导\n";
    let wrong = named(&[(3, "roles", "roles_of_offices"), (4, "roles", "no_consenter")]);
    assert_eq!(cells(&server, &security, "people", list), wrong);
    let done = server.brings(&security, "/people/import?name=x.csv", list.as_bytes()).good();
    assert_eq!((&done["done"], done["refused"].as_array().unwrap().len()), (&json!(false), 2));
    let listed = || server.get(&security, "/people").good().as_array().unwrap().len();
    assert_eq!(listed(), 1, "nobody of it is here");
    server.member("aud", "office", &[Role::AuditAdmin]);
    let rest = list.replace("王五,wang,mill,受理员\n", "");
    let done = server.brings(&security, "/people/import?name=x.csv", rest.as_bytes()).good();
    let waits = |n: usize| done["people"][n]["consent"]["by"].clone();
    assert_eq!((&done["done"], waits(0), waits(1)), (&json!(true), json!(null), json!("audit_admin")));
    assert_eq!(listed(), 4);
}

#[test]
fn every_wrong_cell_of_people_units_and_grids_is_named() {
    let server = Server::new();
    let security = server.member("sec", "office", &[Role::SecurityAdmin]);
    let people = "姓名,登录名,单位,角色,所辖街道\n\
        李四,li.si,desk,受理员,\n\
        ,李四,月球,国王,月球街道\n\
        ,li.si,,,\n\
        王五,wang,desk,系统管理员、受理员,\n";
    assert_eq!(
        cells(&server, &security, "people", people),
        named(&[
            (3, "unit", "unknown"),
            (3, "area", "unknown"),
            (3, "roles", "unknown"),
            (3, "login", "bad_login"),
            (3, "name", "required"),
            (4, "unit", "required"),
            (4, "name", "required"),
            (4, "roles", "required"),
            (4, "login", "twice"),
            (5, "roles", "roles_not_separate"),
        ])
    );
    let system = server.member("sys", "office", &[Role::SystemAdmin]);
    let units = "名称,代码,类别,上级单位,区域代码,值班电话\n\
        园林局,yl,部门,,,\n\
        ,园 林,国家,月球局,区 域,打给我\n\
        绿化队,yl,车队,,,\n";
    assert_eq!(
        cells(&server, &system, "units", units),
        named(&[
            (3, "kind", "unknown"),
            (3, "name", "required"),
            (3, "phone", "malformed"),
            (3, "code", "malformed"),
            (3, "area", "malformed"),
            (3, "parent", "unknown"),
            (4, "kind", "unknown"),
            (4, "code", "twice"),
        ])
    );
    let grids = "网格编码,网格名称,类别,街道,责任单位,网格员,边界\n\
        G-1,一网格,,,,,\n\
        G 2,,圆网格,月球街道,月球局,无此人,圆的\n\
        G-1,二网格,圆网格,,,,\n";
    assert_eq!(
        cells(&server, &system, "grids", grids),
        named(&[
            (3, "kind", "unknown"),
            (3, "street", "unknown"),
            (3, "unit", "unknown"),
            (3, "people", "unknown"),
            (3, "boundary", "malformed"),
            (3, "name", "required"),
            (3, "code", "malformed"),
            (4, "kind", "unknown"),
            (4, "code", "twice"),
        ])
    );
}
