//! Which IP addresses are not public, and what they are instead.
//!
//! The ranges are those of the IANA special-purpose address registries, and the transition
//! mechanisms that carry an IPv4 address inside an IPv6 one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 32, "the unspecified address"),
    ([0, 0, 0, 0], 8, "an address of \"this network\""),
    ([10, 0, 0, 0], 8, "a private address"),
    ([100, 64, 0, 0], 10, "a carrier-grade NAT address"),
    ([127, 0, 0, 0], 8, "a loopback address"),
    ([169, 254, 0, 0], 16, "a link-local address"),
    ([172, 16, 0, 0], 12, "a private address"),
    ([192, 0, 0, 0], 24, "an address for protocol assignments"),
    ([192, 0, 2, 0], 24, "a documentation address"),
    ([192, 88, 99, 0], 24, "a 6to4 relay address"),
    ([192, 168, 0, 0], 16, "a private address"),
    ([198, 18, 0, 0], 15, "a benchmarking address"),
    ([198, 51, 100, 0], 24, "a documentation address"),
    ([203, 0, 113, 0], 24, "a documentation address"),
    ([224, 0, 0, 0], 4, "a multicast address"),
    ([255, 255, 255, 255], 32, "the broadcast address"),
    ([240, 0, 0, 0], 4, "a reserved address"),
];

// Teredo and 6to4 are refused whole: both are retired, and no portal lives there.
const V6: &[([u16; 8], u32, &str)] = &[
    ([0, 0, 0, 0, 0, 0, 0, 0], 128, "the unspecified address"),
    ([0, 0, 0, 0, 0, 0, 0, 1], 128, "a loopback address"),
    ([0, 0, 0, 0, 0, 0, 0, 0], 96, "an IPv4-compatible address"),
    ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, "a local NAT64 address"),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, "a Teredo address"),
    ([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, "a benchmarking address"),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, "an address for protocol assignments"),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, "a documentation address"),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, "a 6to4 address"),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, "a documentation address"),
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, "a unique local address"),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, "a link-local address"),
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, "a site-local address"),
    ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, "a multicast address"),
];

/// What an address is, with its article, if it is not a public one.
pub(super) fn kind(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => kind_v4(ip),
        IpAddr::V6(ip) => kind_v6(ip),
    }
}

fn kind_v4(ip: Ipv4Addr) -> Option<&'static str> {
    let bits = ip.to_bits();
    let within = |net: [u8; 4], len: u32| (bits ^ u32::from_be_bytes(net)).leading_zeros() >= len;
    V4.iter().find(|(net, len, _)| within(*net, *len)).map(|(_, _, what)| *what)
}

fn kind_v6(ip: Ipv6Addr) -> Option<&'static str> {
    if let Some(embedded) = embedded_v4(ip) {
        return kind_v4(embedded);
    }
    let bits = ip.to_bits();
    let within =
        |net: [u16; 8], len: u32| (bits ^ Ipv6Addr::from(net).to_bits()).leading_zeros() >= len;
    let known = V6.iter().find(|(net, len, _)| within(*net, *len)).map(|(_, _, what)| *what);
    // Only 2000::/3 has been given out; whatever lies outside is nobody's public address.
    known.or_else(|| (!within([0x2000, 0, 0, 0, 0, 0, 0, 0], 3)).then_some("a reserved address"))
}

/// The IPv4 address that is really dialled: `::ffff:0:0/96`, and NAT64's `64:ff9b::/96`, through
/// which networks without IPv4 reach public servers.
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    ip.to_ipv4_mapped().or_else(|| {
        let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = ip.segments() else { return None };
        Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_of_the_ranges() {
        let special = [
            "0.0.0.0",
            "0.1.2.3",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.8.9.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.9",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.251",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2001::1",
            "2001:2::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ];
        for ip in special {
            assert!(kind(ip.parse().unwrap()).is_some(), "{ip} is special");
        }
        let public = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2001:200::1",
            "2400:cb00::1",
            "2606:4700::1",
        ];
        for ip in public {
            assert_eq!(kind(ip.parse().unwrap()), None, "{ip} is public");
        }
    }

    #[test]
    fn the_narrower_name_wins() {
        assert_eq!(kind("0.0.0.0".parse().unwrap()), Some("the unspecified address"));
        assert_eq!(kind("255.255.255.255".parse().unwrap()), Some("the broadcast address"));
        assert_eq!(kind("2001::1".parse().unwrap()), Some("a Teredo address"));
        assert_eq!(kind("::1".parse().unwrap()), Some("a loopback address"));
    }
}
