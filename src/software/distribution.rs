//! Whether a version number is that of a distribution's package.

/// What distributions put into the versions and banners of what they package.
const MARKS: &[(&str, &str)] = &[
    ("debian", "Debian"),
    ("+deb", "Debian"),
    ("~deb", "Debian"),
    ("deb.sury.org", "Debian"),
    ("ubuntu", "Ubuntu"),
    (".el6", "Red Hat"),
    (".el7", "Red Hat"),
    (".el8", "Red Hat"),
    (".el9", "Red Hat"),
    (".el10", "Red Hat"),
    ("red hat", "Red Hat"),
    ("rhel", "Red Hat"),
    ("centos", "CentOS"),
    ("almalinux", "AlmaLinux"),
    ("rocky", "Rocky Linux"),
    ("fedora", "Fedora"),
    ("suse", "SUSE"),
    (".amzn", "Amazon Linux"),
    ("amazon linux", "Amazon Linux"),
];

/// The distribution of a banner (`Apache/2.4.57 (Debian)`, `PHP/8.2.7-1+deb12u1`), if it names one.
/// It mends holes without raising the number.
pub fn distribution(banner: &str) -> Option<&'static str> {
    let banner = banner.to_ascii_lowercase();
    let named = MARKS.iter().find(|(mark, _)| banner.contains(mark)).map(|(_, name)| *name);
    // `4.9.5deb2`
    named.or_else(|| {
        let (before, after) = banner.split_once("deb")?;
        let is_digit = |c: char| c.is_ascii_digit();
        (before.ends_with(is_digit) && after.starts_with(is_digit)).then_some("Debian")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_of_distributions_are_known_by_their_banners() {
        for (banner, name) in [
            ("Apache/2.4.57 (Debian)", Some("Debian")),
            ("PHP/8.2.7-1+deb12u1", Some("Debian")),
            ("4.9.5deb2", Some("Debian")),
            ("nginx/1.18.0 (Ubuntu)", Some("Ubuntu")),
            ("Apache/2.4.37 (Red Hat Enterprise Linux) OpenSSL/1.1.1k", Some("Red Hat")),
            ("OpenSSL/1.0.2k-fips mod_fcgid/2.3.9 PHP/5.4.16-48.el7", Some("Red Hat")),
            ("Apache/2.4.57 (Unix)", None),
            ("Microsoft-IIS/8.5", None),
            ("debug 2", None),
        ] {
            assert_eq!(distribution(banner), name, "{banner}");
        }
    }
}
