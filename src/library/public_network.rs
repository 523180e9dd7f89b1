//! The public network and one's own: what the reader named may be anywhere, what the web names only on the web.
//!
//! A page on the internet can name an address of the reader's own network or machine, or a name that leads there. Such a
//! request is refused where the connection is made, after names are resolved, so that no name leads around it.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::NextTimeout,
    },
};
use url::{Host, Url};

/// Resolves names to addresses of the public internet alone.
#[derive(Debug, Default)]
pub(super) struct PublicResolver(DefaultResolver);

/// The address lies in a private network, or on this machine.
#[derive(Debug)]
pub(super) struct Private;

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("private address")
    }
}

impl std::error::Error for Private {}

impl Resolver for PublicResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let all = self.0.resolve(uri, config, timeout)?;
        // The reader's own proxy may be anywhere.
        if config.proxy().is_some_and(|proxy| proxy.uri() == uri) {
            return Ok(all);
        }
        let mut public = self.empty();
        all.iter().filter(|a| !is_private(a.ip())).for_each(|a| public.push(*a));
        if public.is_empty() { Err(Error::Other(Box::new(Private))) } else { Ok(public) }
    }
}

/// Whether two addresses are served by one server.
pub(super) fn same_server(a: &Url, b: &Url) -> bool {
    let is_standard = |url: &Url| url.port().is_none();
    a.host() == b.host() && (a.port_or_known_default() == b.port_or_known_default() || is_standard(a) && is_standard(b))
}

/// Whether the host itself is written as a private address: a proxy would be asked for it without its being resolved here.
pub(super) fn names_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_private(ip.into()),
        Some(Host::Ipv6(ip)) => is_private(ip.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost"
                || [".localhost", ".local", ".internal", ".home.arpa"].iter().any(|end| name.ends_with(end))
        }
        None => true,
    }
}

/// Whether a host is written as one of the reader's own network: a private address, or a name that only such networks have.
pub(super) fn names_own_network(url: &Url) -> bool {
    let is_own_name = |name: &str| !name.contains('.') || [".lan", ".home"].iter().any(|end| name.ends_with(end));
    names_private(url) || matches!(url.host(), Some(Host::Domain(name)) if is_own_name(name))
}

/// Whether an address lies on this machine, in a private network, or nowhere on the public internet (IANA's registries of
/// special-purpose addresses).
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        // The unspecified one, this machine, and IPv4 in the old and the new manner.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => v4(high, low),
        // IPv4 behind a translator (NAT64) and a tunnel (6to4).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => v4(high, low),
        // A translator of one's own network, and documentation.
        [0x64, 0xff9b, 1, ..] | [0x2001, 0xdb8, ..] => true,
        _ => ip.is_multicast() || ip.is_unique_local() || (s[0] & 0xff80) == 0xfe80,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_told_from_public_ones_in_every_form() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fec0::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in ["93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "2002:808:808::"]
        {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
        for (url, private) in [
            ("http://0x7f.1/", true),
            ("http://2130706433/", true),
            ("http://[::1]:80/", true),
            ("http://localhost./", true),
            ("http://printer.local/", true),
            ("http://harbor.example/", false),
        ] {
            assert_eq!(names_private(&Url::parse(url).unwrap()), private, "{url}");
        }
    }

    #[test]
    fn a_server_is_its_host_and_port() {
        let same = |a, b| same_server(&Url::parse(a).unwrap(), &Url::parse(b).unwrap());
        assert!(same("http://desk.example/a", "https://desk.example/b"));
        assert!(same("http://127.0.0.1:80/", "http://127.0.0.1/"));
        assert!(!same("http://127.0.0.1:8080/", "http://127.0.0.1:9090/"));
        assert!(!same("http://127.0.0.1:8080/", "https://127.0.0.1/"));
    }
}
