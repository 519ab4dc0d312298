//! `IPAddressPool` of MetalLB (`metallb.io/v1beta1`), as far as it says which addresses there are.

use crate::diagnostic::ObjectId;
use std::net::IpAddr;

/// Addresses that MetalLB may give to load balancers.
#[derive(Clone, Debug)]
pub struct AddressPool {
    /// The manifest.
    pub id: ObjectId,
    /// The name.
    pub name: Box<str>,
    /// First and last address of each of `spec.addresses`, both of one family.
    pub ranges: Vec<(IpAddr, IpAddr)>,
    /// `spec.autoAssign`: whether Services get addresses of it without naming it.
    pub auto_assign: bool,
}

impl AddressPool {
    /// Whether an address is one of the pool's.
    #[must_use]
    pub fn contains(&self, ip: IpAddr) -> bool {
        let inside = |(first, last): &(IpAddr, IpAddr)| {
            first.is_ipv4() == ip.is_ipv4() && (*first..=*last).contains(&ip)
        };
        self.ranges.iter().any(inside)
    }
}
