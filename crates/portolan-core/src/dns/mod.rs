//! The names that CoreDNS serves.
