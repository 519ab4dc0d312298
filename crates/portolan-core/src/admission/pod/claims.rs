//! Claims on devices: `validatePodResourceClaims` and `validateResourceClaimNames`.

use crate::admission::format;
use crate::admission::go::json_string;
use crate::admission::report::{Report, Value};
use crate::api::core::{PodResourceClaim, ResourceClaim};
use crate::diagnostic::Path;
use portolan_yaml::collections::BTreeSet;

/// Checks `spec.resourceClaims`; the names that containers may refer to.
pub(super) fn check<'a>(
    claims: &'a [PodResourceClaim],
    path: &Path<'_>,
    report: &mut Report,
) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for (index, claim) in claims.iter().enumerate() {
        let path = path.index(index);
        if claim.name.is_empty() {
            report.required(&path.child("name"), "");
        } else if names.insert(claim.name.as_str()) {
            report.invalid_each(&path.child("name"), &claim.name, format::dns1123_label(&claim.name));
        } else {
            report.duplicate(&path.child("name"), &claim.name);
        }
        let sources = [
            ("resourceClaimName", claim.resource_claim_name.as_deref()),
            ("resourceClaimTemplateName", claim.resource_claim_template_name.as_deref()),
        ];
        let words = match sources.iter().filter(|(_, name)| name.is_some()).count() {
            0 => "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
            1 => "",
            _ => "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
        };
        if !words.is_empty() {
            report.invalid(&path, Value::Json(&json(claim)), words);
        }
        for (field, name) in sources {
            if let Some(name) = name {
                report.invalid_each(&path.child(field), name, format::dns1123_subdomain(name));
            }
        }
    }
    names
}

/// Checks `resources.claims` of a container.
pub(super) fn check_uses(
    claims: &[ResourceClaim],
    known: &BTreeSet<&str>,
    path: &Path<'_>,
    report: &mut Report,
) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (index, claim) in claims.iter().enumerate() {
        let path = path.index(index);
        if claim.name.is_empty() {
            report.required(&path, "");
            continue;
        }
        if seen.contains(&claim.name) {
            report.duplicate(&path, &claim.name);
        } else {
            let key = check_request(claim, &seen, &path, report);
            seen.insert(key);
        }
        if !known.contains(claim.name.as_str()) {
            let names: Vec<&str> = known.iter().copied().collect();
            let rest = if names.is_empty() {
                " which is empty".to_owned()
            } else {
                format!(": {}", names.join(", "))
            };
            let words = format!("must be one of the names in pod.spec.resourceClaims{rest}");
            report.not_found_because(&path, &claim.name, &words);
        }
    }
}

/// One request of a claim, or all of them; the key under which it is remembered.
fn check_request(
    claim: &ResourceClaim,
    seen: &BTreeSet<String>,
    path: &Path<'_>,
    report: &mut Report,
) -> String {
    let request = claim.request.as_deref().unwrap_or_default();
    if request.is_empty() {
        let prefix = format!("{}/", claim.name);
        for _ in seen.iter().filter(|key| key.starts_with(&prefix)) {
            report.duplicate(path, &claim.name);
        }
        return claim.name.clone();
    }
    report.invalid_each(&path.child("request"), request, format::dns1123_label(request));
    let key = format!("{}/{request}", claim.name);
    if seen.contains(&key) {
        report.duplicate(path, &key);
    }
    key
}

/// A claim by the names of Go's fields.
fn json(claim: &PodResourceClaim) -> String {
    let text = |name: &Option<String>| name.as_deref().map_or_else(|| "null".to_owned(), json_string);
    format!(
        "{{\"Name\":{},\"ResourceClaimName\":{},\"ResourceClaimTemplateName\":{}}}",
        json_string(&claim.name),
        text(&claim.resource_claim_name),
        text(&claim.resource_claim_template_name),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_used_once_or_request_by_request() {
        let claims = [("gpu", "a"), ("gpu", "a"), ("gpu", ""), ("gpu", "b"), ("", ""), ("nic", "")];
        let claims = claims.map(|(name, request)| ResourceClaim {
            name: name.to_owned(),
            request: Some(request.to_owned()),
        });
        let mut report = Report::default();
        let known = BTreeSet::from_iter(["gpu"]);
        check_uses(&claims, &known, &Path::new("claims"), &mut report);
        let causes = report.into_words().1;
        let told: Vec<_> = causes.iter().map(|one| format!("{}: {}", one.field, one.message)).collect();
        assert_eq!(
            told,
            [
                "claims[1]: Duplicate value: \"gpu/a\"",
                "claims[2]: Duplicate value: \"gpu\"",
                "claims[3]: Duplicate value: \"gpu\"",
                "claims[4]: Required value",
                "claims[5]: Not found: \"nic\": must be one of the names in pod.spec.resourceClaims: gpu"
            ]
        );
    }
}
