//! Paths of files as kustomizations write them: relative to a folder, with `/`, `.` and `..`.

/// The names a kustomization file may have.
pub const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The path of `relative`, seen from a folder; the folder `.` is written as the empty path.
pub(crate) fn join(folder: &str, relative: &str) -> String {
    let absolute = relative.starts_with('/') || (folder.starts_with('/') && !relative.starts_with('/'));
    let base = if relative.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    if absolute { format!("/{joined}") } else { joined }
}

/// Whether a path lies in a folder.
pub(crate) fn is_within(path: &str, folder: &str) -> bool {
    match folder {
        "" => !path.starts_with("..") && !path.starts_with('/'),
        "/" => path.starts_with('/'),
        _ => path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    }
}

/// The last part of a path.
pub(crate) fn base_name(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or(path)
}

/// Whether a resource is named by an address and not by a path: what go-getter and git take.
pub(crate) fn is_remote(resource: &str) -> bool {
    let host = resource.split(['/', ':']).next().unwrap_or_default();
    let git = resource.starts_with("git@") || resource.contains("?ref=") || resource.contains("//");
    resource.contains("://") || git || resource.contains("::") || is_known_host(host)
}

fn is_known_host(host: &str) -> bool {
    ["github.com", "gitlab.com", "bitbucket.org"].contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined() {
        assert_eq!(join("a/b", "../c.yaml"), "a/c.yaml");
        assert_eq!(join("", "./c.yaml"), "c.yaml");
        assert_eq!(join("a", "../../c"), "../c");
        assert_eq!(join("/a/b", "../../../c"), "/c");
        assert_eq!(join("..", "../c"), "../../c");
    }

    #[test]
    fn folders_hold_what_lies_in_them() {
        assert!(
            is_within("a/b", "a") && is_within("x", "") && !is_within("ab", "a") && !is_within("../x", "")
        );
    }

    #[test]
    fn addresses_are_known() {
        assert!(is_remote("https://example.com/a.yaml") && is_remote("github.com/a/b?ref=v1"));
        assert!(!is_remote("../base") && !is_remote("./a.yaml"));
    }
}
