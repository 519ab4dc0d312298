//! Rule sets as the tools of a node print them, line by line: whose each line is, where it comes from, what it says.
//!
//! A [`Listing`] is the very text of `iptables-save`, `nft list` or IPVS's tools; its lines know the Service port that
//! they serve, the chain that they lead to and the manifest fields that they come from. What a line says in words is made
//! when it is asked for ([`Listing::explain`]), because one line of thousands is looked at.

mod changes;
mod clauses;
mod doors;
mod explain;
mod groups;
mod iptables;
mod ipvs;
mod listing;
mod nftables;
mod release;
mod text;
mod words;

pub use changes::{Change, changes};
pub use doors::{Port, Way};
pub use explain::{Explanation, Piece};
pub use groups::{Block, Group, groups};
pub use listing::{Chain, Line, Listing, Part};
pub use release::of_release;
pub use text::{ipvs_text, restore_text, rules_text};

#[cfg(test)]
mod tests;
