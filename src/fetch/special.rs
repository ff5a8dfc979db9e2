//! Which IP addresses are not public, and what they are instead.
//!
//! The ranges are those of the IANA special-purpose address registries, and the transition
//! mechanisms that carry an IPv4 address inside an IPv6 one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::finding::Text;

const UNSPECIFIED: Text =
    Text { vi: "địa chỉ không xác định", en: "the unspecified address" };
const THIS_NETWORK: Text =
    Text { vi: "địa chỉ dành cho mạng hiện tại", en: "an address of \"this network\"" };
const PRIVATE: Text = Text { vi: "địa chỉ mạng nội bộ", en: "a private address" };
const CARRIER_NAT: Text =
    Text { vi: "địa chỉ NAT của nhà mạng", en: "a carrier-grade NAT address" };
const LOOPBACK: Text = Text { vi: "địa chỉ nội bộ của máy", en: "a loopback address" };
const LINK_LOCAL: Text = Text {
    vi: "địa chỉ cục bộ của kết nối (link-local)",
    en: "a link-local address",
};
const PROTOCOLS: Text = Text {
    vi: "địa chỉ dành riêng cho giao thức",
    en: "an address for protocol assignments",
};
const DOCUMENTATION: Text =
    Text { vi: "địa chỉ chỉ dùng trong tài liệu", en: "a documentation address" };
const RELAY_6TO4: Text =
    Text { vi: "địa chỉ chuyển tiếp 6to4", en: "a 6to4 relay address" };
const BENCHMARKING: Text =
    Text { vi: "địa chỉ dùng để đo kiểm thiết bị", en: "a benchmarking address" };
const MULTICAST: Text =
    Text { vi: "địa chỉ phát đa hướng (multicast)", en: "a multicast address" };
const BROADCAST: Text =
    Text { vi: "địa chỉ quảng bá (broadcast)", en: "the broadcast address" };
const RESERVED: Text = Text { vi: "địa chỉ dự trữ", en: "a reserved address" };
const IPV4_COMPATIBLE: Text =
    Text { vi: "địa chỉ tương thích IPv4", en: "an IPv4-compatible address" };
const LOCAL_NAT64: Text = Text { vi: "địa chỉ NAT64 cục bộ", en: "a local NAT64 address" };
const TEREDO: Text = Text { vi: "địa chỉ Teredo", en: "a Teredo address" };
const VIA_6TO4: Text = Text { vi: "địa chỉ 6to4", en: "a 6to4 address" };
const UNIQUE_LOCAL: Text =
    Text { vi: "địa chỉ mạng nội bộ IPv6 (ULA)", en: "a unique local address" };
const SITE_LOCAL: Text =
    Text { vi: "địa chỉ nội bộ (site-local)", en: "a site-local address" };

const V4: &[([u8; 4], u32, Text)] = &[
    ([0, 0, 0, 0], 32, UNSPECIFIED),
    ([0, 0, 0, 0], 8, THIS_NETWORK),
    ([10, 0, 0, 0], 8, PRIVATE),
    ([100, 64, 0, 0], 10, CARRIER_NAT),
    ([127, 0, 0, 0], 8, LOOPBACK),
    ([169, 254, 0, 0], 16, LINK_LOCAL),
    ([172, 16, 0, 0], 12, PRIVATE),
    ([192, 0, 0, 0], 24, PROTOCOLS),
    ([192, 0, 2, 0], 24, DOCUMENTATION),
    ([192, 88, 99, 0], 24, RELAY_6TO4),
    ([192, 168, 0, 0], 16, PRIVATE),
    ([198, 18, 0, 0], 15, BENCHMARKING),
    ([198, 51, 100, 0], 24, DOCUMENTATION),
    ([203, 0, 113, 0], 24, DOCUMENTATION),
    ([224, 0, 0, 0], 4, MULTICAST),
    ([255, 255, 255, 255], 32, BROADCAST),
    ([240, 0, 0, 0], 4, RESERVED),
];

// Teredo and 6to4 are refused whole: both are retired, and no portal lives there.
const V6: &[([u16; 8], u32, Text)] = &[
    ([0, 0, 0, 0, 0, 0, 0, 0], 128, UNSPECIFIED),
    ([0, 0, 0, 0, 0, 0, 0, 1], 128, LOOPBACK),
    ([0, 0, 0, 0, 0, 0, 0, 0], 96, IPV4_COMPATIBLE),
    ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48, LOCAL_NAT64),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, TEREDO),
    ([0x2001, 2, 0, 0, 0, 0, 0, 0], 48, BENCHMARKING),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 23, PROTOCOLS),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32, DOCUMENTATION),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, VIA_6TO4),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20, DOCUMENTATION),
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, UNIQUE_LOCAL),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10, LINK_LOCAL),
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, SITE_LOCAL),
    ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8, MULTICAST),
];

/// What an address is, with its article, if it is not a public one.
pub(super) fn kind(ip: IpAddr) -> Option<Text> {
    match ip {
        IpAddr::V4(ip) => kind_v4(ip),
        IpAddr::V6(ip) => kind_v6(ip),
    }
}

fn kind_v4(ip: Ipv4Addr) -> Option<Text> {
    let bits = ip.to_bits();
    let within = |net: [u8; 4], len: u32| (bits ^ u32::from_be_bytes(net)).leading_zeros() >= len;
    V4.iter().find(|(net, len, _)| within(*net, *len)).map(|(_, _, what)| *what)
}

fn kind_v6(ip: Ipv6Addr) -> Option<Text> {
    if let Some(embedded) = embedded_v4(ip) {
        return kind_v4(embedded);
    }
    let bits = ip.to_bits();
    let within =
        |net: [u16; 8], len: u32| (bits ^ Ipv6Addr::from(net).to_bits()).leading_zeros() >= len;
    let known = V6.iter().find(|(net, len, _)| within(*net, *len)).map(|(_, _, what)| *what);
    // Only 2000::/3 has been given out; whatever lies outside is nobody's public address.
    known.or_else(|| (!within([0x2000, 0, 0, 0, 0, 0, 0, 0], 3)).then_some(RESERVED))
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
        let name = |ip: &str| kind(ip.parse().unwrap()).map(|what| what.en);
        assert_eq!(name("0.0.0.0"), Some("the unspecified address"));
        assert_eq!(name("255.255.255.255"), Some("the broadcast address"));
        assert_eq!(name("2001::1"), Some("a Teredo address"));
        assert_eq!(name("::1"), Some("a loopback address"));
    }
}
