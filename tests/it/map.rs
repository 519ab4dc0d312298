//! The map of every recorded case: nothing lies on anything else, and every wire leads on.

use crate::{files_below, root};
use portolan_core::{Analysis, Options, analyze, parse};
use portolan_render::map::{self, Group, Map, Rect, Role, Scene, Theme};
use std::path::Path;

#[test]
fn on_every_map_cards_and_areas_stand_clear_of_each_other() {
    let mut wrong = Vec::new();
    let mut maps = 0;
    for path in cases() {
        let analysis = analysis(&path);
        for lang in [portolan_core::diagnostic::Lang::En, portolan_core::diagnostic::Lang::Ja] {
            let map = Map::of(&analysis, &map::Options { lang, ..map::Options::default() });
            maps += 1;
            for (upright, scene) in [(false, Scene::of(&map)), (true, Scene::upright(&map))] {
                let faults = faults(&scene, upright).into_iter();
                wrong.extend(faults.map(|fault| format!("{}: {fault}", path.display())));
            }
        }
    }
    assert!(maps > 500, "only {maps} maps");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pictures_of_every_map_are_the_same_each_time_and_well_formed() {
    for path in cases() {
        let pictures = || {
            let map = Map::of(&analysis(&path), &map::Options::default());
            (
                map::svg(&Scene::of(&map), portolan_core::diagnostic::Lang::En, Theme::Auto),
                map::mermaid(&map),
                map::dot(&map),
            )
        };
        let (svg, mermaid, dot) = pictures();
        assert_eq!(
            (&svg, &mermaid, &dot),
            (&pictures().0, &pictures().1, &pictures().2),
            "{}",
            path.display()
        );
        assert!(is_well_formed(&svg), "{}", path.display());
    }
}

/// Whether every tag is closed in its order, and no letter of markup stands alone.
fn is_well_formed(svg: &str) -> bool {
    let mut open = Vec::new();
    for piece in svg.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { return false };
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if let Some(closed) = name.strip_prefix('/') {
            if open.pop() != Some(closed) {
                return false;
            }
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        if text.contains('>') && open.last() != Some(&"style") {
            return false;
        }
    }
    open.is_empty()
}

fn cases() -> Vec<std::path::PathBuf> {
    let mut cases = files_below(&root().join("tests/conformance/cases"), "input.yaml");
    cases.extend(files_below(&root().join("examples"), ".yaml"));
    cases
}

fn analysis(path: &Path) -> Analysis {
    let bytes = std::fs::read(path).expect("a manifest");
    analyze(vec![parse("manifest.yaml".to_owned(), bytes)], &Options::default())
}

/// What lies where it should not.
fn faults(scene: &Scene, upright: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let of = |role: Role| scene.groups.iter().filter(move |group| group.role == role);
    let cards: Vec<&Group> = of(Role::Card).collect();
    for (index, one) in cards.iter().enumerate() {
        let inside = Rect { x: 0, y: 0, width: scene.width, height: scene.height };
        if !contains(inside, one.rect) {
            faults.push(format!("{} leaves the map", one.key));
        }
        let others = cards.iter().skip(index + 1).filter(|other| overlap(one.rect, other.rect));
        faults.extend(others.map(|other| format!("{} and {} overlap", one.key, other.key)));
        let areas =
            of(Role::Area).filter(|area| overlap(area.rect, one.rect) && !contains(area.rect, one.rect));
        faults.extend(areas.map(|area| format!("{} lies half in {}", one.key, area.key)));
        let rows = one.parts.iter().filter(|part| part.role == Role::Row && !contains(one.rect, part.rect));
        faults.extend(rows.map(|row| format!("{} leaves its card", row.key)));
    }
    let areas: Vec<&Group> = of(Role::Area).collect();
    for (index, one) in areas.iter().enumerate() {
        for other in areas.iter().skip(index + 1).filter(|other| overlap(one.rect, other.rect)) {
            if !contains(one.rect, other.rect) && !contains(other.rect, one.rect) {
                faults.push(format!("{} and {} overlap", one.key, other.key));
            }
        }
    }
    // From where to where something goes, along the columns.
    let along =
        |rect: Rect| if upright { (rect.y, rect.y + rect.height) } else { (rect.x, rect.x + rect.width) };
    for (from, to, key) in of(Role::Wire).map(|wire| (along(wire.rect).0, along(wire.rect).1, &wire.key)) {
        let between = |card: &Group| along(card.rect).0 > from && along(card.rect).1 < to;
        if to - from < 20 || cards.iter().any(|card| !upright && between(card)) {
            faults.push(format!("{key} does not lead to the next column"));
        }
    }
    faults
}

fn overlap(one: Rect, other: Rect) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

fn contains(outer: Rect, inner: Rect) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && outer.x + outer.width >= inner.x + inner.width
        && outer.y + outer.height >= inner.y + inner.height
}
