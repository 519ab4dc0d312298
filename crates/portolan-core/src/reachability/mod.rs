//! Who reaches what: walks of packets from many clients, summed up.

pub mod address;
