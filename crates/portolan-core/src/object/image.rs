//! Names of images: `github.com/distribution/reference`, as far as the pull policy depends on it.

/// Paths are no longer than this.
const LONGEST_PATH: usize = 255;

/// Where the images of the default host are that say nothing else.
const LIBRARY: &str = "library/";

/// Whether an image is pulled each time, unless its container says otherwise (`SetDefaults_Container`): if its tag is
/// `latest`, which it also is where neither a tag nor a digest stands. What is no name of an image is not.
#[must_use]
pub fn is_pulled_always(image: &str) -> bool {
    let (rest, digest) = image.split_once('@').map_or((image, None), |(rest, digest)| (rest, Some(digest)));
    let start = rest.rfind('/').map_or(0, |slash| slash + 1);
    let colon = rest.get(start..).and_then(|last| last.find(':')).map(|at| start + at);
    let (name, tag) = match colon {
        Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at + 1..)),
        None => (rest, None),
    };
    let is_valid = is_name(name) && tag.is_none_or(is_tag) && digest.is_none_or(is_digest);
    is_valid && tag.map_or(digest.is_none(), |tag| tag == "latest")
}

/// Host and path; what stands before the first slash is a host if it looks like one (`splitDockerDomain`).
fn is_name(name: &str) -> bool {
    let is_identifier =
        name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let (path, len) = match name.split_once('/') {
        Some((host, path)) if looks_like_host(host) => (is_host(host).then_some(path), path.len()),
        Some(_) => (Some(name), name.len()),
        None => (Some(name), LIBRARY.len() + name.len()),
    };
    path.is_some_and(|path| path.split('/').all(is_component)) && !is_identifier && len <= LONGEST_PATH
}

fn looks_like_host(part: &str) -> bool {
    part == "localhost" || part.contains(['.', ':']) || part.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_host(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let is_port = port.is_none_or(|port| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()));
    let label = |label: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && label.bytes().all(is_letter) && !label.starts_with('-') && !label.ends_with('-')
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_address =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':');
    is_port && address.map_or_else(|| host.split('.').all(label), is_address)
}

/// Small letters and digits, between them single dots, one or two underscores, or any number of dashes.
fn is_component(part: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let ends = [part.bytes().next(), part.bytes().last()];
    let separators = part.split(|letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    let is_separator =
        |text: &str| matches!(text, "" | "." | "_" | "__") || text.bytes().all(|byte| byte == b'-');
    ends.into_iter().all(|end| end.is_some_and(is_letter)) && separators.into_iter().all(is_separator)
}

fn is_tag(tag: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    (1..=128).contains(&tag.len()) && tag.bytes().all(is_letter) && !tag.starts_with(['.', '-'])
}

fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    let is_algorithm = algorithm.starts_with(|first: char| first.is_ascii_alphabetic())
        && algorithm.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+._-".contains(&byte));
    is_algorithm && hex.len() >= 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_image_is_pulled_always() {
        for image in
            ["nginx", "nginx:latest", "host:5000/nginx", "a/b__c/d-e.f", "Host.example/a", "[::1]:80/a"]
        {
            assert!(is_pulled_always(image), "{image}");
        }
    }

    #[test]
    fn others_and_what_is_no_image_are_not() {
        let digest = format!("nginx@sha256:{}", "0".repeat(64));
        let identifier = "a".repeat(64);
        let others =
            ["nginx:1.29", &digest, &identifier, "Nginx", "a b", "10%", "", "a//b", "a:", "a/.b", "nginx@x"];
        for image in others {
            assert!(!is_pulled_always(image), "{image}");
        }
    }
}
